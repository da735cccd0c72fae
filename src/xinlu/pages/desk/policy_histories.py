"""What a household's history says of policies: facts stated, explanations, an office's steps, and answers to payments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from xinlu.casework.selectors.history import Moment
from xinlu.entitlement.models import BenefitStep, Explanation, StatedFact
from xinlu.entitlement.selectors.editions import policy_names
from xinlu.entitlement.steps import STEP_NAMES, Step
from xinlu.entitlement.values import fact_value
from xinlu.kernel import clock
from xinlu.kernel.money import yuan
from xinlu.pages.days import day_said
from xinlu.pages.desk.policy_words import UNDERSTOOD
from xinlu.pages.templatetags.look import said
from xinlu.policy.facts import packaged_facts
from xinlu.policy.speaking import told
from xinlu.recognition.answers import Answer
from xinlu.recognition.models import Recognition
from xinlu.registry.models import MemberVersion


class PolicyNames:
    """The names that some moments of a history need: of policies, and of members of whom a fact was stated. Two queries
    at most, none where nothing of the kind is among them."""

    def __init__(self, moments: Iterable[Moment]) -> None:
        policies: set[str] = set()
        members: set[UUID] = set()
        for moment in moments:
            for record in (moment.record, moment.target):
                if isinstance(record, (Explanation, BenefitStep)):
                    policies.add(record.policy)
                elif isinstance(record, StatedFact) and record.member:
                    members.add(record.member)
        self._policies = policy_names(policies) if policies else {}
        versions = MemberVersion.objects.filter(member__in=members).order_by("received_at", "pk") if members else ()
        self._members = {each.member: each.name for each in versions}

    def policy(self, name: str) -> str:
        """What the policy is called."""
        return said(self._policies.get(name, name))

    def member(self, member: UUID) -> str:
        """What the member is called."""
        return self._members.get(member, "—")

    def understood(self, record: Explanation) -> tuple[str, str]:
        """Whether it was understood, as a mark."""
        kind, words = UNDERSTOOD.get(record.understood, UNDERSTOOD[""])
        return kind, str(words)

    def answered(self, payment: BenefitStep, answer: Recognition) -> tuple[str, str, str]:
        """A payment as the office tells it, and what the household says came."""
        came = payment.amount_fen if answer.answer == Answer.RECOGNISED else answer.own_fen
        if answer.answer == Answer.UNSURE:
            words = _("not remembered")
        elif came is None:
            words = _("did not come, or not that much")
        else:
            words = yuan(came)
        label = _("%(policy)s, %(period)s") % {"policy": self.policy(payment.policy), "period": payment.period}
        return label, yuan(payment.amount_fen or 0), words


def _fact(moment: Moment, names: PolicyNames) -> str:
    record: Any = moment.record
    facts = packaged_facts()
    fact = (facts.members if record.member else facts.household).get(record.fact)
    label = said(fact.label) if fact else record.fact
    if record.member:
        label = _("%(name)s, %(fact)s") % {"name": names.member(record.member), "fact": label}
    if not record.value:
        return _("took back what was said of “%(fact)s”") % {"fact": label}
    value = fact_value(fact, record.value) if fact else None
    return _("wrote down “%(fact)s”: %(value)s, said by %(name)s") % {
        "fact": label,
        "value": said(told(fact, value)) if fact and value is not None else record.value,
        "name": record.said_by,
    }


def _explanation(moment: Moment, names: PolicyNames) -> str:
    record: Any = moment.record
    return _("explained “%(policy)s” to %(name)s") % {"policy": names.policy(record.policy), "name": record.told_to}


def _step(moment: Moment, names: PolicyNames) -> str:
    record: Any = moment.record
    told_of = {
        "policy": names.policy(record.policy),
        "period": record.period,
        "step": said(STEP_NAMES[Step(record.step)]),
        "day": said(day_said(record.happened_on, today=clock.today())),
        "source": record.source,
    }
    if record.amount_fen is None:
        return _("wrote down of “%(policy)s” (%(period)s): %(step)s on %(day)s, by %(source)s") % told_of
    told_of["amount"] = yuan(record.amount_fen)
    return _("wrote down of “%(policy)s” (%(period)s): %(step)s on %(day)s, %(amount)s yuan, by %(source)s") % told_of


POLICY_TELLERS: dict[str, Callable[[Moment, PolicyNames], str]] = {
    "policy_fact": _fact,
    "policy_explanation": _explanation,
    "benefit_step": _step,
}
"""What is said of each kind of record about policies."""
