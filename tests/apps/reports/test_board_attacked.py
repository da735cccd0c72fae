"""A reader who has only what the board's page and CSV say finds no small count: not from one release, not from two."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from apps.pages.conftest import _static_files_in_their_rooms  # noqa: F401
from apps.reports.boards import COUNTY, Home, MadeCounty, a_month_on, make_county, read_csv, read_page, release_read
from unit.assessment.readers_of_boards import moved, narrowed
from xinlu.assessment import suppression
from xinlu.kernel import clock
from xinlu.reports.board import counting, services

MARCH, APRIL = datetime(2026, 3, 2, 4, tzinfo=UTC), datetime(2026, 4, 2, 4, tzinfo=UTC)
SEEDS = (1, 2, 3)

pytestmark = pytest.mark.django_db


def first_release(made: MadeCounty, client, *, read: Callable = read_page):
    with clock.standing_at(MARCH):
        made.publish()
        found = read(client, made.area.code)
    return release_read(made, found, fresh="2026-03-02" if read is read_csv else "")


def second_release(made: MadeCounty, client, seed: int):
    made.live(a_month_on(made.homes, seed))
    with clock.standing_at(APRIL):
        made.publish()
        return release_read(made, read_page(client, COUNTY))


@pytest.mark.parametrize("seed", SEEDS)
def test_one_release_gives_no_small_count_back(seed, client):
    made = make_county(seed)
    read = first_release(made, client)
    assert len(read.shown) > 12, "a board that hides everything tells nobody anything"
    assert narrowed(read) == []


def test_page_and_csv_say_the_same(client):
    made = make_county(1)
    page = first_release(made, client)
    told = read_csv(client, COUNTY)
    csv = release_read(made, told, fresh="2026-03-02")
    assert csv.shown == page.shown and set(csv.of_board.values()) == {1} and len(told) == 9 * 9


def test_without_guards_the_same_reader_finds_small_counts(client, monkeypatch):
    monkeypatch.setattr(suppression, "guarded", lambda *asked: set())
    found = narrowed(first_release(make_county(1), client))
    assert any(low == high for _, (low, high) in found), "some are found to the household"


HALF_LOOKED = [
    *[Home()] * 40,
    *[Home(looked=False, word="unseen")] * 8,
    *[Home(looked=False, claimed="below", word="below")] * 12,
]
"""Sixty households of whom 20 have not looked, 12 claimed below: at least 8 are not clear yet, whoever counts them."""


def test_who_knows_that_nobody_who_has_not_looked_is_above_learns_no_more(client, monkeypatch):
    made = make_county(1)
    made.live(dict.fromkeys(made.homes, HALF_LOOKED))
    assert narrowed(first_release(made, client)) == []
    monkeypatch.setattr(counting, "bounded", lambda adding_up: adding_up)
    careless = make_county(1, code="522696")
    careless.live(dict.fromkeys(careless.homes, HALF_LOOKED))
    found = narrowed(first_release(careless, client))
    assert [low for (_, column), (low, _) in found if column == "unseen"] == [8] * 6


@pytest.mark.parametrize("seed", SEEDS)
def test_two_releases_show_no_household_moving(seed, client):
    made = make_county(seed)
    first = first_release(made, client)
    second = second_release(made, client, seed)
    assert narrowed(second) == []
    assert moved(second, first.shown) == []


def test_a_release_that_forgets_the_one_before_shows_the_household_that_moved(client, monkeypatch):
    def forgetful(board, *, least, before):
        release = suppression.suppressed(board, least=least)
        number = before.number + 1 if before else 0
        return replace(release, number=number, of_board=dict.fromkeys(release.shown, number))

    monkeypatch.setattr(services, "suppressed", forgetful)
    made = make_county(1)
    first = first_release(made, client)
    changes = {change for _, change in moved(second_release(made, client, 1), first.shown)}
    assert changes & {(-1.0, -1.0), (1.0, 1.0)}


def test_no_true_count_that_is_hidden_stands_in_page_or_csv(client, django_assert_num_queries):
    made = make_county(2, most=900)
    read = first_release(made, client)
    given = {str(value) for value in read.shown.values()}
    kept = {str(n) for cell, n in read.board.counts.items() if cell not in read.board.loose and n > 99} - given
    assert kept, "nothing that could be looked for"
    for address in (f"/board/{COUNTY}/", f"/board/{COUNTY}.csv"):
        with django_assert_num_queries(5, exact=False) as asked:
            text = client.get(address).content.decode()
        assert kept & set(re.findall(r"\d+", text)) == set()
        assert not any('"counts"' in query["sql"] for query in asked.captured_queries), "they are not even read"
