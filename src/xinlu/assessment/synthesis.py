"""A made-up country in the declared tables: skewed, with missing facts and helpers of whom some are hardly recognised.

Every value follows from numbers and a seed by DuckDB's own hash, so that one version of it draws the same country again;
it is made part by part within bounded memory. No person, place or figure is real.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from xinlu.assessment.compiling import SQL_TYPES, quoted
from xinlu.assessment.engines.duckdb import WRITTEN, text
from xinlu.assessment.steps import Dialect
from xinlu.assessment.tables import ColumnType, table
from xinlu.income.kinds import kinds

PART = 500_000
"""Households a file."""
LARGE_COUNTY = 90_000
COUNTY = 36_000
VILLAGE = 230
TOWNSHIP_VILLAGES = 15
PROVINCE_COUNTIES = 100
HELPER_HOUSEHOLDS = 6
MEMORY_LIMIT = "1GB"
MADE = (
    "households", "accounts", "income_lines", "circumstances", "visits", "goals", "benefits", "needs", "calls", "findings",
    "checks",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """How many households, as of which day, by which seed."""

    households: int
    as_of: date
    seed: int = 1


def synthesize(country: Country, folder: Path, *, heard: Callable[[int], None] = lambda done: None) -> None:
    """Writes the tables of the country into the folder; `heard` is told how many households are done."""
    with duckdb.connect(config={"memory_limit": MEMORY_LIMIT}) as connection:
        connection.execute("CREATE MACRO drawn(key, salt, most) AS (hash(key, salt) % most)::BIGINT")
        maker = _Maker(country, folder, connection)
        maker.areas()
        maker.kinds()
        maker.place_values()
        for number, low in enumerate(range(0, country.households, PART)):
            high = min(low + PART, country.households)
            maker.part(number, low, high)
            heard(high)


class _Maker:
    """Writes tables part by part; accounts are numbered on from part to part."""

    def __init__(self, country: Country, folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.country = country
        self.folder = folder
        self.connection = connection
        self.accounts = 0
        self.large = min(LARGE_COUNTY, country.households // 2)
        self.county = min(COUNTY, max(VILLAGE, country.households // 8))

    def areas(self) -> None:
        """Every area from province to village."""
        homes = f"(SELECT DISTINCT {self._village('household_no')} AS code FROM range({self.country.households}) AS h(household_no))"
        levels = (("village", 12), ("township", 9), ("county", 6), ("prefecture", 4), ("province", 2))
        above = {"village": 9, "township": 6, "county": 4, "prefecture": 2}
        selects = [
            f"SELECT DISTINCT code[:{length}] AS area_code, '{level} ' || code[:{length}] AS name, '{level}' AS level, "
            + (f"code[:{above[level]}]" if level in above else "NULL")
            + f" AS parent_code FROM {homes}"
            for level, length in levels
        ]
        self._write("areas", f"{' UNION ALL '.join(selects)} ORDER BY area_code", "areas")

    def kinds(self) -> None:
        """Numbers of the kinds of line, in the order in which the income room offers them."""
        rows = ", ".join(f"({number}, '{kind.code}')" for number, kind in enumerate(kinds(), start=1))
        self._write("kinds", f"SELECT * FROM (VALUES {rows}) AS k(kind_no, kind)", "kinds")

    def place_values(self) -> None:
        """Every fifth county leaves pensions out; every third province has a line of its own."""
        areas = f"read_parquet({text(self.folder / 'areas.parquet')})"
        of_county = f"SELECT 'counts.pension' AS name, area_code AS place, 0 AS value, DATE '2024-01-01' AS from_day FROM {areas} WHERE level = 'county' AND drawn(area_code, 901, 5) = 0"
        of_province = f"SELECT 'poverty_line_fen', area_code, 850000, DATE '2025-01-01' FROM {areas} WHERE level = 'province' AND drawn(area_code, 902, 3) = 0"
        self._write("place_values", f"{of_county} UNION ALL {of_province} ORDER BY name, place", "place_values")

    def part(self, number: int, low: int, high: int) -> None:
        """Every clustered table of the households from `low` to below `high`."""
        part = f"part-{number:05}"
        homes = f"range({low}, {high}) AS h(n)"
        self._write(
            "households",
            _HOUSEHOLDS.format(homes=homes, village=self._village("n"), **self._known()),
            "households",
            part,
        )
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE made_accounts AS {_ACCOUNTS.format(homes=homes, base=self.accounts, **self._known())}"
        )
        self.accounts += self.connection.execute("SELECT count(*) FROM made_accounts").fetchall()[0][0]
        self._write("accounts", "SELECT * FROM made_accounts ORDER BY account_no", "accounts", part)
        self._write(
            "income_lines", _LINES.format(kinds=_kinds(), spending=_spending(), **self._known()), "income_lines", part
        )
        self._write("circumstances", _circumstances(homes, self.country.seed), "circumstances", part)
        for name in ("visits", "goals", "benefits", "needs", "calls", "findings", "checks"):
            self._write(
                name, _EVENTS[name].format(homes=homes, village=self._village("n"), **self._known()), name, part
            )

    def _known(self) -> dict[str, object]:
        return {
            "seed": self.country.seed,
            "day": f"DATE '{self.country.as_of.isoformat()}'",
            "helper": HELPER_HOUSEHOLDS,
        }

    def _village(self, number: str) -> str:
        """The SQL of a household's village: twelve digits, of which two are the province's, four the prefecture's ..."""
        county = f"(CASE WHEN {number} < {self.large} THEN 0 ELSE 1 + ({number} - {self.large}) // {self.county} END)"
        within = f"(CASE WHEN {number} < {self.large} THEN {number} ELSE ({number} - {self.large}) % {self.county} END)"
        village = f"({within} // {VILLAGE})"
        return (
            f"printf('%02d%02d%02d%03d%03d', 90 + ({county} // {PROVINCE_COUNTIES}) % 10, "
            f"1 + ({county} % {PROVINCE_COUNTIES}) // 10, 1 + {county} % 10, "
            f"100 + {village} // {TOWNSHIP_VILLAGES}, 200 + {village} % {TOWNSHIP_VILLAGES})"
        )

    def _write(self, name: str, sql: str, place: str, part: str = "") -> None:
        target = self.folder / place / f"{part}.parquet" if part else self.folder / f"{place}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        types = SQL_TYPES[Dialect.DUCKDB]
        listed = ", ".join(
            f"CAST({quoted(column.name, Dialect.DUCKDB)} AS {types[column.type]}) AS {quoted(column.name, Dialect.DUCKDB)}"
            for column in table(name).columns
        )
        self.connection.execute(f"COPY (SELECT {listed} FROM ({sql})) TO {text(target)} ({WRITTEN})")


_HOUSEHOLDS = """
SELECT n AS household_no, {village} AS area_code,
    CASE WHEN drawn(n, {seed} + 1, 200) > 0 THEN n // {helper} END AS helper_no,
    1 + drawn(n, {seed} + 2, 4) + drawn(n, {seed} + 3, 3) AS people,
    CASE WHEN drawn(n, {seed} + 4, 100) < 60 THEN 'exited' WHEN drawn(n, {seed} + 4, 100) < 92 THEN 'ordinary'
        WHEN drawn(n, {seed} + 4, 100) < 98 THEN 'at_risk' END AS status,
    {day} - (30 + drawn(n, {seed} + 5, 700))::INTEGER AS status_since,
    CASE WHEN drawn(n, {seed} + 6, 10) < 6 THEN drawn(n, {seed} + 7, 10) > 0 END AS status_recognised,
    drawn(n, {seed} + 4, 100) < 60 AS was_registered
FROM {homes} ORDER BY n"""

_ACCOUNTS = """
SELECT n AS household_no, {base} + row_number() OVER (ORDER BY n, years DESC) - 1 AS account_no,
    {day} - (40 + 365 * years)::INTEGER AS period_end,
    {day} - (1 + drawn(n, {seed} + 11, 38) + 365 * years)::INTEGER AS reckoned_on,
    1 + drawn(n, {seed} + 2, 4) + drawn(n, {seed} + 3, 3) AS heads
FROM {homes}, (VALUES (0), (1)) AS y(years)
WHERE drawn(n, {seed} + 12, 100) < 97 AND (years = 0 OR drawn(n, {seed} + 13, 10) = 0)"""

# How little a helper's households recognise lies in the helper: of some every second line is open.
_LINES = """
WITH numbered AS (
    SELECT household_no, account_no, unnest(range(1, 1 + CASE WHEN drawn(account_no, {seed} + 21, 500) = 0 THEN 60
        ELSE 4 + drawn(account_no, {seed} + 22, 21) END)) AS line_no,
        2 + drawn(household_no // {helper}, {seed} + 23, 8) * drawn(household_no // {helper}, {seed} + 24, 8) AS unanswered,
        2 + drawn(household_no // {helper}, {seed} + 25, 15) AS contested,
        1 + drawn(household_no, {seed} + 26, 12) AS means,
        least(reckoned_on + drawn(account_no, {seed} + 32, 20)::INTEGER, {day}) AS said_on
    FROM made_accounts),
drawn_lines AS (
    SELECT *, {kinds}[1 + drawn(account_no * 100 + line_no, {seed} + 27, len({kinds}))] AS kind_no,
        drawn(account_no * 100 + line_no, {seed} + 28, 100) AS luck,
        5 * means * (1 + drawn(account_no * 100 + line_no, {seed} + 29, 400)) * (1 + drawn(account_no * 100 + line_no, {seed} + 30, 100)) AS amount
    FROM numbered),
answered AS (
    SELECT *, CASE WHEN luck < unanswered THEN 0 WHEN luck < unanswered + contested THEN 2 ELSE 1 END AS answer,
        kind_no IN {spending} AS spends FROM drawn_lines)
SELECT household_no, account_no, line_no, kind_no, CASE WHEN spends THEN 0 ELSE amount END AS income_fen,
    CASE WHEN spends THEN amount WHEN luck % 9 = 0 THEN amount // 3 ELSE 0 END AS cost_fen, answer,
    CASE WHEN answer = 2 AND luck % 5 > 0 THEN CASE WHEN spends THEN -amount // 2 ELSE amount // 2 END END AS own_fen,
    CASE WHEN answer = 0 THEN 0 WHEN drawn(household_no, {seed} + 31, 10) < 3 THEN 1 WHEN luck > 97 THEN 3 ELSE 2 END AS grade,
    CASE WHEN answer > 0 THEN said_on END AS answered_on
FROM answered"""

_EVENTS = {
    "visits": """
SELECT n AS household_no, unnest(range(1, 1 + drawn(n, {seed} + 41, 4))) AS visit_no, n // {helper} AS helper_no,
    {day} - (1 + drawn(n * 10 + visit_no, {seed} + 42, 200))::INTEGER AS began_on,
    CASE WHEN drawn(n * 10 + visit_no, {seed} + 43, 8) = 0 THEN 1 ELSE 0 END AS troubles,
    CASE WHEN drawn(n * 10 + visit_no, {seed} + 44, 10) < 5 THEN drawn(n * 10 + visit_no, {seed} + 45, 12) > 0 END AS came,
    CASE WHEN came THEN CASE WHEN drawn(n * 10 + visit_no, {seed} + 46, 10) < 9 THEN drawn(n // {helper}, {seed} + 47, 4) > 0 END END AS sat_down,
    CASE WHEN came IS NULL THEN 0 ELSE 1 + drawn(n * 10 + visit_no, {seed} + 48, 3) END AS grade
FROM {homes}""",
    "goals": """
SELECT n AS household_no, 1 AS goal_no, {day} - (100 + drawn(n, {seed} + 51, 200))::INTEGER AS written_on,
    {day} + drawn(n, {seed} + 52, 500)::INTEGER AS due_on,
    CASE WHEN drawn(n, {seed} + 53, 10) < 4 THEN drawn(n, {seed} + 54, 5) > 0 END AS own,
    CASE WHEN own IS NULL THEN 0 ELSE 2 END AS grade
FROM {homes} WHERE drawn(n, {seed} + 55, 10) < 6""",
    "benefits": """
SELECT n AS household_no, unnest(range(1, 1 + drawn(n, {seed} + 61, 3))) AS benefit_no,
    ['pension', 'farm_subsidy', 'student_aid', 'ecology'][1 + drawn(n * 10 + benefit_no, {seed} + 62, 4)] AS policy,
    10000 * (1 + drawn(n * 10 + benefit_no, {seed} + 63, 200)) AS amount_fen,
    {day} - (1 + drawn(n * 10 + benefit_no, {seed} + 64, 300))::INTEGER AS paid_on,
    CASE WHEN drawn(n * 10 + benefit_no, {seed} + 65, 10) < 5 THEN drawn(n * 10 + benefit_no, {seed} + 66, 20) > 0 END AS received,
    CASE WHEN received THEN CASE WHEN drawn(n * 10 + benefit_no, {seed} + 67, 10) < 7 THEN drawn(n * 10 + benefit_no, {seed} + 68, 6) > 0 END END AS helped,
    CASE WHEN received IS NULL THEN 0 ELSE 1 + drawn(n * 10 + benefit_no, {seed} + 69, 2) END AS grade
FROM {homes}""",
    "needs": """
SELECT n AS household_no, 1 AS need_no, ['house', 'water', 'hospital', 'school'][1 + drawn(n, {seed} + 71, 4)] AS kind,
    {day} - (20 + drawn(n, {seed} + 72, 300))::INTEGER AS raised_on,
    CASE WHEN drawn(n, {seed} + 73, 4) > 0 THEN {day} - drawn(n, {seed} + 74, 20)::INTEGER END AS settled_on,
    CASE WHEN settled_on IS NOT NULL AND drawn(n, {seed} + 75, 2) = 0 THEN drawn(n, {seed} + 76, 8) > 0 END AS settled_recognised
FROM {homes} WHERE drawn(n, {seed} + 77, 10) < 2""",
    "calls": """
SELECT n AS household_no, 1 AS call_no, CASE WHEN drawn(n, {seed} + 81, 5) = 0 THEN 'declaration' ELSE 'need' END AS kind,
    {day} - (5 + drawn(n, {seed} + 82, 100))::INTEGER AS made_on, {day} + 10 AS due_on,
    CASE WHEN drawn(n, {seed} + 83, 3) > 0 THEN {day} - drawn(n, {seed} + 84, 5)::INTEGER END AS answered_on,
    CASE WHEN answered_on IS NOT NULL THEN drawn(n, {seed} + 85, 4) > 0 END AS resolved,
    CASE WHEN answered_on IS NOT NULL THEN drawn(n, {seed} + 86, 5) > 0 END AS satisfied
FROM {homes} WHERE drawn(n, {seed} + 87, 10) = 0""",
    "findings": """
SELECT n AS household_no, 1 AS finding_no, 'insurance' AS topic, {day} - (10 + drawn(n, {seed} + 91, 100))::INTEGER AS found_on,
    CASE WHEN drawn(n, {seed} + 92, 2) = 0 THEN {day} - drawn(n, {seed} + 93, 10)::INTEGER END AS settled_on
FROM {homes} WHERE drawn(n, {seed} + 94, 20) = 0""",
    "checks": """
SELECT n AS household_no, 'spring' AS draw, ({village})[:2] AS stratum, {village} AS cluster, 500.0 + drawn(n // {helper}, {seed} + 101, 500) AS weight,
    1 + drawn(n, {seed} + 2, 4) + drawn(n, {seed} + 3, 3) AS people,
    CASE WHEN drawn(n, {seed} + 102, 3) = 0 THEN 'unregistered' ELSE 'exited' END AS group,
    CASE WHEN drawn(n, {seed} + 102, 3) > 0 THEN drawn(n, {seed} + 103, 60) = 0 END AS should_not_have_exited,
    CASE WHEN drawn(n, {seed} + 102, 3) = 0 THEN drawn(n, {seed} + 104, 80) = 0 END AS should_be_registered,
    drawn(n, {seed} + 105, 12) > 0 AS recognises_policy, drawn(n, {seed} + 106, 12) > 0 AS recognises_measures,
    drawn(n, {seed} + 107, 15) > 0 AS recognises_exit, drawn(n, {seed} + 108, 9) > 0 AS recognises_helper
FROM {homes} WHERE drawn(n // 230, {seed} + 109, 20) = 0 AND drawn(n, {seed} + 110, 10) = 0""",
}


def _kinds() -> str:
    """Numbers of the kinds that are drawn: those that can be chosen at the table, the quick ones thrice as often."""
    offered = [
        str(number)
        for number, kind in enumerate(kinds(), start=1)
        if not kind.whole
        for _ in range(3 if kind.quick else 1)
    ]
    return f"[{', '.join(offered)}]"


def _spending() -> str:
    spending = [str(number) for number, kind in enumerate(kinds(), start=1) if kind.source.spends]
    return f"({', '.join(spending)})"


def _circumstances(homes: str, seed: int) -> str:
    """A row for 97 of a hundred households; of each fact one in 25 is not known."""
    listed = ", ".join(_facts(seed))
    return f"SELECT n AS household_no, {listed} FROM {homes} WHERE drawn(n, {seed} + 200, 100) < 97"


def _facts(seed: int) -> Iterator[str]:
    for number, column in enumerate(table("circumstances").columns[1:], start=201):
        luck = f"drawn(n, {seed} + {number}, 1000)"
        if column.name.endswith("__least"):
            value = f"CASE WHEN {luck} < 15 THEN 1 ELSE 0 END"
        elif column.name.endswith("__most"):
            # As many as are known to be so, or nobody knows how many more.
            value = f"CASE WHEN drawn(n, {seed} + {number - 1}, 1000) < 15 THEN 1 ELSE 0 END"
        elif column.codes:
            codes = ", ".join(f"'{code}'" for code in column.codes)
            value = f"[{codes}][1 + CASE WHEN {luck} < 900 THEN {luck} % 2 ELSE {luck} % {len(column.codes)} END]"
        elif column.type is ColumnType.BOOLEAN:
            value = f"{luck} < 950"
        else:
            value = f"{luck} % 60"
        yield f"CASE WHEN drawn(n, {seed} + {number + 500}, 25) > 0 THEN {value} END AS {column.name}"
