"""What is said about a finding, in both languages; numbers of persons show their ends alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xinlu.exchange.models import FindingKind
from xinlu.exchange.sentences import value_words
from xinlu.kernel.words import Words
from xinlu.registry.checks import FACT_NAMES

WORDS: Mapping[str, Words] = {
    FindingKind.DIFFERS: Words(
        "{name}：{what}，档案里是“{here}”，名单上是“{there}”",
        "{name}: {what} is “{here}” on file, “{there}” on the list",
    ),
    FindingKind.ADDS: Words(
        "{name}：{what}档案里没有，名单上是“{there}”", "{name}: {what} is not on file yet, “{there}” on the list"
    ),
    FindingKind.UNLISTED: Words(
        "{name}：{what}，档案里是“{here}”，名单上没有这个人",
        "{name}: {what} is “{here}” on file, and the list does not name this person",
    ),
    FindingKind.OTHER_NAME: Words(
        "名单上的{name}，身份证号在档案里是{of}的", "{name} on the list has the ID number of {of} on file"
    ),
    FindingKind.WHICH: Words(
        "名单上的{name}，说不准是档案里的哪一个", "{name} on the list: it is not sure who on file is meant"
    ),
    FindingKind.NOBODY: Words(
        "名单上的{name}，这一片的档案里没有", "{name} on the list is not on file within this area"
    ),
    FindingKind.PAID: Words(
        "发给{name}的{what}：名单上{there}，{here}", "{what}, paid to {name}: {there} on the list, {here}"
    ),
}
OF_HOUSEHOLD_UNLISTED = Words(
    "{name}家：{what}，档案里是“{here}”，名单上没有这户",
    "{name}'s household: {what} is “{here}” on file, and the list does not name the household",
)
_ALSO = Words("{said}；{what}也补上“{there}”", "{said}; {what} “{there}” goes along")


def finding_words(kind: str, field: str, body: Mapping[str, Any], *, of_household: bool = False) -> Words:
    """The finding in one sentence."""
    unlisted_home = of_household and kind == FindingKind.UNLISTED
    said = (OF_HOUSEHOLD_UNLISTED if unlisted_home else WORDS[kind]).filled(
        name=body.get("name") or body.get("of", ""),
        of=body.get("of", ""),
        what=value_words(field, body["what"]) if "what" in body else fact_words(field),
        here=value_words(field, body.get("here")),
        there=value_words(field, body.get("there")),
    )
    for name, value in body.get("also", {}).items():
        said = _ALSO.filled(said=said, what=fact_words(name), there=value_words(name, value))
    return said


def fact_words(field: str) -> Words:
    """What a fact is called."""
    return FACT_NAMES.get(field, Words(field, field))
