"""The table of circumstances: a column for each fact that policies and guarantees ask, as entitlement.selectors.known has it."""

from __future__ import annotations

from collections.abc import Iterator

from xinlu.assessment.tables import Column, table
from xinlu.policy.compiling import people_columns
from xinlu.practice.vocabulary import LabourAbility
from xinlu.reports.extraction.tabulated import COUNTED, STATED

_CAN_WORK = (LabourAbility.ORDINARY, LabourAbility.SKILLED, LabourAbility.WEAK)
_CANNOT = (LabourAbility.LOST, LabourAbility.NONE)


def circumstances() -> str:
    """The SELECT of the table; what nobody entered, or no room can enter yet, is NULL."""
    columns = ",\n    ".join(
        f"{_of(column)} AS {column.name}" for column in table("circumstances").columns if column.name != "household_no"
    )
    return f"""
WITH members AS (
    SELECT
        household,
        count(*) AS persons,
        {", ".join(_counts())}
    FROM member_cases
    JOIN counted USING (case_no)
    GROUP BY household
),
labour AS (
    SELECT
        household,
        count(*) FILTER (labour IN ({_listed(_CAN_WORK)})) AS able,
        count(*) FILTER (labour IN ({_listed(_CANNOT)})) AS unable
    FROM persons
    WHERE lives_there
    GROUP BY household
)
SELECT
    numbers.household_no,
    {columns}
FROM homes
JOIN numbers USING (household)
LEFT JOIN files ON files.id = homes.file
LEFT JOIN members ON members.household = homes.household
LEFT JOIN labour ON labour.household = homes.household
LEFT JOIN said_of_households AS said ON said.household = homes.household
ORDER BY numbers.household_no
"""


def _of(column: Column) -> str:
    """A column's expression. Members are all known where as many live there as the file counts."""
    for name in COUNTED:
        least, most = people_columns(name)
        if column.name == least:
            return f"coalesce(members.{name}_least, 0)"
        if column.name == most:
            return f"CASE WHEN homes.people > 0 AND members.persons >= homes.people THEN members.{name}_most END"
    if column.name == "house_grade":
        return "nullif(files.house_grade, '')"
    if column.name == "can_work":
        whole = "homes.people > 0 AND labour.unable >= homes.people"
        return f"CASE WHEN labour.able > 0 THEN TRUE WHEN {whole} THEN FALSE END"
    return f"said.{column.name}" if column.name in STATED else "NULL"


def _counts() -> Iterator[str]:
    for name in COUNTED:
        yield f"count(*) FILTER ({name}) AS {name}_least"
        yield f"count(*) FILTER ({name} IS DISTINCT FROM FALSE) AS {name}_most"


def _listed(codes: tuple[LabourAbility, ...]) -> str:
    return ", ".join(f"'{code.value}'" for code in codes)
