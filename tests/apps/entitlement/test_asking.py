"""What somebody has to ask, of whom, and for which policies; how many are to be told; and her word taken back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.pages import owed_cast as cast
from apps.pages.household_door import minutes_later
from xinlu.entitlement.models import OwedPolicy
from xinlu.entitlement.selectors.asking import stated_facts, to_ask, unknown_in
from xinlu.entitlement.selectors.counting import answered_for, number_to_tell
from xinlu.entitlement.selectors.known import known_of
from xinlu.entitlement.selectors.owed import owed_to
from xinlu.entitlement.services.benefits import take_back_payment
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.policy.answers import State
from xinlu.policy.facts import packaged_facts
from xinlu.recognition.grades import Channel
from xinlu.records.models import Household
from xinlu.registry.models import CurrentFile
from xinlu.registry.services.members import write_member
from xinlu.registry.services.status import decide_status


@pytest.fixture
def yang(desk):
    return desk.yang


def asked(yang):
    return {(each.fact.name, each.person.name if each.person else ""): each for each in to_ask(owed_to(yang.household))}


def schooled(yang, **schooling):
    for name, where in {
        "杨秀英": "not_in_school",
        "杨正明": "not_in_school",
        "杨小军": "not_in_school",
        **schooling,
    }.items():
        write_member(yang.household, by=yang.township, said_by="杨", member=yang.member(name), schooling=where)


def test_a_fact_of_the_household_is_asked_once_with_every_policy_that_waits_for_it(yang):
    found = asked(yang)["has_other_assets", ""]
    assert not found.in_file and "subsistence_allowance" in {each.id for each in found.policies}
    several = asked(yang)["extreme_poverty_support", ""]
    assert len(several.policies) > 2 and len(set(several.policies)) == len(several.policies)


def test_of_people_only_those_are_asked_about_of_whom_it_is_open_and_only_what_can_decide(yang):
    schooled(yang, 杨小军="vocational")
    found = asked(yang)
    assert {name for fact, name in found if fact == "school_year"} == {"杨小军"}
    assert {name for fact, name in found if fact == "worker_pension"} == {"杨秀英"}
    assert ("early_vocational_pupils", "") not in found
    assert {name for fact, name in found if fact == "disability_level"} == {"杨秀英", "杨正明", "杨小军"}


def test_what_is_decided_is_asked_no_more(yang):
    schooled(yang, 杨小军="vocational")
    cast.state(yang, "school_year", 2, member=yang.member("杨小军"))
    cast.state(yang, "has_other_assets", False)
    found = asked(yang)
    assert not {"school_year", "has_other_assets"} & {fact for fact, _ in found}
    stated = stated_facts(yang.household, owed_to(yang.household))
    assert {(each.fact.name, each.value) for each in stated} == {("school_year", 2), ("has_other_assets", False)}


def test_what_the_file_holds_is_known_as_such(yang):
    found = asked(yang)
    assert found["house_grade", ""].in_file and found["schooling", "杨小军"].in_file and found["status", ""].in_file


def test_of_a_clause_only_the_undecided_parts_are_unknown():
    who = packaged_facts().household["helpless_people"].who
    assert who is not None
    assert unknown_in(who, {"age": 83}) == ("labour", "has_own_means", "has_supporter")
    assert unknown_in(who, {"age": 52}) == ("disability_level", "labour", "has_own_means", "has_supporter")
    assert unknown_in(who, {"age": 83, "labour": "lost", "has_own_means": False}) == ("has_supporter",)


def test_that_a_household_was_never_registered_can_be_said_until_a_decision_says_that_it_was(yang):
    def was_registered():
        row = CurrentFile.objects.select_related("place", "file").get(household=yang.household)
        return known_of([row], on=owed_to(yang.household).on)[yang.household.pk].known.get("was_registered")

    assert was_registered() is None
    cast.state(yang, "was_registered", False)
    assert was_registered() is False
    decide_status(yang.household, by=yang.county_desk, status="exited", since=cast.date(2020, 1, 1), decision="县会")
    assert was_registered() is True


def test_a_certificate_in_the_file_goes_before_what_was_stated(yang):
    grandmother = yang.member("杨秀英")
    cast.state(yang, "disability_level", "none", member=grandmother)
    write_member(
        yang.household, by=yang.township, said_by="杨", member=grandmother, id_number="522699194303020022",
        disability_number="52269919430302002241",
    )  # fmt: skip
    assert owed_to(yang.household).known.known["severely_disabled_people"].least == 1


def test_the_number_to_tell_is_that_of_the_sheet_without_reasoning(yang):
    def both():
        return number_to_tell(yang.household, most=99), len(owed_to(yang.household).to_tell(99))

    before = both()
    assert before[0] == before[1] > 3 and number_to_tell(yang.household) == 3
    cast.entitle(yang)
    cast.explain(yang, "microcredit")
    cast.explain(yang, cast.ALLOWANCE)
    assert both() == (before[0] - 1, before[0] - 1), "what is owed and not in hand is told again"
    cast.say(yang, cast.pay(yang))
    assert both() == (before[0] - 2, before[0] - 2)
    assert number_to_tell(Household.objects.create(entered_at=clock.now())) == 0


def test_answers_alone_are_those_of_the_whole_view(yang):
    cast.entitle(yang)
    view, found = owed_to(yang.household), answered_for(yang.household)
    for state in (State.ENTITLED, State.TO_BE_VERIFIED, State.NOT_ENTITLED, State.NOT_IN_FORCE):
        assert found.count(state) == len(view.of(state))
    assert found.benefits == view.benefits


def test_taking_back_opens_the_payment_again_and_only_the_households_own(desk, yang):
    cast.entitle(yang)
    payment = cast.pay(yang)
    cast.say(yang, payment)
    by = {"channel": Channel.CARD, "device": "the-family-phone", "card": yang.card}
    other = desk.household("别家", desk.near)
    take_back_payment(other, payment=payment.pk, **by)
    row = OwedPolicy.objects.filter(household=yang.household, policy=cast.ALLOWANCE)
    assert row.get().stands == "received"
    with minutes_later():
        take_back_payment(yang.household, payment=payment.pk, **by)
    assert row.get().stands == "paid_not_asked"


def test_by_another_households_card_nothing_is_taken_back(desk, yang):
    from xinlu.recognition.services.cards import issue_card

    payment = cast.pay(yang)
    cast.say(yang, payment)
    card = issue_card(desk.household("别家", desk.near), by=yang.township).card
    with pytest.raises(Refusal):
        take_back_payment(yang.household, payment=payment.pk, channel=Channel.CARD, device="x" * 22, card=card)


def test_asking_needs_a_fixed_number_of_queries(yang):
    view = owed_to(yang.household)
    with CaptureQueriesContext(connection) as one:
        to_ask(view), stated_facts(yang.household, view)
    for name in ("杨秀英", "杨正明", "杨小军"):
        cast.state(yang, "has_own_means", True, member=yang.member(name))
    view = owed_to(yang.household)
    with CaptureQueriesContext(connection) as more:
        to_ask(view), stated_facts(yang.household, view)
    assert len(more) == len(one) <= 8
