"""Facts as text in a record, and parameter values as whole numbers: there and back. Pure."""

from __future__ import annotations

from datetime import date

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.policy.households import checked
from xinlu.policy.terms import Fact, Parameter, Type, Value

_YES, _NO = "yes", "no"


def fact_text(fact: Fact, value: object) -> str:
    """A checked value as a record keeps it; "" for not known. Refusal where the fact cannot be so."""
    found = checked(fact, value)
    if found is None:
        return ""
    if isinstance(found, bool):
        return _YES if found else _NO
    return found.isoformat() if isinstance(found, date) else str(found)


def fact_value(fact: Fact, text: str) -> Value | None:
    """What a record keeps, as a value; None where it is empty or no longer one that the fact can have."""
    if not text:
        return None
    try:
        read = _read(fact.type, text)
    except ValueError:
        return None
    try:
        return checked(fact, read)
    except Refusal:
        return None


def _read(sort: Type, text: str) -> Value:
    if sort is Type.YES_NO:
        if text not in (_YES, _NO):
            raise ValueError(text)
        return text == _YES
    if sort is Type.DAY:
        return date.fromisoformat(text)
    return text if sort is Type.CODE else int(text)


def parameter_number(value: Value) -> int:
    """A parameter's value as the whole number that a place's record keeps: a yes is 1, a day its ordinal."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, str):
        words = Words("这里要写一个数", "A number is wanted here")
        raise Refusal("policy.value", words, field="value")
    return value


def parameter_value(parameter: Parameter, number: int) -> Value:
    """What a place's record keeps, as the parameter's value."""
    if parameter.type is Type.YES_NO:
        return bool(number)
    return date.fromordinal(number) if parameter.type is Type.DAY else number
