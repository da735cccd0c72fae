# ruff: noqa: T201  (a program: printing is what it does)
"""Income claimed and recognised of every account that stands, by pandas: run by bench/assessment.py in an environment of its own."""

from __future__ import annotations

import json
import sys
from datetime import date
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

import numpy as np
import pandas as pd

HEADS = ("claimed", "low", "high", "own_low", "own_high")


def main(tables: str, target: str, day: str) -> None:
    begun = perf_counter()
    figures(tables, date.fromisoformat(day)).to_parquet(target)
    peak = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": round(perf_counter() - begun, 1), "peak_mb": peak, "version": pd.__version__}))


def figures(tables: str, day: date) -> pd.DataFrame:
    read = {name: pd.read_parquet(f"{tables}/{name}") for name in ("households", "accounts", "income_lines")}
    small = {
        name: pd.read_parquet(f"{tables}/{name}.parquet")
        for name in ("place_books", "rule_days", "rulings", "line_days")
    }
    homes = read["households"][["household_no", "area_code"]].merge(
        small["place_books"][["area_code", "book_no"]], on="area_code"
    )
    placed = read["accounts"].merge(homes, on="household_no").merge(small["rule_days"], on="book_no")
    placed = placed[(placed.reckoned_on >= placed.from_day) & (placed.reckoned_on <= placed.to_day)]
    placed = placed.drop(columns=["from_day", "to_day"]).merge(small["line_days"], on="book_no")
    placed = placed[(placed.period_end >= placed.from_day) & (placed.period_end <= placed.to_day)]
    reached = placed[placed.reckoned_on <= day]
    latest = reached.groupby("household_no").account_no.max()
    standing = placed[placed.account_no.isin(latest)][["account_no", "heads", "line_fen"]]
    lines = read["income_lines"].merge(placed[["account_no", "rules_no"]], on="account_no")
    lines["ruling_no"] = lines.rules_no + lines.kind_no
    lines = lines.merge(small["rulings"], on="ruling_no")
    return sided(totals(lines).merge(standing, on="account_no"))


def totals(lines: pd.DataFrame) -> pd.DataFrame:
    answer, is_own = lines.answer.to_numpy(), lines.grade.to_numpy() >= 2
    gross, spent, is_rigid = lines.income_fen.to_numpy(), lines.cost_fen.to_numpy(), lines.is_rigid.to_numpy()
    counts, has_own = lines.counts.to_numpy(), lines.own_fen.notna().to_numpy()
    own = lines.own_fen.fillna(0).to_numpy().astype("int64")
    income, cost = gross * counts, spent * counts
    is_settled = (answer == 1) | ((answer == 2) & has_own)
    settled = np.where(answer == 1, income - cost, own * counts)
    rigid = np.where(answer == 1, spent - gross, -own)
    line = pd.DataFrame(
        {
            "account_no": lines.account_no.to_numpy(),
            "lines": 1,
            "claimed_fen": income - cost,
            "low_fen": np.where(is_settled, settled, -cost),
            "high_fen": np.where(is_settled, settled, income),
            "own_low_fen": np.where(is_settled & is_own, settled, -cost),
            "own_high_fen": np.where(is_settled & is_own, settled, income),
            "rigid_claimed_fen": np.where(is_rigid, spent - gross, 0),
            "rigid_low_fen": np.where(is_rigid, np.where(is_settled, rigid, -gross), 0),
            "rigid_high_fen": np.where(is_rigid, np.where(is_settled, rigid, spent), 0),
            "lines_recognised": (answer == 1).astype("int64"),
            "lines_contested": (answer == 2).astype("int64"),
            "own_recognised": ((answer == 1) & is_own).astype("int64"),
            "own_contested": ((answer == 2) & is_own).astype("int64"),
        }
    )
    return line.groupby("account_no", as_index=False).sum()


def sided(found: pd.DataFrame) -> pd.DataFrame:
    line = found.line_fen
    for name in HEADS:
        found[f"{name}_head_fen"] = divided(found[f"{name}_fen"], found.heads)
    for name in HEADS[:3]:
        found[f"{name}_gap_fen"] = (line - found[f"{name}_head_fen"]).clip(lower=0)
    found["lines_unanswered"] = found.lines - found.lines_recognised - found.lines_contested
    for name, low, high in (
        ("claimed", "claimed", "claimed"),
        ("recognised", "low", "high"),
        ("own", "own_low", "own_high"),
    ):
        is_above, is_below = found[f"{low}_head_fen"] >= line, found[f"{high}_head_fen"] < line
        found[f"{name}_side"] = np.select([is_above, is_below], ["above", "below"], "unanswered")
    least = divided(found.low_fen - found.rigid_high_fen, found.heads)
    most = divided(found.high_fen - found.rigid_low_fen, found.heads)
    left = pd.Series(pd.NA, index=found.index, dtype="boolean")
    left[most < line] = True
    left[least >= line] = False
    found["is_left_below"] = left
    return found


def divided(fen: pd.Series, heads: pd.Series) -> pd.Series:
    by = heads.astype("int64")
    rounded = (fen.abs() * 2 + by) // (by * 2)
    return rounded.where(fen >= 0, -rounded)


if __name__ == "__main__":
    main(*sys.argv[1:])
