"""What a row of a list says against the file of whom it means: each disagreement once, with both values and the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from xinlu.exchange.entry_text import as_text, dumped_facts
from xinlu.exchange.models import FindingKind
from xinlu.exchange.payment_words import paid_words, ruled_words
from xinlu.exchange.selectors.people import OnRoll
from xinlu.exchange.topics import Fact, Topic, agrees
from xinlu.policy.answers import Answer
from xinlu.practice.idnumbers import masked
from xinlu.practice.matching import Match
from xinlu.practice.same_person import agreement_words, likeness_words
from xinlu.records.fields import blind_index
from xinlu.sheets.lists import Listed

CANDIDATES_MOST = 5
PAYMENT = "payment"
"""In the place of a fact's name: the finding is about a payment."""
ID_NUMBER = Fact("id_number")


class Settled(StrEnum):
    """How a person settles a finding: the list is right, the file is right, or something else was found (with words)."""

    LIST = "list"
    FILE = "file"
    ASKED = "asked"


class Source(NamedTuple):
    """Where it is said: the name of the list, the row, whom it names, and what else it says of them."""

    list_name: str
    sheet: str
    row: int
    name: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Raised:
    """A finding before it is stored. `key` is the same for the same disagreement about the same person."""

    kind: FindingKind
    body: dict[str, Any]
    key: str
    place: str
    field: str = ""
    household: UUID | None = None
    member: UUID | None = None


def told_by(topic: Topic, listed: Listed) -> dict[str, Any]:
    """The facts that a row tells: by its columns, else by the mere fact that it stands there."""
    if listed.holds is False:
        return {fact.field: fact.ended for fact in topic.facts if fact.ended is not None}
    told = {fact.field: listed.facts.get(fact.field, fact.listed) for fact in topic.facts}
    return {field: value for field, value in told.items() if not _empty(value)}


def of_facts(
    topic: Topic, told: Mapping[str, Any], on_roll: OnRoll, source: Source, *, id_number: str = ""
) -> Iterator[Raised]:
    """Each fact in which the row and the person's file disagree, or which the file does not have yet.

    What goes along with the first fact, or is missing in the file besides, is told with it.
    """
    here = dict(zip((fact.field for fact in topic.facts), on_roll.facts, strict=False))
    told = {**told, **({ID_NUMBER.field: id_number} if id_number and not on_roll.id_index and topic.facts else {})}
    differing = [
        fact
        for fact in (*topic.facts, ID_NUMBER)
        if fact.field in told and not agrees(fact.field, here.get(fact.field), told[fact.field])
    ]
    also: dict[str, Any] = {}
    if differing and differing[0] is topic.facts[0]:
        along = [
            each
            for each in differing[1:]
            if each.with_first or (_empty(here.get(each.field)) and not (topic.of_household and each is ID_NUMBER))
        ]
        also = {each.field: told[each.field] for each in along}
        differing = [each for each in differing if each not in along]
    for fact in differing:
        was, says = here.get(fact.field), told[fact.field]
        kind = FindingKind.ADDS if _empty(was) else FindingKind.DIFFERS
        body = {**_values(was, says), "also": dumped_facts(also if fact is topic.facts[0] else {})}
        yield _about(on_roll, topic, kind, fact.field, source, body)


def of_spelling(topic: Topic, listed: str, on_roll: OnRoll, source: Source) -> Raised:
    """The same person by ID number, whose name is written a little differently."""
    return _about(on_roll, topic, FindingKind.DIFFERS, "name", source, _values(on_roll.name, listed))


def unlisted(topic: Topic, fact: Fact, here: Any, on_roll: OnRoll, list_name: str) -> Raised:
    """Somebody on file as what a complete list does not bear out."""
    source = Source(list_name, "", 0, on_roll.name)
    return _about(on_roll, topic, FindingKind.UNLISTED, fact.field, source, _values(here, fact.unlisted))


def of_other_name(topic: Topic, told: Mapping[str, Any], on_roll: OnRoll, source: Source) -> Raised:
    """The ID number is that of somebody on file with another name; the facts wait until that is settled."""
    body = {**_values(on_roll.name, source.name), "facts": dumped_facts(dict(told))}
    return _about(on_roll, topic, FindingKind.OTHER_NAME, "name", source, body)


def of_several(
    topic: Topic, told: Mapping[str, Any], match: Match, people: Mapping[str, OnRoll], source: Source, *, place: str
) -> Raised:
    """Several on file may be meant, or one perhaps. `place` is used where they do not all live in one."""
    pairs = match.candidates[:CANDIDATES_MOST]
    found = [people[str(pair.right.key)] for pair in pairs]
    households = {each.household for each in found}
    villages = {each.village for each in found}
    body = {
        **_body(topic, source),
        "facts": dumped_facts(dict(told)),
        "born_on": match.listed.born_on.isoformat() if match.listed.born_on else "",
        "candidates": [
            {
                "household": each.household,
                "member": each.member,
                "evidence": _both(agreement_words(pair)),
                "likeness": _both(likeness_words(pair)),
            }
            for each, pair in zip(found, pairs, strict=True)
        ],
    }
    return Raised(
        FindingKind.WHICH,
        body,
        key_of(FindingKind.WHICH, topic.code, _identity(match), sorted(each.member for each in found)),
        place=found[0].village if len(villages) == 1 else place,
        household=UUID(found[0].household) if len(households) == 1 else None,
    )


def of_nobody(
    topic: Topic, told: Mapping[str, Any], match: Match, source: Source, *, place: str, id_number: str
) -> Raised:
    """Nobody on file within reach is meant. Of the ID number only the ends are kept."""
    body = {
        **_body(topic, source),
        "facts": dumped_facts({name: value for name, value in told.items() if name != ID_NUMBER.field}),
        "born_on": match.listed.born_on.isoformat() if match.listed.born_on else "",
        "id_number": masked(id_number) if id_number else "",
    }
    return Raised(FindingKind.NOBODY, body, key_of(FindingKind.NOBODY, topic.code, _identity(match)), place=place)


def of_payment(topic: Topic, on_roll: OnRoll, source: Source, answer: Answer, *, period: str, paid_fen: int) -> Raised:
    """What was paid to a household for a period (all of it, in fen) is not what the rule says; both stand in words."""
    policy = answer.policy
    body = {
        **_body(topic, source),
        "of": on_roll.name,
        "policy": policy.id,
        "what": _both(policy.name),
        "here": _both(ruled_words(answer)),
        "there": _both(paid_words(paid_fen, period=period)),
    }
    said = [answer.state.value, answer.amount_fen, paid_fen]
    return Raised(
        FindingKind.PAID,
        body,
        key_of(FindingKind.PAID, on_roll.household, policy.id, period, as_text(said)),
        place=on_roll.place,
        field=PAYMENT,
        household=UUID(on_roll.household),
    )


def key_of(*what: object) -> str:
    """A keyed digest: equal for equal disagreements, and telling nobody whom they are about."""
    return blind_index(as_text([each if isinstance(each, list) else str(each) for each in what]), purpose="finding")


def _about(
    on_roll: OnRoll, topic: Topic, kind: FindingKind, field: str, source: Source, body: dict[str, Any]
) -> Raised:
    of_household = topic.of_household and field not in ("name", ID_NUMBER.field)
    whose = "" if of_household else on_roll.member
    together = {each.field: body.get("also", {}).get(each.field) for each in topic.facts if each.with_first}
    values = [as_text(each) for each in (body["here"], body["there"], together)]
    return Raised(
        kind,
        {**_body(topic, source), "of": on_roll.name, **body},
        key_of(kind, topic.code, on_roll.household, whose, field, values),
        place=on_roll.place,
        field=field,
        household=UUID(on_roll.household),
        member=UUID(whose) if whose else None,
    )


def _body(topic: Topic, source: Source) -> dict[str, Any]:
    return {
        "topic": topic.code,
        "name": source.name,
        "source": source.list_name,
        "sheet": source.sheet,
        "row": source.row,
        "details": list(source.details),
    }


def _identity(match: Match) -> str:
    listed = match.listed
    return listed.id_key or as_text([listed.name, str(listed.born_on), listed.sex, listed.place])


def _values(here: Any, there: Any) -> dict[str, Any]:
    return dumped_facts({"here": here, "there": there})


def _both(words: Any) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _empty(value: Any) -> bool:
    return value is None or value == ""


__all__ = [
    "PAYMENT",
    "Raised",
    "Settled",
    "Source",
    "key_of",
    "of_facts",
    "of_nobody",
    "of_other_name",
    "of_payment",
    "of_several",
    "of_spelling",
    "told_by",
    "unlisted",
]
