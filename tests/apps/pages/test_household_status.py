"""What a household counts as is a claim too: it says itself whether that is right."""

from __future__ import annotations

from datetime import date

import pytest

from apps.pages.household_door import come_in, minutes_later, shown
from xinlu.recognition.models import Recognition
from xinlu.registry.services.status import decide_status

HERE = "/home/status/"


@pytest.fixture
def home(client, yang):
    return come_in(client, yang)


def decided(yang, status="borderline", since=date(2025, 5, 1)):
    return decide_status(yang.household, by=yang.county_desk, status=status, since=since, decision="县会 2025-05")


def test_the_first_page_asks_about_it_and_falls_silent_once_it_is_answered(home, yang):
    assert HERE not in home.get("/home/").content.decode()
    decided(yang)
    assert HERE in home.get("/home/").content.decode()
    page = home.get(HERE)
    assert "边缘易致贫户" in page.content.decode() and "县会 2025-05" in page.content.decode()
    assert home.post(HERE, {**shown(page), "answer": "contested", "words": "我家早就好了"})["Location"] == "/home/"
    given = Recognition.objects.get()
    assert (given.target_kind, given.answer, given.words) == ("status", "contested", "我家早就好了")
    assert "不对" in home.get("/home/").content.decode()


def test_a_decision_that_was_replaced_meanwhile_is_not_answered(home, yang):
    decided(yang)
    page = home.get(HERE)
    with minutes_later():
        decided(yang, status="sudden", since=date(2025, 9, 1))
        refused = home.post(HERE, {**shown(page), "answer": "recognised"})
    assert refused.status_code == 409 and not Recognition.objects.exists()


def test_without_a_decision_there_is_nothing_to_ask(home, yang):
    assert home.get(HERE)["Location"] == "/home/"


def test_a_press_that_cannot_be_read_changes_nothing(home, yang):
    decided(yang)
    page = home.get(HERE)
    assert home.post(HERE, {**shown(page), "answer": "maybe"}).status_code == 422
    assert home.post(HERE, {"answer": "recognised", "shown": "x", "digest": ""}).status_code == 422
    assert not Recognition.objects.exists()
