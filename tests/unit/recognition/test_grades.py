"""The dated rule that grades an answer, and which of several answers holds."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from xinlu.kernel.words import Words
from xinlu.recognition.answers import holding
from xinlu.recognition.grades import AnswerFacts, Channel, Grade, Graded, HandedOutBy, grade_of

BY_CARD = AnswerFacts(channel=Channel.CARD, answered_on=date(2026, 11, 10))


def test_the_households_card_on_a_phone_that_no_helper_uses_is_e2() -> None:
    assert grade_of(BY_CARD).grade is Grade.E2


@pytest.mark.parametrize(
    "facts",
    [
        replace(BY_CARD, device_held_staff_session=True),
        replace(BY_CARD, handed_out_by=HandedOutBy.OWN_HELPER),
        replace(BY_CARD, handed_out_by=HandedOutBy.NOBODY_NOTED),
        replace(BY_CARD, device_households=4, device_households_max=3),
        replace(BY_CARD, channel=Channel.HELPER_DEVICE),
    ],
)
def test_an_answer_that_may_have_passed_through_staff_hands_is_e1(facts: AnswerFacts) -> None:
    graded = grade_of(facts)
    assert graded.grade is Grade.E1
    assert graded.why.zh and graded.why.en


def test_a_phone_that_answers_for_just_the_permitted_number_keeps_e2() -> None:
    assert grade_of(replace(BY_CARD, device_households=3, device_households_max=3)).grade is Grade.E2


def test_a_declared_shared_phone_keeps_e2_for_many_households_and_is_shown_apart() -> None:
    graded = grade_of(replace(BY_CARD, device_is_shared=True, device_households=40))
    assert graded.grade is Grade.E2 and graded.shared


def test_declaring_a_phone_shared_does_not_hide_that_staff_logged_in_there() -> None:
    assert grade_of(replace(BY_CARD, device_is_shared=True, device_held_staff_session=True)).grade is Grade.E1


def test_an_inspector_from_outside_gives_e3_whatever_the_device() -> None:
    facts = replace(BY_CARD, channel=Channel.INSPECTOR, device_held_staff_session=True)
    assert grade_of(facts).grade is Grade.E3


@dataclass(frozen=True)
class Said:
    what: str
    received_at: datetime
    graded: Graded
    channel: Channel = Channel.CARD


def said(what: str, day: int, grade: Grade, channel: Channel = Channel.CARD) -> Said:
    return Said(what, datetime(2026, 11, day, tzinfo=UTC), Graded(grade, Words("", "")), channel)


def pressed(what: str, day: int) -> Said:
    return said(what, day, Grade.E1, Channel.HELPER_DEVICE)


def test_what_a_household_said_by_card_is_not_undone_on_its_helpers_phone() -> None:
    assert holding([said("not so", 10, Grade.E2), pressed("right", 12)]).what == "not so"


def test_nor_after_a_staff_login_has_lowered_its_grade() -> None:
    assert holding([said("not so", 10, Grade.E1), pressed("right", 12)]).what == "not so"


def test_nor_by_the_same_card_on_a_phone_where_staff_had_logged_in() -> None:
    assert holding([said("not so", 10, Grade.E2), said("right", 12, Grade.E1)]).what == "not so"


def test_a_household_may_change_its_own_word_later_by_card_or_before_an_inspector() -> None:
    assert holding([said("not so", 10, Grade.E2), said("right", 12, Grade.E2)]).what == "right"
    assert holding([said("not so", 10, Grade.E3), said("right", 12, Grade.E2)]).what == "right"


def test_of_answers_given_on_the_helpers_phone_alone_the_latest_holds() -> None:
    assert holding([pressed("right", 10), pressed("not so", 12)]).what == "not so"
    assert holding([]) is None
