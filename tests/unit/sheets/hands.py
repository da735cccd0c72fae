"""How offices write one value: plainly, and in the other ways that are met."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from unit.sheets.pages import Cell, Column, Put
from xinlu.income.kinds import kind
from xinlu.practice.vocabulary import Choice, Health, Relation

ZERO_WIDTH = "\u200b"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
HEADINGS = {
    "serial": "序号", "number": "户编号", "people": "家庭人口", "phone": "联系电话", "address": "家庭住址",
    "main_cause": "主要致贫原因", "further_causes": "其他致贫原因", "house_area_m2": "住房面积",
    "house_structure": "房屋结构", "house_year": "建房年份", "house_grade": "住房安全等级", "house_graded_on": "鉴定日期",
    "electricity": "是否通电", "fuels": "主要燃料", "water": "饮水来源", "market_distance_m": "离集市距离(米)", "note": "备注",
    "place.county": "县", "place.township": "乡镇", "place.village": "行政村", "place.group": "村民组",
    "head.name": "户主姓名", "head.id_number": "户主身份证号", "name": "姓名", "sex": "性别", "id_number": "身份证号",
    "head.sex": "性别", "head.health": "健康状况", "head.born_on": "出生日期",
    "born_on": "出生日期", "relation": "与户主关系", "ethnic_group": "民族", "education": "文化程度",
    "schooling": "在校情况", "health": "健康状况", "labour": "劳动能力", "migrant_work": "外出务工",
    "subsistence_allowance": "是否低保", "medical_insurance": "是否参加医保", "pension_insurance": "是否参加养老保险",
    "disability_number": "残疾证号", "age": "年龄",
    "total.wages": "工资性收入", "total.production": "生产经营性收入", "total.production_cost": "生产经营性支出",
    "total.property": "财产性收入", "total.transfer": "转移性收入", "total.net": "家庭年纯收入",
    "total.net_head": "人均纯收入", "total.gross": "家庭年总收入",
    "ledger.kind": "项目", "ledger.amount": "金额", "ledger.quantity": "数量", "ledger.price": "单价", "ledger.cost": "成本",
    "line.migrant_work": "外出务工收入", "line.pig": "养猪收入", "line.rice": "稻谷收入", "line.land_rent": "土地流转收入",
    "line.pension": "养老金", "line.allowance": "低保金", "line.feed_cost": "买饲料",
}  # fmt: skip


def column(meaning: str, heading: str = "", *, put: Put | None = None) -> Column:
    """A column of that meaning under the plainest heading, in the plainest hand."""
    return Column(
        meaning,
        (heading or HEADINGS[meaning],),
        put or _PLAIN.get(meaning) or _PLAIN.get(meaning.partition(".")[0], plain),
    )


def columns(*meanings: str) -> list[Column]:
    """Plain columns in that order."""
    return [column(meaning) for meaning in meanings]


def plain(value: Any, nth: int = 0) -> Cell:
    """Words for a code, 是 and 否, days as a spreadsheet keeps them, lists with 、 between."""
    if isinstance(value, list):
        return "、".join(plain(one) for one in value)
    if isinstance(value, Choice):
        return value.words.zh
    if isinstance(value, bool):
        return "是" if value else "否"
    return value


def english(value: Any, nth: int = 0) -> Cell:
    """The same in an English office."""
    if isinstance(value, list):
        return "; ".join(english(one) for one in value)
    if isinstance(value, Choice):
        return value.words.en
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def yuan(fen: int, nth: int = 0) -> Cell:
    """Yuan as a number."""
    return fen // 100 if fen % 100 == 0 else float(Decimal(fen) / 100)


def ten_thousands(fen: int, nth: int = 0) -> Cell:
    """万元 as a number."""
    return float(Decimal(fen) / 1_000_000)


def yuan_as_text(fen: int, nth: int = 0) -> Cell:
    """Yuan as text in four ways: commas, 元 after it, full-width digits, a currency sign before it."""
    amount = Decimal(fen) / 100
    written = f"{amount:,.2f}" if fen % 100 else f"{amount:,.0f}"
    return (written, f"{written}元", written.replace(",", "").translate(FULL_WIDTH), f"¥{written}", f" {written} ")[
        nth % 5
    ]


def measure(milli: int, nth: int = 0) -> Cell:
    """Thousandths as a number."""
    return milli // 1000 if milli % 1000 == 0 else milli / 1000


def _ledger(value: Any, nth: int = 0) -> Cell:
    return kind(value).name.zh if isinstance(value, str) else yuan(value)


def day_mixed(day: date, nth: int = 0) -> Cell:
    """A day in the five ways that stand mixed in one column."""
    ways = (
        day,
        f"{day:%Y%m%d}",
        f"{day:%Y.%m.%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
    )
    return ways[nth % len(ways)]


def day_number(day: date, nth: int = 0) -> Cell:
    """19560827 as a number."""
    return int(f"{day:%Y%m%d}")


def id_mixed(number: str, nth: int = 0) -> Cell:
    """An ID number with what sticks to it on its way through offices; nothing of it is lost."""
    ways = (
        f"'{number}", number + ZERO_WIDTH, number.lower(), f" {number[:6]} {number[6:14]} {number[14:]} ",
        f"{number}\t", number.translate(FULL_WIDTH), f"‘{number}", f"{number}\u00a0", f"\ufeff{number}",
    )  # fmt: skip
    return ways[nth % len(ways)]


def name_mixed(name: str, nth: int = 0) -> Cell:
    """A name with blanks: two characters drawn apart, blanks around it."""
    return (name, f"{name[0]}　{name[1:]}", f" {name} ", f"{name[0]} {name[1:]}", name + ZERO_WIDTH)[nth % 5]


def full_width(value: Any, nth: int = 0) -> Cell:
    """Digits in full width, as the Chinese keyboard writes them."""
    return str(plain(value)).translate(FULL_WIDTH)


def with_unit(unit: str) -> Put:
    """A number with its unit behind it."""
    return lambda value, nth: f"{value}{unit}"


def yes_no(yes: str, no: str | None) -> Put:
    """Another way to say yes and no."""
    return lambda value, nth: yes if value else no


def short_number(value: str, nth: int = 0) -> Cell:
    """A household number that the program took for a number."""
    return int(value)


def kin(value: Relation, nth: int = 0) -> Cell:
    """Relations as neighbours say them."""
    said = {
        Relation.HEAD: ("户主", "本人"), Relation.SPOUSE: ("配偶", "配偶"), Relation.SON: ("儿子", "长子", "次子"),
        Relation.DAUGHTER: ("女儿", "长女", "次女"), Relation.MOTHER: ("母亲", "之母"), Relation.FATHER: ("父亲", "之父"),
        Relation.DAUGHTER_IN_LAW: ("儿媳", "儿媳"), Relation.SONS_SON: ("孙子", "之孙子"),
        Relation.SONS_DAUGHTER: ("孙女", "之孙女"),
    }  # fmt: skip
    ways = said[value]
    return ways[nth % len(ways)]


def health(value: Health, nth: int = 0) -> Cell:
    """Health as it is shortened."""
    return {Health.CHRONIC: "慢性病", Health.GRAVE: "大病"}.get(value, value.words.zh)


def constant(value: Cell) -> Put:
    """The same in every row: a helper's name, an empty place for a signature."""
    return lambda _value, _nth: value


_PLAIN: dict[str, Put] = {"total": yuan, "line": yuan, "ledger": _ledger, "ledger.quantity": measure}
