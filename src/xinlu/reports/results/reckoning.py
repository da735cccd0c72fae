"""Assessing this installation: extracted, assessed on each day of the series, foretold, and written as derived rows.

The folder beside the database is kept: what has not changed since the last time is not done again, and a run that was
stopped goes on. Its rows are of single households, if without names: it is readable by its owner alone.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy
import pyarrow
from django.db import models, transaction
from pyarrow import parquet

from xinlu.assessment.area_batches import AREAS
from xinlu.assessment.engines import duckdb
from xinlu.assessment.household import assessment
from xinlu.assessment.measures.areas import INDICATED, SIDES
from xinlu.assessment.run import ACCOUNTS, HOUSEHOLDS, assess
from xinlu.assessment.run import Asked as Assessing
from xinlu.assessment.steps import Dialect
from xinlu.assessment.writing import parquet_files
from xinlu.kernel import clock
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.reports.extraction.database import Snapshot
from xinlu.reports.extraction.run import Asked as Extracting
from xinlu.reports.extraction.run import extract
from xinlu.reports.models import AreaResult, HouseholdResult, Reckoning
from xinlu.reports.results import foretelling, marks

QUARTERS = 8
"""Ends of quarters before the day that the series has."""
ROWS_AT_ONCE = 2_000
OF_A_SERIES = (
    "households", "households_with_account", "people_reckoned", "claimed_fen", "low_fen", "high_fen",
    *(f"claimed_side_{side}" for side in SIDES[:2]), *(f"recognised_side_{side}" for side in SIDES),
)  # fmt: skip
"""What is kept of the days before the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked: the folder in which tables and results lie, the day, and whom to tell how many of how many days are done."""

    folder: Path
    day: date
    quarters: int = QUARTERS
    heard: Callable[[int, int], None] = field(default=lambda done, of: None)


def reckon(snapshot: Snapshot, asked: Asked) -> Reckoning:
    """The results of the day and of the ends of quarters before it, in the place of those that stood. Refusal as `extract` and `assess`.

    Earlier days hold the accounts reckoned by then, as they now stand, with what households had said of them by then
    and have not changed since.
    """
    reckoned_at = clock.now()
    tables = asked.folder / "tables"
    extract(snapshot, Extracting(folder=tables, today=asked.day))
    days = [*quarter_ends(asked.day, asked.quarters), asked.day]
    for done, day in enumerate(days):
        asked.heard(done, len(days) + 1)
        outcome = _assessed(tables, asked.folder / "days" / day.isoformat(), day)
    asked.heard(len(days), len(days) + 1)
    found = _Found(tables, asked.folder / "days" / asked.day.isoformat(), asked.day)
    reckoning = Reckoning.objects.create(
        day=asked.day,
        reckoned_at=reckoned_at,
        households=found.rows.num_rows,
        criteria=found.criteria,
        days=[day.isoformat() for day in days],
        chances_by=found.by,
        tried=found.foretold.tried,
        not_foretold=[found.foretold.why_not.zh, found.foretold.why_not.en] if found.foretold.why_not else None,
        left_out=dict(outcome.left_out),
    )
    for day in days:
        _insert(AreaResult, _area_rows(reckoning, asked.folder / "days" / day.isoformat(), day, found))
    _insert(HouseholdResult, found.household_rows(reckoning))
    reckoning.is_whole = True
    with transaction.atomic():
        reckoning.save(update_fields=["is_whole"])
        Reckoning.objects.exclude(pk=reckoning.pk).delete()
    _keep_only(asked.folder / "days", days)
    asked.heard(len(days) + 1, len(days) + 1)
    return reckoning


def quarter_ends(day: date, number: int) -> list[date]:
    """So many ends of quarters before the day, the earliest first."""
    found: list[date] = []
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    while len(found) < number:
        end = first - timedelta(days=1)
        found.append(end)
        first = date(end.year, end.month - 2, 1)
    return found[::-1]


def _assessed(tables: Path, target: Path, day: date) -> Any:
    asked = Assessing(folder=tables, target=target, as_of=day, with_accounts=True)
    return assess(asked, opening=duckdb.of_crew, dialect=Dialect.DUCKDB, hands=duckdb.crew_size())


class _Found:
    """What the files of the last day say of each household."""

    def __init__(self, tables: Path, results: Path, day: date) -> None:
        planned = assessment(as_of=day)
        self.criteria = [each.id for each in (*planned.guarantees.policies, *planned.monitoring.policies)]
        self.rows = _read(results / HOUSEHOLDS)
        numbers = self.rows["household_no"].to_pylist()
        known = _read(tables / "household_ids").to_pydict()
        ids = dict(zip(known["household_no"], known["household"], strict=True))
        self.households = [UUID(ids[number]) for number in numbers]
        accounts = _with_status(
            _read(results / ACCOUNTS), dict(zip(numbers, self.rows["status"].to_pylist(), strict=True))
        )
        self.by = next_close(accounts["period_end"].to_pylist(), day)
        self.foretold = foretelling.foretell(accounts, by=self.by)
        self.chances = [self.foretold.rows.get(number) for number in numbers]
        self.short_fen = foretelling.short_fen(self.rows)
        paths = dict(Area.objects.values_list("code", "path"))
        self.lies_in = [_codes(paths.get(code, "")) for code in self.rows["area_code"].to_pylist()]
        self.costs = foretelling.costs_by_area(self.short_fen, self.lies_in)
        self.counts = self._counted()

    def _counted(self) -> dict[str, dict[str, int]]:
        """Of each area how many households fall into which class of chances, and how many are short of the line."""
        found: dict[str, dict[str, int]] = defaultdict(
            lambda: {marks.SHORT: 0, **{f"chance_{each}": 0 for each in marks.CHANCES}}
        )
        for codes, chance, short in zip(self.lies_in, self.chances, self.short_fen > 0, strict=True):
            name = f"chance_{foretelling.chance_class(chance)}"
            for code in codes:
                found[code][name] += 1
                found[code][marks.SHORT] += bool(short)
        return found

    def household_rows(self, reckoning: Reckoning) -> Iterator[dict[str, object]]:
        """The rows of HouseholdResult."""
        classes = numpy.array([foretelling.chance_class(each) for each in self.chances], dtype=object)
        bits = marks.marks_of(self.rows) | marks.marked(marks.SHORT, self.short_fen > 0)
        for each in marks.CHANCES:
            bits |= marks.marked(f"chance_{each}", classes == each)
        judged = marks.judged_of(self.rows, self.criteria)
        for number, household in enumerate(self.households):
            chance, short = self.chances[number], self.short_fen[number]
            yield {
                "reckoning_id": reckoning.pk,
                "household_id": household,
                "marks": int(bits[number]),
                "judged": int(judged[number]),
                "gap_fen": round(short) if short else None,
                "chance_milli": _milli(chance, "chance"),
                "low_milli": _milli(chance, "low"),
                "high_milli": _milli(chance, "high"),
                "likely_head_fen": round(chance["likely_income"])
                if chance and chance["likely_income"] is not None
                else None,
                "basis": str(chance["basis"]) if chance else "",
            }


def next_close(period_ends: Iterable[date], day: date) -> date:
    """The day on which the next year of accounts ends: a year after the latest period, and after the day; a year on without any."""
    found = max(period_ends, default=day)
    while found <= day:
        try:
            found = found.replace(year=found.year + 1)
        except ValueError:  # 29 February
            found = date(found.year + 1, 2, 28)
    return found


def _area_rows(reckoning: Reckoning, results: Path, day: date, found: _Found) -> Iterator[dict[str, object]]:
    """The rows of AreaResult of a day: villages, townships, counties, and what counties come to together above them."""
    figures: dict[str, dict[str, Any]] = {}
    for level in (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY):
        for row in _read(results / AREAS / f"{level}.parquet").to_pylist():
            code = row[f"{level}_code"]
            if code is not None:
                figures[code] = {name: value for name, value in row.items() if not name.endswith("_code")}
    figures = _known(figures) | _above(figures)
    is_last = day == reckoning.day
    indices = _indices(results) if is_last else {}
    for code, of_county in indices.items():
        figures.get(code, {})["indices"] = of_county
    for code, told in figures.items():
        kept = {**told, **found.counts[code]} if is_last else {name: told[name] for name in OF_A_SERIES}
        costs = found.costs.get(code) if is_last else None
        yield {"reckoning_id": reckoning.pk, "area_id": code, "day": day, "figures": kept, "costs": costs}


def _known(figures: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Those of areas that are on file."""
    known = set(Area.objects.filter(code__in=figures).values_list("code", flat=True))
    return {code: told for code, told in figures.items() if code in known}


def _above(figures: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The figures of the areas above counties: the sums of their counties'."""
    found: dict[str, dict[str, Any]] = {}
    for county in Area.objects.filter(code__in=figures, level=Level.COUNTY):
        for code in county.codes[:-1]:
            sums = found.setdefault(code, {})
            for name, value in figures[county.code].items():
                sums[name] = sums.get(name, 0) + (value or 0)
    return found


def _indices(results: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Poverty and inequality of each county, by figure of income."""
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for figure in INDICATED:
        for sort in ("poverty", "inequality"):
            for row in _read(results / AREAS / f"county_{sort}_{figure}.parquet").to_pylist():
                code = row.pop("county_code")
                if code is not None:
                    found[code].setdefault(figure, {}).update(row)
    return found


def _read(where: Path) -> pyarrow.Table:
    files = parquet_files([where])
    return pyarrow.concat_tables([parquet.read_table(file) for file in files])


def _with_status(accounts: pyarrow.Table, status: Mapping[int, str | None]) -> pyarrow.Table:
    told = [status.get(number) or "" for number in accounts["household_no"].to_pylist()]
    return accounts.append_column("status", pyarrow.array(told, pyarrow.string()))


def _codes(path: str) -> list[str]:
    return [code for code in path.split("/") if code]


def _milli(row: Mapping[str, Any] | None, name: str) -> int | None:
    return round(1000 * row[name]) if row is not None else None


def _insert(model: type[models.Model], rows: Iterable[dict[str, object]]) -> None:
    """A few thousand at a time: nobody who writes meanwhile waits for all of them."""
    waiting = iter(rows)
    while several := [model(**row) for row in islice(waiting, ROWS_AT_ONCE)]:
        model._default_manager.bulk_create(several)


def _keep_only(folder: Path, days: Sequence[date]) -> None:
    for each in folder.iterdir():
        if each.name not in {day.isoformat() for day in days}:
            shutil.rmtree(each)
