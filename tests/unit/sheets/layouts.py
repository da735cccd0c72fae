"""Registers as offices lay them out, each a function of the truth: how sheets, rows and their households hang together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from unit.sheets import hands
from unit.sheets.arrangements import (
    COMPONENTS,
    HOUSEHOLD,
    MEMBER,
    PLACES,
    TITLE,
    TOTALS,
    above,
    foot,
    household_rows,
    ledger_sheet,
    member_rows,
    member_sheet,
    one_sheet,
    subtotal,
    two_sheets,
)
from unit.sheets.hands import column, columns
from unit.sheets.pages import Laid, Page, heading
from unit.sheets.truth import FILLED_ON, YEAR, Truth
from unit.sheets.writers import write_openpyxl, write_text, write_xlsxwriter, write_xlwt
from xinlu.sheets.grid import Merge

Lay = Callable[[Truth], Laid]
Write = Callable[[Laid, Path], Path]


@dataclass(frozen=True)
class Layout:
    """One way to lay a register out: called with the truth and a folder it writes the file; `laid` is what must come out."""

    name: str
    lay: Lay
    write: Write
    suffix: str

    def __call__(self, truth: Truth, folder: Path) -> Path:
        return self.write(self.lay(truth), folder / f"{self.name}{self.suffix}")


LAYOUTS: list[Layout] = []
XLSX, KEPT, XLS = (write_openpyxl, ".xlsx"), (write_xlsxwriter, ".xlsx"), (write_xlwt, ".xls")


def text(encoding: str, separator: str = ",", suffix: str = ".csv") -> tuple[Write, str]:
    """A writer of text files."""
    return partial(write_text, encoding=encoding, separator=separator), suffix


def layout(*writers: tuple[Write, str]) -> Callable[[Lay], Lay]:
    """Put a way of laying out on the list, once for every writer (openpyxl where none is named)."""

    def listed(lay: Lay) -> Lay:
        for n, (write, suffix) in enumerate(writers or (XLSX,)):
            LAYOUTS.append(Layout(lay.__name__ + (f"_{n + 1}" if len(writers) > 1 else ""), lay, write, suffix))
        return lay

    return listed


# A sheet of households and a sheet of members


@layout(XLSX, KEPT, XLS)
def two_sheets_by_number(truth: Truth) -> Laid:
    return two_sheets(truth)


@layout()
def two_sheets_by_head_and_village(truth: Truth) -> Laid:
    household = [column("serial"), *PLACES, *(one for one in HOUSEHOLD if one.meaning != "number")]
    return two_sheets(truth, household=household, key=columns("place.village", "head.name"))


@layout()
def two_sheets_by_head_id(truth: Truth) -> Laid:
    household = [column("serial"), *PLACES, *columns("head.name", "head.id_number", "people"), *TOTALS]
    return two_sheets(truth, household=household, key=columns("head.id_number"))


@layout(XLSX, XLS)
def members_before_households(truth: Truth) -> Laid:
    return two_sheets(truth, members_first=True, names=("户", "人"))


@layout()
def two_tables_one_below_the_other(truth: Truth) -> Laid:
    page = Page("登记表")
    households = [*PLACES, *HOUSEHOLD]
    above(page, width=len(households), lines=[["一、农户基本情况"]])
    heading(page, households)
    household_rows(page, households, truth)
    page.add("blank")
    page.add("title", "二、家庭成员情况")
    members = [*columns("number"), *MEMBER]
    heading(page, members)
    member_sheet(page, members, truth)
    foot(page)
    return Laid(truth, [page])


# A row a member

WITH_MEMBERS = [*columns("serial", "number", "place.township", "place.village", "place.group", "people"), *MEMBER, *TOTALS, *columns("house_grade", "note")]  # fmt: skip


@layout(XLSX, KEPT, XLS)
def members_with_merged_household_cells(truth: Truth) -> Laid:
    return one_sheet(truth, WITH_MEMBERS, way="merged")


@layout(XLSX, XLS, text("gb18030"))
def members_with_blanks_below(truth: Truth) -> Laid:
    return one_sheet(truth, WITH_MEMBERS, way="below")


@layout(XLSX, text("utf-8"))
def members_with_repeated_household_cells(truth: Truth) -> Laid:
    return one_sheet(truth, WITH_MEMBERS, way="repeated")


@layout()
def members_told_apart_by_the_head_alone(truth: Truth) -> Laid:
    given = [*columns("place.village", "place.group"), *MEMBER, column("phone")]
    return one_sheet(truth, given, way="below", always=("place.village", "place.group"))


@layout()
def members_with_the_heads_name_in_every_row(truth: Truth) -> Laid:
    given = [*columns("place.village", "head.name", "people"), *MEMBER, *TOTALS]
    return one_sheet(truth, given, way="repeated")


@layout()
def household_cells_stand_right_of_the_members(truth: Truth) -> Laid:
    given = [*MEMBER, *TOTALS, *columns("house_grade", "people", "number", "place.group", "place.village")]
    return one_sheet(truth, given, way="merged")


@layout()
def members_without_a_household_fact(truth: Truth) -> Laid:
    page = Page("人口名册")
    given = columns("number", "name", "relation", "id_number", "education", "schooling", "migrant_work")
    heading(page, given)
    member_sheet(page, given, truth)
    return Laid(truth, [page])


@layout()
def members_under_a_three_row_heading(truth: Truth) -> Laid:
    page = Page("登记表")
    income = [
        one.headed("收入情况", "家庭年收入（元）" if one.meaning != "total.net" else "纯收入", one.heading[0])
        for one in columns(*COMPONENTS, "total.net")
    ]
    person = [
        one.headed("家庭成员情况", "基本信息" if n < 4 else "其他信息", one.heading[0]) for n, one in enumerate(MEMBER)
    ]
    given = [*columns("serial", "number", "place.village", "people"), *person, *income, *columns("note")]
    above(page, width=len(given))
    heading(page, given)
    member_rows(page, given, truth, way="merged")
    return Laid(truth, [page], year=YEAR)


@layout(KEPT)
def villages_merged_over_all_their_households(truth: Truth) -> Laid:
    page = Page("Sheet1")
    given = [*columns("place.township", "place.village", "number", "head.name", "people"), *TOTALS]
    heading(page, given)
    for village in truth.villages():
        top = len(page.lines) + 1
        household_rows(page, given, truth, which=truth.of(village))
        for line in page.lines[top:]:
            line.cells[0] = line.cells[1] = None
        page.merges += [Merge(top, at, len(page.lines), at) for at in (1, 2)]
    return Laid(truth, [page])


# Villages in blocks and on sheets

BY_VILLAGE = [*columns("serial", "place.group", "number", "head.name", "people", "phone"), *TOTALS]


@layout()
def a_block_for_every_village(truth: Truth) -> Laid:
    page = Page("全乡")
    above(page, width=len(BY_VILLAGE))
    for village in truth.villages():
        page.add("title", f"{village}")
        page.merges.append(Merge(len(page.lines), 1, len(page.lines), len(BY_VILLAGE)))
        heading(page, BY_VILLAGE)
        first = len(page.lines) + 1
        household_rows(page, BY_VILLAGE, truth, which=truth.of(village))
        subtotal(page, BY_VILLAGE, first, word="小计", at=3, kept=False)
        page.add("blank")
    foot(page)
    return Laid(truth, [page], apart=("village",), year=YEAR)


@layout(XLSX, XLS)
def a_sheet_for_every_village_by_its_name(truth: Truth) -> Laid:
    return Laid(truth, [_village_sheet(truth, village, village) for village in truth.villages()], apart=("village",))


@layout()
def a_sheet_for_every_village_by_its_title(truth: Truth) -> Laid:
    pages = []
    for n, village in enumerate(truth.villages(), 1):
        title = (f"{village}农户基本信息登记表",)
        pages.append(_village_sheet(truth, village, f"Sheet{n}", title=title))
    return Laid(truth, pages, apart=("village",))


@layout()
def a_sheet_for_every_village_with_members(truth: Truth) -> Laid:
    pages = []
    given = [*columns("number", "place.group", "people"), *MEMBER]
    for village in truth.villages():
        page = Page(village)
        above(
            page, width=len(given), lines=[["农户信息采集表"], ["填报单位：", None, None, "填报日期：2026年11月20日"]]
        )
        heading(page, given)
        member_rows(page, given, truth, way="merged", which=truth.of(village))
        pages.append(page)
    return Laid(truth, pages, apart=("village",), filled_on=FILLED_ON)


def _village_sheet(truth: Truth, village: str, name: str, *, title: Sequence[str] = ()) -> Page:
    page = Page(name)
    if title:
        above(page, width=len(BY_VILLAGE), lines=[title])
    heading(page, BY_VILLAGE)
    household_rows(page, BY_VILLAGE, truth, which=truth.of(village))
    return page


# Totals, blanks, pages and notes between the rows


@layout(XLSX, KEPT)
def villages_with_subtotals_and_a_grand_total(truth: Truth) -> Laid:
    return _with_subtotals(truth, "小计", "合计", kept=False)


@layout(KEPT, XLS)
def villages_with_reckoned_subtotals(truth: Truth) -> Laid:
    return _with_subtotals(truth, "村小计", "总计", kept=True)


@layout()
def subtotals_named_after_their_village(truth: Truth) -> Laid:
    page = Page("Sheet1")
    given = [*columns("place.village", "number", "head.name", "people"), *TOTALS]
    heading(page, given)
    for village in truth.villages():
        first = len(page.lines) + 1
        household_rows(page, given, truth, which=truth.of(village))
        subtotal(page, given, first, word=f"{village}合计", at=0, kept=False)
    return Laid(truth, [page])


@layout(XLSX, text("utf-8-sig"))
def blank_rows_between_households(truth: Truth) -> Laid:
    page = Page("Sheet1")
    given = [*PLACES, *HOUSEHOLD]
    heading(page, given)
    page.add("blank")
    for n in range(len(truth.households)):
        household_rows(page, given, truth, which=[n])
        for _ in range(n % 4):
            page.add("blank")
    return Laid(truth, [page])


@layout()
def heading_repeated_on_every_printed_page(truth: Truth) -> Laid:
    page = Page("打印")
    given = [column("serial"), *PLACES, *HOUSEHOLD]
    for start in range(0, len(truth.households), 9):
        above(page, width=len(given))
        heading(page, given)
        first = len(page.lines) + 1
        which = range(start, min(start + 9, len(truth.households)))
        household_rows(page, given, truth, which=which, nth=start)
        subtotal(page, given, first, word="本页小计", at=0, kept=False)
        page.add("note", None, None, f"第 {start // 9 + 1} 页 共 {-(-len(truth.households) // 9)} 页")
    foot(page)
    return Laid(truth, [page], year=YEAR)


def _with_subtotals(truth: Truth, word: str, last: str, *, kept: bool) -> Laid:
    page = Page("农户")
    given = [column("serial"), *PLACES, *HOUSEHOLD]
    above(
        page,
        width=len(given),
        lines=[[TITLE], ["填报单位：加车镇人民政府", None, None, None, "填报日期：2026年11月20日"]],
    )
    heading(page, given)
    top = len(page.lines) + 1
    nth = 0
    for village in truth.villages():
        first = len(page.lines) + 1
        which = truth.of(village)
        household_rows(page, given, truth, which=which, nth=nth)
        nth += len(which)
        subtotal(page, given, first, word=word, at=2, kept=kept)
    subtotal(page, given, top, word=last, at=0, kept=kept)
    foot(page)
    return Laid(truth, [page], year=YEAR, filled_on=FILLED_ON)


# Ledgers


@layout(XLSX, KEPT)
def a_ledger_with_a_row_a_line(truth: Truth) -> Laid:
    laid = two_sheets(truth, household=[*PLACES, *columns("number", "head.name", "people")])
    ledger = Page("收支台账")
    given = columns("number", "head.name", "ledger.kind", "ledger.amount", "ledger.cost")
    heading(ledger, given)
    ledger_sheet(ledger, given, truth)
    return replace(laid, pages=[*laid.pages, ledger])


@layout()
def a_ledger_with_quantities_and_prices(truth: Truth) -> Laid:
    laid = two_sheets(truth, household=[*PLACES, *columns("number", "head.name", "people")])
    ledger = Page("收支台账")
    given = columns("number", "ledger.kind", "ledger.quantity", "ledger.price", "ledger.amount", "ledger.cost")
    given.append(column("unused", "经办人", put=hands.constant("潘正明")))
    heading(ledger, given)
    ledger_sheet(ledger, given, truth)
    return replace(laid, pages=[*laid.pages, ledger])


@layout(XLSX, text("gb18030"))
def a_column_for_every_kind_of_income(truth: Truth) -> Laid:
    page = Page("收入")
    kinds = ("migrant_work", "pig", "rice", "land_rent", "pension", "allowance", "feed_cost")
    given = [*PLACES, *columns("number", "head.name", "people", *(f"line.{kind}" for kind in kinds))]
    heading(page, given)
    household_rows(page, given, truth)
    return Laid(truth, [page])
