"""Rules that stay in Python, tabulated: asked once for each case that occurs among a range's rows, never once a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow

from xinlu.assessment.tables import table
from xinlu.entitlement.selectors.known import OF_FILE, fact_named
from xinlu.entitlement.values import fact_value
from xinlu.parameters.selectors import parameter
from xinlu.policy.facts import packaged_facts
from xinlu.policy.terms import Bounds, Fact, Type, Value
from xinlu.policy.tree import facts_of
from xinlu.policy.truth import truth
from xinlu.practice.vocabulary import Schooling
from xinlu.recognition.grades import AnswerFacts, Channel, HandedOutBy, grade_of

PEOPLE = tuple(name for name, fact in packaged_facts().household.items() if fact.type is Type.PEOPLE)
"""Facts of the packaged ones that count members."""
COUNTED = tuple(name for name in PEOPLE if f"{name}__least" in table("circumstances").schema)
"""Of these, those that the table of circumstances holds."""
STATED = tuple(
    name
    for name, fact in packaged_facts().household.items()
    if fact.type is not Type.PEOPLE
    and name not in OF_FILE
    and (name in table("circumstances").schema or name == "was_registered")
)
"""Facts stated beside the file that tables hold."""
_OF_MEMBER = {
    "age": "person.age",
    "sex": "nullif(person.sex, '')",
    "schooling": f"nullif(nullif(person.schooling, ''), '{Schooling.IN_SCHOOL.value}')",
    "health": "nullif(person.health, '')",
    "labour": "nullif(person.labour, '')",
    "migrant_work": "person.migrant_work",
    "subsistence_allowance": "person.subsistence_allowance",
    "medical_insurance": "person.medical_insurance",
    "pension_insurance": "person.pension_insurance",
}
"""What a version of a person says of it, as policies ask (entitlement.selectors.known)."""
_PART = {Type.YES_NO: "yes", Type.CODE: "code", Type.COUNT: "number", Type.FEN: "number", Type.DAY: "day"}
_HANDS_OF_HELPER, _HANDS_OF_OTHERS, _OWN_HANDS = 0, 1, 2


def tabulate(duckdb: Any) -> None:
    """Makes the tables that later steps join, out of `answers`, `stated_heads` and `persons`."""
    _give(duckdb, "grades", list(_grades(duckdb)), _GRADES)
    _give(duckdb, "stated_values", list(_stated(duckdb)), _VALUES)
    duckdb.execute(_SAID)
    duckdb.execute(_said_of("households", "member IS NULL", STATED))
    duckdb.execute(_members())
    _give(duckdb, "counted", list(_counted(duckdb)), _COUNTED)


_GRADES = pyarrow.schema(
    [
        ("channel", pyarrow.string()),
        ("answered_on", pyarrow.date32()),
        ("is_staff", pyarrow.bool_()),
        ("is_shared", pyarrow.bool_()),
        ("households", pyarrow.int64()),
        ("handed_out_by", pyarrow.string()),
        ("grade", pyarrow.int32()),
        ("hands", pyarrow.int32()),
        ("is_shared_phone", pyarrow.bool_()),
    ]
)


def _grades(duckdb: Any) -> Iterator[tuple[Any, ...]]:
    """Every way in which answers of the range came, with its grade, and how few staff hands it passed through."""
    ways = duckdb.execute(f"SELECT DISTINCT {', '.join(_GRADES.names[:6])} FROM answers").fetchall()
    most = {on: parameter("device_households_max", area_codes=(), on=on).value for on in {way[1] for way in ways}}
    for channel, answered_on, is_staff, is_shared, households, handed_out_by in ways:
        graded = grade_of(
            AnswerFacts(
                channel=Channel(channel),
                answered_on=answered_on,
                device_held_staff_session=is_staff,
                device_is_shared=is_shared,
                device_households=households,
                device_households_max=most[answered_on],
                handed_out_by=HandedOutBy(handed_out_by),
            )
        )
        hands = _OWN_HANDS if graded.is_own_word else _HANDS_OF_OTHERS
        if channel == Channel.HELPER_DEVICE:
            hands = _HANDS_OF_HELPER
        known = (channel, answered_on, is_staff, is_shared, households, handed_out_by)
        yield (*known, int(graded.grade.value.removeprefix("E")), hands, graded.shared)


_VALUES = pyarrow.schema(
    [
        ("fact", pyarrow.string()),
        ("of_member", pyarrow.bool_()),
        ("value", pyarrow.string()),
        ("yes", pyarrow.bool_()),
        ("number", pyarrow.int64()),
        ("code", pyarrow.string()),
    ]
)
_SAID = """
CREATE OR REPLACE TEMP TABLE said AS
SELECT stated.household, stated.member, stated.fact, known.yes, known.number, known.code
FROM stated_heads AS stated
JOIN stated_values AS known
    ON known.fact = stated.fact AND known.value = stated.value AND known.of_member = (stated.member IS NOT NULL)
QUALIFY row_number() OVER (
    PARTITION BY stated.household, stated.member, stated.fact ORDER BY stated.received_at DESC, stated.id DESC) = 1
"""


def _stated(duckdb: Any) -> Iterator[tuple[Any, ...]]:
    """Every text that stands for a fact, as a value; what is none, or has none, is not there."""
    found = duckdb.execute("SELECT DISTINCT fact, member IS NOT NULL, value FROM stated_heads").fetchall()
    for name, of_member, text in found:
        fact = fact_named(name, of_member=of_member)
        value = fact_value(fact, text) if fact else None
        if value is None:
            continue
        yes = value if isinstance(value, bool) else None
        number = value if isinstance(value, int) and not isinstance(value, bool) else None
        yield name, of_member, text, yes, number, value if isinstance(value, str) else None


def _said_of(whom: str, which: str, names: Sequence[str]) -> str:
    """Makes `said_of_<whom>`: a row each, a column a fact."""
    facts = packaged_facts().household if whom == "households" else packaged_facts().members
    columns = "".join(f", {_column(facts[name])} AS {name}" for name in names)
    by = "household" if whom == "households" else "household, member"
    return f"CREATE OR REPLACE TEMP TABLE said_of_{whom} AS SELECT {by}{columns} FROM said WHERE {which} GROUP BY {by}"


def _column(fact: Fact) -> str:
    return f"max(CASE WHEN fact = '{fact.name}' THEN {_PART[fact.type]} END)"


def _asked_of_members() -> tuple[str, ...]:
    """The facts of a member that the counted facts ask for."""
    return facts_of(*(packaged_facts().household[name].who for name in COUNTED))


def _members() -> str:
    """Makes `said_of_members`, `member_facts` (who lives there, with what is known) and `cases`, the different ones among them."""
    names = _asked_of_members()
    stated = [name for name in names if name not in _OF_MEMBER]
    listed = ", ".join(f"{_OF_MEMBER.get(name, f'said.{name}')} AS {name}" for name in names)
    return f"""
{_said_of("members", "member IS NOT NULL", stated)};
CREATE OR REPLACE TEMP TABLE member_facts AS
SELECT person.household, person.member, person.born_on, {listed}
FROM persons AS person
LEFT JOIN said_of_members AS said ON said.household = person.household AND said.member = person.member
WHERE person.lives_there;
CREATE OR REPLACE TEMP TABLE cases AS
SELECT row_number() OVER () AS case_no, * FROM (SELECT DISTINCT {", ".join(names)} FROM member_facts);
CREATE OR REPLACE TEMP TABLE member_cases AS
SELECT fact.household, fact.born_on, fact.age, cases.case_no
FROM member_facts AS fact
JOIN cases ON {" AND ".join(f"cases.{name} IS NOT DISTINCT FROM fact.{name}" for name in names)}
"""


_COUNTED = pyarrow.schema(
    [
        ("case_no", pyarrow.int64()),
        *((name, pyarrow.bool_()) for name in COUNTED),
        ("turns", pyarrow.bool_()),
    ]
)
"""Whether each of COUNTED holds of a member (NULL: not known); `turns`: a year older, one of them comes out otherwise."""


def _counted(duckdb: Any) -> Iterator[tuple[Any, ...]]:
    names = _asked_of_members()
    rows = duckdb.execute(f"SELECT case_no, {', '.join(names)} FROM cases").fetchall()
    for case_no, *values in rows:
        known = dict(zip(names, values, strict=True))
        older = known | {"age": None if known.get("age") is None else known["age"] + 1}
        now = _truths(known)
        yield (case_no, *now, now != _truths(older))


def _truths(known: dict[str, Value | Bounds | None]) -> list[bool | None]:
    trees = [packaged_facts().household[name].who for name in COUNTED]
    return [truth(tree, known) for tree in trees if tree is not None]


def _give(duckdb: Any, name: str, rows: Sequence[tuple[Any, ...]], schema: pyarrow.Schema) -> None:
    columns = [pyarrow.array([row[place] for row in rows], type=field.type) for place, field in enumerate(schema)]
    duckdb.register("given_rows", pyarrow.table(columns, schema=schema))
    duckdb.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given_rows")
    duckdb.unregister("given_rows")
