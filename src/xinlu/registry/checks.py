"""What a household file may hold, as pure checks: codes of the vocabulary, days that can be, numbers that can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.practice.file_bounds import (
    EARLIEST_BIRTH,
    EARLIEST_HOUSE,
    FUELS_MAX,
    FURTHER_CAUSES_MAX,
    HOUSE_MAX_M2,
    LONGEST_NUMBER,
    MARKET_MAX_M,
)
from xinlu.practice.vocabulary import VOCABULARY, CauseOfPoverty, Choice, Fuel

LEAVING_REASONS: dict[str, Words] = {
    "died": Words("去世", "died"),
    "married": Words("出嫁、入赘", "married out"),
    "moved": Words("搬走、分家", "moved or split off"),
    "error": Words("本来就不是这家的", "never belonged here"),
    "other": Words("别的", "other"),
}

FACT_NAMES: dict[str, Words] = {
    "name": Words("姓名", "Name"),
    "relation": Words("与户主关系", "Relation to head"),
    "sex": Words("性别", "Sex"),
    "born_on": Words("出生日期", "Date of birth"),
    "id_number": Words("身份证号", "ID number"),
    "disability_number": Words("残疾证号", "Disability certificate"),
    "ethnic_group": Words("民族", "Ethnic group"),
    "education": Words("文化程度", "Education"),
    "schooling": Words("在校情况", "Schooling now"),
    "health": Words("健康状况", "Health"),
    "labour": Words("劳动能力", "Ability to work"),
    "migrant_work": Words("外出务工", "Works away from home"),
    "subsistence_allowance": Words("吃低保", "Subsistence allowance"),
    "medical_insurance": Words("参加医保", "Medical insurance"),
    "pension_insurance": Words("参加养老保险", "Pension insurance"),
    "joined_on": Words("哪天来的", "Joined on"),
    "left_on": Words("哪天走的", "Left on"),
    "left_why": Words("为什么走", "Why they left"),
    "place": Words("住在哪个村、组", "Village or group"),
    "place_since": Words("哪天搬来的", "Moved there on"),
    "number": Words("户编号", "Household number"),
    "address": Words("住址", "Address"),
    "phone": Words("电话", "Telephone"),
    "main_cause": Words("主要致贫原因", "Main cause of poverty"),
    "further_causes": Words("其他致贫原因", "Further causes"),
    "house_area_m2": Words("住房面积（平方米）", "House area (m²)"),
    "house_structure": Words("房屋结构", "House structure"),
    "house_year": Words("建房年份", "Year built"),
    "house_grade": Words("危房等级", "Danger grade"),
    "house_graded_on": Words("哪天评的", "Graded on"),
    "electricity": Words("通电", "Electricity"),
    "fuels": Words("做饭烧什么", "Fuels"),
    "water": Words("吃的什么水", "Drinking water"),
    "market_distance_m": Words("离集市多远（米）", "Distance to market (m)"),
    "note": Words("备注", "Note"),
    "said_by": Words("谁说的", "Who said it"),
}
"""Every fact of the file by its field, as forms and histories name it."""

_CODES: dict[str, type[Choice]] = {
    **{name: VOCABULARY[name] for name in ("sex", "relation", "education", "schooling", "health", "labour")},
    **{name: VOCABULARY[name] for name in ("house_structure", "house_grade", "water")},
    "main_cause": CauseOfPoverty,
}
_LISTS: dict[str, tuple[type[Choice], int]] = {
    "further_causes": (CauseOfPoverty, FURTHER_CAUSES_MAX),
    "fuels": (Fuel, FUELS_MAX),
}
_BOUNDS: dict[str, tuple[int, int]] = {
    "house_area_m2": (0, HOUSE_MAX_M2),
    "market_distance_m": (0, MARKET_MAX_M),
    "house_year": (EARLIEST_HOUSE, 9999),
}


def choices_of(field: str) -> type[Choice] | None:
    """The closed list of a field, if it has one."""
    return _LISTS[field][0] if field in _LISTS else _CODES.get(field)


def check_said_by(said_by: str) -> str:
    """Who said it, trimmed; Refusal when nobody is named."""
    if not said_by.strip():
        raise Refusal("file.said_by", Words("这些是谁说的，要写名字", "Write who said this"), field="said_by")
    return said_by.strip()


def trimmed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts without the blanks around what was typed."""
    return {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}


def check_facts(facts: Mapping[str, Any]) -> None:
    """Refusal naming the first field whose code is unknown, whose number cannot be, or whose list is too long."""
    for field, value in facts.items():
        if field in _CODES and value:
            _known(field, [value], _CODES[field])
        elif field in _LISTS and value:
            choice, most = _LISTS[field]
            _known(field, value, choice)
            if len(value) > most or len(set(value)) != len(value):
                words = Words("{what}最多选 {n} 样，不能重复", "{what}: {n} at most, each once")
                raise Refusal("file.too_many", words.filled(what=FACT_NAMES[field], n=most), field=field)
        elif field in _BOUNDS and value is not None:
            _check_bounds(field, value)
        elif isinstance(value, date) and value > clock.today():
            words = Words("{what}写的是 {day}，这一天还没到", "{what} is {day}; that day is still to come")
            raise Refusal("file.day_to_come", words.filled(what=FACT_NAMES[field], day=value.isoformat()), field=field)
        elif field in ("phone", "disability_number") and len(value or "") > LONGEST_NUMBER:
            words = Words("{what}太长了，最多 {most} 个字", "{what} is too long; {most} characters at most")
            raise Refusal("file.too_long", words.filled(what=FACT_NAMES[field], most=LONGEST_NUMBER), field=field)


def check_person(facts: Mapping[str, Any]) -> None:
    """Refusal for a person without name or relation, born before 1900, or who came or left before birth."""
    check_facts(facts)
    if not str(facts.get("name", "")).strip():
        raise Refusal("member.name", Words("名字不能空着", "A name is needed"), field="name")
    if not facts.get("relation"):
        raise Refusal(
            "member.relation", Words("跟户主是什么关系，要选一个", "Choose the relation to the head"), field="relation"
        )
    born = facts.get("born_on")
    if born and born < EARLIEST_BIRTH:
        raise Refusal(
            "member.born_on",
            Words("{day} 出生？太早了，看看年份", "Born on {day}? Too early; look at the year").filled(day=born),
            field="born_on",
        )
    if facts.get("left_why") and facts["left_why"] not in LEAVING_REASONS:
        raise Refusal(
            "member.left_why",
            Words("没有这个原因，请从列出来的里面选一个", "There is no such reason; choose one of those listed"),
            field="left_why",
        )
    for field in ("joined_on", "left_on"):
        day = facts.get(field)
        if born and day and day < born:
            words = Words(
                "{what}是 {day}，比出生日期 {born} 还早", "{what} is {day}, which is before the date of birth, {born}"
            )
            raise Refusal("member.before_birth", words.filled(what=FACT_NAMES[field], day=day, born=born), field=field)
    if facts.get("joined_on") and facts.get("left_on") and facts["left_on"] < facts["joined_on"]:
        raise Refusal(
            "member.left_before_joined",
            Words("走的日子比来的日子还早", "They left before they joined"),
            field="left_on",
        )


def _check_bounds(field: str, value: int) -> None:
    least, most = _BOUNDS[field]
    most = min(most, clock.today().year) if field == "house_year" else most
    if not least <= value <= most:
        words = Words(
            "{what}写的是 {value}，应该在 {least} 到 {most} 之间",
            "{what} is {value}; it should lie between {least} and {most}",
        )
        filled = words.filled(what=FACT_NAMES[field], value=value, least=least, most=most)
        raise Refusal("file.bounds", filled, field=field)


def _known(field: str, codes: Iterable[str], choice: type[Choice]) -> None:
    known = choice._value2member_map_
    for code in codes:
        if code not in known:
            words = Words(
                "{what}里没有“{code}”，请从列出来的里面选", "{what} has no “{code}”; choose one of those listed"
            )
            raise Refusal("file.code", words.filled(what=FACT_NAMES[field], code=str(code)[:40]), field=field)
