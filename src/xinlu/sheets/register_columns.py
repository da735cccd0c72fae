"""The columns of a register that goes out: headings that the reader of registers knows, so that the file can come back.

What a column means is a key of headings.yaml; "" where it only informs and is not read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xinlu.income.kinds import offered_kinds
from xinlu.kernel.words import Words
from xinlu.practice.vocabulary import VOCABULARY, CauseOfPoverty, Fuel
from xinlu.sheets.writing import Column, Sort

NO_GROUP = "—"
"""Stands where a household belongs to no group: an empty cell among places is read as the one above."""
OFFICIAL_FROM = 6
"""Characters of an official household number. A shorter one joins the sheets of one file and is not kept (households.py)."""

HOUSEHOLDS = Words("农户", "Households")
MEMBERS = Words("家庭成员", "Members")
LINES = Words("收入账", "Income lines")


@dataclass(frozen=True, slots=True)
class Filled:
    """A column and by what name its value is asked for; `reads` is what the reader of registers takes it for."""

    name: str
    reads: str
    column: Column
    secret: bool = False


def _filled(
    name: str,
    zh: str,
    en: str,
    *,
    reads: str | None = None,
    sort: Sort = Sort.TEXT,
    width: int = 12,
    takes: Words | None = None,
    secret: bool = False,
) -> Filled:
    listed = VOCABULARY.get(name) or {
        "main_cause": CauseOfPoverty,
        "further_causes": CauseOfPoverty,
        "fuels": Fuel,
    }.get(name)
    several = name in ("further_causes", "fuels")
    choices = tuple(choice.words for choice in listed) if listed else ()
    if choices and not several:
        sort = Sort.CHOICE
    column = Column(Words(zh, en), sort, width, takes, choices, several)
    return Filled(name, name if reads is None else reads, column, secret)


_INFORMS = Words("只是给您看的，交回来时不读。", "For information; not read when the file comes back.")
_NUMBER = _filled(
    "number",
    "户编号",
    "Household number",
    width=20,
    takes=Words(
        "几张表靠它对上。五位以下的数不是正式编号，只在这份文件里用。",
        "Joins the sheets. A number of five digits or fewer is no official one: it holds within this file only.",
    ),
)
_HEAD = _filled(
    "head_name",
    "户主姓名",
    "Head of household",
    reads="name",
    takes=Words("照户口簿写。", "As in the household register."),
)
_VILLAGE = _filled("village", "村", "Village", reads="place.village", width=14)

HOUSEHOLD_COLUMNS: tuple[Filled, ...] = (
    _NUMBER,
    _HEAD,
    _filled("county", "县", "County", reads="place.county"),
    _filled("township", "乡镇", "Township", reads="place.township"),
    _VILLAGE,
    _filled("group", "组", "Group", reads="place.group", width=10, takes=Words("不分组的写“—”。", "“—” where there are no groups.")),
    _filled(
        "code", "区划代码", "Area code", reads="place.code", width=16,
        takes=Words("住的村或组的代码，以它为准。", "Of the village or group where they live; it decides."),
    ),
    _filled("people", "家庭人口", "People", sort=Sort.WHOLE, width=9, takes=Words("几口人，和“家庭成员”表里的人数一样。", "As many as stand in the sheet “Members”.")),
    _filled("phone", "电话", "Telephone", width=16, secret=True),
    _filled("address", "住址", "Address", width=24),
    _filled("main_cause", "主要致贫原因", "Main cause of poverty", width=14),
    _filled("further_causes", "其他致贫原因", "Further causes", width=18),
    _filled("house_area_m2", "住房面积（平方米）", "House area (m²)", sort=Sort.WHOLE),
    _filled("house_structure", "房屋结构", "House structure", width=16),
    _filled("house_year", "建房年份", "Year built", sort=Sort.WHOLE),
    _filled("house_grade", "危房等级", "Danger grade"),
    _filled("house_graded_on", "鉴定日期", "Graded on", sort=Sort.DAY),
    _filled("electricity", "通电", "Electricity", width=9),
    _filled("fuels", "燃料", "Fuels", width=26),
    _filled("water", "饮水", "Drinking water", width=20),
    _filled("market_distance_m", "离集市距离（米）", "Distance to market (m)", sort=Sort.WHOLE),
    _filled("note", "备注", "Note", width=30),
)  # fmt: skip
"""What is known of a household, a row each."""

_WHOLE = Words("只有总数、没有一笔一笔的账时才写。", "Only where there are sums and no account line by line.")
TOTAL_COLUMNS: tuple[Filled, ...] = (
    _filled("wages", "工资性收入", "Wages", reads="total.wages", sort=Sort.YUAN, takes=_WHOLE),
    _filled("production", "生产经营性收入", "Production", reads="total.production", sort=Sort.YUAN, width=15, takes=_WHOLE),
    _filled("property", "财产性收入", "Property", reads="total.property", sort=Sort.YUAN, takes=_WHOLE),
    _filled("transfer", "转移性收入", "Transfers", reads="total.transfer", sort=Sort.YUAN, takes=_WHOLE),
    _filled("production_cost", "生产经营性支出", "Costs of production", reads="total.production_cost", sort=Sort.YUAN, width=15, takes=_WHOLE),
    _filled("net", "家庭年纯收入", "Net income of the household", reads="total.net", sort=Sort.YUAN, width=15, takes=_WHOLE),
)  # fmt: skip
"""The whole sums that a register held in place of an account, as they were claimed."""

FIGURE_COLUMNS: tuple[Filled, ...] = (
    _filled("helper", "帮扶责任人", "Helper", reads="", takes=_INFORMS),
    _filled("status", "现在算什么户", "Counts as", reads="", width=16, takes=_INFORMS),
    _filled("period_end", "账算到哪天", "Account up to", reads="", sort=Sort.DAY, takes=_INFORMS),
    _filled("claimed_fen", "账上纯收入", "Claimed net income", reads="", sort=Sort.YUAN, takes=_INFORMS),
    _filled("recognised_low_fen", "户里认的最少", "Recognised at least", reads="", sort=Sort.YUAN, takes=_INFORMS),
    _filled("recognised_high_fen", "户里认的最多", "Recognised at most", reads="", sort=Sort.YUAN, takes=_INFORMS),
    _filled("claimed_head_fen", "账上人均", "Claimed a head", reads="", sort=Sort.YUAN, takes=_INFORMS),
    _filled("recognised_low_head_fen", "户里认的人均最少", "Recognised a head at least", reads="", sort=Sort.YUAN, takes=_INFORMS),
    _filled("recognised_high_head_fen", "户里认的人均最多", "Recognised a head at most", reads="", sort=Sort.YUAN, takes=_INFORMS),
    _filled("lines_recognised", "户里认了几笔", "Lines recognised", reads="", sort=Sort.WHOLE, width=9, takes=_INFORMS),
    _filled("lines_contested", "户里不认几笔", "Lines contested", reads="", sort=Sort.WHOLE, width=9, takes=_INFORMS),
    _filled("lines_unanswered", "户里没答几笔", "Lines unanswered", reads="", sort=Sort.WHOLE, width=9, takes=_INFORMS),
    _filled("key", "系统编号", "System number", reads="", width=38, takes=Words("这一户在系统里的编号，不要改。", "Of the household within this system; leave it as it is.")),
)  # fmt: skip
"""Beside them: who answers for the household, and its figures, claimed and recognised."""

MEMBER_COLUMNS: tuple[Filled, ...] = (
    _NUMBER,
    _HEAD,
    _VILLAGE,
    _filled("name", "姓名", "Name", takes=Words("照身份证写，60 个字以内。", "As on the ID card, 60 characters at most.")),
    _filled("relation", "与户主关系", "Relation to head", width=19),
    _filled("sex", "性别", "Sex", width=7),
    _filled("id_number", "身份证号", "ID number", width=21, takes=Words("18 位，最后一位可以是 X。", "18 characters; the last may be X."), secret=True),
    _filled("born_on", "出生日期", "Date of birth", sort=Sort.DAY),
    _filled("ethnic_group", "民族", "Ethnic group", width=10),
    _filled("education", "文化程度", "Education", width=19),
    _filled("schooling", "在校情况", "Schooling", width=19),
    _filled("health", "健康状况", "Health", width=19),
    _filled("labour", "劳动能力", "Ability to work", width=18),
    _filled("migrant_work", "外出务工", "Works away from home", width=10),
    _filled("subsistence_allowance", "低保", "Subsistence allowance", width=10),
    _filled("medical_insurance", "医疗保险", "Medical insurance", width=10),
    _filled("pension_insurance", "养老保险", "Pension insurance", width=10),
    _filled("disability_number", "残疾证号", "Disability certificate", width=23, secret=True),
    _filled("joined_on", "哪天来的", "Joined on", sort=Sort.DAY),
    _filled("left_on", "哪天走的", "Left on", sort=Sort.DAY, takes=Words("还在家里的空着。", "Empty for whoever lives there.")),
)  # fmt: skip
"""What is known of a person, a row each. Who has left is not listed."""

LINE_COLUMNS: tuple[Filled, ...] = (
    _NUMBER,
    _HEAD,
    Filled(
        "year", "ledger.year", Column(Words("年度", "Year"), Sort.WHOLE, 9, Words("账算到这一年。", "The account ends in it."))
    ),
    Filled(
        "kind", "ledger.kind",
        Column(Words("项目", "Kind of line"), Sort.CHOICE, 22, choices=tuple(each.name for each in offered_kinds())),
    ),
    _filled("title", "账目名称", "Own title", reads="ledger.title", width=18, takes=Words("户里自己的叫法，没有就空着。", "What the household calls it; may be empty.")),
    _filled("quantity_milli", "数量", "Quantity", reads="ledger.quantity", sort=Sort.QUANTITY),
    _filled("price_fen", "单价", "Price", reads="ledger.price", sort=Sort.YUAN),
    _filled("amount_fen", "金额", "Amount", reads="ledger.amount", sort=Sort.YUAN, takes=Words("数量乘单价；不知道就写一共多少。", "Quantity times price, or the whole where those are not known.")),
    _filled("cost_fen", "成本", "Cost", reads="ledger.cost", sort=Sort.YUAN, takes=Words("为它花的本钱。", "What was spent to earn it.")),
)  # fmt: skip
"""A line of the account as it is claimed, a row each."""


def without_secrets(columns: Sequence[Filled], *, with_numbers: bool) -> tuple[Filled, ...]:
    """The columns, without those of ID, telephone and certificate numbers unless they may go out."""
    return tuple(each for each in columns if with_numbers or not each.secret)


def between_choices(language: str) -> str:
    """What stands between the choices of one cell; some of them have a comma or a 、 of their own."""
    return "；" if language.startswith("zh") else "; "
