"""What gaps cost to close and how the cost rises towards the last households: by hand."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinlu.assessment.last_ten_li.cost_curve import cost_curve, curves_by_area, gaps, prices, what_works


def test_a_gap_is_what_each_head_lacks_times_heads() -> None:
    income = numpy.array([2_400.0, 3_000.0, 3_500.0, -200.0, numpy.nan])
    found = gaps(income, line=3_000, people=numpy.array([4.0, 2.0, 1.0, 3.0, 2.0]))
    assert found[:4].tolist() == [2_400, 0, 0, 9_600] and numpy.isnan(found[4])
    assert gaps(income[:2], line=numpy.array([2_500.0, 4_000.0])).tolist() == [100, 1_000]


def test_ninety_li_are_half_of_a_hundred_where_they_are() -> None:
    # Nine households lack 100 each and the last 900: the last tenth costs as much as all before it.
    curve = cost_curve(numpy.array([900.0, *[100.0] * 9]))
    assert (curve.count, curve.total) == (10, 1_800) and curve.rows[-1] == 0
    assert curve.share_of_last() == pytest.approx(0.5) and curve.last_that_cost() == pytest.approx(0.1)
    assert curve.spent.tolist() == [100 * n for n in range(1, 10)] + [1_800]


def test_where_all_gaps_are_alike_the_last_tenth_is_a_tenth() -> None:
    curve = cost_curve(numpy.full(37, 250.0))
    assert curve.share_of_last() == pytest.approx(0.1) and curve.last_that_cost() == pytest.approx(0.5)
    assert curve.points(1) == [(37.0, 37 * 250.0, 250.0)]


def test_a_bound_within_a_household_divides_it() -> None:
    curve = cost_curve(
        numpy.array([1.0, 2.0, 7.0])
    )  # the last tenth of three households is three tenths of the dearest
    assert curve.share_of_last() == pytest.approx(0.3 * 7 / 10)
    assert curve.last_that_cost(0.35) == pytest.approx(0.5 / 3)


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_the_curve_rises_ever_steeper_and_the_last_cost_no_less_than_their_part(costs: list[float]) -> None:
    curve = cost_curve(numpy.array(costs))
    assert (numpy.diff(curve.costs) >= 0).all() and curve.total == pytest.approx(sum(costs))
    assert curve.share_of_last() >= 0.1 - 1e-9 and curve.last_that_cost() <= 0.5 + 1e-9
    steps = [0.0, *(spent for _, spent, _ in curve.points())]
    assert (numpy.diff(steps, n=2) >= -1e-6 * curve.total).all()


def test_weights_are_repetitions() -> None:
    weighed = cost_curve(numpy.array([5.0, 1.0, 3.0]), weight=numpy.array([2.0, 3.0, 1.0]))
    repeated = cost_curve(numpy.array([5.0, 5.0, 1.0, 1.0, 1.0, 3.0]))
    assert weighed.total == repeated.total and weighed.share_of_last(0.3) == pytest.approx(repeated.share_of_last(0.3))


def test_who_lacks_nothing_or_is_not_known_stands_on_no_curve() -> None:
    curve = cost_curve(numpy.array([0.0, numpy.nan, 4.0]))
    assert curve.rows.tolist() == [2]
    nothing = cost_curve(numpy.zeros(3))
    assert nothing.share_of_last() is None and nothing.last_that_cost() is None and nothing.points() == []


def test_areas_have_curves_of_their_own_that_add_up() -> None:
    costs = numpy.array([5.0, 0.0, 2.0, 9.0, 1.0])
    found = curves_by_area(costs, ["a", "a", "b", "a", "b"])
    assert list(found) == ["a", "b"] and found["a"].rows.tolist() == [0, 3] and found["b"].rows.tolist() == [4, 2]
    assert sum(curve.total for curve in found.values()) == cost_curve(costs).total


def test_failed_help_is_paid_by_that_which_helped_and_only_own_words_count() -> None:
    works = what_works(
        cause=["illness", "illness", "illness", "illness", "skills", None],
        kind=["clinic", "clinic", "clinic", "clinic", "course", "course"],
        cost=numpy.array([300.0, 500.0, 900.0, 700.0, 50.0, 50.0]),
        helped=[True, False, True, None, False, True],
        grade=numpy.array([2, 3, 1, 2, 2, 2]),
    )
    clinic, course = works
    assert (clinic.asked, clinic.helped, clinic.spent, clinic.per_helped) == (2, 1, 800.0, 800.0)
    assert course.per_helped is None
    assert prices(works, fewest=2) == {"illness": clinic} and prices(works, fewest=3) == {}


def test_the_cheapest_kind_is_that_which_costs_least_for_each_household_helped() -> None:
    kinds = ["gift"] * 4 + ["course"] * 4
    works = what_works(
        cause=["skills"] * 8,
        kind=kinds,
        cost=numpy.array([100.0] * 4 + [150.0] * 4),
        helped=[True, False, False, False, True, True, True, False],
        grade=numpy.full(8, 2),
    )
    assert prices(works, fewest=4)["skills"].kind == "course"
