"""Income poverty: the handbook's examples, plain Python as oracle, and the properties that the field asks of each measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from unit.assessment import plain_measures as plain
from unit.assessment.asking import asked, table_of
from xinlu.assessment.measures import poverty, weighted
from xinlu.assessment.steps import schema_of

SCHEMA = schema_of(income="float64", people="int64", weight="float64", line="float64", place="string")
ALIKE = {"rel": 1e-9, "abs": 1e-9}
INCOMES = st.integers(-20, 60).map(float) | st.sampled_from((0.0, 0.5, 1e6))
PEOPLE = st.tuples(INCOMES, st.integers(1, 6), st.sampled_from((0.5, 1.0, 2.0, 3.25)), st.sampled_from(("a", "b")))
MANY = st.lists(PEOPLE, min_size=1, max_size=14)
POSITIVE = st.lists(
    st.tuples(st.integers(1, 60).map(float), st.integers(1, 6), st.just(1.0), st.sampled_from(("a", "b"))),
    min_size=2,
    max_size=14,
)


def alike(known: float | None) -> Any:
    """Equal but for rounding; not defined only where that is not defined."""
    return None if known is None else pytest.approx(known, **ALIKE)


def rows_of(drawn: Sequence[tuple[Any, ...]], **others: Any) -> list[dict[str, Any]]:
    return [{"income": y, "people": n, "weight": w, "place": p, **others} for y, n, w, p in drawn]


def found(
    rows: Sequence[Mapping[str, Any]], line: str | float = 10.0, *, by: Sequence[str] = (), **columns: Any
) -> list[dict[str, Any]]:
    names = {"people": "people", "weight": "weight", **columns}
    made = poverty.indicators(table_of(SCHEMA), income="income", line=line, by=by, **names)
    return asked(made, rows, schema=SCHEMA, wanted=poverty.MEASURES, by=by)


def plainly(incomes: Sequence[float], line: float) -> dict[str, Any]:
    (one,) = found([{"income": each} for each in incomes], line, people=None, weight=None)
    return one


def persons(rows: Sequence[Mapping[str, Any]]) -> list[plain.Person]:
    return [(row["income"], Fraction(row["people"]) * Fraction(row["weight"])) for row in rows]


@pytest.mark.parametrize(
    ("incomes", "measure", "known"),
    [
        # Haughton and Khandker 2009, Handbook on Poverty and Inequality, World Bank, ch. 4, line 125: headcounts of A and B,
        # the poverty gap, the squared gap and the Watts index of 100, 110, 150, 160.
        ((100, 100, 150, 150), "headcount", 0.5),
        ((124, 124, 150, 150), "headcount", 0.5),
        ((100, 110, 150, 160), "poverty_gap", 0.08),
        ((100, 110, 150, 160), "severity", 0.0136),
        ((100, 110, 150, 160), "watts", 0.0877442),
    ],
)
def test_the_handbooks_examples_come_out(incomes: tuple[int, ...], measure: str, known: float) -> None:
    assert plainly([float(each) for each in incomes], 125)[measure] == pytest.approx(known, abs=5e-8)


def test_who_stands_on_the_line_is_not_poor() -> None:
    assert plainly([10.0, 9.0], 10)["headcount"] == 0.5


@given(MANY, st.sampled_from((3.0, 10.0, 30.5)))
@settings(max_examples=10, deadline=None)
def test_every_measure_equals_plain_python(drawn: list[tuple[Any, ...]], line: float) -> None:
    rows = rows_of(drawn)
    (one,) = found(rows, line)
    people = persons(rows)
    for power, name in enumerate(("headcount", "poverty_gap", "severity")):
        assert one[name] == alike(plain.fgt(people, line, power))
    assert one["watts"] == alike(plain.watts(people, line))
    assert one["median_gap"] == alike(plain.median_gap(people, line))
    assert one["people"] == pytest.approx(plain.total(people))
    assert one["missing_to_line"] == pytest.approx(sum(float(w) * (line - y) for y, w in people if y < line))
    assert one["rows_not_positive"] == sum(row["income"] <= 0 for row in rows)


@given(MANY, st.sampled_from((0.4, 0.5, 0.6)))
@settings(max_examples=6, deadline=None)
def test_a_share_of_the_median_is_that_of_all_people_whatever_the_groups(
    drawn: list[tuple[Any, ...]], share: float
) -> None:
    rows = rows_of(drawn)
    line = plain.quantile(persons(rows), Fraction(1, 2)) * share
    assume(line > 0)
    for one in found(rows, f"{share}median", by=["place"]):
        people = persons([row for row in rows if row["place"] == one["place"]])
        assert one["line"] == pytest.approx(line, rel=1e-12)
        assert one["headcount"] == alike(plain.fgt(people, line, 0))
        assert one["median_gap"] == alike(plain.median_gap(people, line))


def test_a_median_met_exactly_is_the_mean_with_the_next_value() -> None:
    rows = [{"income": y, "people": 1, "weight": w} for y, w in ((10.0, 1.0), (20.0, 2.0), (50.0, 3.0))]
    assert found(rows, "0.5median")[0]["line"] == pytest.approx(0.5 * (20 + 50) / 2)


def test_a_quantile_that_takes_no_heed_of_a_share_met_exactly_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = weighted.first_beyond
    monkeypatch.setattr(weighted, "first_beyond", lambda *rows, **how: (honest(*rows, **how)[0],) * 2)
    with pytest.raises(AssertionError):
        test_a_median_met_exactly_is_the_mean_with_the_next_value()


@pytest.mark.parametrize("weight", [0.1, 1 / 3, 504.569620253164])
def test_equal_weights_that_no_double_holds_meet_the_median_all_the_same(weight: float) -> None:
    rows = [{"income": float(number), "people": 1, "weight": weight} for number in range(1, 101)]
    assert found(rows, "1median")[0]["line"] == pytest.approx(50.5)


@given(POSITIVE, st.integers(2, 4))
@settings(max_examples=6, deadline=None)
def test_a_weight_is_a_repetition_and_twins_change_nothing(drawn: list[tuple[Any, ...]], times: int) -> None:
    rows = rows_of(drawn)
    (weighed,) = found(rows, "0.6median")
    single = [{"income": row["income"]} for row in rows for _ in range(row["people"])]
    (repeated,) = found(single, "0.6median", people=None, weight=None)
    (twins,) = found(rows * times, "0.6median")
    for name in ("headcount", "poverty_gap", "severity", "watts", "median_gap", "line"):
        assert weighed[name] == alike(repeated[name])
        assert weighed[name] == alike(twins[name])


@given(MANY, st.sampled_from((0.01, 7.0, 1000.0)))
@settings(max_examples=6, deadline=None)
def test_another_currency_changes_no_share(drawn: list[tuple[Any, ...]], factor: float) -> None:
    (before,) = found(rows_of(drawn), 10.5)
    (after,) = found(rows_of([(y * factor, *others) for y, *others in drawn]), 10.5 * factor)
    for name in ("headcount", "poverty_gap", "severity", "watts", "median_gap"):
        assert before[name] == alike(after[name])


@given(MANY)
@settings(max_examples=6, deadline=None)
def test_fgt_of_all_is_the_mean_of_the_groups_by_their_people(drawn: list[tuple[Any, ...]]) -> None:
    rows = rows_of(drawn)
    (everybody,) = found(rows, 10.0)
    groups = found(rows, 10.0, by=["place"])
    for name in ("headcount", "poverty_gap", "severity"):
        parts = sum(group["people"] * group[name] for group in groups) / everybody["people"]
        assert parts == alike(everybody[name])


@given(st.lists(st.integers(2, 30).map(float), min_size=2, max_size=8, unique=True), st.data())
@settings(max_examples=6, deadline=None)
def test_a_gift_from_a_poorer_to_a_less_poor_makes_severity_and_watts_worse(
    incomes: list[float], data: st.DataObject
) -> None:
    ordered = sorted(incomes)
    place = data.draw(st.integers(0, len(ordered) - 2))
    after = list(ordered)
    after[place], after[-1] = after[place] - 0.5, after[-1] + 0.5
    first, second = plainly(ordered, 40.0), plainly(after, 40.0)
    assert second["poverty_gap"] == pytest.approx(first["poverty_gap"])
    assert second["severity"] > first["severity"] and second["watts"] > first["watts"]


def test_a_line_of_its_own_for_each_row_is_held_against_that_rows_income() -> None:
    rows = [
        {"income": 5.0, "line": 10.0},
        {"income": 8.0, "line": 20.0},
        {"income": 30.0, "line": 20.0},
        {"income": 1.0},
    ]
    (one,) = found(rows, "line", people=None, weight=None)
    assert one["line"] is None and one["rows_left_out"] == 1 and one["people"] == 3
    assert one["headcount"] == pytest.approx(2 / 3) and one["poverty_gap"] == pytest.approx((0.5 + 0.6) / 3)
    assert one["median_gap"] == pytest.approx(1 - (0.5 + 0.4) / 2)


@pytest.mark.parametrize(
    "row",
    [
        {"income": None},
        {"income": float("nan")},
        {"income": float("inf")},
        {"people": 0},
        {"people": -3},
        {"people": None},
        {"weight": 0.0},
        {"weight": -1.0},
        {"weight": float("nan")},
    ],
    ids=str,
)
def test_a_row_that_stands_for_nobody_is_counted_and_changes_nothing(row: dict[str, Any]) -> None:
    sound = rows_of([(4.0, 2, 1.0, "a"), (20.0, 1, 2.0, "a"), (7.0, 3, 0.5, "a")])
    (before,) = found(sound)
    (after,) = found([*sound, {"income": 1.0, "people": 1, "weight": 1.0, "place": "a", **row}])
    assert after.pop("rows_left_out") == 1 and before.pop("rows_left_out") == 0
    assert after.pop("rows") == 4 and before.pop("rows") == 3
    assert after == pytest.approx(before)


def test_a_group_without_a_name_is_a_group_and_a_group_of_nobody_has_no_measure() -> None:
    rows = rows_of([(4.0, 2, 1.0, None), (20.0, 1, 2.0, "a"), (20.0, 0, 2.0, "b")])
    named, nobody, unnamed = found(rows, by=["place"])
    assert (named["place"], unnamed["place"]) == ("a", None) and unnamed["headcount"] == 1.0
    assert nobody["headcount"] is None and nobody["rows_left_out"] == 1 and named["median_gap"] is None


def test_what_is_no_line_is_no_line() -> None:
    with pytest.raises(ValueError, match=r"0.6median"):
        found([{"income": 1.0}], "0.6 of the middle")
