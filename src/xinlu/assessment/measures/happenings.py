"""All that happened to each household, counted table by table: one row a household, also of those to whom nothing did.

Goals, visits, benefits, difficulties, declarations, findings, and the account before. The row of every household is what
later joins find by position; joins that find a household or not, over many columns, cut an engine's work into small pieces.
"""

from __future__ import annotations

from datetime import date, timedelta

import ibis

from xinlu import standards
from xinlu.assessment.measures.income import BEFORE
from xinlu.assessment.measures.recognitions import COUNTS, tally
from xinlu.assessment.steps import Expression, Step, beside, declared, schema_of, unbound
from xinlu.assessment.tables import ColumnType, Schema
from xinlu.practice.four_recognitions import Respect

BITS = 20
"""Counts are added up three to a number, twenty bits each (a million at most): a third of the work of adding each alone."""
PACKS = {
    f"{respect}_{half}": (respect, half)
    for respect in (Respect.GOAL, Respect.EMOTION, Respect.INTEREST)
    for half in (0, 1)
}
OPENED = ("needs_open", "declarations_open", "findings_open")
ROWS: Schema = {
    **dict.fromkeys((*PACKS, "opened"), ColumnType.INT64),
    **schema_of(troubles_told="int32", last_visit_on="date", before_head_fen="int64"),
}
"""What is added up of the tables; empty where a household has no row."""
COUNTED: Schema = {
    **{f"{respect}_{count}": ColumnType.INT32 for respect, half in PACKS.values() if not half for count in COUNTS},
    **dict.fromkeys((*OPENED, "troubles_told"), ColumnType.INT32),
    **schema_of(last_visit_on="date", before_head_fen="int64"),
}
"""What `counts` makes of a household's row."""


def happenings(*, as_of: date) -> Step:
    """A row of ROWS for every household, added up over all that lies up to the day."""
    dated = (_goals, _visits, _benefits, _needs, _declarations, _findings)
    found = [each(as_of) for each in dated]
    opened = [
        each.rename({f"opened_{number}": "opened"}) for number, each in enumerate(found) if "opened" in each.columns
    ]
    tallied = [each for each in found if "opened" not in each.columns]
    before = unbound("accounts_before", BEFORE)
    row = beside(declared("households").select("household_no"), *tallied, *opened, before)
    known = {name: row[name] for name in ROWS if name != "opened"}
    stands: Expression = ibis.literal(0, "int64")
    for each in opened:
        stands = stands + ibis.coalesce(row[each.columns[-1]], 0)
    schema: Schema = {"household_no": ColumnType.INT64, **ROWS}
    return Step(name="happenings", made=row.select("household_no", opened=stands, **known), schema=schema, is_kept=True)


def counts(row: Expression) -> dict[str, Expression]:
    """The columns of COUNTED from a row of `happenings`: where nothing happened, 0."""
    found: dict[str, Expression] = {}
    for name, (respect, half) in PACKS.items():
        unpacked = zip(COUNTS[3 * half : 3 * half + 3], _unpacked(row[name]), strict=True)
        found |= {f"{respect}_{count}": value for count, value in unpacked}
    found |= dict(zip(OPENED, _unpacked(row.opened), strict=True))
    found["troubles_told"] = ibis.coalesce(row.troubles_told, 0)
    return {name: found[name] if name in found else row[name] for name in COUNTED}


def _unpacked(packed: Expression) -> list[Expression]:
    packed, lowest = ibis.coalesce(packed, 0), ibis.literal(2**BITS - 1)
    return [(packed >> (BITS * place) if place else packed) & lowest for place in range(3)]


def _packed(*conditions: Expression) -> Expression:
    """Three conditions as a number to be added up, 1 in the place of each that holds."""
    total: Expression = ibis.literal(0, "int64")
    for place, condition in enumerate(conditions):
        total = total + ibis.cases(
            (condition, ibis.literal(2 ** (BITS * place), "int64")), else_=ibis.literal(0, "int64")
        )
    return total


def _tallied(rows: Expression, respect: Respect, *, first: str, second: str) -> dict[str, Expression]:
    """The two packs of a respect, whose six counts are those of xinlu.practice."""
    told = tally(first=rows[first], second=rows[second], grade=rows.grade)
    return {
        name: _packed(*(told[count] for count in COUNTS[3 * half : 3 * half + 3]))
        for name, (of, half) in PACKS.items()
        if of is respect
    }


def _goals(as_of: date) -> Expression:
    """Goals written down for a household, and whether it says that they are its own."""
    goals = declared("goals")
    goals = goals.filter(goals.written_on <= ibis.literal(as_of))
    return _rows(goals, **_tallied(goals, Respect.GOAL, first="own", second="own"))


def _visits(as_of: date) -> Expression:
    """Visits, whether the household says that they came and sat down; open where of late trouble was told.

    A visit that the household says never took place covers nothing. Late is since a visit was due twice
    (`visit_coverage_days` of the standards).
    """
    visits = declared("visits")
    visits = visits.filter(visits.began_on <= ibis.literal(as_of))
    late = as_of - timedelta(days=2 * standards.setting("visit_coverage_days", on=as_of).value)
    came = ibis.coalesce(visits.came, True)
    told = (visits.troubles > 0) & (visits.began_on > ibis.literal(late)) & came
    return _rows(
        visits,
        **_tallied(visits, Respect.EMOTION, first="came", second="sat_down"),
        troubles_told=ibis.cases((told, 1), else_=0),
        last_visit_on=ibis.cases((came, visits.began_on)),
    )


def _benefits(as_of: date) -> Expression:
    """Benefits reported as given, and whether the household says that it received them and that they helped."""
    benefits = declared("benefits")
    benefits = benefits.filter(benefits.paid_on.isnull() | (benefits.paid_on <= ibis.literal(as_of)))
    return _rows(benefits, **_tallied(benefits, Respect.INTEREST, first="received", second="helped"))


def _needs(as_of: date) -> Expression:
    """Difficulties, settled only where the household does not deny it."""
    needs, day = declared("needs"), ibis.literal(as_of)
    settled = (needs.settled_on <= day) & ibis.coalesce(needs.settled_recognised, True)
    return _rows(needs.filter(needs.raised_on <= day), opened=_opened(settled, 0))


def _declarations(as_of: date) -> Expression:
    """A household's own declarations that it is at risk, open until answered."""
    calls, day = declared("calls"), ibis.literal(as_of)
    found = calls.filter((calls.kind == "declaration") & (calls.made_on <= day))
    return _rows(found, opened=_opened(calls.answered_on <= day, 1))


def _findings(as_of: date) -> Expression:
    """What disagreed with other departments' lists, open until settled."""
    findings, day = declared("findings"), ibis.literal(as_of)
    return _rows(findings.filter(findings.found_on <= day), opened=_opened(findings.settled_on <= day, 2))


def _rows(of: Expression, **said: Expression) -> Expression:
    """Rows of a table added up by household; of a day the latest."""
    chosen = of.select("household_no", **{name: value.cast(str(ROWS[name])) for name, value in said.items()})
    return chosen.group_by("household_no").agg(
        **{name: chosen[name].max() if ROWS[name] is ColumnType.DATE else chosen[name].sum() for name in said}
    )


def _opened(settled: Expression, place: int) -> Expression:
    """1 in its place among OPENED, where a thing is not known to be settled."""
    return ibis.cases((ibis.coalesce(settled, False), 0), else_=2 ** (BITS * place))
