"""More layouts: how offices head their columns, where their tables begin, and what else is in the file."""

from __future__ import annotations

import random

from unit.sheets import hands
from unit.sheets.arrangements import (
    ALL_FACTS,
    ALL_MEMBER,
    HOUSEHOLD,
    MEMBER,
    PLACES,
    PLAIN,
    TITLE,
    TOTALS,
    foot,
    household_rows,
    households_laid,
    households_page,
    two_sheets,
)
from unit.sheets.hands import column, columns
from unit.sheets.layouts import KEPT, XLS, XLSX, layout, text
from unit.sheets.pages import Column, Laid, Page, heading
from unit.sheets.truth import FILLED_ON, YEAR, Truth
from xinlu.sheets.entries import Total
from xinlu.sheets.grid import Merge


def _shuffled(truth: Truth, seed: int) -> Laid:
    draw = random.Random(seed)
    households, members = [*PLAIN, *ALL_FACTS[6:]], [*columns("number"), *ALL_MEMBER]
    draw.shuffle(households)
    draw.shuffle(members)
    return two_sheets(truth, household=households, member=members[:-1], key=members[-1:])


# Headings


@layout()
def columns_in_another_order(truth: Truth) -> Laid:
    return _shuffled(truth, 1)


@layout(XLS)
def columns_in_a_third_order(truth: Truth) -> Laid:
    return _shuffled(truth, 2)


@layout()
def every_fact_there_is(truth: Truth) -> Laid:
    households = [*PLACES, *columns("number", "head.name", "people", "phone"), *ALL_FACTS, *TOTALS]
    return two_sheets(truth, household=households, member=ALL_MEMBER)


@layout()
def headings_in_other_words(truth: Truth) -> Laid:
    words = {
        "number": "农户编号", "head.name": "户主", "people": "人口数", "phone": "手机号码", "main_cause": "致贫原因",
        "house_grade": "危房等级", "total.wages": "工资收入", "total.production": "经营性收入", "total.net": "年纯收入",
        "total.production_cost": "生产支出", "total.property": "财产收入", "total.transfer": "转移收入",
        "place.township": "所在乡镇", "place.village": "村名", "place.group": "组别", "serial": "序",
    }  # fmt: skip
    persons = {
        "name": "家庭成员姓名", "sex": "男女", "id_number": "公民身份号码", "born_on": "出生年月日", "relation": "家庭关系",
        "health": "身体状况", "labour": "劳动力情况", "medical_insurance": "是否参保",
    }  # fmt: skip
    households = [one.headed(words[one.meaning]) for one in PLAIN]
    members = [one.headed(persons[one.meaning]) for one in MEMBER]
    return two_sheets(truth, household=households, member=members, key=[column("number", "户号")])


@layout(XLSX, XLS)
def two_row_heading_with_merges(truth: Truth) -> Laid:
    parts = [one.headed("家庭年收入(元)", one.heading[0]) for one in TOTALS[:5]]
    given = [column("serial"), *PLACES, *HOUSEHOLD[:6], *parts, column("total.net", "家庭年纯收入(元)"), column("note")]
    lines: list[list[object]] = [
        [TITLE],
        ["填报单位:月亮山县农业农村局", None, None, None, "单位:元、人", None, None, "填报日期:2026年11月20日"],
    ]
    return Laid(truth, [households_page(truth, given, lines=lines)], year=YEAR, filled_on=FILLED_ON)


@layout()
def headings_drawn_apart_by_blanks(truth: Truth) -> Laid:
    households = [
        one.headed(" ".join(one.heading[0]) if n % 2 else "　".join(one.heading[0])) for n, one in enumerate(PLAIN)
    ]
    members = [one.headed("  ".join(one.heading[0])) for one in MEMBER]
    return two_sheets(truth, household=households, member=members, key=[column("number", "户 编 号")])


@layout(XLSX, text("utf-8"))
def headings_with_line_breaks(truth: Truth) -> Laid:
    return households_laid(truth, [one.headed(f"{one.heading[0][:2]}\n{one.heading[0][2:]}") for one in PLAIN])


@layout()
def headings_with_units(truth: Truth) -> Laid:
    given = [one.headed(f"{one.heading[0]}{'(元)' if n % 2 else '（元/年）'}") for n, one in enumerate(TOTALS)]
    facts = columns("number", "head.name")
    facts += [
        column("people", "家庭人口（人）"),
        column("house_area_m2", "住房面积(㎡)"),
        column("house_year", "建房年份（年）"),
    ]
    return households_laid(truth, [*PLACES, *facts, *given])


@layout()
def headings_in_english(truth: Truth) -> Laid:
    words = {
        "place.township": "Township", "place.village": "Village", "number": "Household number", "people": "People",
        "head.name": "Name of head", "phone": "Telephone", "main_cause": "Main cause", "house_grade": "Danger grade",
        "total.wages": "Wages", "total.production": "Production", "total.production_cost": "Production cost",
        "total.property": "Property", "total.transfer": "Transfers", "total.net": "Net income",
    }  # fmt: skip
    persons = {
        "number": "Household number", "name": "Name", "sex": "Sex", "id_number": "ID number", "born_on": "Date of birth",
        "relation": "Relation to head", "health": "Health", "labour": "Ability to work", "medical_insurance": "Medical insurance",
    }  # fmt: skip
    whole = {one.meaning: one for one in [*PLAIN, *MEMBER]}

    def english(listed: dict[str, str]) -> list[Column]:
        coded = ("main_cause", "house_grade", "sex", "relation", "health", "labour", "medical_insurance")
        ours = [whole[meaning].headed(word) for meaning, word in listed.items()]
        return [one.written(hands.english) if one.meaning in coded else one for one in ours]

    laid = two_sheets(truth, household=english(words), member=english(persons)[1:], key=english(persons)[:1])
    laid.pages[0].name, laid.pages[1].name = "Households", "Members"
    return laid


@layout(KEPT, XLS)
def four_rows_of_title(truth: Truth) -> Laid:
    lines: list[list[object]] = [
        [TITLE],
        ["（2026年度动态管理用表）"],
        ["填报单位（盖章）：加车镇人民政府", None, None, None, None, "填报人：潘正明", None, "联系电话：19900000000"],
        ["单位：元、人、平方米", None, None, "填报日期：2026-11-20"],
    ]
    page = households_page(truth, PLAIN, lines=lines)
    foot(page)
    return Laid(truth, [page], year=YEAR, filled_on=FILLED_ON)


# Where the table begins, and what else is in the file


@layout()
def table_begins_at_column_b(truth: Truth) -> Laid:
    return households_laid(truth, PLAIN, left=1)


@layout(XLSX, XLS)
def table_begins_at_row_seven_and_column_c(truth: Truth) -> Laid:
    page = Page("Sheet1")
    for _ in range(6):
        page.add("blank")
    heading(page, PLAIN, left=2)
    household_rows(page, PLAIN, truth, left=2)
    return Laid(truth, [page])


@layout(XLSX, XLS)
def hidden_sheets_and_instructions(truth: Truth) -> Laid:
    laid = two_sheets(truth)
    guide = Page("填表说明", foreign=True)
    for words in ("填表说明", "1.户编号：按系统编号填写。", "2.姓名：与身份证一致。", "3.与户主关系：从下拉框选择。"):
        guide.add("foreign", words)
    lists = Page("字典", hidden=True, foreign=True)
    for pair in (("健康状况", "劳动能力"), ("健康", "普通劳动力"), ("长期慢性病", "技能劳动力"), ("残疾", "无劳动力")):
        lists.add("foreign", *pair)
    old = Page("去年", hidden=True, foreign=True)
    for line in laid.pages[0].lines[:6]:
        old.add("foreign", *line.cells)
    return Laid(truth, [guide, *laid.pages, lists, old])


@layout(KEPT)
def a_sheet_of_sums_beside_the_register(truth: Truth) -> Laid:
    laid = two_sheets(truth)
    sums = Page("汇总表", foreign=True)
    sums.add("foreign", "各村汇总")
    sums.add("foreign", "行政村", "户数", "人口", "纯收入合计", "人均")
    for village in truth.villages():
        those = [truth.households[n] for n in truth.of(village)]
        people, net = sum(len(one.persons) for one in those), sum(one.totals[Total.NET] for one in those)
        sums.add("foreign", village, len(those), people, net / 100, round(net / people / 100, 2))
    return Laid(truth, [sums, *laid.pages])


@layout()
def a_title_not_quite_as_wide_as_the_table(truth: Truth) -> Laid:
    laid = households_laid(truth, PLAIN, lines=[[TITLE], ["对门坡村"]])
    page = laid.pages[0]
    page.merges[:1] = [Merge(row, 1, row, len(PLAIN) - 2) for row in (1, 2)]
    laid.year = YEAR
    return laid


@layout()
def village_titles_stand_where_names_stand_below(truth: Truth) -> Laid:
    page = Page("全乡")
    given = [*columns("head.name", "number", "place.group", "people"), *TOTALS]
    for village in truth.villages():
        page.add("title", village)
        page.merges.append(Merge(len(page.lines), 1, len(page.lines), len(given)))
        heading(page, given)
        household_rows(page, given, truth, which=truth.of(village))
    return Laid(truth, [page], apart=("village",))


@layout()
def headings_of_every_page_drawn_apart(truth: Truth) -> Laid:
    page = Page("打印")
    given = [one.headed(" ".join(one.heading[0])) for one in PLAIN]
    for start in range(0, len(truth.households), 9):
        heading(page, given)
        household_rows(page, given, truth, which=range(start, min(start + 9, len(truth.households))), nth=start)
    return Laid(truth, [page])
