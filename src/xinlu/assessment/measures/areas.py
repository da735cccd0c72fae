"""What the households of a helper, village, township and county come to: claimed against recognised, side by side.

Sums and counts of the rows of households, nothing else; indicators of poverty and inequality have files of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis

from xinlu.assessment.measures import inequality, poverty
from xinlu.assessment.measures.recognitions import tally_columns
from xinlu.assessment.places import LEVELS, PLACE_BOOKS
from xinlu.assessment.steps import Expression, Step, counted, declared, schema_of, unbound
from xinlu.assessment.tables import ColumnType, Schema
from xinlu.practice.four_recognitions import Respect

if TYPE_CHECKING:
    from xinlu.assessment.household import Assessment

GROUPS = {
    "helper": ("county_code", "helper_no"),
    "village": ("county_code", "township_code", "village_code"),
    "township": ("county_code", "township_code"),
    "county": ("county_code",),
}
"""By what households are added up, under the name of what it gives. A helper in two counties has a row in each."""
BEAT = "beat"
BEAT_KEYS = ("county_code", "township_code", "village_code", "helper_no")
"""A helper's households in one village: what all of GROUPS are sums of."""
ADDED_FROM = {"helper": BEAT, "village": BEAT, "township": "village", "county": "township"}
PLACED: Schema = {**PLACE_BOOKS, "helper_no": ColumnType.INT64}
"""The columns by which households can be added up."""
COUNTIES_ASKED = schema_of(county_no="int32", county_code="string")
"""Numbers for the run alone: rows are put in order within a county by its number a third faster than by its code."""
NOWHERE = ""
"""Stands for the county of households that lie in none."""
COUNTED_COUNTIES = schema_of(county_code="string", households="int64")
INDICATED = ("claimed", "low", "high")
"""The figures of income per head by which indicators are given: the helper's word, and the bounds of the household's."""
_FIGURES = {figure: f"{figure}_head_fen" for figure in INDICATED}
SIDES = ("above", "below", "unanswered")
SUMS = (
    "claimed_fen", "low_fen", "high_fen", "own_low_fen", "own_high_fen", "lines", "lines_recognised", "lines_contested",
    "own_recognised",
)  # fmt: skip


def households_asked(respect: Respect) -> str:
    """The column of households that were asked about anything in this respect."""
    return f"{respect}_households_asked"


def households_recognising(respect: Respect) -> str:
    """The column of households that recognise all that they were asked about in this respect."""
    return f"{respect}_households_recognising"


@dataclass(frozen=True, slots=True)
class AreaSteps:
    """What is reckoned of the counties asked: steps that others read, in order, then those whose rows are given out, in order."""

    inward: Sequence[Step]
    results: Sequence[Step]

    def __iter__(self) -> Iterator[Step]:
        return iter((*self.inward, *self.results))


def area_steps(planned: Assessment) -> AreaSteps:
    """Households in their places, beats and incomes; from these all of GROUPS, and indicators by each figure of income."""
    homes = placed(planned)
    beats, incomes = added_up(homes, planned), placed_incomes(homes)
    groups = {BEAT: beats}
    for name, source in ADDED_FROM.items():
        groups[name] = rolled_up(groups[source], by=GROUPS[name], name=name)
    indices = [step for figure in INDICATED for step in indicated(incomes, figure=figure)]
    return AreaSteps([homes, beats, incomes], [*(groups[name] for name in GROUPS), *indices])


def counties() -> Step:
    """How many households lie in each county; those in none under NOWHERE."""
    homes, books = declared("households"), unbound("place_books", PLACE_BOOKS)
    rows = homes.left_join(books, "area_code").select(county_code=ibis.coalesce(books.county_code, NOWHERE))
    made = rows.group_by("county_code").agg(households=rows.count())
    return Step(name="counties", made=made, schema=COUNTED_COUNTIES)


def placed(planned: Assessment) -> Step:
    """The rows of households in the counties asked, with village, township and county (NULL where they lie above them)."""
    rows, books = planned.result.table, unbound("place_books", PLACE_BOOKS)
    asked = unbound("counties_asked", COUNTIES_ASKED)
    above = [f"{level}_code" for level in LEVELS]
    joined = rows.left_join(books, "area_code").select(rows, *(books[name] for name in above))
    joined = joined.mutate(known_code=ibis.coalesce(joined.county_code, NOWHERE))
    made = joined.join(asked, [("known_code", "county_code")], rname="{name}_asked")
    schema = {**planned.result.schema, **{name: PLACED[name] for name in above}, "county_no": ColumnType.INT32}
    return Step(name="placed_households", made=made.select(list(schema)), schema=schema)


def placed_incomes(homes: Step) -> Step:
    """Of the households with an account the county, people, line and the figures per head, by which indicators are reckoned."""
    rows = homes.table
    rows = rows.filter(rows.account_no.notnull() & rows.claimed_head_fen.notnull())
    names = ("county_no", "heads", "line_fen", *_FIGURES.values())
    schema: Schema = {name: homes.schema[name] for name in names}
    return Step(name="placed_incomes", made=rows.select(list(schema)), schema=schema, is_kept=True)


def indicated(incomes: Step, *, figure: str) -> list[Step]:
    """Income poverty and inequality of each county by a figure of INDICATED, weighted by people, against each one's own line.

    Formulas and sources: measures.poverty and measures.inequality. Counties without an account are not there.
    """
    by = ("county_no",)
    rows = incomes.table
    rows = rows.mutate(income=rows[_FIGURES[figure]].cast("float64"))
    poor = poverty.indicators(rows, income="income", people="heads", by=by, line="line_fen")
    unequal = inequality.indicators(rows, income="income", people="heads", by=by)
    return [
        _by_code(poor, name=f"county_poverty_{figure}", measures=poverty.MEASURES),
        _by_code(unequal, name=f"county_inequality_{figure}", measures=inequality.measures()),
    ]


def _by_code(indices: Expression, *, name: str, measures: Schema) -> Step:
    """The rows of counties by their numbers as those of their codes; NULL where they lie in none."""
    asked = unbound("counties_asked", COUNTIES_ASKED)
    joined = indices.join(asked, "county_no")
    made = joined.select(county_code=joined.county_code.nullif(NOWHERE), **{each: joined[each] for each in measures})
    return Step(name=name, made=made, schema={"county_code": ColumnType.STRING, **measures})


def added_up(homes: Step, planned: Assessment) -> Step:
    """Of each beat: households, people, sides of the line claimed and recognised, sums in fen, guarantees, monitored, recognitions.

    `claimed_away_fen` is what is claimed beyond what households recognise (the low bound): the distance that matters.
    Households and people count all; sums only those with an account.
    """
    rows = homes.table
    aggregates: dict[str, Expression] = {
        "households": rows.count(),
        "people": rows.people.sum(),
        "households_with_account": rows.account_no.count(),
        "people_reckoned": rows.heads.sum(),
        **{name: rows[name].sum() for name in SUMS},
        "claimed_away_fen": (rows.claimed_fen - rows.low_fen).sum(),
        "claimed_gap_fen": (rows.claimed_gap_fen * rows.heads).sum(),
        "low_gap_fen": (rows.low_gap_fen * rows.heads).sum(),
    }
    for column in ("claimed_side", "recognised_side", "own_side"):
        for side in SIDES if column != "claimed_side" else SIDES[:2]:
            aggregates[f"{column}_{side}"] = counted(rows[column] == side)
    for policy in planned.guarantees.policies:
        secured, known = counted(rows[policy.id]), rows[policy.id].count()
        aggregates[f"{policy.id}_secured"] = secured
        aggregates[f"{policy.id}_not_secured"] = known - secured
        aggregates[f"{policy.id}_unknown"] = rows.count() - known
    for policy in planned.monitoring.policies:
        aggregates[f"{policy.id}_yes"] = counted(rows[policy.id])
        aggregates[f"{policy.id}_unknown"] = rows.count() - rows[policy.id].count()
    aggregates |= {name: rows[name].sum() for name in tally_columns()}
    for respect in Respect:
        asked, recognised = rows[f"{respect}_asked"], rows[f"{respect}_recognised"]
        aggregates[households_asked(respect)] = counted(asked > 0)
        aggregates[households_recognising(respect)] = counted((asked > 0) & (recognised == asked))
    schema: Schema = {
        **{name: PLACED[name] for name in BEAT_KEYS},
        **dict.fromkeys(aggregates, ColumnType.INT64),
    }
    return Step(name=BEAT, made=rows.group_by(list(BEAT_KEYS)).agg(**aggregates), schema=schema, is_kept=True)


def rolled_up(source: Step, *, by: tuple[str, ...], name: str) -> Step:
    """The rows of a group added up to those of a wider one: all that `added_up` gives are sums and counts."""
    rows = source.table
    keys: Schema = {key: source.schema[key] for key in by}
    sums = {column: rows[column].sum() for column in source.schema if column not in PLACED}
    made = rows.group_by(list(by)).agg(**sums)
    return Step(name=name, made=made, schema={**keys, **dict.fromkeys(sums, ColumnType.INT64)})
