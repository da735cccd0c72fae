"""What a household is owed: from its file and what is stated beside it, to the explanation, the money, and its word."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.pages.household_door import minutes_later
from xinlu.entitlement.models import BenefitStep, Explanation, OwedPolicy, StatedFact
from xinlu.entitlement.selectors.benefits import benefits_of
from xinlu.entitlement.selectors.editions import edition_at
from xinlu.entitlement.selectors.gaps import gaps_of, households_of
from xinlu.entitlement.selectors.known import known_of
from xinlu.entitlement.selectors.owed import owed_to
from xinlu.entitlement.services.benefits import answer_payment, record_step
from xinlu.entitlement.services.explaining import Understood, record_explanation
from xinlu.entitlement.services.looking import look_through
from xinlu.entitlement.services.rules import (
    RuleRefused,
    set_policy_value,
    set_rule,
    take_out_rule,
    try_rule,
    try_value,
)
from xinlu.entitlement.services.stating import state_fact
from xinlu.entitlement.steps import Stands, Step
from xinlu.kernel.errors import Refusal
from xinlu.parameters.models import Parameter
from xinlu.policy.answers import State
from xinlu.policy.terms import Bounds
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.registry.models import CurrentFile
from xinlu.registry.services.households import write_file
from xinlu.registry.services.members import write_member

TODAY = date(2026, 11, 23)
LINE = "allowance_line_month_fen"
RULE = """
policies:
  - id: county_water_grant
    name: {zh: 县里的水费补贴, en: the county's water grant}
    short: {zh: 用河水的户，一年补120元。, en: "Households on river water get 120 yuan a year."}
    source: {zh: 县政府办〔2026〕3号, en: county office 2026 no. 3}
    seen_on: 2026-11-20
    standing: confirmed
    place: "522699"
    from: 2026-01-01
    clauses:
      - name: river_water
        says: {zh: 家里喝河水, en: the household drinks river water}
        is: water = 'river'
    amount:
      per: year
      tiers:
        - each: 12000
          says: {zh: 一年120元, en: 120 yuan a year}
    papers: [{zh: 户口簿, en: the household register}]
    where: {zh: 村委会, en: the village office}
"""


def row(desk) -> CurrentFile:
    return CurrentFile.objects.select_related("place", "file").get(household=desk.yang.household)


def state(desk, fact, value, **more):
    return state_fact(desk.yang.household, by=desk.users["zhou"], fact=fact, value=value, said_by="杨秀英", **more)


def set_line(desk, fen, day):
    """The county's line of the allowance from a day on."""
    source = f"县民政〔{day.year}〕{day.month} 号"
    set_policy_value(
        by=desk.users["chen"], area=desk.yang.county, name=LINE, value=fen, effective_from=day, source=source
    )


def answer(desk, policy):
    return owed_to(desk.yang.household).named(policy)


def paid(desk, fen=552_000, **more):
    return record_step(
        desk.yang.household, by=desk.users["chen"], policy="subsistence_allowance", step=Step.PAID,
        happened_on=date(2026, 11, 10), source="民政发放表", amount_fen=fen, **more,
    )  # fmt: skip


def said(desk, payment, answer, **more):
    return answer_payment(
        desk.yang.household, payment=payment.pk, shown_digest=payment.digest, answer=answer, channel=Channel.CARD,
        device="a-phone-of-the-family", card=desk.yang.card, **more,
    )  # fmt: skip


def test_file_account_and_status_are_known_and_what_nobody_entered_is_not(desk):
    known = known_of([row(desk)], on=TODAY)[desk.yang.household.pk].known
    figures = row(desk).household.figures
    assert known["people"] == 3 and known["income_per_head_fen"] == figures.claimed_head_fen
    assert known["recognised_income_per_head_fen"] == figures.recognised_low_head_fen
    assert known["house_grade"] is None and "has_other_assets" not in known
    assert known["primary_boarders"] == Bounds(0, 3)
    write_member(
        desk.yang.household, by=desk.users["shi"], said_by="杨", member=desk.yang.member("杨小军"), schooling="primary"
    )
    state(desk, "boards_at_school", True, member=desk.yang.member("杨小军"))
    known = known_of([row(desk)], on=TODAY)[desk.yang.household.pk].known
    assert known["primary_boarders"] == Bounds(1, 3)


def test_a_certificate_number_tells_kind_and_level_of_a_disability(desk):
    write_member(
        desk.yang.household, by=desk.users["shi"], said_by="杨", member=desk.yang.member("杨秀英"),
        id_number="522699194303020022", disability_number="52269919430302002241",
    )  # fmt: skip
    known = known_of([row(desk)], on=TODAY)[desk.yang.household.pk].known
    assert known["severely_disabled_people"] == Bounds(1, 3)


def test_a_stated_fact_decides_and_taking_it_back_opens_the_question_again(desk):
    set_line(desk, 100_000, date(2026, 1, 1))
    assert answer(desk, "subsistence_allowance").state is State.TO_BE_VERIFIED
    state(desk, "has_other_assets", False)
    assert answer(desk, "subsistence_allowance").state is State.ENTITLED
    again = StatedFact.objects.count()
    state(desk, "has_other_assets", False)
    assert StatedFact.objects.count() == again, "the same again writes nothing"
    state(desk, "has_other_assets", None)
    assert answer(desk, "subsistence_allowance").state is State.TO_BE_VERIFIED


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("house_grade", "c", "policy.not_stated"),
        ("no_such_fact", True, "policy.not_stated"),
        ("has_other_assets", "maybe", "policy.wrong_value"),
        ("water_minutes_away", -1, "policy.wrong_value"),
    ],
)
def test_a_fact_that_is_none_or_stands_in_the_file_or_cannot_be_so_is_refused(desk, fact, value, code):
    with pytest.raises(Refusal) as refused:
        state(desk, fact, value)
    assert refused.value.code == code and not StatedFact.objects.exists()


def test_nobody_states_a_fact_of_somebody_elses_member(desk):
    other = desk.household("远处", desk.far)
    from xinlu.registry.selectors.files import members_on

    with pytest.raises(Refusal) as refused:
        state(desk, "boards_at_school", True, member=members_on(other, TODAY)[0].member)
    assert refused.value.code == "policy.no_member"


def test_a_value_counts_from_its_day_on_and_only_in_its_place(desk):
    set_line(desk, 50_000, date(2026, 12, 1))
    codes = row(desk).place.codes
    assert edition_at(codes, on=TODAY).values[LINE] is None
    assert edition_at(codes, on=date(2026, 12, 1)).values[LINE] == 50_000
    assert edition_at(("52", "5226", "522698"), on=date(2026, 12, 1)).values[LINE] is None


@pytest.mark.parametrize(
    ("name", "value"), [("nothing", 1), (LINE, True), (LINE, 10**15), ("allowance_pays_difference", 7)]
)
def test_a_value_that_is_none_is_refused(desk, name, value):
    with pytest.raises(Refusal):
        set_policy_value(
            by=desk.users["chen"], area=desk.yang.county, name=name, value=value, effective_from=TODAY, source="文"
        )
    assert not Parameter.objects.filter(name__startswith="policy.").exists()


def test_trying_a_value_shows_who_would_gain_and_stores_nothing(desk):
    state(desk, "has_other_assets", False)
    tried = try_value(desk.yang.county, name=LINE, value=100_000, effective_from=TODAY)
    moved = {each.policy: each for each in tried.moved}["subsistence_allowance"]
    assert moved.gain == 1 and moved.lose == 0
    assert moved.households[State.TO_BE_VERIFIED, State.ENTITLED] == [desk.yang.household.pk]
    assert not Parameter.objects.filter(name__startswith="policy.").exists()
    set_line(desk, 100_000, TODAY)
    lower = try_value(desk.yang.county, name=LINE, value=1_000, effective_from=TODAY)
    assert {each.policy: each.lose for each in lower.moved}["subsistence_allowance"] == 1


def test_a_rule_of_the_countys_own_is_tried_entered_and_taken_out(desk):
    write_file(desk.yang.household, by=desk.users["shi"], said_by="杨", water="river")
    assert [(each.policy, each.gain) for each in try_rule(desk.yang.county, RULE).moved] == [("county_water_grant", 1)]
    assert answer(desk, "county_water_grant") is None
    set_rule(by=desk.users["chen"], area=desk.yang.county, text=RULE, reason="县政府办〔2026〕3号")
    owed = answer(desk, "county_water_grant")
    assert owed.state is State.ENTITLED and owed.explained.answer.amount_fen == 12_000
    assert "县里的水费补贴" in owed.explained.said("zh")
    take_out_rule(by=desk.users["chen"], area=desk.yang.county, policy="county_water_grant", reason="到期")
    assert answer(desk, "county_water_grant") is None


@pytest.mark.parametrize(
    "text",
    [
        RULE.replace("water = 'river'", "water = 'rivver'"),
        RULE.replace("water = 'river'", "(SELECT 1)"),
        RULE.replace('place: "522699"', 'place: "52"'),
        RULE + RULE.replace("policies:\n", "").replace("county_water_grant", "second"),
        "policies: [",
        "",
    ],
)
def test_a_rule_with_faults_is_refused_with_each_of_them(desk, text):
    with pytest.raises(RuleRefused) as refused:
        set_rule(by=desk.users["chen"], area=desk.yang.county, text=text, reason="文")
    assert refused.value.faults and all(each.words.zh and each.words.en for each in refused.value.faults)


def test_what_was_explained_stays_with_its_edition_and_a_new_line_means_it_changed_since(desk):
    set_line(desk, 100_000, date(2026, 1, 1))
    state(desk, "has_other_assets", False)
    record_explanation(
        desk.yang.household, by=desk.users["zhou"], policy="subsistence_allowance", told_to="杨秀英", understood=Understood.YES,
        words="到乡里民政办。",
    )  # fmt: skip
    owed = answer(desk, "subsistence_allowance")
    assert owed.explanation.answer == "entitled" and not owed.changed_since
    set_line(desk, 1_000, date(2026, 1, 2))
    owed = answer(desk, "subsistence_allowance")
    assert owed.changed_since and owed.explanation.understood == "yes"
    assert "subsistence_allowance" in {each.policy.id for each in owed_to(desk.yang.household).to_tell(30)}


def test_an_explanation_of_nothing_to_nobody_is_refused(desk):
    for asked in ({"policy": "nothing"}, {"told_to": " "}, {"on": date(2027, 1, 1)}):
        with pytest.raises(Refusal):
            record_explanation(
                desk.yang.household,
                by=desk.users["zhou"],
                **{"policy": "subsistence_allowance", "told_to": "杨", **asked},
            )
    assert not Explanation.objects.exists()


def test_paid_is_a_claim_and_only_the_households_word_makes_it_received(desk):
    payment = paid(desk)
    benefit = benefits_of([desk.yang.household.pk])[desk.yang.household.pk][0]
    assert benefit.stands is Stands.PAID_NOT_ASKED and (benefit.paid_fen, benefit.received_fen) == (552_000, 0)
    said(desk, payment, Answer.CONTESTED, own_fen=300_000)
    benefit = benefits_of([desk.yang.household.pk])[desk.yang.household.pk][0]
    assert benefit.stands is Stands.PAID_NOT_RECEIVED and benefit.received_fen == 300_000
    with minutes_later():
        said(desk, payment, Answer.RECOGNISED)
    benefit = benefits_of([desk.yang.household.pk])[desk.yang.household.pk][0]
    assert benefit.stands is Stands.RECEIVED and benefit.received_fen == 552_000


def test_a_corrected_payment_is_not_received_on_the_word_given_to_the_one_before(desk):
    first = paid(desk)
    said(desk, first, Answer.RECOGNISED)
    second = paid(desk, fen=552_100)
    assert BenefitStep.objects.count() == 2
    assert benefits_of([desk.yang.household.pk])[desk.yang.household.pk][0].stands is Stands.PAID_NOT_ASKED
    with pytest.raises(Refusal):
        said(desk, first, Answer.RECOGNISED)
    paid(desk, fen=552_100)
    assert BenefitStep.objects.count() == 2 and second.supersedes == first.pk


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"amount_fen": None}, "benefit.amount"),
        ({"amount_fen": -1}, "benefit.amount"),
        ({"source": " "}, "benefit.source"),
        ({"happened_on": date(2027, 1, 1)}, "benefit.to_come"),
        ({"policy": "house_guarantee"}, "policy.unknown"),
    ],
)
def test_a_step_that_cannot_be_is_refused(desk, asked, code):
    usual = {
        "policy": "subsistence_allowance",
        "step": Step.PAID,
        "happened_on": TODAY,
        "source": "表",
        "amount_fen": 1,
    }
    with pytest.raises(Refusal) as refused:
        record_step(desk.yang.household, by=desk.users["chen"], **{**usual, **asked})
    assert refused.value.code == code and not BenefitStep.objects.exists()


def test_an_area_adds_up_who_is_entitled_and_not_receiving_and_where_it_stands(desk):
    set_line(desk, 100_000, date(2026, 1, 1))
    state(desk, "has_other_assets", False)
    desk.household("没人问过", desk.yang.village)
    look = look_through(desk.yang.county, by=desk.users["chen"])
    assert look.households == 2 and look.done_at
    county = edition_at(desk.yang.county.codes, on=TODAY)
    gap = {each.policy.id: each for each in gaps_of(desk.yang.county, county).policies}["subsistence_allowance"]
    assert (gap.entitled, gap.not_receiving, gap.to_be_verified) == (1, 1, 1)
    assert gap.stands == {Stands.NOT_APPLIED: 1} and dict(gap.missing)["has_other_assets"] == 1
    payment = paid(desk)
    said(desk, payment, Answer.RECOGNISED)
    gap = {each.policy.id: each for each in gaps_of(desk.yang.county, county).policies}["subsistence_allowance"]
    assert gap.receiving == 1 and gap.not_receiving == 0, "one household's row follows at once"
    listed = households_of(desk.yang.county, "subsistence_allowance", stands=Stands.RECEIVED)
    assert [each.household_id for each in listed] == [desk.yang.household.pk]
    assert gaps_of(desk.far, county).households == 0


def test_looking_a_county_through_asks_no_more_for_more_households(desk):
    for n in range(3):
        desk.household(f"一{n}", desk.yang.village)
    look_through(desk.yang.county, by=desk.users["chen"])
    with CaptureQueriesContext(connection) as few:
        look_through(desk.yang.county, by=desk.users["chen"])
    for n in range(12):
        desk.household(f"二{n}", desk.near)
    with CaptureQueriesContext(connection) as many:
        look_through(desk.yang.county, by=desk.users["chen"])
    written = [sql["sql"] for sql in many if sql["sql"].startswith("INSERT")]
    assert len(many) - len(written) == sum(not sql["sql"].startswith("INSERT") for sql in few)
    assert len(written) <= 6, "rows go in some hundreds at once"
    assert OwedPolicy.objects.values("household").distinct().count() == 16


def test_one_households_page_asks_a_fixed_number_of_queries(desk):
    with CaptureQueriesContext(connection) as asked:
        owed_to(desk.yang.household)
    assert len(asked) <= 22
