"""Reads parameters: what a place sets, each value with its source and standing. Also values that a county enters itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from xinlu.kernel.words import Words
from xinlu.policy.entries import Entry
from xinlu.policy.facts import check_name
from xinlu.policy.faults import Collector
from xinlu.policy.placing import check_overlap, read_days, read_place
from xinlu.policy.terms import UNITS, Facts, Parameter, ParameterValue, Placed, Standing, Type, Value

LARGEST: Mapping[Type, int] = {Type.FEN: 10**11, Type.PERCENT: 1_000, Type.COUNT: 100_000}
"""The most that a value can be; beyond it is a slip of the finger."""
SORTS = (Type.FEN, Type.PERCENT, Type.YES_NO, Type.DAY)


def read_parameters(
    entry: Entry, facts: Facts, known: Mapping[str, Parameter], found: Collector
) -> Iterable[Parameter]:
    """The parameters of one file; `known` are those of others, whose names are taken."""
    taken = set(known)
    with found.entry():
        for item in entry.listed("parameters") if entry.has("parameters") else []:
            called = item.value["name"].plain if isinstance(item.value, dict) and "name" in item.value else ""
            with found.entry(str(called)[:60]):
                each = Entry.of(item, entry.file)
                parameter = _parameter(each)
                if parameter.name in facts.household or parameter.name in taken:
                    raise each.fault(
                        Words("“{name}”这个名字已经用了", "the name “{name}” is taken").filled(name=parameter.name),
                        Words("情况和参数不能同名；换一个名字", "facts and parameters share no name; choose another"),
                        at="name",
                    )
                taken.add(parameter.name)
                yield parameter


def _parameter(entry: Entry) -> Parameter:
    entry.only("name", "unit", "label", "values")
    name = entry.name("name")
    check_name(name, entry)
    kind, unit = _unit(entry)
    most = LARGEST.get(kind, 0)
    values: list[Placed] = []
    read: list[ParameterValue] = []
    for item in entry.listed("values"):
        each = Entry.of(item, entry.file)
        value = _value(each, kind, most)
        read.append(value)
        if value.standing is Standing.CONFIRMED:
            check_overlap(values_at(values, value.place), value, each)
            values.append(value)
    return Parameter(
        name=name, type=kind, unit=unit, label=entry.words("label"), most=most, is_parameter=True, values=tuple(read)
    )


def values_at(values: Iterable[Placed], place: str) -> list[Placed]:
    """Those of one place."""
    return [value for value in values if value.place == place]


def _unit(entry: Entry) -> tuple[Type, str]:
    unit = entry.text("unit")
    if unit in SORTS:
        return Type(unit), ""
    if unit in UNITS:
        return Type.COUNT, unit
    raise entry.fault(
        Words("没有“{unit}”这个单位", "there is no unit “{unit}”").filled(unit=unit[:40]),
        Words("可以写 {units}", "it can be {units}").filled(units=", ".join((*SORTS, *UNITS))),
        at="unit",
    )


def _value(entry: Entry, kind: Type, most: int) -> ParameterValue:
    entry.only("value", "place", "from", "to", "source", "url", "seen_on", "standing")
    start, end = read_days(entry)
    return ParameterValue(
        value=_plain(entry, kind, most),
        place=read_place(entry),
        start=start,
        end=end,
        source=entry.words("source"),
        url=entry.text("url") if entry.has("url") else "",
        seen_on=entry.day("seen_on"),
        standing=entry.choice("standing", Standing),
    )


def _plain(entry: Entry, kind: Type, most: int) -> Value:
    if kind is Type.DAY:
        return entry.day("value")
    if kind is Type.YES_NO:
        value = entry.item("value").value
        if isinstance(value, bool):
            return value
        raise entry.fault(
            Words("“value”要是 true 或 false", "`value` must be true or false"),
            Words("写 true 或 false", "write true or false"),
            at="value",
        )
    return entry.whole("value", least=0, most=most)


def fits(parameter: Parameter, value: object) -> bool:
    """Whether a value that somebody entered is of the parameter's sort and within its bounds."""
    if parameter.type is Type.YES_NO:
        return isinstance(value, bool)
    if parameter.type is Type.DAY:
        return isinstance(value, date)
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= parameter.most
