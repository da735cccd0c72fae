"""What is put into the demo county on purpose: each fault or turn by a name, where it stands, and how it is found again.

Places are household numbers or logins. A finder looks at what is stored, and knows nothing of how it was drawn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q

from xinlu.casework.models import HouseholdFigures, IncomeAccount, IncomeLine, Visit
from xinlu.demo.calendar import HANDED_OVER_ON
from xinlu.demo.layout import (
    ONE_PHONE_HELPER,
    OVERLOADED_HELPER,
    Story,
    numbers_of,
)
from xinlu.demo.places import COUNTY
from xinlu.kernel.words import Words
from xinlu.people.models import Area
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel, Grade
from xinlu.recognition.models import CardHandover, Recognition, SharedDevice
from xinlu.recognition.selectors.answers import answers_of
from xinlu.records.models import Withdrawal
from xinlu.registry.models import Assignment, CurrentFile, HouseholdFile, MemberVersion, Status
from xinlu.registry.selectors.households import households_without_helper, overloaded_helpers

COPIED_AT_LEAST = 5


@dataclass(frozen=True, slots=True)
class Planted:
    """One thing that stands in the county. `where` are places at which `find` must find it; it may find more."""

    name: str
    what: Words
    where: frozenset[str]
    find: Callable[[], set[str]]


def _numbers(households: Iterable[UUID | None]) -> set[str]:
    return set(CurrentFile.objects.filter(household__in=set(households)).values_list("number", flat=True))


def _this_year() -> Q:
    return Q(account__period_end__year=2026)


def copied_visits() -> set[str]:
    """Helpers who wrote the very same words about different households, again and again."""
    told: Counter[tuple[str, str]] = Counter()
    for login, heard in Visit.objects.exclude(heard="").values_list("author__username", "heard"):
        told[login, heard] += 1
    most: dict[str, int] = defaultdict(int)
    for (login, _), times in told.items():
        most[login] = max(most[login], times)
    visits = Counter(Visit.objects.values_list("author__username", flat=True))
    return {login for login, times in most.items() if times >= COPIED_AT_LEAST and times * 2 > visits[login]}


def inflated_lines() -> set[str]:
    """Households that say less of three lines or more than was written."""
    less: Counter[UUID] = Counter()
    contested = Recognition.objects.filter(answer=Answer.CONTESTED, own_fen__isnull=False, channel=Channel.CARD)
    lines = IncomeLine.objects.in_bulk(contested.values_list("target", flat=True))
    for target, own_fen, household in contested.values_list("target", "own_fen", "household_id"):
        line = lines[target]
        if household and own_fen is not None and own_fen < line.income_fen - line.cost_fen:
            less[household] += 1
    return _numbers(household for household, times in less.items() if times >= 3)


def copied_forward() -> set[str]:
    """Households whose account says of every line what last year's said."""
    said: dict[UUID, dict[int, tuple[tuple[object, ...], ...]]] = defaultdict(dict)
    for account in IncomeAccount.objects.all():
        lines = IncomeLine.objects.in_bulk([UUID(line) for line, _ in account.lines])
        if account.household_id:
            said[account.household_id][account.period_end.year] = tuple(
                (line.kind, line.quantity_milli, line.price_fen, line.income_fen, line.cost_fen)
                for line in lines.values()
            )
    return _numbers(
        household
        for household, years in said.items()
        if {2025, 2026} <= years.keys() and Counter(years[2025]) == Counter(years[2026])
    )


def children_gave_less() -> set[str]:
    """Households that say that the children gave 400, where 600 is written."""
    lines = IncomeLine.objects.filter(kind="children", income_fen=60_000).values("pk")
    said = Recognition.objects.filter(answer=Answer.CONTESTED, own_fen=40_000, target__in=lines)
    return _numbers(said.values_list("household_id", flat=True))


def not_begun() -> set[str]:
    """Households whose account of this year nobody has reckoned."""
    return _numbers(HouseholdFigures.objects.exclude(_this_year()).values_list("household_id", flat=True))


def unanswered() -> set[str]:
    """Households with an account of which they have not answered one line."""
    found = HouseholdFigures.objects.filter(_this_year(), lines_unanswered=F("lines"), lines__gt=0)
    return _numbers(found.values_list("household_id", flat=True))


def half_answered() -> set[str]:
    """Households that stopped on the way through their account."""
    found = HouseholdFigures.objects.filter(_this_year(), lines_unanswered__gt=2, lines_unanswered__lt=F("lines"))
    return _numbers(found.values_list("household_id", flat=True))


def cannot_remember() -> set[str]:
    """Households that could not remember a line."""
    return _numbers(Recognition.objects.filter(answer=Answer.UNSURE).values_list("household_id", flat=True))


def taken_back() -> set[str]:
    """Households that took an answer back by their card."""
    return _numbers(Withdrawal.objects.filter(channel=Channel.CARD).values_list("household_id", flat=True))


def put_right() -> set[str]:
    """Households whose contested line was corrected and then recognised."""
    contested = Recognition.objects.filter(answer=Answer.CONTESTED).values("target")
    corrections = IncomeLine.objects.filter(supersedes__in=contested).values("pk")
    said = Recognition.objects.filter(answer=Answer.RECOGNISED, target__in=corrections)
    return _numbers(said.values_list("household_id", flat=True))


def forked_accounts() -> set[str]:
    """Households of whose account two versions stand against each other."""
    return _numbers(HouseholdFigures.objects.filter(account_forked=True).values_list("household_id", flat=True))


def without_helper() -> set[str]:
    """Households for which nobody answers."""
    return set(households_without_helper(Area.objects.get(code=COUNTY)).values_list("number", flat=True))


def overloaded() -> set[str]:
    """Helpers who answer for more households than the county allows."""
    return {load.helper.username for load in overloaded_helpers(Area.objects.get(code=COUNTY))}


def handed_over() -> set[str]:
    """Households that went from one helper to another."""
    later = Assignment.objects.filter(supersedes__isnull=False, since=HANDED_OVER_ON, helper__isnull=False)
    return _numbers(later.values_list("household_id", flat=True))


def births() -> set[str]:
    """Households into which a child was born."""
    return _numbers(
        MemberVersion.objects.filter(joined_on=F("born_on")).values_list("household_id", flat=True),
    )


def deaths() -> set[str]:
    """Households in which somebody died."""
    return _numbers(MemberVersion.objects.filter(left_why="died").values_list("household_id", flat=True))


def marriages() -> set[str]:
    """Households into which somebody married."""
    joined = MemberVersion.objects.filter(relation="daughter_in_law", joined_on__isnull=False)
    return _numbers(joined.values_list("household_id", flat=True))


def moves() -> set[str]:
    """Households that live in another village or group than they did."""
    places = HouseholdFile.objects.values("household_id").annotate(places=Count("place", distinct=True))
    return _numbers(places.filter(places__gt=1).values_list("household_id", flat=True))


def watched() -> set[str]:
    """Households watched against poverty, which were decided on more than once."""
    decided = Status.objects.values("household_id").annotate(times=Count("id"))
    often = decided.filter(times__gt=1).values("household_id")
    return set(CurrentFile.objects.filter(household__in=often, status="at_risk").values_list("number", flat=True))


def cards_by_own_helper() -> set[str]:
    """Households whose card was handed out by their helper: its answers are worth no more than on his phone."""
    handed = CardHandover.objects.filter(handed_by=F("household__current__helper"))
    return {
        number
        for household, number in handed.values_list("household_id", "household__current__number")
        if any(each.graded.grade is Grade.E1 and each.record.channel == Channel.CARD for each in answers_of(household))
    }


def shared_phone() -> set[str]:
    """Households that answer on a phone declared as shared."""
    declared = SharedDevice.objects.values("shared")
    return _numbers(Recognition.objects.filter(device__in=declared).values_list("household_id", flat=True))


def one_phone() -> set[str]:
    """Households that answer on a phone which nobody declared and which answers for many."""
    many = (
        Recognition.objects.filter(channel=Channel.CARD)
        .exclude(device__in=SharedDevice.objects.values("shared"))
        .values("device")
        .annotate(households=Count("household", distinct=True))
        .filter(households__gt=3)
    )
    said = Recognition.objects.filter(device__in=many.values("device"))
    return _numbers(said.values_list("household_id", flat=True))


def inspected() -> set[str]:
    """Households that an inspector from another county has asked."""
    return _numbers(Recognition.objects.filter(channel=Channel.INSPECTOR).values_list("household_id", flat=True))


def never_came() -> set[str]:
    """Helpers of whose visits a household says that nobody came."""
    denied = Recognition.objects.filter(target_kind=Visit.KIND, answer=Answer.CONTESTED).values("target")
    return set(Visit.objects.filter(pk__in=denied).values_list("author__username", flat=True))


def dangerous_houses() -> set[str]:
    """Households whose house is of grade C or D."""
    return set(CurrentFile.objects.filter(file__house_grade__in=("c", "d")).values_list("number", flat=True))


def _of(*stories: Story) -> frozenset[str]:
    return frozenset(number for story in stories for number in numbers_of(story))


PLANTED: tuple[Planted, ...] = (
    Planted("copied visits", Words("同一段话抄给好几户的走访", "visits with the same empty words"), frozenset({ONE_PHONE_HELPER}), copied_visits),
    Planted("denied visits", Words("户里说没人来过的走访", "visits that the household denies"), frozenset({ONE_PHONE_HELPER}), never_came),
    Planted("inflated lines", Words("往大里写的账", "inflated lines"), _of(Story.WU), inflated_lines),
    Planted("copied forward", Words("照抄去年的账", "accounts copied from last year"), _of(Story.ONE_PHONE), copied_forward),
    Planted("children gave less", Words("子女给的：记 600，她说 400", "children gave 600, they say 400"), _of(Story.WU), children_gave_less),
    Planted("not begun", Words("今年的账还没算", "this year's account not begun"), _of(Story.YANG, Story.NO_HELPER), not_begun),
    Planted("unanswered", Words("账算了，户里一笔没看", "accounts that nobody has looked at"), _of(Story.UNANSWERED), unanswered),
    Planted("half answered", Words("看了一半", "half answered"), _of(Story.HALF_ANSWERED), half_answered),
    Planted("cannot remember", Words("记不清", "cannot remember"), _of(Story.UNSURE), cannot_remember),
    Planted("taken back", Words("说过又收回", "an answer taken back"), _of(Story.WITHDRAWN), taken_back),
    Planted("put right", Words("不认，改了，认了", "contested, corrected, recognised"), _of(Story.CORRECTED), put_right),
    Planted("fork", Words("两个人各改了一版", "two versions against each other"), _of(Story.FORK), forked_accounts),
    Planted("no helper", Words("没人帮的户", "households without helper"), _of(Story.NO_HELPER), without_helper),
    Planted("overloaded", Words("一个人管得太多", "a helper with too many"), frozenset({OVERLOADED_HELPER}), overloaded),
    Planted("hand-over", Words("中途换了帮扶人", "handed over half-way"), _of(Story.HANDED_OVER), handed_over),
    Planted("birth", Words("添了娃娃", "a birth"), _of(Story.BIRTH), births),
    Planted("death", Words("老人走了", "a death"), _of(Story.DEATH), deaths),
    Planted("marriage", Words("接了媳妇", "a marriage"), _of(Story.MARRIAGE), marriages),
    Planted("move", Words("搬了家", "a move"), _of(Story.MOVE), moves),
    Planted("watched", Words("一直看着的户", "watched against poverty"), _of(Story.YANG, Story.WU), watched),
    Planted("helper's card", Words("帮扶人自己交的卡", "a card handed out by the helper"), _of(Story.OWN_HELPERS_CARD), cards_by_own_helper),
    Planted("shop phone", Words("小卖部的手机", "the shop's phone"), _of(Story.SHOP_PHONE), shared_phone),
    Planted("one phone", Words("一台没登记的手机点了好几户", "one undeclared phone for many"), _of(Story.ONE_PHONE), one_phone),
    Planted("inspected", Words("外来的人当面问过", "asked by an outsider"), _of(Story.INSPECTED), inspected),
    Planted("dangerous house", Words("房子不安全", "a house in danger"), _of(Story.WU), dangerous_houses),
)  # fmt: skip
"""Everything that is planted."""

HONEST_HELPERS_NEVER = frozenset({"copied visits", "denied visits"})
"""Of these no helper who is not lukewarm may be found."""
