"""The Yang household with what it is owed: the county's line is entered, some was found out, and money is said to be paid."""

from __future__ import annotations

from datetime import date

from xinlu.entitlement.models import BenefitStep
from xinlu.entitlement.services.benefits import answer_payment, record_step
from xinlu.entitlement.services.explaining import record_explanation
from xinlu.entitlement.services.rules import set_policy_value
from xinlu.entitlement.services.stating import state_fact
from xinlu.entitlement.steps import Step
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.registry.services.members import write_member

ALLOWANCE = "subsistence_allowance"
PENSION = "residents_pension"


def state(yang, fact, value, **more):
    """A fact found out at the table."""
    return state_fact(yang.household, by=yang.helper, fact=fact, value=value, said_by="杨秀英", **more)


def set_value(yang, name, value):
    """A value that the county enters."""
    return set_policy_value(
        by=yang.county_desk,
        area=yang.county,
        name=name,
        value=value,
        effective_from=date(2026, 1, 1),
        source="县民政〔2026〕1号",
    )


def entitle(yang):
    """The allowance and the old woman's pension are owed; of the boy's school and the house nobody knows."""
    set_value(yang, "allowance_line_month_fen", 100_000)
    state(yang, "has_other_assets", False)
    grandmother = yang.member("杨秀英")
    write_member(yang.household, by=yang.township, said_by="杨秀英", member=grandmother, pension_insurance=True)
    state(yang, "worker_pension", False, member=grandmother)


def pay(yang, *, policy=ALLOWANCE, fen=46_000, on=date(2026, 11, 10), **more) -> BenefitStep:
    """An office says that it paid."""
    return record_step(
        yang.household, by=yang.county_desk, policy=policy, step=Step.PAID, happened_on=on, source="民政发放表",
        amount_fen=fen, **more,
    )  # fmt: skip


def say(yang, payment, answer=Answer.RECOGNISED, **more):
    """The household says it by its card."""
    return answer_payment(
        yang.household, payment=payment.pk, shown_digest=payment.digest, answer=answer, channel=Channel.CARD,
        device="the-family-phone", card=yang.card, **more,
    )  # fmt: skip


def explain(yang, policy=ALLOWANCE, **more):
    """The helper explains a policy to her."""
    return record_explanation(yang.household, by=yang.helper, policy=policy, told_to="杨秀英", **more)
