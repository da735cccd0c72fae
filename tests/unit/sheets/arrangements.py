"""The ways in which registers are arranged: a row a household, a row a member, a row a line, one sheet or several."""

from __future__ import annotations

from collections.abc import Sequence

from unit.sheets.hands import column, columns
from unit.sheets.pages import HOUSEHOLD_FACTS, Column, Formula, Laid, Page, heading, meanings, row
from unit.sheets.truth import COUNTY, Truth
from xinlu.sheets.grid import Merge, column_letter

PLACES = columns("place.township", "place.village", "place.group")
COMPONENTS = ("total.wages", "total.production", "total.production_cost", "total.property", "total.transfer")
TOTALS = columns(*COMPONENTS, "total.net")
HOUSEHOLD = [*columns("number", "head.name", "people", "phone", "main_cause", "house_grade"), *TOTALS]
MEMBER = columns("name", "sex", "id_number", "born_on", "relation", "health", "labour", "medical_insurance")
PLAIN = [column("serial"), *PLACES, *HOUSEHOLD]
ALL_FACTS = columns(
    "main_cause", "further_causes", "house_area_m2", "house_structure", "house_year", "house_grade", "house_graded_on",
    "electricity", "fuels", "water", "market_distance_m", "note",
)  # fmt: skip
ALL_MEMBER = [*MEMBER, *columns("ethnic_group", "education", "schooling", "migrant_work", "subsistence_allowance", "pension_insurance", "disability_number")]  # fmt: skip
TITLE = f"{COUNTY}2026年农户基本信息登记表"


def of_household(given: Column) -> bool:
    """Whether a column says something of the whole household (or of its head), not of the member of its row."""
    room = given.meaning.partition(".")[0]
    return room in ("place", "total", "line", "head") or given.meaning in (
        "number", "people", "serial", "unused", "kept", "check", *HOUSEHOLD_FACTS,
    )  # fmt: skip


def household_rows(
    page: Page,
    given: Sequence[Column],
    truth: Truth,
    *,
    which: Sequence[int] | None = None,
    left: int = 0,
    nth: int = 0,
) -> None:
    """A row a household: all of them, or those of `which`; `nth` is the number of the first."""
    for place, n in enumerate(range(len(truth.households)) if which is None else which, nth):
        household = truth.households[n]
        cells = row(given, household, household.head, nth=place, left=left)
        page.add("entry", *cells, columns=meanings(given, left), household=n, person=0)


def member_sheet(page: Page, given: Sequence[Column], truth: Truth, *, which: Sequence[int] | None = None) -> None:
    """A row a member, the key of the household in every row."""
    nth = 0
    for n in range(len(truth.households)) if which is None else which:
        household = truth.households[n]
        for p, person in enumerate(household.persons):
            page.add("entry", *row(given, household, person, nth=nth), columns=meanings(given), household=n, person=p)
            nth += 1


def member_rows(
    page: Page,
    given: Sequence[Column],
    truth: Truth,
    *,
    way: str,
    which: Sequence[int] | None = None,
    always: Sequence[str] = (),
) -> None:
    """A row a member with its household in the same row: cells `merged`, blank `below`, or `repeated`.

    Cells of the meanings in `always` stand in every row even so.
    """
    nth = 0
    for place, n in enumerate(range(len(truth.households)) if which is None else which):
        household = truth.households[n]
        top = len(page.lines) + 1
        for p, person in enumerate(household.persons):
            cells = row(given, household, person, nth=nth)
            for at, one in enumerate(given):
                if one.meaning == "serial":
                    cells[at] = place + 1
                if way != "repeated" and p and of_household(one) and one.meaning not in always:
                    cells[at] = None
            page.add("entry", *cells, columns=meanings(given), household=n, person=p)
            nth += 1
        if way == "merged" and len(household.persons) > 1:
            ranges = [(at, one) for at, one in enumerate(given, 1) if of_household(one) and one.meaning not in always]
            page.merges += [Merge(top, at, len(page.lines), at) for at, _ in ranges]


def ledger_sheet(page: Page, given: Sequence[Column], truth: Truth) -> None:
    """A row a line of every household's account, its key in every row."""
    nth = 0
    for n, household in enumerate(truth.households):
        for at, line in enumerate(household.lines):
            cells = row(given, household, household.head, line, nth=nth)
            page.add("ledger", *cells, columns=meanings(given), household=n, ledger=at)
            nth += 1


def subtotal(page: Page, given: Sequence[Column], first: int, *, word: str, at: int, kept: bool, left: int = 0) -> None:
    """A row that adds up the numbers from row `first` to the one above, with formulas; `word` in column `at` (from 0)."""
    cells: list[object] = [None] * (left + len(given))
    for place, one in enumerate(given, left):
        if one.meaning == "people" or one.meaning.startswith("total."):
            last = len(page.lines)
            added = [page.lines[n].cells[place] for n in range(first - 1, last) if page.lines[n].is_entry]
            letter = column_letter(place + 1)
            total = round(sum(value for value in added if isinstance(value, int | float)), 2)
            cells[place] = Formula(f"=SUM({letter}{first}:{letter}{last})", total if kept else None)
    cells[left + at] = word
    page.add("subtotal", *cells)


def above(page: Page, *, width: int, lines: Sequence[Sequence[object]] = ((TITLE,),)) -> None:
    """Title rows, the first merged over the whole width."""
    for n, cells in enumerate(lines):
        page.add("title", *cells)
        if n == 0:
            page.merges.append(Merge(len(page.lines), 1, len(page.lines), width))


def foot(page: Page) -> None:
    """What stands under a register: a note, and who signs."""
    page.add("note", "注：本表一式两份，村委会、乡镇各存一份；人名、号码均为虚构。")
    page.add("note", "审核人：", None, None, "填表人：", None, "2026年11月20日")


def two_sheets(
    truth: Truth,
    *,
    household: Sequence[Column] = (),
    member: Sequence[Column] = (),
    key: Sequence[Column] = (),
    names: tuple[str, str] = ("农户信息", "家庭成员"),
    members_first: bool = False,
) -> Laid:
    """A sheet of households and a sheet of members, joined by `key` (the household's number)."""
    households = [*(household or [column("serial"), *PLACES, *HOUSEHOLD])]
    members = [*(key or columns("number")), *(member or MEMBER)]
    first, second = Page(names[0]), Page(names[1])
    heading(first, households)
    household_rows(first, households, truth)
    heading(second, members)
    member_sheet(second, members, truth)
    return Laid(truth, [second, first] if members_first else [first, second])


def one_sheet(
    truth: Truth, given: Sequence[Column], *, way: str, name: str = "Sheet1", always: Sequence[str] = ()
) -> Laid:
    """One sheet with a row a member."""
    page = Page(name)
    heading(page, given)
    member_rows(page, given, truth, way=way, always=always)
    return Laid(truth, [page])


def households_page(
    truth: Truth, given: list[Column], *, left: int = 0, lines: list[list[object]] | None = None, name: str = "Sheet1"
) -> Page:
    """A sheet with a row a household, `lines` of title above it, `left` empty columns before it."""
    page = Page(name)
    if lines:
        above(page, width=left + len(given), lines=lines)
    heading(page, given, left=left)
    household_rows(page, given, truth, left=left)
    return page


def households_laid(
    truth: Truth, given: list[Column], *, left: int = 0, lines: list[list[object]] | None = None
) -> Laid:
    """A workbook of that one sheet."""
    return Laid(truth, [households_page(truth, given, left=left, lines=lines)])
