"""What is said about changes and proposals, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from xinlu.exchange.differences import Change
from xinlu.exchange.models import ProposalKind
from xinlu.kernel.money import yuan
from xinlu.kernel.words import Words
from xinlu.practice.idnumbers import masked
from xinlu.practice.vocabulary import CauseOfPoverty, Fuel, Relation, YesNo, chosen
from xinlu.registry.checks import FACT_NAMES, choices_of

EMPTY = Words("空", "nothing")
HIDDEN = frozenset({"id_number", "phone", "disability_number"})
"""Numbers of persons: a report says that they change and shows their ends alone."""


def value_words(field: str, value: Any) -> Words:
    """A fact as a person reads it; numbers of persons show their ends alone. What is kept in words is said in these."""
    if value is None or value == "" or value == []:
        return EMPTY
    if isinstance(value, dict):
        return Words.read(value)
    if field in HIDDEN:
        shown = masked(value) if field == "id_number" else f"…{str(value)[-4:]}"
        return Words(shown, shown)
    if isinstance(value, bool):
        return YesNo.of(value).words
    choice = choices_of(field)
    if isinstance(value, list):
        kind = CauseOfPoverty if field == "further_causes" else Fuel
        found = [chosen(kind, each) for each in value]
        words = [each.words for each in found if each]
        return Words("、".join(each.zh for each in words), ", ".join(each.en for each in words))
    if choice is not None and (one := chosen(choice, str(value))):
        return one.words
    text = value.isoformat() if isinstance(value, date) else str(value)
    return Words(text, text)


def change_words(change: Change) -> Words:
    """One fact that changes: what it is called, what stands here, what the file says."""
    return Words("{what}：{here} → {there}", "{what}: {here} → {there}").filled(
        what=FACT_NAMES.get(change.field, Words(change.field, change.field)),
        here=value_words(change.field, change.here),
        there=value_words(change.field, change.there),
    )


def grown(before: int, now: int) -> Words:
    """That claimed income has grown so much that somebody should ask."""
    return Words(
        "全家收入上一本账 {before} 元，这回 {now} 元，翻到 {times} 倍了。问一问多出来的是哪来的",
        "The last account had {before} yuan, this one {now}, {times} times as much. Ask where the rest is from",
    ).filled(before=yuan(before), now=yuan(now), times=now // before)


PROPOSED: Mapping[str, Words] = {
    ProposalKind.JOINED: Words(
        "{name}（{relation}）在表上，档案里没有", "{name} ({relation}) is in the file and not on record"
    ),
    ProposalKind.LEFT: Words("{name}在档案里，表上没有了", "{name} is on record and no longer in the file"),
    ProposalKind.MOVED_HERE: Words(
        "{name}在表上这一户，档案里在另一户", "{name} is in this household in the file, on record in another"
    ),
    ProposalKind.NEW_HEAD: Words(
        "表上的户主是{name}，档案里是{former}", "The file has {name} as head, the record {former}"
    ),
    ProposalKind.MOVED: Words(
        "表上住在{place}，档案里在{from_place}", "The file has the household in {place}, the record in {from_place}"
    ),
    ProposalKind.RENUMBERED: Words(
        "户主已在档案里，户编号不一样（表上 {number}）", "The head is on record under another number (file: {number})"
    ),
    ProposalKind.SAME_HOUSEHOLD: Words(
        "像是档案里已有的一户，可说不准", "It looks like a household on record, but not surely"
    ),
    ProposalKind.SPLIT: Words(
        "户编号是新的，可有 {n} 个人在档案里另一户：是不是分户了？",
        "The number is new, but {n} of its people are on record in another household: did it split off?",
    ),
    ProposalKind.MERGED: Words(
        "这户的人在档案里分在几户：是不是并户了？", "Its people are on record in several households: were they merged?"
    ),
    ProposalKind.DIFFERS: Words(
        "{what}两边都改过：档案里 {here}，表上 {there}",
        "{what} was changed on both sides: {here} on record, {there} in the file",
    ),
    ProposalKind.OTHER_ID: Words(
        "{name}的身份证号，表上和档案里的不一样", "{name}'s ID number differs between file and record"
    ),
    ProposalKind.ACCOUNT: Words(
        "当面算过的账是 {claimed} 元，表上 {net} 元：账不照表改",
        "The account reckoned at the table has {claimed} yuan, the file {net}: the account stays",
    ),
}


def proposal_words(kind: str, body: Mapping[str, Any], *, places: Mapping[str, str]) -> Words:
    """A proposal in one sentence; `places` are area names by code."""
    facts = body.get("facts") or {}
    entry = body.get("entry") or {}
    field = body.get("field", "")
    relation = chosen(Relation, facts.get("relation", ""))
    return PROPOSED[kind].filled(
        name=body.get("name") or facts.get("name", ""),
        relation=relation.words if relation else EMPTY,
        former=body.get("former") or EMPTY,
        place=places.get(body.get("place", ""), body.get("place", "")),
        from_place=places.get(body.get("from", ""), body.get("from", "")),
        number=entry.get("number") or EMPTY,
        n=len(body.get("elsewhere", {})),
        what=FACT_NAMES.get(field, Words(field, field)),
        here=value_words(field, body.get("here")),
        there=value_words(field, body.get("there")),
        claimed=yuan(body.get("claimed", 0)),
        net=yuan(body.get("net", 0)),
    )
