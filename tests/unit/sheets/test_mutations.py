"""Registers after mishaps, drawn by Hypothesis: whatever came over them, nothing false comes out of them for true."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.sheets import layouts, layouts_by_hand, layouts_by_heading
from unit.sheets.mutations import HARMFUL, HARMLESS, change_a_heading, cut_off, delete_a_row, mutated, replace_a_cell
from unit.sheets.oracle import complaints
from unit.sheets.pages import Laid
from unit.sheets.perfect import careless_register
from unit.sheets.truth import make_truth
from unit.sheets.writers import ListBook
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.sheets.entries import Register
from xinlu.sheets.register import read_register

BASES = (
    layouts.two_sheets_by_number, layouts.two_sheets_by_head_and_village, layouts.two_sheets_by_head_id,
    layouts.members_with_merged_household_cells, layouts.members_with_blanks_below,
    layouts.members_with_repeated_household_cells, layouts.members_told_apart_by_the_head_alone,
    layouts.members_under_a_three_row_heading, layouts.a_block_for_every_village,
    layouts.villages_with_reckoned_subtotals, layouts.a_ledger_with_a_row_a_line,
    layouts.a_column_for_every_kind_of_income, layouts_by_heading.two_row_heading_with_merges,
    layouts_by_heading.every_fact_there_is, layouts_by_hand.as_untidy_as_a_real_one,
)  # fmt: skip


@cache
def base(nth: int) -> Laid:
    return BASES[nth](make_truth(nth + 70, households=9))


def steps(mutations, most):
    one = st.tuples(st.sampled_from(mutations), st.integers(0, 2**32))
    return st.lists(one, min_size=1, max_size=most)


BOOKS = st.integers(0, len(BASES) - 1)


@pytest.fixture(scope="module", autouse=True)
def _day():
    with clock.standing_at(datetime(2026, 11, 25, 4, tzinfo=UTC)):
        yield


def told(laid: Laid) -> list[str]:
    """The complaints about what comes out; a refusal of the whole file is no complaint where the table itself was hit."""
    try:
        register = read_register(ListBook(laid))
    except Refusal as refusal:
        return [] if laid.shaken else [f"the whole file was refused: {refusal}"]
    return complaints(register, laid)


@settings(max_examples=120, derandomize=True, deadline=None, database=None)
@given(nth=BOOKS, chosen=steps(HARMLESS, 3))
def test_what_does_no_harm_changes_nothing(nth, chosen):
    assert told(mutated(base(nth), chosen)) == []


@settings(max_examples=380, derandomize=True, deadline=None, database=None)
@given(
    nth=BOOKS,
    harm=steps(HARMFUL, 2),
    chosen=st.lists(st.tuples(st.sampled_from(HARMLESS), st.integers(0, 99)), max_size=1),
)
def test_whatever_comes_over_a_register_nothing_false_comes_out(nth, harm, chosen):
    assert told(mutated(base(nth), [*chosen, *harm])) == []


def control(read, mutations, *, nth: int = 5, tries: int = 60) -> Counter[str]:
    """How often the oracle complains about a reader, by the mutation."""
    caught: Counter[str] = Counter()
    for seed in range(tries):
        mutation = random.Random(seed).choice(mutations)
        laid = mutated(base(nth), [(mutation, seed)])
        caught[mutation.__name__] += bool(complaints(read(laid), laid))
    return caught


def test_a_careless_reader_passes_the_untouched_register_and_no_touched_one():
    plain = base(5)
    assert complaints(careless_register(plain), plain) == []
    caught = control(careless_register, HARMFUL, tries=200)
    # It is told what the columns mean, so that headings cannot mislead it.
    unharmed = {"stray_word", "change_a_heading", "repeat_a_column"}
    assert {name for name, times in caught.items() if not times} <= unharmed


def _lets_everything_in(laid: Laid) -> Register:
    register = read_register(ListBook(laid))
    return replace(register, households=[*register.households, *register.returned], returned=[], faults=[])


def _asks_nothing(laid: Laid) -> Register:
    register = read_register(ListBook(laid))
    for entry in register.households:
        entry.asked = []
    return register


def _tells_no_columns(laid: Laid) -> Register:
    return replace(read_register(ListBook(laid)), columns=[])


def test_a_reader_that_lets_unreadable_cells_in_is_caught():
    assert control(_lets_everything_in, (replace_a_cell,))["replace_a_cell"] >= 10


def test_a_reader_that_asks_nothing_is_caught():
    caught = control(_asks_nothing, (delete_a_row, cut_off))
    assert caught["delete_a_row"] and caught["cut_off"]


def test_a_reader_that_does_not_tell_which_columns_it_left_out_is_caught():
    assert control(_tells_no_columns, (change_a_heading,))["change_a_heading"] >= 10
