"""The household says of a visit whether it took place, and whether they sat down."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from apps.conftest import NOON
from apps.pages.household_door import HOME, come_in, minutes_later, shown
from xinlu.casework.models import HouseholdFigures
from xinlu.casework.services.visits import record_visit
from xinlu.casework.visits import Place
from xinlu.recognition.models import Recognition
from xinlu.registry.services.assignments import assign_helper
from xinlu.registry.services.households import enter_household
from xinlu.registry.services.reading import note_reading


def visited(yang, *, days_ago=15, household=None, place=Place.HOME):
    return record_visit(
        household or yang.household,
        by=yang.helper,
        began_at=NOON - timedelta(days=days_ago),
        minutes=40,
        place=place,
        present=["杨秀英"],
    )


@pytest.fixture
def home(client, yang):
    return come_in(client, yang)


def answer(home, address, **fields):
    return home.post(address, {**shown(home.get(address)), **fields})


def figures(yang):
    row = HouseholdFigures.objects.get(household=yang.household)
    return row.visits, row.visits_asked, row.visits_unsettled, row.visits_sat_down


def test_the_first_page_asks_about_the_visit_by_name_and_day(home, yang):
    visit = visited(yang)
    text = home.get("/home/").content.decode()
    assert "周建民" in text and "11 月 8 日" in text and f"{HOME}visit/{visit.pk}/" in text


def test_they_came_and_sat_down(home, yang):
    visit = visited(yang)
    came = answer(home, f"{HOME}visit/{visit.pk}/", answer="recognised", words="说了养鸡的事")
    assert came["Location"] == f"{HOME}visit/{visit.pk}/sat/"
    assert figures(yang) == (1, 1, 1, 0)
    sat = home.get(f"{HOME}visit/{visit.pk}/sat/")
    assert "说了养鸡的事" in sat.content.decode()
    with minutes_later():
        assert home.post(f"{HOME}visit/{visit.pk}/sat/", {**shown(sat), "sat": "yes"})["Location"] == "/home/"
    assert figures(yang) == (1, 1, 0, 1)


def test_they_came_and_did_not_sit_down(home, yang):
    visit = visited(yang)
    answer(home, f"{HOME}visit/{visit.pk}/", answer="recognised")
    with minutes_later():
        answer(home, f"{HOME}visit/{visit.pk}/sat/", sat="no")
    assert figures(yang) == (1, 1, 0, 0)
    assert "来了，没坐下" in home.get("/home/").content.decode()


def test_they_did_not_come(home, yang):
    visit = visited(yang)
    assert answer(home, f"{HOME}visit/{visit.pk}/", answer="contested")["Location"] == "/home/"
    assert figures(yang) == (1, 1, 0, 0) and Recognition.objects.get().words == ""


def test_she_cannot_remember_and_is_not_asked_at_once_again(home, yang):
    visit = visited(yang)
    answer(home, f"{HOME}visit/{visit.pk}/", answer="unsure")
    assert figures(yang) == (1, 0, 0, 0)
    assert "<b>1 件事</b>" not in home.get("/home/").content.decode()


def test_a_telephone_call_is_not_asked_about_sitting_down(home, yang):
    visit = visited(yang, place=Place.PHONE)
    assert answer(home, f"{HOME}visit/{visit.pk}/", answer="recognised")["Location"] == "/home/"


def test_three_visits_are_asked_about_at_once_and_the_rest_wait(home, yang):
    for days in range(1, 6):
        visited(yang, days_ago=days)
    text = home.get("/home/").content.decode()
    assert "<b>3 件事</b>" in text and "前头还有 2 次走访" in text


def test_another_household_s_visit_is_refused(home, yang):
    stranger = enter_household(by=yang.township, place=yang.village, said_by="田", head={"name": "田大山"})
    assign_helper(stranger, by=yang.township, helper=yang.helper, since=date(2026, 11, 1))
    theirs = visited(yang, household=stranger)
    for visit in (theirs.pk, uuid4()):
        for page in (f"{HOME}visit/{visit}/", f"{HOME}visit/{visit}/sat/"):
            assert home.get(page).status_code == 404
            posted = home.post(page, {"shown": visit, "digest": theirs.digest, "answer": "recognised", "sat": "yes"})
            assert posted.status_code == 404
    assert not Recognition.objects.exists()


def test_a_visit_shown_with_another_digest_is_refused(home, yang):
    visit = visited(yang)
    posted = home.post(f"{HOME}visit/{visit.pk}/", {"shown": visit.pk, "digest": "0" * 64, "answer": "recognised"})
    assert posted.status_code == 409 and not Recognition.objects.exists()


def test_words_that_are_too_long_are_refused_and_kept(home, yang):
    visit = visited(yang)
    words = "话" * 40_000
    page = answer(home, f"{HOME}visit/{visit.pk}/", answer="contested", words=words)
    assert page.status_code == 422 and words in page.content.decode()
    assert not Recognition.objects.exists()


def test_the_four_recognitions_stand_with_their_denominators_and_what_was_not_asked(home, yang):
    yang.reckon()
    visit = visited(yang)
    visited(yang, days_ago=3)
    text = home.get("/home/").content.decode()
    assert text.count("还没问过") == 2 and text.count("还没有可问的") == 2
    answer(home, f"{HOME}visit/{visit.pk}/", answer="contested")
    assert "2 个里问过 1 个，认 0 个" in home.get("/home/").content.decode()


def test_who_helps_and_who_read_the_file_is_told(home, yang):
    note_reading(yang.household, reader=yang.county_desk, page="desk:household")
    text = home.get("/home/").content.decode()
    assert "周建民" in text and "陈晓" in text and "11 月 23 日" in text
