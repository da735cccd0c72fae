"""The chance of a household to stand above the line: by hand, against a known truth, and where little is known."""

from __future__ import annotations

import json

import numpy
import pyarrow
import pytest
from click import echo
from click.testing import CliRunner
from pyarrow import csv, parquet
from scipy import stats

from unit.assessment import moving_incomes
from unit.assessment.moving_incomes import made
from xinlu.assessment.last_ten_li import chances as of_chances
from xinlu.assessment.last_ten_li.chances import BASES, Basis, chances
from xinlu.assessment.last_ten_li.history import height, histories, in_years, ratio_at
from xinlu.assessment.last_ten_li.movement import Movement, learned, shrunk
from xinlu.config.command import xinlu
from xinlu.kernel.errors import Refusal


@pytest.fixture(scope="module")
def seen():
    """Four thousand households: four hundred without an account, of the others every fourth with one, and else with four."""
    shown = numpy.where(numpy.arange(4_000) % 4 == 0, 1, 4)
    shown[:400] = 0
    return made(households=4_000, dates=4, seed=1, shown=shown)


def known_movement(monkeypatch: pytest.MonkeyPatch, **changed: float) -> None:
    values = {"own": 0.3, "own_pace": 0.0, "drift": 0.02, "passing": 0.1, "freedom": numpy.inf, **changed}
    one = Movement(
        base=0.0,
        latest=0.0,
        level=numpy.array([-0.2]),
        pace=numpy.array([0.1]),
        learnt_from=998,
        alike=numpy.array([50]),
        **values,
    )
    monkeypatch.setattr(of_chances, "learned", lambda *found, **how: one)


def one_household(*accounts: tuple[float, float]):
    years, heights = zip(*accounts, strict=True)
    return histories(numpy.zeros(len(years), dtype=int), numpy.array(years), ratio_at(numpy.array(heights)))


def test_one_account_is_drawn_to_households_alike_by_hand(monkeypatch) -> None:
    known_movement(monkeypatch)
    told = chances(one_household((0.0, 0.2)), by=2.0)
    # 0.4 above its kind, of which 0.3 / (0.3 + 0.1) stays: -0.2 + 0.1 x 2 + 0.75 x 0.4 = 0.3.
    # Not known of it: 0.3 - 0.3 x 0.75 = 0.075. Still to come: 0.02 x 2 + 0.1 = 0.14.
    assert told.chance[0] == pytest.approx(stats.norm.cdf(0.3 / 0.215**0.5))
    reach = 1.6448536 * 0.075**0.5
    assert told.low[0] == pytest.approx(stats.norm.cdf((0.3 - reach) / 0.14**0.5))
    assert told.high[0] == pytest.approx(stats.norm.cdf((0.3 + reach) / 0.14**0.5))
    assert told.ratio[0] == pytest.approx(ratio_at(numpy.array(0.3))) and told.own[0] == 1 and told.alike[0] == 50


def test_several_accounts_are_conditioned_on_as_the_whole_covariance_says(monkeypatch) -> None:
    known_movement(monkeypatch, own_pace=0.01)
    days, heights, then = numpy.array([0.5, 1.0, 2.5]), numpy.array([-0.4, 0.1, 0.3]), 4.0
    told = chances(one_household(*zip(days, heights, strict=True)), by=then)
    every = numpy.append(days, then)
    whole = 0.3 + 0.01 * numpy.outer(every, every) + 0.02 * numpy.minimum.outer(every, every) + 0.1 * numpy.eye(4)
    inverse = numpy.linalg.inv(whole)  # the last row of the precision matrix gives mean and variance at once
    mean = -0.2 + 0.1 * then - inverse[3, :3] @ (heights + 0.2 - 0.1 * days) / inverse[3, 3]
    assert told.chance[0] == pytest.approx(stats.norm.cdf(mean * inverse[3, 3] ** 0.5))


def test_without_an_account_the_chance_is_that_of_its_kind(monkeypatch) -> None:
    known_movement(monkeypatch)
    nobody = histories(numpy.array([0]), numpy.array([numpy.nan]), numpy.array([numpy.nan]))
    told = chances(nobody, by=2.0)
    assert told.chance[0] == pytest.approx(0.5) and told.basis[0] is Basis.TOO_LITTLE
    assert chances(nobody, by=20.0).basis[0] is Basis.ALIKE, "its whole kind is well above by then"


def test_heavier_tails_leave_more_room(monkeypatch) -> None:
    far = one_household((0.0, 1.0), (1.0, 1.1), (2.0, 1.2))
    known_movement(monkeypatch)
    normal = chances(far, by=3.0).chance[0]
    known_movement(monkeypatch, freedom=4.5)
    assert 0.9 < chances(far, by=3.0).chance[0] < normal


def test_no_chance_is_ever_none_or_certain(monkeypatch) -> None:
    known_movement(monkeypatch, own=1e-9, passing=1e-6, drift=0.0)
    for sign in (-1, 1):
        told = chances(one_household((0.0, 5.0 * sign), (1.0, 5.0 * sign)), by=2.0)
        assert 1 / 1000 <= told.low[0] <= told.chance[0] <= told.high[0] <= 999 / 1000


def test_how_households_move_is_learnt_back(seen) -> None:
    found = learned(made(households=20_000, dates=4, seed=2).past)
    assert found.own == pytest.approx(moving_incomes.OWN, rel=0.1)
    assert found.passing == pytest.approx(moving_incomes.PASSING, rel=0.15)
    assert found.drift == pytest.approx(moving_incomes.DRIFT, abs=0.012) and found.own_pace < 0.004
    assert found.level == pytest.approx(moving_incomes.LEVELS, abs=0.03)
    assert found.pace == pytest.approx([moving_incomes.PACE] * 3, abs=0.01)
    assert found.freedom > 20


def test_the_interval_holds_the_true_chance_nine_times_in_ten(seen) -> None:
    told = chances(seen.past, by=seen.by)
    true = seen.true_chance.clip(told.low.min(), told.high.max())  # nearer to 0 or 1 than any chance is told
    inside = (told.low <= true) & (true <= told.high)
    for own in (0, 1, 4):
        these = told.own == own
        assert 0.86 <= inside[these].mean() <= 0.94


def test_an_interval_that_forgets_what_is_not_known_is_caught(seen, monkeypatch) -> None:
    honest = of_chances._predicted

    def careless(*asked):
        middle, unknown, coming = honest(*asked)
        return middle, unknown / 4, coming

    monkeypatch.setattr(of_chances, "_predicted", careless)
    with pytest.raises(AssertionError):
        test_the_interval_holds_the_true_chance_nine_times_in_ten(seen)


def test_what_is_not_known_of_the_movement_itself_is_in_the_interval() -> None:
    shown = numpy.full(60, 2)
    shown[0] = 0
    few = made(households=60, dates=2, seed=5, shown=shown).past
    told, whole = chances(few, by=3.0), learned(few)
    place = few.group[0]
    parts = [learned(few.of(numpy.arange(60) % 10 != number)) for number in range(10)]
    means = numpy.array([part.level[place] + part.pace[place] * (3.0 - part.base) for part in parts])
    unknown = whole.own + whole.drift * (whole.latest - whole.base) + 0.9 * ((means - means.mean()) ** 2).sum()
    coming = whole.drift * (3.0 - whole.latest) + whole.passing
    middle = whole.level[place] + whole.pace[place] * (3.0 - whole.base)
    curve = stats.norm() if numpy.isinf(whole.freedom) else stats.t(whole.freedom)
    expected = curve.cdf((middle - 1.6448536 * unknown**0.5) / coming**0.5 * curve.std())
    assert 0.1 < told.low[0] == pytest.approx(expected, rel=1e-6)


def test_little_history_is_a_wide_interval_and_says_so(seen) -> None:
    told = chances(seen.past, by=seen.by)
    width = told.high - told.low
    assert width[told.own == 0].mean() > 1.3 * width[told.own == 1].mean() > 1.5 * width[told.own == 4].mean()
    few, many = (told.basis[told.own == own] == Basis.TOO_LITTLE for own in (1, 4))
    assert few.mean() > 2 * many.mean() and set(told.basis[told.own == 4]) <= {Basis.OWN, Basis.TOO_LITTLE}
    assert set(BASES) == set(Basis)


def test_the_order_of_rows_changes_nothing() -> None:
    dice = numpy.random.default_rng(3)
    household, years = numpy.repeat(numpy.arange(60), 3), numpy.tile([0.0, 1.0, 2.0], 60)
    ratio, order = dice.lognormal(0, 0.6, 180), dice.permutation(180)
    first = chances(histories(household, years, ratio), by=3.0)
    second = chances(histories(household[order], years[order], ratio[order]), by=3.0)
    assert (first.chance == second.chance).all() and (first.low == second.low).all()


def test_incomes_of_nothing_and_below_are_incomes() -> None:
    assert (
        height(numpy.array([1.0]))[0] == pytest.approx(0) and height(numpy.array([-0.5]))[0] < height(numpy.zeros(1))[0]
    )
    assert ratio_at(height(numpy.array([-0.5, 0.0, 0.3, 7.0]))) == pytest.approx([-0.5, 0.0, 0.3, 7.0])
    household, years = numpy.repeat(numpy.arange(40), 2), numpy.tile([0.0, 1.0], 40)
    ratio = numpy.where(years == 0, -0.3, 0.0) + household / 20
    told = chances(histories(household, years, ratio), by=2.0)
    assert numpy.isfinite(told.chance).all() and told.chance[0] < 0.2 < 0.8 < told.chance[39]


def test_where_nobody_was_reckoned_twice_nothing_is_said() -> None:
    once = histories(numpy.arange(100), numpy.zeros(100), numpy.ones(100))
    with pytest.raises(Refusal) as refused:
        chances(once, by=1.0)
    assert refused.value.code == "prospects.no_movement" and "30" in refused.value.words.zh and refused.value.words.en


def test_two_accounts_of_one_day_are_refused_by_household_and_day() -> None:
    with pytest.raises(Refusal) as refused:
        histories(numpy.zeros(2, dtype=int), in_years(["2025-09-30"] * 2), numpy.ones(2), names=["王家"])
    assert "王家" in refused.value.words.zh and "2025-09-30" in refused.value.words.en


def test_groups_that_do_not_truly_differ_become_one_and_others_stay_themselves() -> None:
    errors, counts = numpy.array([0.04, 0.04, 0.04]), numpy.array([20.0, 20.0, 20.0])
    assert shrunk(numpy.array([0.1, 0.0, -0.1]), errors, counts=counts, whole=9.0) == pytest.approx([0, 0, 0])
    # Q = (1 + 0 + 1) / 0.04 = 50; between = (50 - 2) / (75 - 25) = 0.96; each keeps 0.96 of its distance.
    assert shrunk(numpy.array([1.0, 0.0, -1.0]), errors, counts=counts, whole=9.0) == pytest.approx([0.96, 0, -0.96])
    assert shrunk(numpy.array([1.0, 0.0, -1.0]), errors, counts=counts * [0, 0, 1], whole=9.0) == pytest.approx([9] * 3)


def test_two_hundred_thousand_households_take_seconds() -> None:
    from time import process_time

    many = made(households=200_000, dates=3, seed=5)
    began = process_time()
    told = chances(many.past, by=many.by)
    spent = process_time() - began
    echo(f"200,000 households, 600,000 accounts: {spent:.1f} s of processor")
    assert spent < 40 and numpy.isfinite(told.chance).all()


# The command.


@pytest.fixture
def file(tmp_path):
    dice = numpy.random.default_rng(7)
    level = numpy.repeat(dice.normal(3_200, 900, 120), 3)
    incomes = level * dice.lognormal(0, 0.2, 360)
    table = pyarrow.table(
        {
            "户": [f"h{number // 3}" for number in range(360)],
            "day": [("2023-09-30", "2024-09-30", "2025-09-30")[number % 3] for number in range(360)],
            "income": incomes.round(2),
            "people": [1 + number // 3 % 5 for number in range(360)],
            "village": ["ab"[number // 3 % 2] for number in range(360)],
            "cause": ["illness" if number // 3 % 2 else "skills" for number in range(360)],
        }
    )
    csv.write_csv(table, tmp_path / "accounts.csv")
    return tmp_path / "accounts.csv"


def called(file, *more, line=3_000, by="2026-09-30"):
    asked = ["prospects", file, "--household", "户", "--date", "day", "--income", "income", "--line", line, "--by", by]
    return CliRunner().invoke(xinlu, [str(each) for each in (*asked, *more)], catch_exceptions=True)


def test_the_command_tells_chances_trial_and_costs_in_both_languages(file, tmp_path) -> None:
    out = tmp_path / "rows.parquet"
    said = called(file, "--people", "people", "--group", "village", "--out", out, "--language", "zh").output
    assert "120 户，到 2026-09-30" in said and "拿过去试过" in said and "只用更早的账" in said
    assert "这里只算了收入差多少" in said and "最难的一成户" in said
    table = tmp_path / "rows.csv"
    english = called(file, "--people", "people", "--group", "village", "--out", table, "--language", "en").output
    assert csv.read_csv(table)["chance"].to_pylist() == pytest.approx(parquet.read_table(out)["chance"].to_pylist())
    assert "Tried on the past" in english and "gap in income alone" in english
    rows = parquet.read_table(out).to_pylist()
    assert len(rows) == 120 and all(0 < row["low"] <= row["chance"] <= row["high"] < 1 for row in rows)
    short = [row for row in rows if row["income"] < 3_000]
    assert all(row["gap_a_year"] == pytest.approx((3_000 - row["income"]) * row["people"]) for row in short)
    assert {row["gap_a_year"] for row in rows if row["income"] >= 3_000} == {0.0}
    assert {str(row["latest"]) for row in rows} == {"2025-09-30"} and {row["accounts"] for row in rows} == {3}


def test_json_holds_the_same_and_costs_of_help_where_measures_are_given(file, tmp_path) -> None:
    number = 80
    measures = pyarrow.table(
        {
            "cause": ["illness"] * number,
            "kind": ["clinic", "gift"] * (number // 2),
            "cost_fen": [50_000, 20_000] * (number // 2),
            "helped": [1, 1, 1, 0] * (number // 4),
            "grade": [2] * number,
        }
    )
    parquet.write_table(measures, tmp_path / "measures.parquet")
    said = called(file, "--cause", "cause", "--measures", tmp_path / "measures.parquet", "--json").output
    found = json.loads(said)
    # A gift costs 200 and helped every other household: 400 for each that it helped, less than 500.
    assert found["what_works"]["illness"]["kind"] == "gift"
    assert found["what_works"]["illness"]["per_helped"] == pytest.approx(400)
    curve = found["help_yuan_once"]
    assert (
        curve["total"] == pytest.approx(400 * curve["households"])
        and curve["households"] < found["gap_a_year"]["households"]
    )
    assert found["back_test"]["is_out_of_time"] and len(found["gap_a_year"]["points"]) == 10
    assert (
        "帮成一户 400 元"
        in called(file, "--cause", "cause", "--measures", tmp_path / "measures.parquet", "--language", "zh").output
    )


@pytest.mark.parametrize(
    ("more", "how", "code"),
    [
        ((), {"by": "2025-01-01"}, "prospects.past"),
        ((), {"line": 0}, "prospects.line"),
        ((), {"line": "lin"}, "microdata.column"),
        (("--out", "rows.docx"), {}, "prospects.ending"),
        (("--cause", "cause"), {}, "prospects.measures"),
        (("--date", "village"), {}, "prospects.day"),
        (("--people", "income", "--household", "day"), {}, "prospects.twice"),
    ],
)
def test_what_cannot_be_reckoned_with_is_refused(file, more, how, code) -> None:
    refused = called(file, *more, **how).exception
    assert isinstance(refused, Refusal) and refused.code == code and refused.words.zh and refused.words.en


def test_a_year_alone_and_an_empty_household_are_understood(tmp_path) -> None:
    rows = [f"h{number},{year},{900 + 10 * number + year % 7}" for number in range(40) for year in (2023, 2024)]
    path = tmp_path / "years.csv"
    path.write_text("户,day,income\n" + "\n".join([",2024,5", *rows, "h41,,", "h42,2024,"]) + "\n")
    found = json.loads(called(path, "--json", "--out", tmp_path / "out.parquet", line=1_000).output)
    told = {row["household"]: row for row in parquet.read_table(tmp_path / "out.parquet").to_pylist()}
    assert told["h7"]["income"] == 900 + 70 + 2024 % 7 and str(told["h7"]["latest"]) == "2024-12-31"
    assert told["h41"]["income"] is None and told["h41"]["accounts"] == 0
    assert found["rows_left_out"] == 1 and found["households"] == 42
    assert found["basis"].get(str(Basis.ALIKE), 0) + found["basis"].get(str(Basis.TOO_LITTLE), 0) >= 2
