"""All that happened to each household, counted table by table: one row a household, also of those to whom nothing did.

Goals, visits, benefits, difficulties, declarations, findings, and the account before. Each is added up by itself, where its
rows lie in the order of households; all in one list would be added up six times as slowly.
"""

from __future__ import annotations

from datetime import date, timedelta

import ibis

from xinlu import standards
from xinlu.assessment.measures.income import BEFORE
from xinlu.assessment.measures.packing import packed, unit, unpacked
from xinlu.assessment.measures.recognitions import COUNTS, tally
from xinlu.assessment.steps import Expression, Step, beside, declared, schema_of, unbound
from xinlu.assessment.tables import ColumnType, Schema, table
from xinlu.practice.four_recognitions import Respect

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
HAPPENED: Schema = {**table("households").schema, **ROWS}
SELDOM = ("opened", "before_head_fen")
"""What of ROWS comes from tables in which few households have a row."""
COUNTED: Schema = {
    **{f"{respect}_{count}": ColumnType.INT32 for respect, half in PACKS.values() if not half for count in COUNTS},
    **dict.fromkeys((*OPENED, "troubles_told"), ColumnType.INT32),
    **schema_of(last_visit_on="date", before_head_fen="int64"),
}
"""What `counts` makes of a household's row."""


def happenings(*, as_of: date) -> Step:
    """Every household with the columns of ROWS beside, added up over all that lies up to the day.

    Tables of which few households have a row are added up together, which spares a join each.
    """
    often = [each(as_of) for each in (_goals, _visits, _benefits)]
    seldom = [each(as_of) for each in (_needs, _declarations, _findings)]
    before = unbound("accounts_before", BEFORE)
    row = beside(
        declared("households"),
        *(_added_up(each) for each in often),
        _added_up(ibis.union(*seldom, _seldom(before, before_head_fen=before.before_head_fen))),
    )
    return Step(name="happenings", made=row.select(list(HAPPENED)), schema=HAPPENED)


def counts(row: Expression) -> dict[str, Expression]:
    """The columns of COUNTED from a row of `happenings`: where nothing happened, 0."""
    found: dict[str, Expression] = {}
    for name, (respect, half) in PACKS.items():
        told = zip(COUNTS[3 * half : 3 * half + 3], unpacked(ibis.coalesce(row[name], 0)), strict=True)
        found |= {f"{respect}_{count}": value for count, value in told}
    found |= dict(zip(OPENED, unpacked(ibis.coalesce(row.opened, 0)), strict=True))
    found["troubles_told"] = ibis.coalesce(row.troubles_told, 0)
    return {name: found[name] if name in found else row[name] for name in COUNTED}


def _tallied(rows: Expression, respect: Respect, *, first: str, second: str) -> dict[str, Expression]:
    """The two packs of a respect, whose six counts are those of xinlu.practice."""
    told = tally(first=rows[first], second=rows[second], grade=rows.grade)
    return {
        name: packed(*(told[count] for count in COUNTS[3 * half : 3 * half + 3]))
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
    return _seldom(needs.filter(needs.raised_on <= day), opened=_opened(settled, 0))


def _declarations(as_of: date) -> Expression:
    """A household's own declarations that it is at risk, open until answered."""
    calls, day = declared("calls"), ibis.literal(as_of)
    found = calls.filter((calls.kind == "declaration") & (calls.made_on <= day))
    return _seldom(found, opened=_opened(calls.answered_on <= day, 1))


def _findings(as_of: date) -> Expression:
    """What disagreed with other departments' lists, open until settled."""
    findings, day = declared("findings"), ibis.literal(as_of)
    return _seldom(findings.filter(findings.found_on <= day), opened=_opened(findings.settled_on <= day, 2))


def _seldom(of: Expression, **said: Expression) -> Expression:
    """Rows with the columns of SELDOM, empty where nothing is said of them."""
    return _rows(of, **{name: said.get(name, ibis.null()) for name in SELDOM})


def _rows(of: Expression, **said: Expression) -> Expression:
    """The rows of a table with what each says, as the types of ROWS."""
    return of.select("household_no", **{name: value.cast(str(ROWS[name])) for name, value in said.items()})


def _added_up(rows: Expression) -> Expression:
    """Rows added up by household; of a day the latest."""
    said = [name for name in rows.columns if name in ROWS]
    return rows.group_by("household_no").agg(
        **{name: rows[name].max() if ROWS[name] is ColumnType.DATE else rows[name].sum() for name in said}
    )


def _opened(settled: Expression, place: int) -> Expression:
    """1 in its place among OPENED, where a thing is not known to be settled."""
    return ibis.cases((ibis.coalesce(settled, False), 0), else_=unit(place))
