"""What was entered in error about policies is taken back or erased, and what is owed follows."""

from __future__ import annotations

from datetime import date

import pytest

from xinlu.entitlement.models import BenefitStep, OwedPolicy, StatedFact
from xinlu.entitlement.selectors.owed import owed_to
from xinlu.entitlement.services.benefits import answer_payment, record_step
from xinlu.entitlement.services.stating import state_fact
from xinlu.entitlement.services.undoing import erase_record, withdraw_entry
from xinlu.entitlement.steps import Stands, Step
from xinlu.kernel.errors import Refusal
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel


@pytest.fixture
def payment(desk):
    return record_step(
        desk.yang.household, by=desk.users["chen"], policy="premium_aid", step=Step.PAID, happened_on=date(2026, 11, 10),
        source="表", amount_fen=10_000,
    )  # fmt: skip


def said(desk, payment, answer, **more):
    answer_payment(
        desk.yang.household, payment=payment.pk, shown_digest=payment.digest, answer=answer, channel=Channel.CARD,
        device="a-phone", card=desk.yang.card, **more,
    )  # fmt: skip


def test_a_payment_entered_in_error_is_taken_back(desk, payment):
    withdraw_entry(payment, by=desk.users["chen"], reason="记到别家了")
    owed = owed_to(desk.yang.household).named("premium_aid")
    assert owed.benefit is None and owed.stands in (None, Stands.NOT_APPLIED)


def test_a_payment_that_the_household_denies_is_not_taken_back(desk, payment):
    said(desk, payment, Answer.CONTESTED, own_fen=0)
    with pytest.raises(Refusal) as refused:
        withdraw_entry(payment, by=desk.users["chen"], reason="记错了")
    assert refused.value.code == "benefit.denied"
    assert owed_to(desk.yang.household).named("premium_aid").stands is Stands.PAID_NOT_RECEIVED


def test_an_erased_fact_is_not_known_any_more(desk):
    stated = state_fact(
        desk.yang.household, by=desk.users["zhou"], fact="has_other_assets", value=True, said_by="杨秀英"
    )
    row = OwedPolicy.objects.get(household=desk.yang.household, policy="subsistence_allowance")
    assert row.answer == "not_entitled"
    erase_record(stated.pk, by=desk.users["chen"], legal_ground="个人信息保护法第四十七条")
    row = OwedPolicy.objects.get(household=desk.yang.household, policy="subsistence_allowance")
    assert row.answer == "to_be_verified" and not StatedFact.objects.exists() and not BenefitStep.objects.exists()
