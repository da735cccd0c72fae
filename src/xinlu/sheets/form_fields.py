"""The names that an office may write between braces in a form of its own, and what each puts in their place.

What a helper claims and what the household recognises have names of their own: none means both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from rapidfuzz import fuzz, process

from xinlu.income.kinds import Source
from xinlu.kernel.words import Words

NEAR = 50
"""Likeness in percent from which a known name is offered for an unknown one."""


class Of(StrEnum):
    """Of what a name speaks: its row repeats for each, unless it is the household of a form about one household."""

    HOUSEHOLD = "household"
    MEMBER = "member"
    LINE = "line"
    EACH = "each"  # each household of a list


OF_WORDS: dict[Of, Words] = {
    Of.HOUSEHOLD: Words("", ""),
    Of.MEMBER: Words("成员", "member"),
    Of.LINE: Words("账目", "line"),
    Of.EACH: Words("户", "household"),
}
"""What stands before the dot: {成员.姓名}, {member.name}."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One name: `key` for programs, `name` as it stands between the braces, `note` where it needs a word more."""

    of: Of
    key: str
    name: Words
    note: Words | None = None

    @property
    def written(self) -> Words:
        """The name with its braces, and with what it is of."""
        of = OF_WORDS[self.of]
        return Words(
            *(
                f"{{{each}.{name}}}" if each else f"{{{name}}}"
                for each, name in zip((of.zh, of.en), (self.name.zh, self.name.en), strict=True)
            )
        )


_HOUSEHOLD: tuple[tuple[str, str, str], ...] = (
    ("number", "户编号", "household number"),
    ("head.name", "户主姓名", "head"),
    ("head.sex", "户主性别", "head's sex"),
    ("head.age", "户主年龄", "head's age"),
    ("head.id_number", "户主身份证号", "head's ID number"),
    ("head.born_on", "户主出生日期", "head's date of birth"),
    ("head.ethnic_group", "户主民族", "head's ethnic group"),
    ("head.education", "户主文化程度", "head's education"),
    ("head.health", "户主健康状况", "head's health"),
    ("head.labour", "户主劳动能力", "head's ability to work"),
    ("county", "县", "county"),
    ("township", "乡镇", "township"),
    ("village", "村", "village"),
    ("group", "组", "group"),
    ("code", "区划代码", "area code"),
    ("people", "家庭人口", "people"),
    ("phone", "电话", "telephone"),
    ("address", "住址", "address"),
    ("main_cause", "主要致贫原因", "main cause of poverty"),
    ("further_causes", "其他致贫原因", "further causes"),
    ("house_area_m2", "住房面积", "house area"),
    ("house_structure", "房屋结构", "house structure"),
    ("house_year", "建房年份", "year built"),
    ("house_grade", "危房等级", "danger grade"),
    ("house_graded_on", "鉴定日期", "graded on"),
    ("electricity", "通电", "electricity"),
    ("fuels", "燃料", "fuels"),
    ("water", "饮水", "drinking water"),
    ("market_distance_m", "离集市距离", "distance to market"),
    ("note", "备注", "note"),
    ("status", "现在算什么户", "counts as"),
    ("helper", "帮扶责任人", "helper"),
    ("helper_since", "哪天开始帮扶", "helper since"),
    ("period_start", "账期起", "account from"),
    ("period_end", "账期止", "account to"),
    ("account_heads", "账上人口", "people in the account"),
    ("line_fen", "当年标准", "poverty line"),
    ("lines", "账目几笔", "lines"),
    ("lines_recognised", "认了几笔", "lines recognised"),
    ("lines_contested", "不认几笔", "lines contested"),
    ("lines_unanswered", "没答几笔", "lines unanswered"),
    ("last_visit_on", "最近走访", "last visit"),
    ("today", "今天", "today"),
)
_MEMBER: tuple[tuple[str, str, str], ...] = (
    ("nth", "序号", "no"),
    ("name", "姓名", "name"),
    ("relation", "与户主关系", "relation to head"),
    ("sex", "性别", "sex"),
    ("age", "年龄", "age"),
    ("id_number", "身份证号", "ID number"),
    ("born_on", "出生日期", "date of birth"),
    ("ethnic_group", "民族", "ethnic group"),
    ("education", "文化程度", "education"),
    ("schooling", "在校情况", "schooling"),
    ("health", "健康状况", "health"),
    ("labour", "劳动能力", "ability to work"),
    ("migrant_work", "外出务工", "works away from home"),
    ("subsistence_allowance", "低保", "subsistence allowance"),
    ("medical_insurance", "医疗保险", "medical insurance"),
    ("pension_insurance", "养老保险", "pension insurance"),
    ("disability_number", "残疾证号", "disability certificate"),
    ("joined_on", "哪天来的", "joined on"),
)
_LINE: tuple[tuple[str, str, str], ...] = (
    ("nth", "序号", "no"),
    ("source", "来源", "source"),
    ("kind", "项目", "kind"),
    ("title", "名称", "title"),
    ("quantity", "数量", "quantity"),
    ("unit", "单位", "unit"),
    ("price_fen", "单价", "price"),
    ("claimed.amount_fen", "金额·报的", "amount·claimed"),
    ("claimed.cost_fen", "成本·报的", "cost·claimed"),
    ("claimed.net_fen", "净额·报的", "net·claimed"),
    ("answer", "户里认不认", "answer"),
    ("recognised.net_fen", "净额·户里说的", "net·by the household"),
    ("basis", "凭什么记的", "basis"),
)
_SUMS: tuple[tuple[str, str, str], ...] = (
    ("income", "家庭纯收入", "net income"),
    ("income_head", "人均纯收入", "net income a head"),
    (Source.WAGES.value, "工资性收入", "wages"),
    (Source.PRODUCTION.value, "生产经营性收入", "production"),
    (Source.PROPERTY.value, "财产性收入", "property"),
    (Source.TRANSFER.value, "转移性收入", "transfers"),
    (Source.PRODUCTION_COST.value, "生产经营性支出", "costs of production"),
    ("rigid", "看病上学支出", "illness and school"),
)
_SIDES: tuple[tuple[str, str, str], ...] = (
    ("claimed", "报的", "claimed"),
    ("recognised", "认同", "recognised"),
    ("recognised_low", "认同最少", "recognised at least"),
    ("recognised_high", "认同最多", "recognised at most"),
)
_NOTES: Mapping[str, Words] = MappingProxyType(
    {
        "claimed": Words("帮扶人报的，户里还没认的也在里面", "as the helper claims it, recognised or not"),
        "recognised": Words(
            "户里认的；还有没答的，写成“最少～最多”",
            "as the household recognises it; “least~most” while lines are unanswered",
        ),
        "recognised_low": Words("没答的收入按 0 算", "with unanswered income at 0"),
        "recognised_high": Words("没答的收入按报的算", "with unanswered income as claimed"),
    }
)


_ALSO = {"身份证号": "head.id_number", "idnumber": "head.id_number", "姓名": "head.name", "name": "head.name"}
"""What a form about one household calls its head's."""


@cache
def form_fields() -> tuple[FormField, ...]:
    """Every name, in the order in which the help lists them."""
    return tuple(_fields())


def _fields() -> Iterator[FormField]:
    sums = [
        (f"{key}.{side}", f"{zh}·{said_zh}", f"{en}·{said_en}", _NOTES[side])
        for key, zh, en in _SUMS
        for side, said_zh, said_en in _SIDES
    ]
    for of in (Of.HOUSEHOLD, Of.EACH):
        if of is Of.EACH:
            yield FormField(of, "nth", Words("序号", "no"))
        for key, zh, en in _HOUSEHOLD:
            yield FormField(of, key, Words(zh, en))
        for key, zh, en, note in sums:
            yield FormField(of, key, Words(zh, en), note)
    for of, listed in ((Of.MEMBER, _MEMBER), (Of.LINE, _LINE)):
        for key, zh, en in listed:
            yield FormField(of, key, Words(zh, en))


@cache
def _by_name() -> Mapping[str, FormField]:
    found: dict[str, FormField] = {}
    for each in form_fields():
        for name in (each.written.zh, each.written.en):
            plain = _plain(name.strip("{}"))
            if found.setdefault(plain, each) is not each:
                raise ValueError(f"two meanings of {name}")
    for name, key in _ALSO.items():
        found[name] = next(each for each in form_fields() if each.of is Of.HOUSEHOLD and each.key == key)
    return MappingProxyType(found)


def field_named(written: str) -> FormField | None:
    """What a name between braces means; None for an unknown one.

    >>> field_named("成员 . 姓名").key
    'name'
    """
    return _by_name().get(_plain(written))


def nearest_names(written: str, *, language: str) -> tuple[str, ...]:
    """The known names that look most like an unknown one, without braces; of a figure that is told neither as claimed nor
    as recognised, both. Empty where none comes near."""
    plain = _plain(written)
    known = _by_name()
    both = [known[name] for side in ("报的", "认同", "claimed", "recognised") if (name := f"{plain}·{side}") in known]
    if not both:
        found = process.extractOne(plain, known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
        both = [known[found[0]]] if found else []
    return tuple(each.written.said(language).strip("{}") for each in both)


def field_names(language: str) -> str:
    """The help text: every name with its braces, in the order of its rows, and what the claimed and recognised ones mean."""
    lines = [_HELP.said(language)]
    for of in Of:
        lines += ["", _OF_HELP[of].said(language)]
        for each in form_fields():
            if each.of is of:
                note = f"　{each.note.said(language)}" if each.note and of is not Of.EACH else ""
                lines.append(f"{each.written.said(language)}{note}")
    return "\n".join(lines)


_HELP = Words(
    "在您自己的表里，把要填的地方写成花括号里的名字，比如“{户主姓名}”。字体、合并、打印设置都不动。\n"
    "报的数和户里认的数是两个名字：要哪一个，写哪一个。",
    "In a form of your own write a name in braces where something is to be filled in, such as {head}. Fonts, merged "
    "cells and print settings stay.\nWhat is claimed and what the household recognises have names of their own: "
    "write the one that is meant.",
)
_OF_HELP: dict[Of, Words] = {
    Of.HOUSEHOLD: Words("一户的：", "Of the household:"),
    Of.MEMBER: Words("每个成员一行，这一行会自己往下加：", "A row for each member; the row repeats by itself:"),
    Of.LINE: Words("每一笔账一行：", "A row for each line of the account:"),
    Of.EACH: Words(
        "一个村或一个帮扶人的名单，每户一行：", "For a list of a village or a helper, a row for each household:"
    ),
}


def _plain(name: str) -> str:
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).lower()
    return re.sub("[•‧∙⋅・･]", "·", text).replace("．", ".").replace("。", ".").replace("’", "'")
