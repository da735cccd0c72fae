"""`xinlu prospects`: who will likely stand above the line by a day, and what the last ones cost, out of an analyst's own file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xinlu.config.asked import Saying, saying
from xinlu.config.ground import language
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

if TYPE_CHECKING:
    from xinlu.assessment.last_ten_li.back_test import BackTest
    from xinlu.assessment.last_ten_li.cost_curve import Curve
    from xinlu.assessment.last_ten_li.own_file import Prospects

_ENDING = Words(
    "结果只能写成 .csv 或 .parquet，不能写成“{name}”", "Results are written as .csv or .parquet, not as “{name}”"
)
_NO_MEASURES = Words(
    "要知道帮扶要花多少钱，--cause 和 --measures 要一起给", "For what help costs, give both --cause and --measures"
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--household", required=True, help="Column that tells which household an account is of.")
@click.option("--date", "day", required=True, help="Column of the day (2026-09-30) or year of each account.")
@click.option("--income", required=True, help="Column of income a head and year, claimed or recognised as you choose.")
@click.option("--line", required=True, help="The line a head and year: a number, or a column.")
@click.option("--by", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day by which.")
@click.option("--people", default=None, help="Column of how many people the income is divided among; one, left out.")
@click.option("--group", multiple=True, help="Column of what makes households alike; several times for combinations.")
@click.option("--cause", default=None, help="Column of the main cause of poverty, with --measures.")
@click.option(
    "--measures",
    type=click.Path(path_type=Path),
    default=None,
    help="A file of measures given: cause, kind, cost_fen, helped (1 or 0), grade.",
)
@click.option("--out", type=click.Path(path_type=Path), default=None, help="A row a household: .csv or .parquet.")
@click.option("--json", "as_json", is_flag=True, help="Everything but the rows, as JSON.")
@click.option("--language", "told_in", type=click.Choice(["zh", "en"]), default=language, help="Of what is said here.")
def prospects(
    file: Path,
    household: str,
    day: str,
    income: str,
    line: str,
    by: datetime,
    people: str | None,
    group: tuple[str, ...],
    cause: str | None,
    measures: Path | None,
    out: Path | None,
    as_json: bool,
    told_in: str,
) -> None:
    """The chance of each household in FILE (one row an account) to stand above the line by a day, and what gaps cost.

    Every chance has an interval and says what it rests on; the method is tried on the file's own past first.
    """
    from xinlu.assessment.last_ten_li import own_file

    if out is not None and out.suffix not in (".csv", ".parquet"):
        raise Refusal("prospects.ending", _ENDING.filled(name=out.name))
    if (cause is None) is not (measures is None):
        raise Refusal("prospects.measures", _NO_MEASURES)
    found = own_file.prospects(
        file,
        household=household,
        day=day,
        income=income,
        line=line,
        by=by.date(),
        people=people,
        group=group,
        cause=cause,
        measures=measures,
    )
    if out is not None:
        _write(found, out)
    if as_json:
        click.echo(json.dumps(as_plain(found), ensure_ascii=False, indent=2, allow_nan=False))
        return
    say = saying(told_in)
    _tell_chances(found, by.date().isoformat(), say)
    _tell_trial(found.tried, say)
    _tell_costs(found, say)
    if out is not None:
        say(f"每户一行，在 {out}", f"A row a household in {out}")


def as_plain(found: Prospects) -> dict[str, Any]:
    """Everything but the rows of households, ready for json.dumps."""
    tried = found.tried
    return {
        "households": found.table.num_rows,
        "rows_left_out": found.rows_left_out,
        "basis": dict(Counter(found.table["basis"].to_pylist())),
        "back_test": None if tried is None else {**asdict(tried), "is_better": tried.is_better, "off": tried.bins_off},
        "gap_a_year": _of_curve(found.curve),
        "gap_a_year_by_group": {str(name): _of_curve(curve) for name, curve in found.by_group.items()},
        "help_yuan_once": None if found.help_curve is None else _of_curve(found.help_curve),
        "what_works": {cause: asdict(works) for cause, works in found.works.items()},
    }


def _of_curve(curve: Curve) -> dict[str, Any]:
    return {
        "households": curve.count,
        "total": curve.total,
        "share_of_last_tenth": curve.share_of_last(),
        "last_that_cost_half": curve.last_that_cost(),
        "points": [dict(zip(("households", "spent", "next"), each, strict=True)) for each in curve.points()],
    }


def _write(found: Prospects, out: Path) -> None:
    from pyarrow import csv, parquet

    (parquet.write_table if out.suffix == ".parquet" else csv.write_csv)(found.table, out)


def _tell_chances(found: Prospects, by: str, say: Saying) -> None:
    from xinlu.assessment.last_ten_li.chances import BASES, LIKELY, UNLIKELY, Basis

    rows = found.table.select(["chance", "basis"]).to_pylist()
    told = [row["chance"] for row in rows if row["basis"] != Basis.TOO_LITTLE]
    likely, unlikely = sum(each > LIKELY for each in told), sum(each < UNLIKELY for each in told)
    between, unsaid = len(told) - likely - unlikely, len(rows) - len(told)
    say(
        f"{len(rows)} 户，到 {by}：{likely} 户多半在线上（机会过 {LIKELY:.0%}），{between} 户两可，"
        f"{unlikely} 户照现在的步子多半到不了（机会不到 {UNLIKELY:.0%}），{unsaid} 户知道得太少、说不准。",
        f"{len(rows)} households, by {by}: {likely} will likely stand above the line (chance above {LIKELY:.0%}), {between} may "
        f"or may not, {unlikely} will likely not at today's pace (below {UNLIKELY:.0%}); of {unsaid} too little is known.",
    )
    if found.rows_left_out:
        n = found.rows_left_out
        say(f"{n} 行没写是哪一户，没算进去。", f"{n} rows name no household and are left out.")
    for basis, count in sorted(Counter(row["basis"] for row in rows).items()):
        words = BASES[Basis(basis)]
        say(f"  {count} 户：{words.zh}", f"  {count}: {words.en}")


def _tell_trial(tried: BackTest | None, say: Saying) -> None:
    if tried is None:
        say(
            "这个法子灵不灵，没法拿过去试：两本以上的账太少。",
            "How good the method is could not be tried on the past: too few households have enough accounts.",
        )
        return
    say(
        f"拿过去试过（{tried.households} 户最近一本账，{'只用更早的账' if tried.is_out_of_time else '用别的户学来的'}）：误差（Brier，越小越好）"
        f"{tried.brier:.4f}；照原样不变 {tried.no_change:.4f}，差不多的户都一样 {tried.all_alike:.4f}，"
        f"同一边的都一样 {tried.same_side:.4f}。",
        f"Tried on the past ({tried.households} latest accounts, "
        f"{'from earlier ones only' if tried.is_out_of_time else 'learnt from other households'}): Brier score (lower is better) "
        f"{tried.brier:.4f}; no change {tried.no_change:.4f}, all alike {tried.all_alike:.4f}, same side alike {tried.same_side:.4f}.",
    )
    if not tried.is_better:
        say(
            "在这份数据上它并不比这些更准，不要照它安排工作。",
            "On this file it is no better than these: do not plan by it.",
        )
    for each in tried.bins:
        say(
            f"  说 {each.chance:.0%} 的 {each.households} 户，真在线上的 {each.share:.0%}（{each.low:.0%} 到 {each.high:.0%}）",
            f"  told {each.chance:.0%}: of {each.households} households {each.share:.0%} stood above "
            f"({each.low:.0%} to {each.high:.0%})",
        )


def _tell_costs(found: Prospects, say: Saying) -> None:
    curve, tenth, half = found.curve, found.curve.share_of_last(), found.curve.last_that_cost()
    if tenth is None or half is None:
        say("最近一本账上没有一户在线下。", "By the latest accounts no household is below the line.")
        return
    say(
        f"{curve.count:,.0f} 户在线下，一年还差 {curve.total:,.0f}。最难的一成户占 {tenth:.0%}；一半的钱要花在最难的 {half:.0%} 户上。",
        f"{curve.count:,.0f} households are below the line and lack {curve.total:,.0f} a year. The dearest tenth of them takes "
        f"{tenth:.0%}; half of all goes to the dearest {half:.0%}.",
    )
    for households, spent, next_ in curve.points():
        say(
            f"  补到第 {households:,.0f} 户，共 {spent:,.0f}，这一户 {next_:,.0f}",
            f"  up to household {households:,.0f}: {spent:,.0f} in all, {next_:,.0f} for that one",
        )
    _tell_groups(found.by_group, say)
    if found.help_curve is None:
        say(
            "这里只算了收入差多少；帮扶措施要花多少钱没有算（没有给措施的花费）。",
            "This is the gap in income alone; what measures cost is not in it (no costs of measures were given).",
        )
        return
    for cause, works in found.works.items():
        say(
            f"  {cause}：{works.kind}，问过 {works.asked} 户，{works.helped} 户说顶用，帮成一户 {works.per_helped or 0:,.0f} 元",
            f"  {cause}: {works.kind}; {works.asked} households asked, {works.helped} say it helped, "
            f"{works.per_helped or 0:,.0f} yuan for each that it helped",
        )
    say(
        f"照户里说顶用的办法，{found.help_curve.count:,.0f} 户一次要 {found.help_curve.total:,.0f} 元。",
        f"By what households say helped, {found.help_curve.count:,.0f} of them need {found.help_curve.total:,.0f} yuan once.",
    )


def _tell_groups(curves: dict[str, Curve], say: Saying) -> None:
    shown: Sequence[tuple[str, Curve]] = sorted(curves.items(), key=lambda each: -each[1].total)
    for name, curve in shown:
        last = curve.share_of_last()
        if last is not None:
            say(
                f"  {name or '（空着）'}：{curve.count:,.0f} 户，一年差 {curve.total:,.0f}，最难的一成户占 {last:.0%}",
                f"  {name or '(empty)'}: {curve.count:,.0f} households lack {curve.total:,.0f} a year, "
                f"the dearest tenth {last:.0%} of it",
            )
