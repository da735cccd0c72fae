"""What one household is owed: every policy in words, clause by clause with its own facts, the way of each benefit, and the
household's word beside what offices say. And the form by which an office's step is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xinlu.entitlement.selectors.benefits import BenefitView, StepView
from xinlu.entitlement.selectors.editions import policy_names
from xinlu.entitlement.selectors.owed import Owed, OwedView, owed_to
from xinlu.entitlement.services.benefits import record_step
from xinlu.entitlement.steps import RECEIVED_NAMES, STEP_NAMES, Step
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.pages.desk.forms.policies import StepForm
from xinlu.pages.desk.household import file_shown, head_of
from xinlu.pages.desk.policy_words import HELD, RECEIVED_MARKS, STATES, UNDERSTOOD, amount_words, stands_mark
from xinlu.pages.desk.reach import may_do
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.policy.answers import State
from xinlu.policy.explain import Explained
from xinlu.policy.speaking import filled
from xinlu.policy.terms import Policy
from xinlu.records.models import Household

STEPS_SHOWN = 12

SECTIONS: tuple[tuple[State, Promise], ...] = (
    (State.ENTITLED, gettext_lazy("Owed to this household")),
    (State.TO_BE_VERIFIED, gettext_lazy("To be verified")),
    (State.NOT_ENTITLED, gettext_lazy("Not entitled now")),
    (State.NOT_IN_FORCE, gettext_lazy("Not in force")),
)
"""The sections in their order."""


@dataclass(frozen=True)
class ClauseView:
    """A requirement as filled, the household's own facts, by how much they miss it, and whether it holds as a mark."""

    says: Words
    own: tuple[Words, ...]
    gaps: list[Words]
    mark: tuple[str, Promise]


@dataclass(frozen=True)
class StepShown:
    """One step as the office tells it, and beside a payment the household's word."""

    view: StepView
    period: str

    @property
    def words(self) -> Words:
        return STEP_NAMES[self.view.step]

    @property
    def is_payment(self) -> bool:
        return self.view.step is Step.PAID

    @property
    def received(self) -> tuple[str, Words]:
        return RECEIVED_MARKS[self.view.received], RECEIVED_NAMES[self.view.received]


@dataclass(frozen=True)
class WayView:
    """The way of a benefit over all its periods: the latest steps, and both sums."""

    steps: list[StepShown]
    steps_total: int
    paid_fen: int
    received_fen: int
    payments: int


@dataclass(frozen=True)
class PolicyShown:
    """One policy of the household."""

    owed: Owed
    paragraph: str
    clauses: list[ClauseView]
    amount: Words | None
    mark: tuple[str, str]
    way: WayView | None
    understood: tuple[str, Promise] | None
    is_open: bool

    @property
    def is_wide(self) -> bool:
        """Whether it stands there in full: what is owed, and what offices have already done something about."""
        return self.owed.state is State.ENTITLED or self.way is not None


@may(Action.READ_FILE, about="household")
@require_safe
@never_cache
def household_policies(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """Every policy; ?policy= chooses one in the form."""
    return _page(request)


@may(Action.RECORD_BENEFIT, about="household")
@require_POST
@never_cache
def benefit_step(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """An office's step is written down: a claim, until the household says that the money came."""
    owed = _owed(request.household)
    form = StepForm(request.POST, policies=_recordable(owed))
    if form.is_valid():
        try:
            record_step(request.household, by=request.user, device=request.device, **form.told)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down. Whether the money came is for the household to say."))
            address = reverse("desk:household_policies", kwargs={"household": household})
            chosen = form.cleaned_data["policy"]
            return redirect(f"{address}?policy={chosen}#p-{chosen}")
    return _page(request, owed=owed, form=form)


def _page(request: StaffRequest, *, owed: OwedView | None = None, form: StepForm | None = None) -> HttpResponseBase:
    owed = owed or _owed(request.household)
    policies = _recordable(owed)
    chosen = request.GET.get("policy", "")
    initial = {"policy": chosen} if any(each.id == chosen for each in policies) else {}
    shown = [
        (title, [_shown(each, owed.benefits, is_open=each.policy.id == chosen) for each in owed.of(state)], state.value)
        for state, title in SECTIONS
    ]
    context = {
        **head_of(request, file_shown(request.household)),
        **may_do(request, Action.RECORD_BENEFIT),
        "sections": [each for each in shown if each[1] or each[2] == State.ENTITLED],
        "guarantees": [(each, _clauses(each), _said(each), _state_mark(each)) for each in owed.guarantees],
        "gone": _gone(owed),
        "form": form or StepForm(policies=policies, initial=initial),
    }
    return render(request, "desk/household_policies.html", context)


def _owed(household: Household) -> OwedView:
    found = owed_to(household)
    if found is None:
        raise Http404
    return found


def _recordable(owed: OwedView) -> list[Policy]:
    """The policies of which a step can be written down, in the order of the page."""
    return [each.policy for state, _title in SECTIONS for each in owed.of(state)]


def _shown(owed: Owed, benefits: Sequence[BenefitView], *, is_open: bool) -> PolicyShown:
    last = owed.explanation
    return PolicyShown(
        owed=owed,
        paragraph=_said(owed.explained),
        clauses=_clauses(owed.explained),
        amount=amount_words(owed.policy, owed.explained.answer.amount_fen) if owed.state is State.ENTITLED else None,
        mark=stands_mark(owed.stands) if owed.stands else _state_mark(owed.explained),
        way=_way([each for each in benefits if each.policy == owed.policy.id]),
        understood=UNDERSTOOD.get(last.understood) if last else None,
        is_open=is_open,
    )


def _gone(owed: OwedView) -> list[tuple[Words, WayView | None]]:
    """Benefits of policies that the place no longer has: what was claimed and said of them stays to be read."""
    here = {each.policy.id for each in owed.policies}
    gone = dict.fromkeys(each.policy for each in owed.benefits if each.policy not in here)
    names = policy_names(gone) if gone else {}
    return [
        (names.get(policy, Words(policy, policy)), _way([each for each in owed.benefits if each.policy == policy]))
        for policy in gone
    ]


def _way(benefits: Sequence[BenefitView]) -> WayView | None:
    if not benefits:
        return None
    steps = [StepShown(step, each.period) for each in benefits for step in reversed(each.steps)]
    return WayView(
        steps=steps[:STEPS_SHOWN],
        steps_total=len(steps),
        paid_fen=sum(each.paid_fen for each in benefits),
        received_fen=sum(each.received_fen for each in benefits),
        payments=sum(each.is_payment for each in steps),
    )


def _clauses(explained: Explained) -> list[ClauseView]:
    return [
        ClauseView(
            says=filled(each.clause.says, explained.edition, explained.known),
            own=each.own,
            gaps=[shortfall.gap for shortfall in each.shortfalls if shortfall.gap],
            mark=HELD[each.held],
        )
        for each in explained.clauses
    ]


def _said(explained: Explained) -> str:
    return explained.said(get_language() or "zh-hans")


def _state_mark(explained: Explained) -> tuple[str, str]:
    kind, words = STATES[explained.state]
    return kind, str(words)
