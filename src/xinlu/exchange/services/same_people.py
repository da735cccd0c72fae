"""The same person in the files twice: searched for, laid before a person, decided; nobody is merged by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django_tasks import task

from xinlu.exchange.models import PeopleLook, SamePerson
from xinlu.exchange.selectors.matching import batches
from xinlu.exchange.selectors.people import OnRoll, people_count, people_of, people_within
from xinlu.exchange.selectors.same_people import pairs_within, still_living, waiting
from xinlu.exchange.services.registers import Progress
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import Area, User
from xinlu.practice.same_person import Pair, likely_pairs
from xinlu.records.models import Household
from xinlu.records.selectors import heads
from xinlu.registry.models import MemberVersion
from xinlu.registry.services.members import member_leaves

AT_ONCE_PEOPLE = 5_000
"""Up to so many people are compared while somebody waits."""
GIVEN_UP_AFTER = timedelta(hours=2)
"""A search that was begun so long ago and is not done was stopped, as by a restart."""
WHY_LEAVES = ("error", "moved")
REASON_MOST = 2000


class SameOutcome(StrEnum):
    """What a person decides about a pair."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class _Alike:
    """Two entries found alike, the lower id first."""

    left: OnRoll
    right: OnRoll
    pair: Pair

    @property
    def key(self) -> tuple[UUID, UUID]:
        return UUID(self.left.member), UUID(self.right.member)


def look_for_same_people(area: Area, *, by: User, progress: Progress = lambda doing, done, of: None) -> dict[str, int]:
    """Search the area's files for people who stand in them twice, and for their ID numbers anywhere else; how many pairs.

    A pair that was decided is not raised again; an open one of whom one has left is dropped, and so is one that is no
    longer found since an entry was put right.
    """
    return _run(PeopleLook.objects.create(area=area, by=by), progress)


def begin_look(area: Area, *, by: User) -> PeopleLook:
    """The same for a desk: at once where few live there, else in the background. Refusal while a search goes on."""
    under_way = PeopleLook.objects.filter(area=area, done_at=None, began_at__gt=clock.now() - GIVEN_UP_AFTER)
    if under_way.exists():
        raise Refusal("same_people.under_way", _UNDER_WAY, field="area")
    look = PeopleLook.objects.create(area=area, by=by)
    if people_count((area.path,)) <= AT_ONCE_PEOPLE:
        _run(look, lambda doing, done, of: None)
    else:
        transaction.on_commit(lambda: look_later.enqueue(look.pk))
    return look


@task()
def look_later(look: int) -> None:
    """A search in the background."""
    found = PeopleLook.objects.select_related("area", "by").get(pk=look)
    if found.done_at is None:
        _run(found, lambda doing, done, of: None)


@transaction.atomic
def decide_same(
    pair: SamePerson,
    *,
    outcome: SameOutcome,
    by: User,
    reason: str = "",
    leaves: UUID | None = None,
    on: date | None = None,
    why: str = "error",
) -> None:
    """Two persons, or one: then the entry `leaves` (a member) leaves its household on a day, because it was an `error` or
    the person `moved`. A person lives in one household.

    Refusal where it was decided, a choice, a day or (for two people of one ID number) the reason is missing, or the entry
    cannot leave.
    """
    pair = SamePerson.objects.select_for_update().get(pk=pair.pk)
    if pair.outcome:
        raise Refusal("same_person.decided", _DECIDED, field="pair")
    if outcome is SameOutcome.SAME:
        _leave(pair, by=by, leaves=leaves, on=on, why=why)
    elif pair.same_id and not reason.strip():
        raise Refusal("same_person.reason", _NO_REASON, field="reason")
    pair.outcome, pair.decided_by, pair.decided_at = outcome, by, clock.now()
    pair.reason = reason.strip()[:REASON_MOST]
    pair.save()
    if outcome is SameOutcome.SAME:
        SamePerson.objects.filter(Q(left=leaves) | Q(right=leaves), outcome="").delete()


def _leave(pair: SamePerson, *, by: User, leaves: UUID | None, on: date | None, why: str) -> None:
    households = {pair.left: pair.left_household_id, pair.right: pair.right_household_id}
    if leaves not in households or leaves is None:
        raise Refusal("same_person.leaves", _NO_SIDE, field="leaves")
    if why not in WHY_LEAVES:
        raise Refusal("same_person.why", _NO_WHY, field="why")
    if on is None:
        raise Refusal("same_person.on", _NO_DAY, field="on")
    if on > clock.today():
        raise Refusal("same_person.on", _DAY_TO_COME, field="on")
    if still_living(households) != set(households):
        raise Refusal("same_person.gone", _GONE, field="pair")
    household = Household.objects.get(pk=households[leaves])
    member_leaves(household, by=by, said_by=by.name or by.username, member=leaves, left_on=on, why=why)


def _run(look: PeopleLook, progress: Progress) -> dict[str, int]:
    area = look.area
    progress("read", 0, 0)
    people = {each.member: each for each in people_within((area.path,))}
    progress("match", 0, len(people))
    alike = {each.key: each for each in (*_likely(people), *_same_id_elsewhere(people))}
    with transaction.atomic():
        new, dropped = _store(area, alike, people)
        kinds = Counter("same_id" if each.pair.same_id else "likely" for each in alike.values())
        counts = {
            "people": len(people),
            "same_id": kinds["same_id"],
            "likely": kinds["likely"],
            "new": new,
            "dropped": dropped,
            "open": waiting(pairs_within((area.path,))).count(),
        }
        look.counts, look.done_at = counts, clock.now()
        look.save(update_fields=["counts", "done_at"])
    progress("match", len(people), len(people))
    return counts


def _likely(people: dict[str, OnRoll]) -> Iterator[_Alike]:
    for pair in likely_pairs(each.as_person() for each in people.values()):
        yield _alike(people[str(pair.left.key)], people[str(pair.right.key)], pair)


def _same_id_elsewhere(people: dict[str, OnRoll]) -> Iterator[_Alike]:
    """Pairs of one ID number of which the other lives outside the area."""
    twice = MemberVersion.objects.exclude(id_index="").values("id_index")
    several = twice.annotate(n=Count("member", distinct=True)).filter(n__gt=1).values_list("id_index", flat=True)
    shared = set(several.order_by())
    inside: dict[str, list[OnRoll]] = {}
    for each in people.values():
        if each.id_index in shared:
            inside.setdefault(each.id_index, []).append(each)
    households: set[UUID] = set()
    for some in batches(inside):
        rows = heads(MemberVersion).filter(id_index__in=some, left_on=None).order_by()
        households |= {each for each in rows.values_list("household_id", flat=True) if each}
    households -= {UUID(each.household) for found in inside.values() for each in found}
    others = [each for some in batches(households) for each in people_of(some)]
    for other in others:
        for each in inside.get(other.id_index, ()) if other.id_index else ():
            found = likely_pairs([each.as_person()], [other.as_person()], at_least=0.0)
            for pair in (each for each in found if each.same_id):
                yield _alike(each, other, pair)


def _alike(one: OnRoll, two: OnRoll, pair: Pair) -> _Alike:
    left, right = sorted((one, two), key=lambda each: each.member)
    return _Alike(left, right, pair)


def _store(area: Area, alike: dict[tuple[UUID, UUID], _Alike], people: dict[str, OnRoll]) -> tuple[int, int]:
    """Raise what is new, bring what is open up to date, drop what no longer holds; how many new, how many dropped."""
    known = {(each.left, each.right): each for each in pairs_within((area.path,))}
    new = [_as_row(each) for key, each in alike.items() if key not in known]
    SamePerson.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    again = [known[key] for key in alike if key in known and not known[key].outcome]
    for row in again:
        _describe(row, alike[row.left, row.right].pair)
    SamePerson.objects.bulk_update(again, ["same_id", "likeness_percent", "evidence"], batch_size=200)
    gone = _no_longer([row for key, row in known.items() if key not in alike and not row.outcome], people)
    for some in batches(gone):
        SamePerson.objects.filter(pk__in=some, outcome="").delete()
    return len(new), len(gone)


def _no_longer(rows: Sequence[SamePerson], people: dict[str, OnRoll]) -> list[int]:
    """Of pairs that were not found again those of whom one has left, or (with both looked at) one was put right since."""
    members = {member for row in rows for member in (row.left, row.right)}
    living, changed = still_living(members), _changed_at(members)
    return [
        row.pk
        for row in rows
        if not {row.left, row.right} <= living
        or (
            all(member.hex in people for member in (row.left, row.right))
            and any(changed[member] > row.found_at for member in (row.left, row.right))
        )
    ]


def _changed_at(members: set[UUID]) -> dict[UUID, datetime]:
    """When each of these was last written about."""
    found: dict[UUID, datetime] = {}
    for some in batches(members):
        rows = heads(MemberVersion).filter(member__in=some).order_by("received_at", "pk")
        found |= dict(rows.values_list("member", "received_at"))
    return found


def _as_row(alike: _Alike) -> SamePerson:
    row = SamePerson(
        left=UUID(alike.left.member),
        right=UUID(alike.right.member),
        left_household_id=UUID(alike.left.household),
        right_household_id=UUID(alike.right.household),
    )
    _describe(row, alike.pair)
    return row


def _describe(row: SamePerson, pair: Pair) -> None:
    row.same_id, row.likeness_percent = pair.same_id, round(pair.likeness * 100)
    row.evidence = [{"for": each.weight > 0, "zh": each.words.zh, "en": each.words.en} for each in pair.evidence]


_UNDER_WAY = Words("这里正在找，过一会儿再看", "A search of this area is going on; look again in a while")
_DECIDED = Words("这一对已经有人定了，请刷新这一页", "Somebody has decided this pair already; load the page again")
_NO_REASON = Words(
    "号码一样却是两个人，总有一个登错了。写一句：是谁的号错了",
    "Two people of one number: one of them is wrong. Write whose",
)
_NO_SIDE = Words("选一选哪一边不算了", "Choose which entry is to go")
_NO_WHY = Words("为什么不算，选一个", "Choose why it is to go")
_NO_DAY = Words("从哪天起不算这家的，要写", "Write from which day on the person no longer belongs there")
_DAY_TO_COME = Words("这一天还没到", "That day is still to come")
_GONE = Words(
    "这两条里有一条已经不在那户了，请刷新这一页", "One of the two has left its household meanwhile; load the page again"
)
