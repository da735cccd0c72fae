"""Reads what can be known of a household and of a member out of `facts.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from xinlu.kernel.words import Words
from xinlu.policy.entries import Entry
from xinlu.policy.faults import Collector, FaultFound, expression_in
from xinlu.policy.language import can_be_a_name, condition
from xinlu.policy.scanning import CODE
from xinlu.policy.strict_yaml import read_yaml
from xinlu.policy.terms import TODAY, UNITS, ChangedBy, Fact, Facts, Named, Type
from xinlu.practice.vocabulary import VOCABULARY
from xinlu.standards import load as load_standards

FILE = Path(__file__).parent / "facts.yaml"
LARGEST = 10**11
MOST_PEOPLE = 30
TYPES = (Type.YES_NO, Type.COUNT, Type.FEN, Type.CODE, Type.DAY)


@cache
def packaged_facts() -> Facts:
    """The facts of `facts.yaml`, read once."""
    return read_facts(FILE.read_text(encoding="utf-8"), FILE.name)


def read_facts(text: str, file: str) -> Facts:
    """The facts in the text of a file; CatalogueError with every fault that it has."""
    found = Collector()
    household: dict[str, Fact] = {}
    members: dict[str, Fact] = {}
    with found.entry():
        entry = Entry.of(read_yaml(text, file), file)
        entry.only("household", "members", "people")
        for section, facts in (("household", household), ("members", members)):
            for name, item in entry.below(section).fields.items() if entry.has(section) else ():
                with found.entry(name):
                    facts[name] = _fact(name, Entry.of(item, file))
        for name, item in entry.below("people").fields.items() if entry.has("people") else ():
            with found.entry(name):
                people = Entry.of(item, file)
                if name in household:
                    raise people.fault(
                        Words("“{name}”已经是一项情况", "“{name}” is already a fact").filled(name=name),
                        Words("换一个名字", "choose another name"),
                    )
                household[name] = _people_fact(name, people, members)
    found.settle()
    return Facts(household=household, members=members)


def _fact(name: str, entry: Entry) -> Fact:
    entry.only("type", "unit", "codes", "label", "from", "asked", "changed_by", "least", "most", "step")
    check_name(name, entry)
    kind = entry.choice("type", Type)
    if kind not in TYPES:
        raise entry.fault(
            Words("情况的 type 不能是 {kind}", "the type of a fact cannot be {kind}").filled(kind=kind),
            Words("可以写 {types}", "it can be {types}").filled(types=", ".join(TYPES)),
            at="type",
        )
    is_number = kind in (Type.COUNT, Type.FEN)
    return Fact(
        name=name,
        type=kind,
        unit=read_unit(entry) if kind is Type.COUNT else "",
        codes=_codes(entry) if kind is Type.CODE else {},
        label=entry.words("label"),
        origin=entry.words("from"),
        asked=entry.words("asked"),
        changed_by=entry.choice("changed_by", ChangedBy),
        least=entry.whole("least", least=-LARGEST, most=LARGEST) if is_number else 0,
        most=entry.whole("most", least=-LARGEST, most=LARGEST) if is_number else 0,
        step=entry.whole("step", least=1, most=LARGEST) if entry.has("step") else 1,
    )


def _people_fact(name: str, entry: Entry, members: Mapping[str, Named]) -> Fact:
    entry.only("label", "who", "asked", "changed_by")
    check_name(name, entry)
    with expression_in(entry.file, entry.item("who").line):
        who = condition(entry.text("who"), members)
    return Fact(
        name=name,
        type=Type.PEOPLE,
        label=entry.words("label"),
        origin=Words("户档案里的家庭成员", "the members in the household file"),
        asked=entry.words("asked"),
        changed_by=entry.choice("changed_by", ChangedBy),
        most=MOST_PEOPLE,
        who=who,
    )


def check_name(name: str, entry: Entry) -> None:
    """A fault where the name could be taken for something else."""
    if len(name) > 60 or name == TODAY or not can_be_a_name(name):
        raise entry.fault(
            Words("“{name}”不能当名字", "“{name}” cannot be a name").filled(name=name[:60]),
            Words(
                "用小写英文字母、数字和单个下划线；SQL 自己的词不能用",
                "lower-case letters, digits, single underlines, and no word of SQL's own",
            ),
        )


def read_unit(entry: Entry) -> str:
    """The unit of a count; a fault where there is no such unit."""
    unit = entry.text("unit")
    if unit not in UNITS:
        raise entry.fault(
            Words("没有“{unit}”这个单位", "there is no unit “{unit}”").filled(unit=unit[:40]),
            Words("可以写 {units}", "it can be {units}").filled(units=", ".join(UNITS)),
            at="unit",
        )
    return unit


def _codes(entry: Entry) -> Mapping[str, Words]:
    item = entry.item("codes")
    if isinstance(item.value, dict):
        listed = Entry.of(item, entry.file)
        return {code: listed.words(code) for code in listed.fields if _is_code(code, listed)}
    name = entry.text("codes")
    if name == "household_status":
        return {status.code: status.label for status in load_standards().household_statuses}
    if name not in VOCABULARY:
        raise _no_list(entry, name)
    return {choice.value: choice.words for choice in VOCABULARY[name]}


def _is_code(code: str, entry: Entry) -> bool:
    if CODE.fullmatch(f"'{code}'"):
        return True
    raise entry.fault(
        Words("“{code}”不能当代码", "“{code}” cannot be a code").filled(code=code[:40]),
        Words("用小写英文字母、数字和下划线", "use lower-case letters, digits and underlines"),
        at=code,
    )


def _no_list(entry: Entry, name: str) -> FaultFound:
    return entry.fault(
        Words("没有“{name}”这张表", "there is no list “{name}”").filled(name=name[:40]),
        Words(
            "可以写 household_status, {lists}，或者自己列出来",
            "it can be household_status, {lists}, or a mapping of its own",
        ).filled(lists=", ".join(VOCABULARY)),
        at="codes",
    )
