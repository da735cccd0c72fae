"""A department's list compared with the files within reach: what disagrees is laid before the desk, nothing is overwritten."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from xinlu.exchange.entry_text import as_text
from xinlu.exchange.list_findings import (
    Raised,
    Settled,
    Source,
    of_facts,
    of_nobody,
    of_other_name,
    of_several,
    of_spelling,
    unlisted,
)
from xinlu.exchange.list_outcome import ListOutcome, counted
from xinlu.exchange.listed_people import Meant, as_person, people_meant
from xinlu.exchange.models import Finding, FindingKind, Intake, IntakeState
from xinlu.exchange.outcome import LISTED_MOST
from xinlu.exchange.selectors.matching import batches
from xinlu.exchange.selectors.people import OnRoll, people_within
from xinlu.exchange.services.payments import check_answers, keep_payments, payment_findings, place_payments
from xinlu.exchange.services.registers import Bringing, Progress, place_names
from xinlu.exchange.topics import Topic
from xinlu.kernel import clock
from xinlu.people.models import Area
from xinlu.practice.matching import Found, Match, find_listed
from xinlu.sheets.lists import read_list
from xinlu.sheets.opening import open_book

DETAILS_MOST = 12


def compare_list(
    file: Path,
    bringing: Bringing,
    *,
    topic: Topic,
    dry_run: bool,
    complete: bool = False,
    progress: Progress = lambda doing, done, of: None,
) -> ListOutcome:
    """Read the list, find whom it means, and raise a finding for whatever disagrees (with `dry_run`: only say what).

    `complete`: the list names everybody of the villages that it tells of, so that who is missing is asked about too. The
    same list twice raises nothing twice, and what was settled is not raised again. The rows of a list of payments are
    recorded as such, each once; `bringing.answers` tell of those that do not say what for, or when.
    Refusal for an unreadable file, or an answer that cannot be.
    """
    if topic.pays:
        check_answers(bringing.answers, today=clock.today())
    with open_book(file) as book:
        read = read_list(
            book,
            shape=topic.shape,
            remembered=bringing.meanings,
            progress=lambda rows: progress("read", rows, 0),
        )
    read.name = bringing.intake.name
    outcome = ListOutcome(read, topic, dry_run, complete and topic.can_be_complete)
    progress("match", 0, len(read.persons))
    comparison = _Comparison(outcome, bringing)
    raised = comparison.raised()
    if topic.pays:
        raised += _pay(comparison, outcome, bringing, progress)
    with transaction.atomic():
        _store(raised, outcome, bringing.intake)
    progress("match", len(read.persons), len(read.persons))
    return outcome


def _pay(comparison: _Comparison, outcome: ListOutcome, bringing: Bringing, progress: Progress) -> list[Raised]:
    """Record the payments (or say what they would be), and find those that are not as the rules say."""
    unsure = [row for meant in comparison.unsure for row in meant.rows]
    sure = [(row, on_roll) for meant, on_roll in comparison.sure for row in meant.rows]
    outcome.payments = place_payments(sure, unsure, outcome.read, bringing.answers)
    paid_fen = keep_payments(
        outcome.payments,
        by=bringing.by,
        intake=bringing.intake,
        dry_run=outcome.dry_run,
        heard=lambda done, of: progress("record", done, of),
    )
    return payment_findings(outcome.payments, paid_fen, outcome.topic, outcome.read.name)


def finish_list(intake: Intake, outcome: ListOutcome) -> None:
    """Keep what the list said and what was found."""
    report = outcome.as_json(most=LISTED_MOST)
    intake.counts = report["counts"]
    intake.said = json.dumps(report, ensure_ascii=False)
    intake.state = IntakeState.READ if outcome.dry_run else IntakeState.DONE
    intake.done_at = None if outcome.dry_run else clock.now()
    intake.save()


class _Comparison:
    """One list beside the people within reach, who are read once. `raised` also tells of whom it is `sure` on file, and of
    whom not."""

    def __init__(self, outcome: ListOutcome, bringing: Bringing) -> None:
        topic = outcome.topic
        self.sure: list[tuple[Meant, OnRoll]] = []
        self.unsure: list[Meant] = []
        self._outcome, self._topic, self._read = outcome, topic, outcome.read
        self._elsewhere = _top_of(bringing.reach)
        self._meant = list(people_meant(outcome.read, topic, place_names(bringing.reach)))
        fields = [fact.field for fact in topic.facts] + (["head_name"] if topic.of_household else [])
        self._people = {each.member: each for each in people_within(bringing.reach, fields)} if self._meant else {}
        self._matches = find_listed(
            [as_person(n, each) for n, each in enumerate(self._meant)],
            [each.as_person() for each in self._people.values()],
        )

    def raised(self) -> list[Raised]:
        """All that disagrees, whether it was raised before or not; counts go to the outcome."""
        sure, doubts, found = self.sure, list[tuple[Meant, Match, Raised]](), list[Raised]()
        for meant, match in zip(self._meant, self._matches, strict=True):
            if match.person is not None:
                on_roll = self._people[str(match.person.key)]
                sure.append((meant, on_roll))
                if self._topic.facts and match.candidates[0].level_of("name") not in ("same", ""):
                    found.append(of_spelling(self._topic, meant.listed.name, on_roll, self._source(meant)))
            else:
                doubts.append((meant, match, self._doubt(meant, match)))
        self._count(doubts)
        settled = _settled([each.key for _, _, each in doubts])
        for meant, match, doubt in doubts:
            same = self._same_person(doubt, match, settled.get(doubt.key))
            if same:
                sure.append((meant, same))
            else:
                self.unsure.append(meant)
            found.append(doubt)
        agree = 0
        for meant, on_roll in sure:
            number = meant.listed.id_number
            differing = list(of_facts(self._topic, meant.told, on_roll, self._source(meant), id_number=number))
            agree += not differing
            found += differing
        self._outcome.counts["agree"] = agree
        if self._outcome.complete:
            found += self._missing(sure, doubts)
        return list({each.key: each for each in found}.values())

    def _doubt(self, meant: Meant, match: Match) -> Raised:
        told, source = self._with_number(meant), self._source(meant)
        place = meant.village or self._elsewhere
        if match.name_differs and match.kind is Found.BY_ID:
            return of_other_name(self._topic, told, self._people[str(match.candidates[0].right.key)], source)
        if match.kind is Found.NONE:
            number = meant.listed.id_number
            return of_nobody(self._topic, told, match, source, place=place, id_number=number)
        return of_several(self._topic, told, match, self._people, source, place=place)

    def _with_number(self, meant: Meant) -> dict[str, Any]:
        number = meant.listed.id_number if self._topic.facts else ""
        return {**meant.told, **({"id_number": number} if number else {})}

    def _same_person(self, doubt: Raised, match: Match, before: tuple[str, Mapping[str, Any]] | None) -> OnRoll | None:
        """Whom a person has said the listed one is, when the same was asked before."""
        outcome, body = before or ("", {})
        if doubt.kind is FindingKind.OTHER_NAME and outcome in (Settled.LIST, Settled.FILE):
            return self._people[str(match.candidates[0].right.key)]
        return self._people.get(body.get("chosen", "")) if outcome == Settled.LIST else None

    def _source(self, meant: Meant) -> Source:
        spot = meant.listed.spot
        name = meant.listed.name
        return Source(self._read.name, spot.sheet, spot.row, name, tuple(meant.details[:DETAILS_MOST]))

    def _count(self, doubts: Sequence[tuple[Meant, Match, Raised]]) -> None:
        kinds = [match.kind for match in self._matches]
        self._outcome.counts |= {
            "rows": self._read.rows,
            "persons": len(self._meant),
            "by_id": kinds.count(Found.BY_ID),
            "by_name": kinds.count(Found.BY_NAME_BIRTH_PLACE),
            "not_found": kinds.count(Found.NONE),
            "unsure": len(doubts) - kinds.count(Found.NONE),
        }

    def _missing(
        self, sure: Sequence[tuple[Meant, OnRoll]], doubts: Sequence[tuple[Meant, Match, Raised]]
    ) -> Iterator[Raised]:
        """Who is on file as the topic says and stands nowhere on the list, in the villages that the list tells of."""
        topic = self._topic
        named = {on_roll.member for meant, on_roll in sure if meant.told}
        named |= {str(pair.right.key) for _, match, _ in doubts for pair in match.candidates}
        named |= {each.member for each in self._people.values() if each.name in self._read.left_out}
        villages = {on_roll.village for _, on_roll in sure} | {meant.village for meant in self._meant}
        homes = [self._people[member].household for member in named]
        by_household = topic.of_household or (topic.one_a_household and len(homes) == len(set(homes)))
        told_homes = frozenset(homes if by_household else ())
        seen: set[str] = set()
        for each in self._people.values():
            if each.village not in villages or each.member in named or each.household in told_homes:
                continue
            if topic.of_household and each.household in seen:
                continue
            seen.add(each.household)
            whom = each._replace(name=each.facts[-1]) if topic.of_household else each
            for fact, here in zip(topic.facts, each.facts, strict=False):
                if here in fact.borne_out:
                    yield unlisted(topic, fact, here, whom, self._read.name)


def _top_of(reach: Sequence[str]) -> str:
    """The area under which somebody stands of whom no village is known."""
    if reach:
        return reach[0].strip("/").rpartition("/")[2]
    code: str = Area.objects.filter(parent=None).order_by("code").values_list("code", flat=True)[0]
    return code


def _settled(keys: Sequence[str]) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """How the same doubts were settled before."""
    found: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for some in batches(keys):
        rows = Finding.objects.filter(key__in=some).exclude(outcome="")
        found |= {key: (outcome, json.loads(body)) for key, outcome, body in rows.values_list("key", "outcome", "body")}
    return found


def _store(raised: Sequence[Raised], outcome: ListOutcome, intake: Intake) -> None:
    """Lay before the desk what was not raised before."""
    known: set[str] = set()
    for some in batches([each.key for each in raised]):
        known |= set(Finding.objects.filter(key__in=some).values_list("key", flat=True))
    outcome.new = [each for each in raised if each.key not in known]
    outcome.counts |= {"findings": len(outcome.new), "known": len(raised) - len(outcome.new), **counted(outcome.new)}
    if not outcome.dry_run:
        store_findings(outcome.new, intake)


def store_findings(raised: Sequence[Raised], intake: Intake) -> None:
    """Store these findings as raised by a list; one that is there already stays as it is."""
    Finding.objects.bulk_create(
        [
            Finding(
                intake=intake,
                kind=each.kind,
                field=each.field,
                household_id=each.household,
                member=each.member,
                place_id=each.place,
                key=each.key,
                body=as_text(each.body),
            )
            for each in raised
        ],
        ignore_conflicts=True,
    )
