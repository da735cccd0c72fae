"""What of a public board is shown: the rules, on boards small enough to reckon by hand."""

from __future__ import annotations

from itertools import combinations

import pytest

from unit.assessment.readers_of_boards import narrowed
from xinlu.assessment.suppression import PUBLIC, WHY, Board, Release, Split, Why, board, suppressed, words_of_why

POOR = Split(whole="households", parts=("poor",), rest="not poor", harmless=("poor",))


def county(**villages: int) -> Board:
    """A county of villages with so many households each, and no other column."""
    rows = {name: {"households": count} for name, count in villages.items()}
    rows["county"] = {"households": sum(villages.values())}
    return board(rows, parents=dict.fromkeys(villages, "county"))


def villages(*, split: Split = POOR, **given: tuple[int, int]) -> Board:
    """A county of villages, each with (households, poor)."""
    rows = {name: {"households": all_, "poor": poor} for name, (all_, poor) in given.items()}
    rows["county"] = {"households": sum(a for a, _ in given.values()), "poor": sum(p for _, p in given.values())}
    return board(rows, parents=dict.fromkeys(given, "county"), splits=[split])


def hidden(release: Release) -> dict[str, Why]:
    return {area if column == "households" else f"{area} {column}": why for (area, column), why in release.held.items()}


def test_a_small_count_is_hidden_with_the_smallest_other_that_keeps_it_open() -> None:
    # 60 - 20 - 18 - 15 gives 7 back. With 15 hidden too the two are 22 together: either may be 0 to 22.
    assert hidden(suppressed(county(a=7, b=20, c=18, d=15), least=10)) == {"a": Why.FEW, "d": Why.GUARD}


def test_two_small_counts_that_are_small_together_take_a_third_with_them() -> None:
    # 3 and 4 are 7 together, so both are known to be below 8; with 11 beside them they reach 18.
    found = hidden(suppressed(county(a=3, b=4, c=11, d=50), least=10))
    assert found == {"a": Why.FEW, "b": Why.FEW, "c": Why.GUARD}


def test_small_counts_that_reach_far_enough_together_need_no_other() -> None:
    assert hidden(suppressed(county(a=7, b=6, c=30), least=10)) == {"a": Why.FEW, "b": Why.FEW}


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    release = suppressed(county(a=10, b=11), least=10)
    assert not release.held and release.told("a", "households").value == 10


def test_where_all_together_are_few_the_sum_is_hidden_too() -> None:
    release = suppressed(county(a=2, b=3), least=10)
    assert set(hidden(release)) == {"a", "b", "county"} and not release.shown


def test_the_rest_of_a_whole_is_as_telling_as_its_part() -> None:
    # 38 of 40 poor: the two who are not are as easily known as two who are.
    found = hidden(suppressed(villages(a=(40, 38), b=(60, 30), c=(70, 35)), least=10))
    assert found["a not poor"] is Why.FEW and found["a poor"] is Why.GUARD
    assert {name.split()[0] for name in found} == {"a", "b"}, "the smaller of the other villages guards it"
    assert "a" not in found, "how many live there may stay"


def test_that_everybody_is_poor_is_not_told_and_that_nobody_is_may_be() -> None:
    release = suppressed(villages(all_poor=(40, 40), none_poor=(50, 0), mixed=(44, 21), other=(60, 31)), least=10)
    assert release.told("all_poor", "poor").is_hidden and release.told("all_poor", "not poor").why is Why.FEW
    assert release.told("none_poor", "poor").value == 0 and release.share("none_poor", part="poor", whole="households")


def test_without_a_word_that_it_is_harmless_an_empty_part_is_hidden() -> None:
    strict = Split(whole="households", parts=("poor",), rest="not poor")
    release = suppressed(villages(a=(50, 0), b=(60, 30), c=(60, 30), split=strict), least=10)
    assert release.told("a", "poor").why is Why.FEW


def test_that_nobody_of_a_few_households_is_poor_is_hidden_with_their_number() -> None:
    release = suppressed(villages(a=(4, 0), b=(60, 30), c=(60, 30)), least=10)
    assert release.told("a", "households").is_hidden and release.told("a", "poor").is_hidden


def test_an_area_where_nobody_lives_is_told_as_it_is() -> None:
    release = suppressed(villages(empty=(0, 0), b=(60, 30), c=(60, 30)), least=10)
    assert not release.held and release.told("empty", "not poor").value == 0


def test_what_lies_in_a_township_outside_its_villages_is_guarded_though_nobody_publishes_it() -> None:
    rows = {"town": {"households": 45}, "a": {"households": 20}, "b": {"households": 22}}
    release = suppressed(board(rows, parents={"a": "town", "b": "town"}), least=10)
    assert hidden(release) == {"town/elsewhere": Why.FEW, "a": Why.GUARD}
    told = {area: said.value for area, _, said in release.rows()}
    assert told == {"town": 45, "a": None, "b": 22}
    many = suppressed(board(rows | {"town": {"households": 60}}, parents={"a": "town", "b": "town"}), least=10)
    assert not many.held and {area for area, _ in many.shown} == {"town", "a", "b"}


def test_a_share_and_a_mean_are_shown_with_the_counts_that_they_rest_on() -> None:
    release = suppressed(villages(a=(40, 38), b=(60, 30), c=(70, 35)), least=10)
    assert release.share("c", part="poor", whole="households") == (35, 70)
    assert release.share("a", part="poor", whole="households") is None
    assert release.mean("c", over="poor", now=1200.5) == 1200.5
    assert release.mean("a", over="poor", now=1200.5) is None


def test_several_splits_share_their_whole_and_guard_each_other() -> None:
    asked = Split(whole="households", parts=("asked",), rest="not asked", harmless=("not asked",))
    rows = {
        "a": {"households": 30, "poor": 12, "asked": 26},
        "b": {"households": 50, "poor": 25, "asked": 30},
        "c": {"households": 8, "poor": 4, "asked": 8},
        "county": {"households": 88, "poor": 41, "asked": 64},
    }
    made = board(rows, parents=dict.fromkeys("abc", "county"), splits=[POOR, asked])
    release = suppressed(made, least=10)
    assert all(release.told("c", column).is_hidden for column in ("households", "poor", "not poor", "asked"))
    assert not narrowed(release)


def test_the_least_hiding_is_that_of_all_hidings_tried_one_by_one() -> None:
    made = villages(a=(30, 12), b=(26, 14), c=(29, 4), d=(45, 20))
    release = suppressed(made, least=10)
    first = {cell for cell, why in release.held.items() if why is Why.FEW}
    others = [cell for cell in made.counts if cell not in first]
    best = min(
        sum(made.counts[cell] + 1 for cell in more)
        for size in range(4)
        for more in combinations(others, size)
        if not narrowed(
            Release(
                board=made,
                least=10,
                number=0,
                shown={c: n for c, n in made.counts.items() if c not in first | set(more)},
                of_board=dict.fromkeys(made.counts, 0),
                held=dict.fromkeys(first | set(more), Why.FEW),
            )
        )
    )
    assert sum(made.counts[cell] + 1 for cell, why in release.held.items() if why is Why.GUARD) == best


def test_every_reason_is_said_in_both_languages_and_the_public_hears_one_sentence() -> None:
    assert set(WHY) == set(Why)
    assert all(words.zh and words.en for words in (*WHY.values(), PUBLIC))
    assert words_of_why(None) is None and words_of_why(Why.FEW) == WHY[Why.FEW]


@pytest.mark.parametrize(
    ("rows", "splits", "told"),
    [
        ({"a": {"households": -1}}, [], "-1"),
        ({"a": {"households": 5, "poor": 6}}, [POOR], "more than their whole"),
        ({"a": {"households": 5}, "b": {"people": 5}}, [], "no count of people"),
        ({"a": {"households": 5, "x": 2, "y": 2}}, [Split(whole="households", parts=("x", "y"))], "do not add up"),
        ({"county": {"households": 5}, "a": {"households": 6}}, [], "more than their whole"),
    ],
)
def test_counts_that_cannot_be_are_refused_by_their_name(rows, splits, told) -> None:
    with pytest.raises(ValueError, match=told):
        board(rows, parents={"a": "county"}, splits=splits)


def test_hiding_below_one_is_no_hiding() -> None:
    with pytest.raises(ValueError, match="below 1"):
        suppressed(county(a=3), least=1)


def test_a_cell_that_the_board_does_not_have_is_no_cell() -> None:
    with pytest.raises(KeyError):
        suppressed(county(a=30), least=10).told("a", "poor")
