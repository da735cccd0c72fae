"""A county's results as they may be given out: counts of households by village and township, small ones hidden.

Recognitions are told by households, not by visits or accounts: a dozen visits may all be of one home. What may be shown is
decided by xinlu.assessment.suppression; here are the columns, the files, and what is kept for the next time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pyarrow import parquet

from xinlu import standards
from xinlu.assessment.area_batches import AREAS
from xinlu.assessment.measures.areas import households_asked, households_recognising
from xinlu.assessment.protecting import Cell
from xinlu.assessment.suppression import Board, Release, Split, Told, board, earlier, suppressed
from xinlu.assessment.writing import parquet_files
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.practice.four_recognitions import Respect

LEVELS = ("county", "township", "village")

_NO_RESULTS = Words(
    "{folder} 里没有评估结果（areas/county.parquet）。先跑 xinlu assess",
    "There are no results in {folder} (areas/county.parquet). Run xinlu assess first",
)
_NO_COUNTY = Words("结果里没有代码是“{county}”的县", "The results have no county with the code “{county}”")
_NOT_BEFORE = Words(
    "{file} 不是上一回留下的数（{why}）。要给的是上一回的 .office.json",
    "{file} is not what was kept the last time ({why}). Give the .office.json of the last release",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A count that is published: its name and what it is called."""

    name: str
    words: Words


COLUMNS = (
    Column("households", Words("户", "households")),
    Column("households_with_account", Words("有账的户", "households with an account")),
    Column("claimed_side_above", Words("干部填报：过了线的户", "claimed: households above the line")),
    Column("claimed_side_below", Words("干部填报：没过线的户", "claimed: households below the line")),
    Column("recognised_side_above", Words("群众认可：过了线的户", "recognised: households above the line")),
    Column("recognised_side_below", Words("群众认可：没过线的户", "recognised: households below the line")),
    Column("recognised_side_unanswered", Words("还没看清的户", "households not clear yet")),
    *(
        column
        for respect in Respect
        for column in (
            Column(
                households_asked(respect),
                Words(f"{respect.words.zh}：问过的户", f"{respect.words.en}: households asked"),
            ),
            Column(
                households_recognising(respect),
                Words(
                    f"{respect.words.zh}：问过的都认的户",
                    f"{respect.words.en}: households that recognise all they were asked",
                ),
            ),
        )
    ),
)


def splits() -> tuple[Split, ...]:
    """What falls into what. That nobody is poor, unclear or not asked may be told of a place that is not small."""
    account = "households_with_account"
    found = [
        _split(
            "households", (account,), "households_without_account", harmless=(account, "households_without_account")
        ),
        _split(
            account,
            ("claimed_side_above", "claimed_side_below"),
            "claimed_without_line",
            harmless=("claimed_side_below", "claimed_without_line"),
        ),
        _split(
            account,
            ("recognised_side_above", "recognised_side_below", "recognised_side_unanswered"),
            "recognised_without_line",
            harmless=("recognised_side_below", "recognised_side_unanswered", "recognised_without_line"),
        ),
    ]
    for respect in Respect:
        asked, rest = households_asked(respect), f"{respect}_households_not_asked"
        found.append(_split("households", (asked,), rest, harmless=(asked, rest)))
        found.append(_split(asked, (households_recognising(respect),), f"{respect}_households_contesting"))
    return tuple(found)


def _split(whole: str, parts: tuple[str, ...], rest: str, *, harmless: tuple[str, ...] = ()) -> Split:
    return Split(whole=whole, parts=parts, rest=rest, harmless=harmless)


def county_board(results: Path, county: str) -> Board:
    """The board of a county out of a folder of results; Refusal where there are none, or not of this county."""
    rows: dict[str, dict[str, int]] = {}
    parents: dict[str, str] = {}
    for level, above in zip(LEVELS, ("", *LEVELS), strict=False):
        for row in _rows(results, level):
            code = row[f"{level}_code"]
            if row["county_code"] == county and code is not None:
                rows[code] = {column.name: int(row[column.name] or 0) for column in COLUMNS}
                if above and row[f"{above}_code"] is not None:
                    parents[code] = row[f"{above}_code"]
    if county not in rows:
        raise Refusal("publish.county", _NO_COUNTY.filled(county=county))
    return board(rows, parents=parents, splits=splits())


def release(results: Path, county: str, *, day: date, least: int = 0, before: Release | None = None) -> Release:
    """What may be given out of a county, against what was given out before. Minutes for a county of many hundred villages.

    No count below `least` is told, nor below what the standards of the day ask (`board_least_households`).
    """
    asked = standards.setting("board_least_households", on=day).value
    return suppressed(county_board(results, county), least=max(asked, least), before=before)


def kept(given: Release) -> dict[str, Any]:
    """What stays in the office for the next time, ready for json.dumps: the true counts among it."""
    return {
        "number": given.number,
        "least": given.least,
        "counts": [[*cell, count] for cell, count in given.board.counts.items()],
        "shown": [[*cell, value, given.of_board[cell]] for cell, value in given.shown.items()],
    }


def taken_up(file: Path) -> Release:
    """The release that `kept` has written; Refusal for any other file."""
    try:
        plain: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        counts: dict[Cell, int] = {(area, column): int(count) for area, column, count in plain["counts"]}
        shown: dict[Cell, tuple[int, int]] = {
            (area, column): (int(value), int(number)) for area, column, value, number in plain["shown"]
        }
        return earlier(counts=counts, shown=shown, least=int(plain["least"]), number=int(plain["number"]))
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        why = f"{type(wrong).__name__}: {wrong}"[:120]
        raise Refusal("publish.before", _NOT_BEFORE.filled(file=file, why=why)) from wrong


def _rows(results: Path, level: str) -> list[dict[str, Any]]:
    file = results / AREAS / f"{level}.parquet"
    if not file.exists():
        raise Refusal("publish.results", _NO_RESULTS.filled(folder=results))
    wanted = [
        f"{each}_code" for each in LEVELS if each in (level, "county") or (level, each) == ("village", "township")
    ]
    wanted += [column.name for column in COLUMNS]
    return [row for each in parquet_files([file]) for row in parquet.read_table(each, columns=wanted).to_pylist()]


def told(given: Release) -> Iterator[tuple[str, Column, Told]]:
    """Every area and column of the public file, with what is said there."""
    named = {column.name: column for column in COLUMNS}
    for area, column, said in given.rows():
        if column in named:
            yield area, named[column], said
