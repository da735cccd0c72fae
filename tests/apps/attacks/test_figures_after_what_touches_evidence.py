"""Derived rows after what changes evidence or place from afar, and after two answers at once, equal a rebuild."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from apps.conftest import NOON
from apps.pages.field_desk import later
from apps.yang import area, make_yang
from xinlu.casework.models import HouseholdFigures
from xinlu.casework.services.answers import answer_visit
from xinlu.casework.services.figures import rebuild_figures
from xinlu.casework.services.moving import move_household
from xinlu.casework.services.undoing import erase_record
from xinlu.casework.services.visits import record_visit
from xinlu.casework.visits import Place
from xinlu.kernel import clock
from xinlu.parameters.services import set_parameter
from xinlu.people.models import Responsibility
from xinlu.people.roles import Level, Role
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.recognition.services.cards import issue_card
from xinlu.registry.services.assignments import assign_helper
from xinlu.registry.services.current import rebuild_current
from xinlu.registry.services.households import enter_household


def _rows():
    return list(HouseholdFigures.objects.order_by("household_id").values())


def _who_handed_out_the_card_becomes_the_helper(yang):
    Responsibility.objects.create(
        user=yang.township, role=Role.HELPER, area=yang.village.parent, since=date(2024, 1, 1)
    )
    assign_helper(yang.household, by=yang.county_desk, helper=yang.township, since=clock.today())


def _an_answer_of_another_household_on_the_same_phone_is_erased(yang):
    given = [_neighbour_answers(yang, name) for name in ("甲", "乙", "丙")]
    erase_record(given[0].pk, by=yang.county_desk, legal_ground="个人信息保护法第四十七条")


def _the_household_moves_to_where_another_line_holds(yang):
    elsewhere = area("522699101202", "另一个村", Level.VILLAGE, yang.village.parent)
    set_parameter(
        by=yang.county_desk,
        area=elsewhere,
        name="poverty_line_fen",
        value=100_000,
        effective_from=date(2026, 1, 1),
        source="县定",
    )
    move_household(yang.household, by=yang.township, said_by="杨秀英", place=elsewhere, on=clock.today())


def _neighbour_answers(yang, name):
    household = enter_household(by=yang.township, place=yang.village, said_by=name, head={"name": name})
    visit = record_visit(household, by=yang.helper, began_at=clock.now(), minutes=5, place=Place.HOME, present=[name])
    return answer_visit(
        household,
        visit=visit.pk,
        shown_digest=visit.digest,
        answer=Answer.RECOGNISED,
        channel=Channel.CARD,
        device="the-family-phone",
        card=issue_card(household, by=yang.township).card,
    )


@pytest.mark.parametrize(
    "happening",
    [
        _who_handed_out_the_card_becomes_the_helper,
        _an_answer_of_another_household_on_the_same_phone_is_erased,
        _the_household_moves_to_where_another_line_holds,
    ],
)
def test_figures_follow_at_once_when(yang, happening):
    yang.reckon()
    yang.goes_through_the_account()
    with later():
        happening(yang)
    stored = _rows()
    rebuild_current()
    rebuild_figures()
    assert stored == _rows()


@pytest.mark.django_db(transaction=True)
def test_two_answers_of_one_household_at_the_same_moment_are_both_in_its_figures():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time")
    with clock.standing_at(NOON):
        yang = make_yang()
        yang.reckon()
    second_waits = threading.Event()

    def says(kind, *, before_commit=lambda: None):
        try:
            with clock.standing_at(NOON), transaction.atomic():
                yang.says(kind)
                before_commit()
        finally:
            connection.close()

    other = threading.Thread(target=says, args=("pig",))

    def let_the_other_begin():
        other.start()
        second_waits.wait(1.5)

    first = threading.Thread(target=says, args=("kin",), kwargs={"before_commit": let_the_other_begin})
    first.start()
    first.join()
    other.join()
    assert HouseholdFigures.objects.get(household=yang.household).lines_recognised == 2
