"""What the households of a helper, village, township and county come to: claimed against recognised, side by side.

Sums and counts of the rows of households, nothing else; indicators of poverty and inequality have files of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinlu.assessment.measures import inequality, poverty
from xinlu.assessment.measures.recognitions import tally_columns
from xinlu.assessment.places import LEVELS, PLACE_BOOKS
from xinlu.assessment.steps import Expression, Step, counted, unbound
from xinlu.assessment.tables import ColumnType, Schema

if TYPE_CHECKING:
    from xinlu.assessment.household import Assessment

GROUPS = {
    "helper": ("helper_no",),
    "village": ("county_code", "township_code", "village_code"),
    "township": ("county_code", "township_code"),
    "county": ("county_code",),
}
"""By what households are added up, under the name of what it gives."""
ROLLED_UP = {"township": "village", "county": "township"}
"""Groups whose rows are sums of the rows of another, which comes before."""
PLACED: Schema = {**PLACE_BOOKS, "helper_no": ColumnType.INT64}
"""The columns by which households can be added up."""
INDICATED = ("claimed", "low", "high")
"""The figures of income per head by which indicators are given: the helper's word, and the bounds of the household's."""
SIDES = ("above", "below", "unanswered")
SUMS = (
    "claimed_fen", "low_fen", "high_fen", "own_low_fen", "own_high_fen", "lines", "lines_recognised", "lines_contested",
    "own_recognised",
)  # fmt: skip


def area_steps(planned: Assessment) -> list[Step]:
    """A step per group of GROUPS over the rows of households, and indicators of counties by each figure of income.

    Those of ROLLED_UP read the rows of the step before by its name.
    """
    added = {name: added_up(planned, by=by, name=name) for name, by in GROUPS.items() if name not in ROLLED_UP}
    for name, source in ROLLED_UP.items():
        added[name] = rolled_up(added[source], by=GROUPS[name], name=name)
    return [
        *(added[name] for name in GROUPS),
        *(step for figure in INDICATED for step in indicated(planned, figure=figure)),
    ]


def placed(planned: Assessment) -> Expression:
    """The rows of households with the village, township and county in which each lies (NULL where it lies above them)."""
    rows, books = planned.result.table, unbound("place_books", PLACE_BOOKS)
    return rows.left_join(books, "area_code").select(rows, *(books[f"{level}_code"] for level in LEVELS))


def indicated(planned: Assessment, *, figure: str) -> list[Step]:
    """Income poverty and inequality of each county by `<figure>_head_fen`, weighted by people, against each one's own line.

    Formulas and sources: measures.poverty and measures.inequality. Counties without an account are not there.
    """
    rows, by = placed(planned), GROUPS["county"]
    rows = rows.filter(rows.account_no.notnull() & rows.claimed_head_fen.notnull())
    rows = rows.mutate(income=rows[f"{figure}_head_fen"].cast("float64"))
    keys: Schema = {name: PLACED[name] for name in by}
    poor = poverty.indicators(rows, income="income", people="heads", by=by, line="line_fen")
    unequal = inequality.indicators(rows, income="income", people="heads", by=by)
    return [
        Step(name=f"county_poverty_{figure}", made=poor, schema={**keys, **poverty.MEASURES}),
        Step(name=f"county_inequality_{figure}", made=unequal, schema={**keys, **inequality.measures()}),
    ]


def added_up(planned: Assessment, *, by: tuple[str, ...], name: str) -> Step:
    """Households, people, sides of the line claimed and recognised, sums in fen, guarantees, monitored, recognitions.

    `claimed_away_fen` is what is claimed beyond what households recognise (the low bound): the distance that matters.
    Households and people count all; sums only those with an account.
    """
    rows = placed(planned)
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
        aggregates[f"{policy.id}_secured"] = counted(rows[policy.id])
        aggregates[f"{policy.id}_not_secured"] = counted(~rows[policy.id])
        aggregates[f"{policy.id}_unknown"] = counted(rows[policy.id].isnull())
    for policy in planned.monitoring.policies:
        aggregates[f"{policy.id}_yes"] = counted(rows[policy.id])
        aggregates[f"{policy.id}_unknown"] = counted(rows[policy.id].isnull())
    aggregates |= {name: rows[name].sum() for name in tally_columns()}
    schema: Schema = {
        **{name: PLACED[name] for name in by},
        **dict.fromkeys(aggregates, ColumnType.INT64),
    }
    return Step(name=name, made=rows.group_by(list(by)).agg(**aggregates), schema=schema)


def rolled_up(source: Step, *, by: tuple[str, ...], name: str) -> Step:
    """The rows of a group added up to those of a wider one: all that `added_up` gives are sums and counts."""
    rows = source.table
    keys: Schema = {key: source.schema[key] for key in by}
    sums = {column: rows[column].sum() for column in source.schema if column not in PLACED}
    made = rows.group_by(list(by)).agg(**sums)
    return Step(name=name, made=made, schema={**keys, **dict.fromkeys(sums, ColumnType.INT64)})
