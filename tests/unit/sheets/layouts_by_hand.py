"""More layouts: how offices write what stands under a heading, and the columns that nobody here needs."""

from __future__ import annotations

from functools import partial

from unit.sheets import hands
from unit.sheets.arrangements import (
    ALL_MEMBER,
    HOUSEHOLD,
    MEMBER,
    PLACES,
    PLAIN,
    TITLE,
    TOTALS,
    above,
    foot,
    households_laid,
    households_page,
    member_rows,
    one_sheet,
    subtotal,
    two_sheets,
)
from unit.sheets.hands import column, columns
from unit.sheets.layouts import KEPT, XLS, XLSX, layout, text
from unit.sheets.pages import Formula, Laid, Page, heading
from unit.sheets.truth import FILLED_ON, YEAR, Household, Truth
from unit.sheets.writers import write_xlsxwriter
from xinlu.sheets.entries import Total
from xinlu.sheets.grid import Merge, column_letter

# How values are written


@layout(XLSX, text("gb18030"))
def digits_in_full_width(truth: Truth) -> Laid:
    wide = ("number", "people", "phone", "place.group", "total.wages")
    given = [one.written(hands.full_width) if one.meaning in wide[:4] else one for one in PLAIN]
    return Laid(truth, [households_page(truth, given)])


@layout(XLSX, text("utf-8"))
def amounts_as_text_with_commas_and_yuan(truth: Truth) -> Laid:
    given = [one.written(hands.yuan_as_text) if one.meaning.startswith("total.") else one for one in PLAIN]
    given = [one.written(hands.with_unit("人")) if one.meaning == "people" else one for one in given]
    return households_laid(truth, given)


@layout(XLSX, KEPT, XLS)
def days_written_in_five_ways(truth: Truth) -> Laid:
    member = [one.written(hands.day_mixed) if one.meaning == "born_on" else one for one in MEMBER]
    return two_sheets(truth, member=member)


@layout((partial(write_xlsxwriter, date_1904=True), ".xlsx"))
def days_counted_from_1904(truth: Truth) -> Laid:
    return two_sheets(truth, household=[*PLAIN, column("house_graded_on")])


@layout()
def days_as_eight_digit_numbers(truth: Truth) -> Laid:
    member = [one.written(hands.day_number) if one.meaning == "born_on" else one for one in MEMBER]
    return two_sheets(truth, member=member)


@layout(XLSX, XLS)
def id_numbers_with_what_sticks_to_them(truth: Truth) -> Laid:
    member = [one.written(hands.id_mixed) if one.meaning == "id_number" else one for one in MEMBER]
    laid = two_sheets(truth, member=member)
    laid.quiet = False
    return laid


@layout(
    text("utf-8"), text("utf-8-sig"), text("gb18030"), text("utf-8", "\t"), text("utf-8", ";"), text("utf-16", "\t")
)
def members_as_text(truth: Truth) -> Laid:
    member = [one.written(lambda value, nth: f"{value}\t") if one.meaning == "id_number" else one for one in MEMBER]
    return one_sheet(truth, [*columns("number", "place.village", "people"), *member], way="repeated")


@layout()
def names_drawn_apart(truth: Truth) -> Laid:
    drawn = [one.written(hands.name_mixed) if one.meaning == "head.name" else one for one in PLAIN]
    member = [one.written(hands.name_mixed) if one.meaning == "name" else one for one in MEMBER]
    return two_sheets(truth, household=drawn, member=member)


@layout(XLSX, XLS)
def household_numbers_as_short_numbers(truth: Truth) -> Laid:
    truth = truth.numbered([str(n) for n in range(1, len(truth.households) + 1)])
    number = column("number", put=hands.short_number)
    household = [number if one.meaning == "number" else one for one in PLAIN]
    return two_sheets(truth, household=household, key=[number])


@layout()
def the_same_number_as_text_here_and_a_number_there(truth: Truth) -> Laid:
    truth = truth.numbered([str(100 + n) for n in range(len(truth.households))])
    return two_sheets(truth, key=[column("number", put=hands.short_number)])


@layout()
def said_as_neighbours_say_it(truth: Truth) -> Laid:
    spoken = {
        "relation": hands.kin, "health": hands.health, "medical_insurance": hands.yes_no("已参加", "未参加"),
        "migrant_work": hands.yes_no("√", "×"), "subsistence_allowance": hands.yes_no("有", "无"),
        "pension_insurance": hands.yes_no("Y", "N"),
    }  # fmt: skip
    member = [one.written(spoken[one.meaning]) if one.meaning in spoken else one for one in ALL_MEMBER]
    return two_sheets(truth, member=member)


@layout()
def strokes_where_nothing_is_known(truth: Truth) -> Laid:
    laid = two_sheets(truth, household=[*PLAIN, column("note")])
    marks = ("/", "—", "无", "-", "")
    for page in laid.pages:
        for n, line in enumerate(page.lines):
            for at, meaning in enumerate(line.columns):
                if line.is_entry and line.cells[at] is None and meaning in ("phone", "note", "id_number"):
                    line.cells[at] = marks[n % len(marks)]
    return laid


# Columns that nobody here needs, and sums in other units


@layout()
def unknown_columns_between(truth: Truth) -> Laid:
    strange = [
        column("unused", "帮扶人", put=hands.constant("石国光")),
        column("unused", "走访次数", put=lambda household, nth: nth % 7),
        column("unused", "户主签字", put=hands.constant(None)),
        column("kept", "饮水是否安全", put=hands.constant("是")),
        column("unused", "银行卡号", put=lambda household, nth: f"62284800{nth:011d}"),
    ]
    given = [*PLAIN[:4], strange[0], *PLAIN[4:8], strange[1], strange[3], *PLAIN[8:], strange[2], strange[4]]
    return two_sheets(
        truth,
        household=given,
        member=[*MEMBER, column("age"), column("unused", "政治面貌", put=hands.constant("群众"))],
    )


@layout(XLSX, KEPT)
def income_a_head_beside_the_whole(truth: Truth) -> Laid:
    return households_laid(truth, [*PLAIN, column("total.gross"), column("total.net_head")])


@layout()
def net_income_alone(truth: Truth) -> Laid:
    return households_laid(truth, [*PLACES, *columns("number", "head.name", "people"), column("total.net", "年纯收入")])


@layout()
def net_income_beside_wages_alone(truth: Truth) -> Laid:
    return households_laid(truth, [*PLACES, *columns("number", "head.name", "people", "total.wages", "total.net")])


@layout()
def net_income_a_head_alone(truth: Truth) -> Laid:
    return households_laid(truth, [*PLACES, *columns("number", "head.name", "people", "total.net_head")])


@layout(XLSX, text("gb18030"))
def ten_thousands_in_the_heading(truth: Truth) -> Laid:
    given = [one.headed(f"{one.heading[0]}（万元）").written(hands.ten_thousands) for one in TOTALS]
    laid = households_laid(truth, [*PLACES, *HOUSEHOLD[:6], *given])
    laid.scale = {one.meaning: 1_000_000 for one in TOTALS}
    return laid


@layout()
def ten_thousands_in_one_column(truth: Truth) -> Laid:
    net = column("total.net", "家庭年纯收入(万元)", put=hands.ten_thousands)
    laid = households_laid(
        truth, [*(one for one in PLAIN if one.meaning != "total.net"), net, column("total.net_head", "人均纯收入(元)")]
    )
    laid.scale = {"total.net": 1_000_000}
    return laid


@layout()
def ten_thousands_in_a_note_above(truth: Truth) -> Laid:
    given = [one.written(hands.ten_thousands) if one.meaning.startswith("total.") else one for one in PLAIN]
    laid = households_laid(truth, given, lines=[[TITLE], ["填报单位：光辉乡", None, None, None, None, "单位：万元"]])
    laid.scale = {one.meaning: 1_000_000 for one in TOTALS}
    laid.year = YEAR
    return laid


@layout()
def distances_in_kilometres(truth: Truth) -> Laid:
    put = column("market_distance_m", "离集市距离（公里）", put=lambda value, nth: value / 1000)
    laid = households_laid(truth, [*PLAIN, put])
    laid.scale = {"market_distance_m": 1000}
    return laid


@layout(KEPT)
def net_income_reckoned_by_a_formula(truth: Truth) -> Laid:
    def reckoned(household: Household, row: int) -> Formula:
        letters = [column_letter(11 + n) for n in range(5)]
        plus = "+".join(f"{letter}{row}" for n, letter in enumerate(letters) if n != 2)
        kept = sum(household.totals[total] / 100 for total in Total if total not in (Total.NET, Total.PRODUCTION_COST))
        return Formula(f"={plus}-{letters[2]}{row}", kept - household.totals[Total.PRODUCTION_COST] / 100)

    laid = households_laid(truth, PLAIN)
    for number, line in enumerate(laid.pages[0].lines, 1):
        if line.is_entry:
            line.cells[line.columns.index("total.net")] = reckoned(truth.households[line.household or 0], number)
    return laid


# Everything at once, as the real ones are


@layout(XLSX, XLS)
def as_untidy_as_a_real_one(truth: Truth) -> Laid:
    page = Page("2026年台账")
    parts = [one.headed("家庭年收入（元）", one.heading[0]).written(hands.yuan_as_text) for one in TOTALS[:5]]
    member = [one.headed("家 庭 成 员", one.heading[0]) for one in MEMBER]
    member = [one.written(hands.day_mixed) if one.meaning == "born_on" else one for one in member]
    given = [
        *columns("serial", "place.village", "place.group"), column("number", "户\n编号"), column("people", "人口", put=hands.with_unit("人")),
        *member, *parts, column("total.net", "年纯收入（元）"), column("total.net_head"), column("unused", "帮扶责任人", put=hands.constant("梁海明")),
    ]  # fmt: skip
    above(page, width=len(given), lines=[[TITLE], ["填报单位：加车镇", None, None, None, "填报日期：2026.11.20"]])
    for village in truth.villages():
        heading(page, given)
        first = len(page.lines) + 1
        member_rows(page, given, truth, way="merged", which=truth.of(village))
        subtotal(page, given, first, word="小计", at=1, kept=True)
        page.merges.append(Merge(len(page.lines), 2, len(page.lines), 3))
        page.add("blank")
    foot(page)
    return Laid(truth, [page], year=YEAR, filled_on=FILLED_ON, quiet=False)
