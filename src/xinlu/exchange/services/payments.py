"""The rows of a list of payments become payments of benefits: claims, of which each household is asked whether they came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from xinlu.entitlement.models import PlacePolicy
from xinlu.entitlement.selectors.editions import Editions
from xinlu.entitlement.services.payments import Payment, Stretch, beside, record_payments
from xinlu.exchange.list_findings import Raised, Source, of_payment
from xinlu.exchange.models import Intake
from xinlu.exchange.payment_outcome import PaymentOutcome
from xinlu.exchange.payment_rows import Answers, Fate, Placed, Placing, Unplaced, not_sure
from xinlu.exchange.purposes import Purposes
from xinlu.exchange.selectors.matching import batches
from xinlu.exchange.selectors.people import OnRoll
from xinlu.exchange.selectors.rules import answers_on, is_otherwise
from xinlu.exchange.topics import Topic
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.policy.catalogue import packaged_catalogue
from xinlu.policy.terms import Edition, Kind
from xinlu.records.selectors import heads
from xinlu.registry.models import CurrentFile
from xinlu.sheets.lists import Listed, ListRead

AT_ONCE = 500
"""Households whose payments are recorded in one transaction."""

Sure = tuple[Listed, OnRoll]
Heard = Callable[[int, int], None]


def place_payments(
    sure: Sequence[Sure], unsure: Iterable[Listed], read: ListRead, answers: Mapping[str, str]
) -> PaymentOutcome:
    """Each row as a payment, as far as it can be placed; nothing is recorded. `sure` are the rows with whom they mean."""
    today = clock.today()
    codes = _codes({UUID(on_roll.household) for _, on_roll in sure})
    editions = Editions(codes.values(), on=today)
    placing = Placing(read.name, Answers.read(answers, today=today), sheets=len({each.sheet for each in read.columns}))
    named: dict[int, tuple[Edition, Purposes]] = {}
    outcome = PaymentOutcome()
    for listed, on_roll in sure:
        home = codes.get(UUID(on_roll.household))
        if home is None:
            continue
        edition = editions.at(home)
        if id(edition) not in named:
            named[id(edition)] = (edition, Purposes((*edition.policies, *edition.past)))
        found = placing.place(listed, on_roll, named[id(edition)][1])
        if isinstance(found, Placed):
            outcome.placed.append(found)
        elif isinstance(found, Unplaced):
            outcome.unplaced.append(found)
    outcome.unplaced += [not_sure(each) for each in unsure]
    outcome.unplaced.sort(key=lambda each: (each.spot.sheet, each.spot.row))
    outcome.purposes, outcome.no_policy = list(placing.purposes.values()), placing.no_policy
    outcome.names = {id: each.name for _, one in named.values() for id, each in one.policies.items()}
    read.asked += placing.asked
    return outcome


def keep_payments(
    outcome: PaymentOutcome, *, by: User, intake: Intake, dry_run: bool, heard: Heard = lambda done, of: None
) -> dict[Stretch, int]:
    """Record what is new, some hundreds of households at once (with `dry_run`: only say what each would be); what is said to
    be paid with it for each household, policy and period, in fen."""
    homes: dict[UUID, list[Placed]] = {}
    for each in outcome.placed:
        homes.setdefault(each.payment.household, []).append(each)
    paid_fen: dict[Stretch, int] = {}
    done, ids = 0, sorted(homes)
    for start in range(0, len(ids), AT_ONCE):
        rows = [each for household in ids[start : start + AT_ONCE] for each in homes[household]]
        payments: list[Payment] = [each.payment for each in rows]
        found = beside(payments) if dry_run else record_payments(payments, by=by, list_id=intake.pk)
        for each, (before, is_same) in zip(rows, found.stood, strict=True):
            each.fate = Fate.KNOWN if is_same else Fate.CORRECTED if before else Fate.NEW
        paid_fen |= found.paid_fen
        done += len(rows)
        heard(done, len(outcome.placed))
    return paid_fen


def payment_findings(outcome: PaymentOutcome, paid_fen: Mapping[Stretch, int], topic: Topic, name: str) -> list[Raised]:
    """Where what was paid is not what the rules say: the household is not owed it, or another amount."""
    last: dict[Stretch, Placed] = {}
    for each in outcome.placed:
        before = last.get(each.payment.stretch)
        if before is None or before.payment.happened_on <= each.payment.happened_on:
            last[each.payment.stretch] = each
    today = clock.today()
    answered = answers_on({stretch: each.payment.happened_on for stretch, each in last.items()})
    return [
        of_payment(topic, each.on_roll, _source(name, each), answer, period=stretch[2], paid_fen=paid_fen[stretch])
        for stretch, each in last.items()
        if (answer := answered.get(stretch)) and is_otherwise(answer, paid_fen[stretch], period=stretch[2], today=today)
    ]


def check_answers(answers: Mapping[str, str], *, today: date) -> None:
    """Refusal for a policy that no place has, or a time that is none or has not come yet."""
    told = Answers.read(answers, today=today)
    asked = {each for each in (told.policy, *told.purposes.values()) if each.strip("-")}
    known = {each.id for each in packaged_catalogue().policies if each.kind is Kind.POLICY}
    if not asked - known:
        return
    own = heads(PlacePolicy).filter(policy__in=asked).exclude(text="").values_list("policy", flat=True)
    for policy in sorted(asked - known - set(own)):
        raise Refusal("policy.unknown", _NO_POLICY.filled(policy=policy[:60]), field="policy")


def _codes(households: set[UUID]) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = {}
    for some in batches(sorted(households)):
        rows = CurrentFile.objects.filter(household__in=some).values_list("household_id", "place__path")
        found |= {household: tuple(path.strip("/").split("/")) for household, path in rows}
    return found


def _source(name: str, placed: Placed) -> Source:
    listed = placed.listed
    return Source(name, listed.spot.sheet, listed.spot.row, placed.on_roll.name, tuple(listed.details))


_NO_POLICY = Words(
    "没有“{policy}”这条政策；`xinlu policy explain` 里每条政策后面写着编号",
    "There is no policy “{policy}”; `xinlu policy explain` names each policy's id",
)
