"""A stale page of hers, and a stranger with her card."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from django.test import Client

from apps.conftest import NOON
from apps.pages.conftest import _no_tries_left_over, _static_files_in_their_rooms  # noqa: F401
from apps.pages.household_door import come_in, minutes_later, shown
from xinlu.casework.services.accounts import write_account
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.recognition.models import Recognition
from xinlu.recognition.pictures import SECRET_PICTURES
from xinlu.recognition.services.cards import check_pictures, choose_pictures


@pytest.mark.parametrize(("kind", "typed", "own_fen"), [("allowance", "400", 40_000), ("cost", "3000", -300_000)])
def test_the_amount_that_she_types_belongs_to_the_line_she_was_shown_also_when_the_numbers_have_moved(
    yang, kind, typed, own_fen
):
    account = yang.reckon()
    number = list(yang.line_views()).index(kind) + 1
    line = yang.line_views()[kind].record
    her = come_in(Client(), yang)
    page = her.get(f"/home/account/{number}/mine/")
    draft = yang.correction(account)
    with minutes_later():
        lines = tuple(each for each in draft.lines if each.kind != "rice")
        write_account(yang.household, by=yang.helper, draft=replace(draft, lines=lines))
    with minutes_later(2):
        her.post(f"/home/account/{number}/mine/", {**shown(page), "choice": "amount", "amount": typed, "words": ""})
    said = Recognition.objects.get()
    assert (said.target, said.own_fen) == (line.pk, own_fen)


def test_a_stranger_with_her_card_does_not_guess_her_three_pictures_within_a_day(yang):
    guesses = list(combinations(SECRET_PICTURES, 3))
    choose_pictures(yang.card, pictures=list(guesses[-1]))
    opened_at, moment = None, NOON
    while guesses and moment < NOON + timedelta(days=1) and opened_at is None:
        with clock.standing_at(moment):
            try:
                check_pictures(yang.card, pictures=list(guesses[0]))
                opened_at = moment
            except Refusal as refusal:
                is_counted = refusal.code == "card.pictures_wrong"
                guesses = guesses[1:] if is_counted else guesses
                if not is_counted:
                    moment += timedelta(minutes=16)
    assert opened_at is None, f"open after {opened_at - NOON}"


def test_an_answer_to_a_line_that_stands_no_more_is_refused_with_what_she_typed_kept_and_nothing_stored(yang):
    account = yang.reckon()
    number = list(yang.line_views()).index("children") + 1
    her = come_in(Client(), yang)
    seen = shown(her.get(f"/home/account/{number}/mine/"))
    with minutes_later():
        write_account(yang.household, by=yang.helper, draft=yang.correction(account, children=50_000))
    with minutes_later(2):
        page = her.post(f"/home/account/{number}/mine/", {**seen, "choice": "amount", "amount": "400", "words": "没有"})
        back = her.post(f"/home/account/{number}/back/", seen)
    text = page.content.decode()
    assert (page.status_code, back.status_code) == (409, 409) and not Recognition.objects.exists()
    assert "刚改过" in text and 'value="400"' in text and "没有</textarea>" in text
    assert shown(page)["shown"] == str(yang.line_views()["children"].record.pk)
