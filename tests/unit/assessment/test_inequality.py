"""Inequality: known examples, plain Python as oracle, and the properties that the field asks of each measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import log
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.assessment import plain_measures as plain
from unit.assessment.asking import asked, table_of
from xinlu.assessment.measures import inequality
from xinlu.assessment.steps import schema_of

SCHEMA = schema_of(income="float64", people="int64", weight="float64", place="string")
ALIKE = {"rel": 1e-9, "abs": 1e-9}
RELATIVE = ("gini", "theil", "mean_log_deviation", "atkinson_0_5", "atkinson_1", "atkinson_2", "quintile_share_ratio")
INCOMES = st.integers(-20, 60).map(float) | st.sampled_from((0.0, 0.5, 1e6))
OTHERS = (st.integers(1, 6), st.sampled_from((0.5, 1.0, 2.0, 3.25)), st.sampled_from(("a", "b")))
MANY = st.lists(st.tuples(INCOMES, *OTHERS), min_size=1, max_size=14)
POSITIVE = st.lists(st.tuples(st.integers(1, 60).map(float), *OTHERS), min_size=2, max_size=14)


def alike(known: float | None) -> Any:
    """Equal but for rounding; not defined only where that is not defined."""
    return None if known is None else pytest.approx(known, **ALIKE)


def rows_of(drawn: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [{"income": y, "people": n, "weight": w, "place": p} for y, n, w, p in drawn]


def found(
    rows: Sequence[Mapping[str, Any]],
    *,
    by: Sequence[str] = (),
    aversions: Sequence[float] = inequality.AVERSIONS,
    **columns: Any,
) -> list[dict[str, Any]]:
    names = {"people": "people", "weight": "weight", **columns}
    made = inequality.indicators(table_of(SCHEMA), income="income", by=by, aversions=aversions, **names)
    return asked(made, rows, schema=SCHEMA, wanted=inequality.measures(aversions=aversions), by=by)


def plainly(*incomes: float) -> dict[str, Any]:
    (one,) = found([{"income": each} for each in incomes], people=None, weight=None)
    return one


def persons(rows: Sequence[Mapping[str, Any]]) -> list[plain.Person]:
    return [(row["income"], Fraction(row["people"]) * Fraction(row["weight"])) for row in rows]


def test_ten_households_by_hand() -> None:
    # Ten incomes with mean 33. Gini: 2 sum(i y) / (n sum y) - (n + 1) / n with ranks 1..10 = 2 * 2355 / 3300 - 1.1.
    ten = (10.0, 15.0, 20.0, 25.0, 40.0, 20.0, 30.0, 35.0, 45.0, 90.0)
    one = plainly(*ten)
    ranks = sum(place * income for place, income in enumerate(sorted(ten), 1))
    assert ranks == 2355 and one["mean"] == 33 and one["median"] == 27.5
    assert one["gini"] == pytest.approx(2 * 2355 / 3300 - 1.1, abs=1e-12)
    assert one["theil"] == pytest.approx(sum(y / 33 * log(y / 33) for y in ten) / 10, abs=1e-12)
    assert one["atkinson_1"] == pytest.approx(1 - _product(ten) ** 0.1 / 33, abs=1e-12)
    assert one["quintile_share_ratio"] == pytest.approx((45 + 90) / (10 + 15))


def _product(incomes: Sequence[float]) -> float:
    whole = 1.0
    for income in incomes:
        whole *= income
    return whole


@pytest.mark.parametrize(
    ("incomes", "measure", "known"),
    [
        ((1.0, 3.0), "gini", 0.25),
        ((0.0, 0.0, 0.0, 1.0), "gini", 0.75),  # (n - 1) / n: no small-sample factor
        ((1.0, 3.0), "theil", 0.5 * (0.5 * log(0.5) + 1.5 * log(1.5))),
        ((1.0, 3.0), "mean_log_deviation", 0.5 * (log(2) + log(2 / 3))),
        ((1.0, 3.0), "atkinson_1", 1 - 3**0.5 / 2),
        ((1.0, 3.0), "atkinson_0_5", 1 - ((1 + 3**0.5) / 2) ** 2 / 2),
        ((1.0, 3.0), "atkinson_2", 1 - 1.5 / 2),
        ((1.0, 2.0, 3.0, 4.0, 10.0), "quintile_share_ratio", 10 / 1),
    ],
)
def test_small_examples_by_hand(incomes: tuple[float, ...], measure: str, known: float) -> None:
    assert plainly(*incomes)[measure] == pytest.approx(known, abs=1e-12)


@given(MANY)
@settings(max_examples=13, deadline=None)
def test_every_measure_equals_plain_python(drawn: list[tuple[Any, ...]]) -> None:
    rows = rows_of(drawn)
    people = persons(rows)
    (one,) = found(rows)
    assert one["gini"] == alike(plain.gini(people))
    assert one["theil"] == alike(plain.theil(people))
    assert one["mean_log_deviation"] == alike(plain.mean_log_deviation(people))
    for aversion in inequality.AVERSIONS:
        assert one[inequality.atkinson_name(aversion)] == alike(plain.atkinson(people, aversion))
    assert one["quintile_share_ratio"] == alike(plain.quintile_share_ratio(people))
    assert one["median"] == pytest.approx(plain.quantile(people, Fraction(1, 2)))
    assert one["mean"] == alike(plain.mean(people))
    assert one["rows_not_positive"] == sum(row["income"] <= 0 for row in rows)


def test_an_oracle_with_the_small_sample_factor_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = plain.gini
    monkeypatch.setattr(plain, "gini", lambda people: (honest(people) or 0) * 1.001)
    with pytest.raises(AssertionError):
        test_every_measure_equals_plain_python()


@given(POSITIVE, st.integers(2, 3), st.sampled_from((0.01, 7.0, 1e4)))
@settings(max_examples=6, deadline=None)
def test_twins_repetition_and_another_currency_change_nothing(
    drawn: list[tuple[Any, ...]], times: int, factor: float
) -> None:
    rows = [{**row, "weight": 1.0} for row in rows_of(drawn)]
    (weighed,) = found(rows)
    (repeated,) = found(
        [{"income": row["income"]} for row in rows for _ in range(row["people"])], people=None, weight=None
    )
    (twins,) = found(rows * times)
    (scaled,) = found([{**row, "income": row["income"] * factor} for row in rows])
    for name in RELATIVE:
        assert weighed[name] == alike(repeated[name])
        assert weighed[name] == alike(twins[name])
        assert weighed[name] == alike(scaled[name])


@given(st.lists(st.integers(2, 40).map(float), min_size=2, max_size=9, unique=True), st.data())
@settings(max_examples=6, deadline=None)
def test_a_gift_from_richer_to_poorer_lowers_every_measure(incomes: list[float], data: st.DataObject) -> None:
    before = sorted(incomes)
    giver = data.draw(st.integers(1, len(before) - 1))
    after = list(before)
    after[0], after[giver] = after[0] + 0.25, after[giver] - 0.25
    first, second = plainly(*before), plainly(*after)
    for name in ("gini", "theil", "mean_log_deviation", "atkinson_0_5", "atkinson_1", "atkinson_2"):
        assert second[name] < first[name]


@given(POSITIVE)
@settings(max_examples=6, deadline=None)
def test_theil_and_mean_log_deviation_come_apart_into_within_and_between(drawn: list[tuple[Any, ...]]) -> None:
    rows = rows_of(drawn)
    (everybody,) = found(rows)
    groups = found(rows, by=["place"])
    of_people = [group["people"] / everybody["people"] for group in groups]
    of_mean = [group["mean"] / everybody["mean"] for group in groups]
    theil = sum(n * m * (group["theil"] + log(m)) for n, m, group in zip(of_people, of_mean, groups, strict=True))
    deviation = sum(
        n * (group["mean_log_deviation"] - log(m)) for n, m, group in zip(of_people, of_mean, groups, strict=True)
    )
    assert theil == alike(everybody["theil"])
    assert deviation == alike(everybody["mean_log_deviation"])


@pytest.mark.parametrize("incomes", [(7.1,), (7.1, 7.1, 7.1), (0.1,) * 11])
def test_equal_incomes_are_without_inequality(incomes: tuple[float, ...]) -> None:
    one = plainly(*incomes)
    for name in ("gini", "theil", "mean_log_deviation", "atkinson_0_5", "atkinson_1", "atkinson_2"):
        assert one[name] == pytest.approx(0, abs=1e-12) and one[name] >= 0
    assert one["quintile_share_ratio"] is None


def test_incomes_of_zero_and_below_stay_in_gini_and_quintiles_and_out_of_the_rest() -> None:
    one, without = plainly(-5.0, 0.0, 10.0, 20.0, 30.0), plainly(10.0, 20.0, 30.0)
    assert one["rows_not_positive"] == 2 and one["people"] == 5 and one["people_positive"] == 3
    for name in ("theil", "mean_log_deviation", "atkinson_0_5", "atkinson_1", "atkinson_2"):
        assert one[name] == pytest.approx(without[name])
    assert one["gini"] == pytest.approx(plain.gini([(y, Fraction(1)) for y in (-5.0, 0.0, 10.0, 20.0, 30.0)]))
    assert one["quintile_share_ratio"] is None and one["gini"] > without["gini"]
    assert plainly(-5.0, -1.0)["gini"] is None and plainly(0.0, 0.0)["theil"] is None


def test_an_aversion_of_ones_own_has_its_column_and_none_at_all_is_refused() -> None:
    (one,) = found(rows_of([(1.0, 1, 1.0, "a"), (3.0, 1, 1.0, "a")]), aversions=(0.75,))
    assert one["atkinson_0_75"] == pytest.approx(1 - ((1 + 3**0.25) / 2) ** 4 / 2)
    with pytest.raises(ValueError, match="above 0"):
        found(rows_of([(1.0, 1, 1.0, "a")]), aversions=(0.0,))
