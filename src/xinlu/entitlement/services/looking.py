"""Looking the policies through for households and keeping what they answer, so that areas can add it up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django_tasks import task

from xinlu.entitlement.models import LookedThrough, OwedPolicy
from xinlu.entitlement.selectors.benefits import BenefitView, benefits_of, latest_of
from xinlu.entitlement.selectors.editions import Editions
from xinlu.entitlement.selectors.gaps import GIVEN_UP_AFTER
from xinlu.entitlement.selectors.known import known_of
from xinlu.entitlement.steps import Stands
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import Area, User
from xinlu.policy.answers import Answer, State, answers, with_values
from xinlu.policy.explain import amount_missing, missing_in
from xinlu.policy.households import Household as KnownHousehold
from xinlu.policy.terms import Edition, Known
from xinlu.policy.tree import All
from xinlu.records.models import Household, LedgerEntry
from xinlu.registry.models import CurrentFile

AT_ONCE = 500
CHANGED_MOST = 1_000
NEWS_SINCE = timedelta(minutes=20)
"""While nothing runs nothing is received, so that looking back so far misses nothing."""
OLD_AFTER = timedelta(days=7)
"""Ages, periods and rates of a place change with the days alone."""
AT_ONCE_HOUSEHOLDS = 800
"""Households of an area that are looked through while somebody waits: some seconds."""

Heard = Callable[[int], None]


def look_at(households: Iterable[Household]) -> None:
    """Look through these households now, in the transaction that changed something about them."""
    ids = [each.pk for each in households]
    _look(list(CurrentFile.objects.select_related("place", "file").filter(household__in=ids)), clock.today())


def look_at_changed(*, most: int = CHANGED_MOST) -> int:
    """Look anew at households about which something was received since their look, and at those of long ago; how many.

    Called every minute: whoever changes a file or an account need not know that policies ask for it.
    """
    now = clock.now()
    news = LedgerEntry.objects.filter(household=OuterRef("household"), received_at__gt=OuterRef("looked_at"))
    lately = LedgerEntry.objects.filter(received_at__gt=now - NEWS_SINCE).values("household")
    changed = OwedPolicy.objects.filter(Exists(news), household__in=lately)
    old = OwedPolicy.objects.filter(looked_on__lte=clock.today() - OLD_AFTER)
    ids = {
        each
        for rows in (changed, old)
        for each in rows.order_by().values_list("household", flat=True).distinct()[:most]
    }
    return _look_in_turn(sorted(ids)[:most], lambda done: None)


def rebuild_owed(heard: Heard = lambda done: None) -> int:
    """Look anew at every household that was ever looked at; how many."""
    ids = OwedPolicy.objects.order_by("household").values_list("household", flat=True).distinct()
    return _look_in_turn(list(ids), heard)


def look_through(area: Area, *, by: User | None, heard: Heard = lambda done: None) -> LookedThrough:
    """Look through every household of an area, some hundreds in one transaction; `heard` hears how many are done."""
    look = LookedThrough.objects.create(area=area, by=by)
    return _run(look, heard)


def begin_look_through(area: Area, *, by: User) -> LookedThrough:
    """The same for a desk: at once where few live there, else in the background. Refusal while one is under way."""
    since = clock.now() - GIVEN_UP_AFTER
    if LookedThrough.objects.filter(area=area, done_at=None, began_at__gt=since).exists():
        words = Words("正在看，请等一等", "It is being looked through; wait a little")
        raise Refusal("policy.under_way", words, field="area")
    look = LookedThrough.objects.create(area=area, by=by)
    if CurrentFile.objects.filter(path__startswith=area.path).count() <= AT_ONCE_HOUSEHOLDS:
        return _run(look, lambda done: None)
    transaction.on_commit(lambda: look_later.enqueue(look.pk))
    return look


@task()
def look_later(look: int) -> None:
    """A look through an area in the background."""
    found = LookedThrough.objects.select_related("area", "by").get(pk=look)
    if found.done_at is None:
        _run(found, lambda done: None)


def _run(look: LookedThrough, heard: Heard) -> LookedThrough:
    rows = CurrentFile.objects.filter(path__startswith=look.area.path).order_by("path", "household")
    look.households = _look_in_turn(list(rows.values_list("household_id", flat=True)), heard)
    look.done_at = clock.now()
    look.save(update_fields=["households", "done_at"])
    return look


def _look_in_turn(households: Sequence[UUID], heard: Heard) -> int:
    """Look at these households, some hundreds in one transaction; how many have a file."""
    done, today = 0, clock.today()
    for start in range(0, len(households), AT_ONCE):
        rows = CurrentFile.objects.select_related("place", "file")
        some = list(rows.filter(household__in=households[start : start + AT_ONCE]))
        with transaction.atomic():
            _look(some, today)
        done += len(some)
        heard(done)
    return done


def _look(rows: Sequence[CurrentFile], today: date) -> None:
    """Write anew what every policy answers for these households."""
    ids = [row.household_id for row in rows]
    known, benefits = known_of(rows, on=today), benefits_of(ids)
    editions = Editions((row.place.codes for row in rows), on=today)
    made = [
        owed
        for row in rows
        for owed in _answered(row, editions.at(row.place.codes), known[row.household_id], benefits[row.household_id])
    ]
    OwedPolicy.objects.filter(household__in=ids).delete()
    OwedPolicy.objects.bulk_create(made, batch_size=500)


def _answered(
    row: CurrentFile, edition: Edition, known: KnownHousehold, benefits: Sequence[BenefitView]
) -> Iterator[OwedPolicy]:
    facts = with_values(edition, known)
    for answer in answers(edition, known):
        if answer.state is State.NOT_IN_FORCE:
            continue
        benefit = latest_of(benefits, answer.policy.id, year=edition.on.year)
        yield OwedPolicy(
            household_id=row.household_id,
            policy=answer.policy.id,
            answer=str(answer.state),
            amount_fen=answer.amount_fen,
            missing=",".join(_missing(answer, edition, facts)),
            stands=str(benefit.stands if benefit else Stands.NOT_APPLIED) if answer.state is State.ENTITLED else "",
            path=row.path,
            looked_on=edition.on,
        )


def _missing(answer: Answer, edition: Edition, known: Known) -> list[str]:
    """The facts and parameters that keep the answer open, or the amount of what is owed."""
    if answer.state is State.TO_BE_VERIFIED:
        clauses = All(tuple(clause.tree for clause in answer.policy.clauses))
        return [each.named.name for each in missing_in(edition, clauses, known)]
    amount = answer.policy.amount
    if answer.state is not State.ENTITLED or answer.amount_fen is not None or amount is None:
        return []
    return [each.named.name for each in amount_missing(edition, amount, known)]
