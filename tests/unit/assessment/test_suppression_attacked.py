"""A reader who reckons with everything that public boards show finds no small count: not from one board, not from two."""

from __future__ import annotations

import random
from collections.abc import Mapping
from time import process_time

import pytest
from click import echo
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.assessment.readers_of_boards import known, moved, narrowed, reach, tables
from xinlu.assessment import protecting, suppression
from xinlu.assessment.suppression import ELSEWHERE, Board, Release, Split, Why, board, suppressed

SPLITS = (
    Split(whole="households", parts=("poor",), rest="not poor", harmless=("poor",)),
    Split(whole="households", parts=("asked",), rest="not asked"),
    Split(whole="asked", parts=("recognised", "contested"), rest="not settled", harmless=("contested",)),
)
Rows = dict[str, dict[str, int]]


def drawn_county(seed: int, *, townships: int, villages: int, most: int) -> tuple[Rows, dict[str, str]]:
    """Rows of every area from villages up to the county, and the area above each."""
    dice = random.Random(seed)
    rows: Rows = {}
    parents: dict[str, str] = {}
    for number in range(townships):
        town = f"t{number}"
        parents[town] = "county"
        for other in range(dice.randint(1, villages)):
            name = f"{town}v{other}"
            parents[name] = town
            households = dice.randint(0, most)
            asked = dice.randint(0, households)
            recognised = dice.randint(0, asked)
            row = {"households": households, "poor": dice.choice([0, dice.randint(0, households)]), "asked": asked}
            rows[name] = row | {"recognised": recognised, "contested": dice.randint(0, asked - recognised)}
    return added_up(rows, parents), parents


def added_up(rows: Rows, parents: Mapping[str, str]) -> Rows:
    whole: Rows = {}
    for name, row in rows.items():
        above: str | None = name
        while above:
            into = whole.setdefault(above, dict.fromkeys(row, 0))
            for column, count in row.items():
                into[column] += count
            above = parents.get(above)
    return whole


def made(rows: Rows, parents: Mapping[str, str]) -> Board:
    return board(rows, parents=parents, splits=SPLITS)


def later(rows: Rows, parents: Mapping[str, str], seed: int) -> Rows:
    """A month on: one poor household has moved to another village, and one has been asked."""
    dice = random.Random(seed)
    leaves = {name: dict(row) for name, row in rows.items() if name not in set(parents.values())}
    leaving = [name for name, row in leaves.items() if row["poor"] and row["households"] > row["asked"]]
    if leaving:
        source, target = dice.choice(leaving), dice.choice(list(leaves))
        for column in ("households", "poor"):
            leaves[source][column] -= 1
            leaves[target][column] += 1
    return added_up(leaves, parents)


@given(st.integers(0, 10_000), st.sampled_from((12, 40, 120)))
@settings(max_examples=6, deadline=None)
def test_no_small_count_is_found_whatever_the_county(seed: int, most: int) -> None:
    rows, parents = drawn_county(seed, townships=2, villages=3, most=most)
    release = suppressed(made(rows, parents), least=10)
    assert not narrowed(release)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_the_second_step_the_reader_finds_small_counts(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, parents = drawn_county(seed, townships=3, villages=4, most=60)
    monkeypatch.setattr(suppression, "guarded", lambda *asked: set())
    careless = suppressed(made(rows, parents), least=10)
    found = narrowed(careless)
    assert any(low == high for _, (low, high) in found), "some are found to the household"


def test_the_stepwise_search_leaves_nothing_to_find_and_hides_little_more_than_the_least(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hidden = {"stepwise": 0, "exact": 0}
    for seed in range(8):
        rows, parents = drawn_county(seed, townships=1, villages=4, most=60)
        new = board(rows, parents=parents, splits=SPLITS[:1])
        for way, size in (("exact", protecting.EXACT_SIZE), ("stepwise", 0)):
            monkeypatch.setattr(protecting, "EXACT_SIZE", size)
            release = suppressed(new, least=10)
            assert not narrowed(release)
            hidden[way] += sum(new.counts[cell] + 1 for cell, why in release.held.items() if why is Why.GUARD)
            monkeypatch.undo()
    echo(f"guards hide, in households: {hidden}")
    assert hidden["exact"] <= hidden["stepwise"] <= 1.1 * hidden["exact"]


def test_reckoning_agrees_with_counting_every_table_there_can_be() -> None:
    rows = {"a": {"households": 3}, "b": {"households": 4}, "c": {"households": 5}, "all": {"households": 12}}
    small = board(rows, parents=dict.fromkeys("abc", "all"))
    cells = tuple((name, "households") for name in "abc")
    shown = {("all", "households"): 12, ("c", "households"): 5}
    fitting = [t for t in tables(shown, {("all", "households"): cells}) if t["c", "households"] == 5]
    counted = [table["a", "households"] for table in fitting]
    assert reach(small, shown, ("a", "households")) == (min(counted), max(counted)) == (0, 7)


@given(st.integers(0, 10_000), st.sampled_from((15, 40)))
@settings(max_examples=4, deadline=None)
def test_two_boards_a_month_apart_show_no_household_moving(seed: int, most: int) -> None:
    rows, parents = drawn_county(seed, townships=2, villages=2, most=most)
    first = suppressed(made(rows, parents), least=10)
    second = suppressed(made(later(rows, parents, seed), parents), least=10, before=first)
    assert not narrowed(second)
    earlier = {cell: first.shown[cell] for cell in first.shown if not cell[0].endswith(ELSEWHERE)}
    assert not moved(second, earlier)


def test_second_boards_that_do_not_know_the_first_show_the_household_that_moved() -> None:
    to_the_household = 0
    for seed in range(1, 7):
        rows, parents = drawn_county(seed, townships=1, villages=6, most=300)
        first = suppressed(made(rows, parents), least=10)
        second = suppressed(made(later(rows, parents, seed), parents), least=10)
        changes = {change for _, change in moved(second, first.shown)}
        to_the_household += bool(changes & {(-1.0, -1.0), (1.0, 1.0)})
    assert to_the_household >= 3


def chain(*months: Rows, parents: Mapping[str, str]) -> list[Release]:
    releases: list[Release] = []
    for rows in months:
        new = board(rows, parents=parents, splits=SPLITS[:1])
        releases.append(suppressed(new, least=10, before=releases[-1] if releases else None))
    return releases


def month(**villages: tuple[int, int]) -> Rows:
    rows = {name: {"households": all_, "poor": poor} for name, (all_, poor) in villages.items()}
    return added_up(rows, dict.fromkeys(villages, "county"))


PARENTS = dict.fromkeys("abcd", "county")


def test_a_figure_stays_until_it_moved_enough_and_then_is_renewed() -> None:
    steps = [month(a=(100, 40), b=(100, 50), c=(100, 40 + n), d=(100, 30 - n)) for n in (0, 6, 12)]
    first, second, third = chain(*steps, parents=PARENTS)
    told = [release.told("c", "poor") for release in (first, second, third)]
    assert [each.value for each in told] == [40, 40, 52]
    assert [each.is_earlier for each in told] == [False, True, False]
    assert told[1].why is Why.BEFORE and not told[1].is_hidden
    # With 18 for d told as well, all four villages would tell that not one household more or less lives in c and d.
    assert third.told("d", "poor").why is Why.GUARD and third.told("county", "poor").is_earlier


def test_what_fell_among_the_few_keeps_its_earlier_figure_or_is_hidden_but_never_shows_the_new_one() -> None:
    first, second = chain(
        month(a=(100, 12), b=(100, 45), c=(100, 40), d=(100, 40)),
        month(a=(100, 7), b=(100, 20), c=(100, 40), d=(100, 70)),
        parents=PARENTS,
    )
    assert first.told("a", "poor").value == 12
    assert second.told("a", "poor").value == 12 and second.told("a", "poor").is_earlier
    third = chain(
        month(a=(100, 30), b=(100, 45), c=(100, 40), d=(100, 40)),
        month(a=(100, 7), b=(100, 68), c=(100, 40), d=(100, 40)),
        parents=PARENTS,
    )[1]
    assert third.told("a", "poor").value is None and third.told("a", "poor").why is Why.FEW
    assert not narrowed(third) and not narrowed(second)


def test_what_was_hidden_stays_hidden_while_it_moved_little() -> None:
    first, second, third = chain(
        month(a=(100, 8), b=(100, 50), c=(100, 40), d=(100, 40)),
        month(a=(100, 12), b=(100, 50), c=(100, 40), d=(100, 36)),
        month(a=(100, 45), b=(100, 50), c=(100, 40), d=(100, 3)),
        parents=PARENTS,
    )
    assert first.told("a", "poor").why is Why.FEW
    assert second.told("a", "poor").value is None and second.told("a", "poor").why is Why.BEFORE
    assert not narrowed(third)


def test_a_figure_of_two_boards_makes_no_share() -> None:
    first, second = chain(
        month(a=(100, 40), b=(100, 50), c=(100, 40), d=(100, 30)),
        month(a=(100, 60), b=(100, 35), c=(100, 40), d=(100, 30)),
        parents=PARENTS,
    )
    assert first.share("a", part="poor", whole="households") == (40, 100)
    assert (second.told("a", "poor").of_board, second.told("a", "households").of_board) == (1, 0)
    assert second.told("a", "poor").value == 60 and second.told("a", "households").is_earlier
    assert second.share("a", part="poor", whole="households") is None


def test_a_county_of_five_hundred_villages_is_decided_in_seconds() -> None:
    rows, parents = drawn_county(5, townships=40, villages=24, most=400)
    new = board(rows, parents=parents, splits=SPLITS[:1])
    began = process_time()
    release = suppressed(new, least=10)
    spent = process_time() - began
    few = [cell for cell, why in release.held.items() if why is Why.FEW]
    guards = sum(why is Why.GUARD for why in release.held.values())
    echo(f"{len(rows)} areas, {len(new.counts)} counts: {len(few)} few, {guards} guards, {spent:.1f} s")
    assert spent < 30
    shown = known(release)
    for cell in random.Random(1).sample(few, 6):
        low, high = reach(new, shown, cell)
        assert low == 0 and high >= 10
