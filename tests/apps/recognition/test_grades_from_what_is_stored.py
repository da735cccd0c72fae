"""An answer's grade follows from what is stored about its device and card, whenever it is read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore

from xinlu.casework.models import HouseholdFigures
from xinlu.casework.services.evidence import declare_shared_device, hand_over_card, note_staff_session
from xinlu.kernel import clock
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Grade
from xinlu.recognition.services.cards import issue_card
from xinlu.registry.services.households import enter_household


def grade(yang, kind: str = "rice") -> Grade:
    return yang.line_views()[kind].answer.graded.grade


def test_her_card_on_the_family_phone_is_e2(yang):
    yang.reckon()
    yang.says("rice")
    assert grade(yang) is Grade.E2


def test_a_phone_where_staff_ever_logged_in_gives_e1(yang, at_noon):
    yang.reckon()
    yang.says("rice")
    note_staff_session("the-family-phone", session=SessionStore())
    assert grade(yang) is Grade.E1
    assert HouseholdFigures.objects.get(household=yang.household).lines_e1 == 1


def test_a_card_that_the_own_helper_handed_out_gives_e1(yang, at_noon):
    yang.reckon()
    issued = issue_card(yang.household, by=yang.township)
    yang.says("rice", card=issued.card)
    assert grade(yang) is Grade.E1, "nobody noted who handed it out"
    hand_over_card(issued.card, by=yang.helper, handed_to="杨秀英", handed_on=at_noon.date())
    assert grade(yang) is Grade.E1
    with clock.standing_at(at_noon + timedelta(minutes=1)):
        hand_over_card(issued.card, by=yang.township, handed_to="杨秀英", handed_on=at_noon.date())
    assert grade(yang) is Grade.E2


def neighbours_answer(yang, at_noon, *, how_many: int) -> None:
    for n in range(how_many):
        household = enter_household(
            by=yang.township, place=yang.village, said_by="村里", head={"name": f"邻居{n}", "born_on": None}
        )
        issued = issue_card(household, by=yang.township)
        hand_over_card(issued.card, by=yang.township, handed_to="邻居", handed_on=at_noon.date())
        neighbour = type(yang)(**{**vars(yang), "household": household, "card": issued.card})
        neighbour.reckon()
        neighbour.says("rice")


@pytest.mark.parametrize(("declared", "expected"), [(False, Grade.E1), (True, Grade.E2)])
def test_a_phone_that_answers_for_a_fourth_household_falls_to_e1_unless_declared_shared(
    yang, at_noon, declared, expected
):
    if declared:
        declare_shared_device("the-family-phone", by=yang.township, area=yang.village, whose="村头小卖部")
    yang.reckon()
    yang.says("rice")
    neighbours_answer(yang, at_noon, how_many=2)
    assert grade(yang) is Grade.E2
    neighbours_answer(yang, at_noon, how_many=1)
    assert grade(yang) is expected
    row = HouseholdFigures.objects.get(household=yang.household)
    assert (row.lines_e1, row.lines_e2) == ((1, 0) if expected is Grade.E1 else (0, 1)), (
        "the stored row follows at once"
    )


def test_an_answer_that_cannot_remember_is_in_no_grade_count(yang):
    yang.reckon()
    yang.says("rice", Answer.UNSURE)
    row = HouseholdFigures.objects.get(household=yang.household)
    assert (row.lines_e1, row.lines_e2, row.lines_e3) == (0, 0, 0)
