"""What households have said of claims, graded, in a fixed number of queries however many are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from xinlu.kernel.clock import PLACE
from xinlu.parameters.selectors import parameter
from xinlu.recognition.answers import Answer, holding
from xinlu.recognition.grades import AnswerFacts, Channel, Graded, HandedOutBy, grade_of
from xinlu.recognition.models import CardHandover, Recognition, SharedDevice, StaffDevice
from xinlu.records.models import Withdrawal
from xinlu.records.selectors import heads
from xinlu.registry.models import Assignment


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer as it was given, with its grade. `withdrawn` answers hold no more but stay to be read."""

    record: Recognition
    answer: Answer
    graded: Graded
    withdrawn: bool

    @property
    def received_at(self) -> datetime:
        return self.record.received_at

    @property
    def channel(self) -> Channel:
        return Channel(self.record.channel)

    @property
    def day(self) -> date:
        return self.record.made_at.astimezone(PLACE).date()

    @property
    def own_fen(self) -> int | None:
        return self.record.own_fen

    @property
    def words(self) -> str:
        return self.record.words


def answers_about(targets: Iterable[UUID]) -> dict[UUID, list[GivenAnswer]]:
    """Every answer about each of the targets, oldest first, graded; targets without answers are absent."""
    rows = list(
        Recognition.objects.filter(target__in=list(targets)).select_related("author").order_by("received_at", "id")
    )
    return _graded(rows)


def answers_of(household_id: UUID) -> list[GivenAnswer]:
    """Every answer that the household has given, oldest first."""
    rows = list(
        Recognition.objects.filter(household_id=household_id).select_related("author").order_by("received_at", "id")
    )
    return sorted((each for some in _graded(rows).values() for each in some), key=lambda each: each.received_at)


def chosen_of(given: Sequence[GivenAnswer], *, digest: str) -> GivenAnswer | None:
    """The answer that holds for a claim: not withdrawn, and given to exactly this digest."""
    return holding([each for each in given if not each.withdrawn and each.record.target_digest == digest])


def _graded(rows: list[Recognition]) -> dict[UUID, list[GivenAnswer]]:
    if not rows:
        return {}
    withdrawn = set(Withdrawal.objects.filter(target__in=[row.pk for row in rows]).values_list("target", flat=True))
    by_card = [row for row in rows if row.channel == Channel.CARD]
    devices = _Devices({row.device for row in by_card}) if by_card else None
    handed = _handed_out({row.card_id for row in by_card if row.card_id}) if by_card else {}
    found: dict[UUID, list[GivenAnswer]] = defaultdict(list)
    for row in rows:
        answered_on = row.made_at.astimezone(PLACE).date()
        facts = AnswerFacts(channel=Channel(row.channel), answered_on=answered_on)
        if devices is not None and row.channel == Channel.CARD:
            facts = devices.facts(row, answered_on, handed.get(row.card_id, HandedOutBy.NOBODY_NOTED))  # type: ignore[arg-type]
        found[row.target].append(GivenAnswer(row, Answer(row.answer), grade_of(facts), row.pk in withdrawn))
    return found


class _Devices:
    """What is known of some devices, asked for at once."""

    def __init__(self, names: set[str]) -> None:
        self._households_max: dict[date, int] = {}
        self.staff = set(StaffDevice.objects.filter(device__in=names).values_list("device", flat=True))
        self.shared = set(heads(SharedDevice).filter(shared__in=names).values_list("shared", flat=True))
        self.households = dict(
            Recognition.objects.filter(device__in=names, channel=Channel.CARD)
            .values_list("device")
            .annotate(Count("household", distinct=True))
            .values_list("device", "household__count")
        )

    def households_max(self, on: date) -> int:
        """How many unrelated households an undeclared device may answer for: one value for the whole country."""
        if on not in self._households_max:
            self._households_max[on] = parameter("device_households_max", area_codes=(), on=on).value
        return self._households_max[on]

    def facts(self, row: Recognition, answered_on: date, handed_out_by: HandedOutBy) -> AnswerFacts:
        return AnswerFacts(
            channel=Channel.CARD,
            answered_on=answered_on,
            device_held_staff_session=row.device in self.staff,
            device_is_shared=row.device in self.shared,
            device_households=self.households.get(row.device, 1),
            device_households_max=self.households_max(answered_on),
            handed_out_by=handed_out_by,
        )


def _handed_out(cards: set[UUID]) -> dict[UUID, HandedOutBy]:
    """Who handed out each card, by the newest standing note of it: one who had been the household's helper by that day?"""
    newest = {note.card_id: note for note in heads(CardHandover).filter(card__in=cards)}
    pairs = Q(pk__in=())
    for note in newest.values():
        pairs |= Q(helper_id=note.handed_by_id, household_id=note.household_id)
    began: dict[tuple[UUID | None, UUID | None], date] = {}
    for helper, household, since in Assignment.objects.filter(pairs).values_list("helper_id", "household_id", "since"):
        began[helper, household] = min(since, began.get((helper, household), since))
    return {
        card: HandedOutBy.OWN_HELPER
        if began.get((note.handed_by_id, note.household_id), date.max) <= note.handed_on
        else HandedOutBy.OTHER
        for card, note in newest.items()
    }
