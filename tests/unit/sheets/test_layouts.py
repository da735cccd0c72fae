"""One truth laid out in scores of ways: every household comes out of each of them whole, and nothing else does."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from unit.sheets import layouts, layouts_by_hand, layouts_by_heading
from unit.sheets.layouts import LAYOUTS
from unit.sheets.oracle import complaints
from unit.sheets.perfect import careless_register, known_register
from unit.sheets.truth import make_truth
from unit.sheets.writers import ListBook
from xinlu.kernel import clock
from xinlu.sheets.opening import open_book
from xinlu.sheets.register import read_register

assert layouts_by_hand and layouts_by_heading  # importing them puts their layouts on the list
WAYS = list({each.lay: each for each in LAYOUTS}.values())
PLAIN_ENOUGH_FOR_A_CARELESS_READER = ("members_with_repeated_household_cells", "members_without_a_household_fact", "members_as_text")  # fmt: skip


@pytest.fixture(autouse=True)
def _day():
    with clock.standing_at(datetime(2026, 11, 25, 4, tzinfo=UTC)):
        yield


def truth_for(name: str):
    """Thirty to seventy households, others for every layout."""
    seed = zlib.crc32(name.encode())
    return make_truth(seed, households=30 + seed % 41)


def test_there_are_as_many_layouts_as_promised():
    assert len(WAYS) >= 60
    assert {each.suffix for each in LAYOUTS} == {".xlsx", ".xls", ".csv"}


@pytest.mark.parametrize("each", LAYOUTS, ids=lambda each: each.name)
def test_a_file_laid_out_so_comes_in_whole(each, tmp_path):
    truth = truth_for(each.name)
    laid = each.lay(truth)
    if each.suffix == ".csv":
        laid = replace(laid, pages=laid.pages[:1])
    with open_book(each(truth, tmp_path)) as book:
        register = read_register(book)
        if each.suffix == ".csv":
            laid.pages[0].name = book.sheets[0].name
    assert complaints(register, laid) == []
    assert register.choices == []
    if laid.year:
        assert register.year == laid.year
    assert register.filled_on == laid.filled_on


@pytest.mark.parametrize("each", WAYS, ids=lambda each: each.name)
def test_every_column_with_a_heading_is_told(each):
    laid = each.lay(truth_for(each.name))
    register = read_register(ListBook(laid))
    told = {(column.sheet, column.column) for column in register.columns}
    for page in laid.pages:
        headings = [line for line in page.lines if line.kind == "heading"]
        headed = {at for line in headings for at, cell in enumerate(line.cells, 1) if cell is not None}
        assert page.hidden or {(page.name, at) for at in headed} <= told


def test_an_office_may_say_what_its_own_heading_means():
    laid = layouts.two_sheets_by_number(truth_for("own words"))
    members = laid.pages[1]
    members.lines[0].cells[members.lines[0].columns.index("health")] = "身子骨"
    unknown = read_register(ListBook(laid))
    assert ("家庭成员", "身子骨") in {(each.sheet, each.heading) for each in unknown.columns if not each.meaning}
    assert all("health" not in person.facts for entry in unknown.households for person in entry.persons)
    assert complaints(read_register(ListBook(laid), meanings={"身子骨": "health"}), laid) == []


@pytest.mark.parametrize("each", WAYS, ids=lambda each: each.name)
def test_the_oracle_has_nothing_against_the_truth_itself(each):
    laid = each.lay(truth_for(each.name))
    assert complaints(known_register(laid), laid) == []


@pytest.mark.parametrize("each", WAYS, ids=lambda each: each.name)
def test_the_oracle_lets_no_careless_reader_pass(each):
    laid = each.lay(truth_for(each.name))
    found = complaints(careless_register(laid), laid)
    assert bool(found) is not each.name.startswith(PLAIN_ENOUGH_FOR_A_CARELESS_READER)
