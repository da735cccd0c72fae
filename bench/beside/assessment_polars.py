# ruff: noqa: T201  (a program: printing is what it does)
"""Income claimed and recognised of every account that stands, by Polars: run by bench/assessment.py in an environment of its own."""

from __future__ import annotations

import json
import sys
from datetime import date
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

import polars as pl

HEADS = ("claimed", "low", "high", "own_low", "own_high")


def main(tables: str, target: str, day: str) -> None:
    begun = perf_counter()
    figures(tables, date.fromisoformat(day)).sink_parquet(target)
    peak = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": round(perf_counter() - begun, 1), "peak_mb": peak, "version": pl.__version__}))


def figures(tables: str, day: date) -> pl.LazyFrame:
    households = pl.scan_parquet(f"{tables}/households/*.parquet").select("household_no", "area_code")
    accounts = pl.scan_parquet(f"{tables}/accounts/*.parquet")
    books = pl.scan_parquet(f"{tables}/place_books.parquet").select("area_code", "book_no")
    rules, lines_of = pl.scan_parquet(f"{tables}/rule_days.parquet"), pl.scan_parquet(f"{tables}/line_days.parquet")
    rulings = pl.scan_parquet(f"{tables}/rulings.parquet")
    placed = accounts.join(households.join(books, on="area_code", how="left"), on="household_no")
    ruled = placed.join(rules, on="book_no").filter(pl.col("reckoned_on").is_between("from_day", "to_day"))
    ruled = ruled.drop("from_day", "to_day").join(lines_of, on="book_no")
    ruled = ruled.filter(pl.col("period_end").is_between("from_day", "to_day"))
    latest = (
        ruled.filter(pl.col("reckoned_on") <= day).group_by("household_no").agg(account_no=pl.col("account_no").max())
    )
    standing = ruled.join(latest, on="account_no", how="semi").select("account_no", "heads", "line_fen")
    lines = pl.scan_parquet(f"{tables}/income_lines/*.parquet").join(
        ruled.select("account_no", "rules_no"), on="account_no"
    )
    lines = lines.with_columns(ruling_no=pl.col("rules_no") + pl.col("kind_no")).join(rulings, on="ruling_no")
    return sided(totals(lines).join(standing, on="account_no"))


def totals(lines: pl.LazyFrame) -> pl.LazyFrame:
    is_own, answer = pl.col("grade") >= 2, pl.col("answer")
    gross, spent = pl.col("income_fen"), pl.col("cost_fen")
    income, cost = gross * pl.col("counts"), spent * pl.col("counts")
    settled = pl.when(answer == 1).then(income - cost).when(answer == 2).then(pl.col("own_fen") * pl.col("counts"))
    rigid = pl.when(answer == 1).then(spent - gross).when(answer == 2).then(-pl.col("own_fen"))
    line = lines.select(
        "account_no", "answer", "grade", income=income, cost=cost, settled=settled,
        spent=pl.when("is_rigid").then(spent - gross).otherwise(0),
        spent_least=pl.when("is_rigid").then(pl.coalesce(rigid, -gross)).otherwise(0),
        spent_most=pl.when("is_rigid").then(pl.coalesce(rigid, spent)).otherwise(0),
    )  # fmt: skip
    own = pl.when(is_own).then(pl.col("settled"))
    return line.group_by("account_no").agg(
        lines=pl.len().cast(pl.Int64),
        claimed_fen=(pl.col("income") - pl.col("cost")).sum(),
        low_fen=pl.coalesce("settled", -pl.col("cost")).sum(),
        high_fen=pl.coalesce("settled", "income").sum(),
        own_low_fen=pl.coalesce(own, -pl.col("cost")).sum(),
        own_high_fen=pl.coalesce(own, pl.col("income")).sum(),
        rigid_claimed_fen=pl.col("spent").sum(),
        rigid_low_fen=pl.col("spent_least").sum(),
        rigid_high_fen=pl.col("spent_most").sum(),
        lines_recognised=(answer == 1).sum().cast(pl.Int64),
        lines_contested=(answer == 2).sum().cast(pl.Int64),
        own_recognised=((answer == 1) & is_own).sum().cast(pl.Int64),
        own_contested=((answer == 2) & is_own).sum().cast(pl.Int64),
    )


def sided(found: pl.LazyFrame) -> pl.LazyFrame:
    found = found.with_columns(**{f"{name}_head_fen": divided(pl.col(f"{name}_fen")) for name in HEADS})
    line = pl.col("line_fen")
    least = divided(pl.col("low_fen") - pl.col("rigid_high_fen"))
    most = divided(pl.col("high_fen") - pl.col("rigid_low_fen"))
    return found.with_columns(
        **{f"{name}_gap_fen": (line - pl.col(f"{name}_head_fen")).clip(lower_bound=0) for name in HEADS[:3]},
        lines_unanswered=pl.col("lines") - pl.col("lines_recognised") - pl.col("lines_contested"),
        claimed_side=side("claimed", "claimed"),
        recognised_side=side("low", "high"),
        own_side=side("own_low", "own_high"),
        is_left_below=pl.when(least >= line).then(False).when(most < line).then(True),
    )


def side(low: str, high: str) -> pl.Expr:
    line = pl.col("line_fen")
    above, below = pl.col(f"{low}_head_fen") >= line, pl.col(f"{high}_head_fen") < line
    return pl.when(above).then(pl.lit("above")).when(below).then(pl.lit("below")).otherwise(pl.lit("unanswered"))


def divided(fen: pl.Expr) -> pl.Expr:
    heads = pl.col("heads").cast(pl.Int64)
    rounded = (fen.abs() * 2 + heads) // (heads * 2)
    return pl.when(fen < 0).then(-rounded).otherwise(rounded)


if __name__ == "__main__":
    main(*sys.argv[1:])
