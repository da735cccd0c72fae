"""Who is entitled and not receiving, by area and policy, with where it stands: added up from what was last looked through."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet, Sum

from xinlu.entitlement.models import LookedThrough, OwedPolicy
from xinlu.entitlement.selectors.editions import ruled_at
from xinlu.entitlement.steps import Stands
from xinlu.kernel import clock
from xinlu.people.models import Area
from xinlu.policy.answers import State
from xinlu.policy.terms import Edition, Kind, Policy
from xinlu.registry.models import CurrentFile

RECEIVING = Stands.RECEIVED
MISSING_SHOWN = 5
GIVEN_UP_AFTER = timedelta(minutes=30)
"""A look that is not done by then was stopped by something."""


@dataclass(frozen=True)
class PolicyGap:
    """One policy in one area: households by answer, and those entitled by where their benefit stands."""

    policy: Policy
    answers: Mapping[State, int] = field(default_factory=dict)
    stands: Mapping[Stands, int] = field(default_factory=dict)
    missing: Sequence[tuple[str, int]] = ()
    not_received_fen: int = 0
    """What is owed, for the policy's `per`, to those entitled who are not receiving it, where the amount is known."""

    @property
    def entitled(self) -> int:
        """Those entitled; of a guarantee, those for whom it is secured."""
        return self.answers.get(State.ENTITLED, 0) + self.answers.get(State.SECURED, 0)

    @property
    def not_entitled(self) -> int:
        """Those who are not; of a guarantee, those for whom it is not secured."""
        return self.answers.get(State.NOT_ENTITLED, 0) + self.answers.get(State.NOT_SECURED, 0)

    @property
    def receiving(self) -> int:
        """Those who themselves say that they received it."""
        return self.stands.get(RECEIVING, 0)

    @property
    def not_receiving(self) -> int:
        return self.entitled - self.receiving

    @property
    def to_be_verified(self) -> int:
        return self.answers.get(State.TO_BE_VERIFIED, 0)


@dataclass(frozen=True)
class Gaps:
    """An area's policies, and the day since which every household there was looked through (None: never).

    `households` are those looked through, `all_households` those that live there; `look` is the latest look through the
    area or one around it, `ruled_at` when a value or rule that counts here was last entered.
    """

    area: Area
    policies: tuple[PolicyGap, ...]
    guarantees: tuple[PolicyGap, ...]
    looked_on: date | None
    households: int
    all_households: int
    look: LookedThrough | None
    ruled_at: datetime | None

    @property
    def is_under_way(self) -> bool:
        """Whether somebody's look is going on now."""
        return self.look is not None and self.look.done_at is None and self.look.began_at > clock.now() - GIVEN_UP_AFTER

    @property
    def is_behind(self) -> bool:
        """Whether a value or rule was entered after the latest look began."""
        return self.look is not None and self.ruled_at is not None and self.ruled_at > self.look.began_at


def gaps_of(area: Area, edition: Edition) -> Gaps:
    """The area's households by policy and answer. A fixed number of queries, whatever the area's size."""
    within = OwedPolicy.objects.filter(path__startswith=area.path)
    answers: dict[str, Counter[State]] = defaultdict(Counter)
    where: dict[str, Counter[Stands]] = defaultdict(Counter)
    missing: dict[str, Counter[str]] = defaultdict(Counter)
    not_received: Counter[str] = Counter()
    # Two million rows of a county are gone through once, and not once for each thing that is asked.
    counted = within.order_by().values_list("policy", "answer", "stands", "missing")
    for policy, answer, stands, names, n, fen in counted.annotate(n=Count("pk"), fen=Sum("amount_fen")):
        answers[policy][State(answer)] += n
        if stands:
            where[policy][Stands(stands)] += n
        if answer == State.ENTITLED and stands != RECEIVING:
            not_received[policy] += fen or 0
        for name in names.split(",") if names else ():
            missing[policy][name] += n
    # Whoever was looked through has a row of every policy in force; of the one with the most rows all of them have one.
    widest = max(answers, key=lambda each: answers[each].total(), default="")
    looked_on = within.filter(policy=widest).aggregate(first=Min("looked_on"))["first"]
    gaps = [
        PolicyGap(
            policy=each,
            answers=answers[each.id],
            stands=where[each.id],
            missing=sorted(missing[each.id].items(), key=lambda one: (-one[1], one[0]))[:MISSING_SHOWN],
            not_received_fen=not_received[each.id],
        )
        for each in sorted(edition.policies, key=lambda each: (each.worth, each.id))
    ]
    return Gaps(
        area=area,
        policies=tuple(each for each in gaps if each.policy.kind is Kind.POLICY),
        guarantees=tuple(each for each in gaps if each.policy.kind is Kind.GUARANTEE),
        looked_on=looked_on,
        households=answers[widest].total(),
        all_households=CurrentFile.objects.filter(path__startswith=area.path).count(),
        look=LookedThrough.objects.filter(area__in=area.codes)
        .select_related("by")
        .order_by("-began_at", "-pk")
        .first(),
        ruled_at=ruled_at(area.codes),
    )


def households_of(
    area: Area,
    policy: str,
    *,
    stands: Stands | None = None,
    answer: State | None = None,
    missing: str = "",
    not_receiving: bool = False,
) -> QuerySet[OwedPolicy]:
    """The rows of a policy in an area, narrowed; with their households' files. `missing` is one fact's name."""
    wanted = Q(path__startswith=area.path, policy=policy)
    if stands is not None:
        wanted &= Q(stands=str(stands))
    if answer is not None:
        wanted &= Q(answer=str(answer))
    if not_receiving:
        wanted &= Q(answer=str(State.ENTITLED)) & ~Q(stands=str(RECEIVING))
    if missing:
        wanted &= (
            Q(missing=missing)
            | Q(missing__startswith=f"{missing},")
            | Q(missing__endswith=f",{missing}")
            | Q(missing__contains=f",{missing},")
        )
    return OwedPolicy.objects.filter(wanted).select_related("household__current").order_by("path", "household")
