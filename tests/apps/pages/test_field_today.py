"""The helper's list of the day, the households, and one household."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from apps.pages.field_desk import at, later, logged_in, text_of
from apps.yang import SHE_SAYS_FEN
from xinlu.casework.services.visits import record_visit
from xinlu.casework.visits import Place
from xinlu.kernel import clock
from xinlu.registry.services.assignments import assign_helper
from xinlu.registry.services.households import enter_household


@pytest.fixture
def phone(yang):
    return logged_in(yang.helper)


def another(yang, name, number):
    household = enter_household(
        by=yang.township, place=yang.village, said_by=name, head={"name": name, "born_on": date(1960, 1, number)}
    )
    assign_helper(household, by=yang.township, helper=yang.helper, since=date(2024, 3, 1))
    return household


def visited(yang, household, *, days_ago=0):
    record_visit(
        household,
        by=yang.helper,
        began_at=clock.now() - timedelta(days=days_ago),
        minutes=40,
        place=Place.HOME,
        heard="坐了坐",
    )


def test_a_helper_without_households_is_told_whom_to_ask(yang):
    text = text_of(logged_in(yang.other_helper).get("/field/"))
    assert "还没有分给你的户" in text and "由乡里定" in text and "帮 0 户" in text


def test_a_contested_account_stands_first_with_both_figures_and_leads_to_the_table(yang, phone):
    another(yang, "石明英", 1)
    yang.reckon()
    yang.goes_through_the_account()
    text = text_of(phone.get("/field/"))
    assert "帮 2 户" in text and text.index("杨秀英") < text.index("石明英")
    assert "收入账有 3 笔户里说不对" in text and "8,294" in text and f'href="{at(yang.household, "account/")}"' in text


def test_once_asked_face_to_face_the_contested_lines_press_no_more(yang, phone):
    yang.reckon()
    yang.goes_through_the_account()
    yang.says("farm_subsidy")
    with later():
        visited(yang, yang.household)
        text = text_of(phone.get("/field/"))
    assert "户里说不对" not in text and "还有 1 户，没有急事" in text


def test_the_limit_of_days_is_the_places_own(yang, phone):
    visited(yang, yang.household, days_ago=40)
    assert "40 天没人去过了，说好最多隔 31 天" in text_of(phone.get("/field/"))


def test_only_the_helpers_own_households_are_listed(yang):
    text = text_of(logged_in(yang.other_helper).get("/field/households/"))
    assert "杨秀英" not in text


@pytest.mark.parametrize(("find", "there"), [("杨", True), ("yangxiu", True), ("yxy", True), ("石", False)])
def test_a_household_is_found_by_name_pinyin_or_initials(yang, phone, find, there):
    assert (f'href="{at(yang.household)}"' in text_of(phone.get("/field/households/", {"find": find}))) is there


def test_the_household_shows_what_it_says_is_not_so_in_its_own_figures(yang, phone):
    yang.reckon()
    yang.goes_through_the_account()
    text = text_of(phone.get(at(yang.household)))
    assert all(f">{fen // 100:,}<" in text for fen in SHE_SAYS_FEN.values())
    assert "8,294" in text and "7,663" in text and "83 岁" in text


def test_waiting_is_not_shown_as_zero_even_when_a_visit_was_answered(yang, phone):
    from xinlu.casework.models import Visit
    from xinlu.casework.services.answers import answer_visit
    from xinlu.recognition.answers import Answer
    from xinlu.recognition.grades import Channel

    yang.reckon()
    visited(yang, yang.household)
    visit = Visit.objects.get()
    answer_visit(
        yang.household,
        visit=visit.pk,
        shown_digest=visit.digest,
        answer=Answer.RECOGNISED,
        channel=Channel.CARD,
        device="the-family-phone",
        card=yang.card,
    )
    text = text_of(phone.get(at(yang.household)))
    assert "还没看" in text and "−476" not in text and "户里说来过" in text


def test_somebody_elses_household_is_not_found(yang):
    phone = logged_in(yang.other_helper)
    for path in ("", "visit/", "account/", "turned/", "file/", "account/fork/"):
        assert phone.get(at(yang.household, path)).status_code == 404


def test_a_stranger_is_asked_to_log_in(client, yang):
    assert client.get(at(yang.household)).status_code == 302 and client.get("/field/").status_code == 302


@pytest.mark.parametrize("address", ["/field/", "/field/households/", "/field/write/"])
def test_a_list_asks_as_much_for_twelve_households_as_for_one(yang, phone, django_assert_num_queries, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    yang.reckon()
    yang.goes_through_the_account()
    phone.get(address)
    with CaptureQueriesContext(connection) as captured:
        phone.get(address)
    for_one = len(captured)
    for n in range(1, 12):
        household = another(yang, f"户{n}", n)
        visited(yang, household, days_ago=n * 7)
    with django_assert_num_queries(for_one):
        text = text_of(phone.get(address))
    assert text.count("/field/household/") >= 12
