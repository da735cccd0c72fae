"""The chances tried on the past: on real households of two years, and on made-up ones whose true chances are known."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
from click import echo

from unit.assessment.moving_incomes import made
from xinlu.assessment.last_ten_li import back_test as of_back_test
from xinlu.assessment.last_ten_li.back_test import BackTest, back_test
from xinlu.assessment.last_ten_li.history import Histories, histories, ratio_at

SURVEY = Path(__file__).resolve().parents[4] / "shared" / "data" / "surveys" / "ilocos.csv"
with_survey = pytest.mark.skipif(not SURVEY.exists(), reason="the surveys are not beside the project")


def ilocos(line_at: float) -> Histories:
    """632 households of four provinces in 1997 and again in 1998; the line is that quantile of income a head in 1997."""
    with SURVEY.open() as lines:
        rows = list(csv.DictReader(lines))
    first = numpy.array([float(row["income"]) / float(row["family.size"]) for row in rows])
    second = numpy.array([float(row["AP.income"]) / float(row["AP.family.size"]) for row in rows])
    kinds = sorted({(row["province"], row["urbanity"]) for row in rows})
    group = numpy.array([kinds.index((row["province"], row["urbanity"])) for row in rows])
    number, line = len(rows), numpy.quantile(first, line_at)
    return histories(
        numpy.tile(numpy.arange(number), 2),
        numpy.repeat([0.0, 1.0], number),
        numpy.concatenate([first, second]) / line,
        group=numpy.tile(group, 2),
    )


def told(name: str, found: BackTest) -> None:
    echo(
        f"\n{name}: {found.households} households, {found.above:.1%} above. Brier {found.brier:.4f}; no change {found.no_change:.4f}, "
        f"all alike {found.all_alike:.4f}, same side {found.same_side:.4f}; calibration z {found.drift_z:+.2f}, "
        f"{found.bins_off} of {len(found.bins)} bins off"
    )
    for each in found.bins:
        echo(f"  {each.households:4} told {each.chance:.3f} came {each.share:.3f} [{each.low:.3f}, {each.high:.3f}]")


@with_survey
@pytest.mark.parametrize("line_at", [0.2, 0.35, 0.5, 0.65])
def test_real_households_a_year_later_are_foretold_better_than_by_both(line_at: float) -> None:
    found = back_test(ilocos(line_at))
    told(f"Ilocos, line at the {line_at} quantile", found)
    assert not found.is_out_of_time, "two dates alone: movement is learnt from other households"
    for better, two_errors in (found.better_than_no_change, found.better_than_all_alike):
        assert better > two_errors > 0
    assert found.brier < found.same_side
    assert abs(found.drift_z) < 2.6 and found.bins_off <= 2


@with_survey
def test_real_households_with_another_ones_past_are_foretold_no_better_than_all_alike() -> None:
    found = ilocos(0.5)
    dice = numpy.random.default_rng(1)
    mixed = replace(found, heights=numpy.column_stack([dice.permutation(found.heights[:, 0]), found.heights[:, 1]]))
    tried = back_test(mixed)
    assert tried.brier > back_test(found).brier + 0.05
    assert abs(tried.better_than_all_alike[0]) < 0.015


@pytest.mark.parametrize("dates", [2, 4])
def test_made_up_households_are_foretold_nearly_as_well_as_by_their_maker(dates: int) -> None:
    known = made(households=3_000, dates=dates, seed=dates)
    # The maker's world goes on for one year more, which becomes the latest account.
    later = numpy.where(known.came_above, 1.2, 0.8)
    number = len(later)
    rows, columns = numpy.nonzero(numpy.isfinite(known.past.heights))
    whole = histories(
        numpy.r_[rows, numpy.arange(number)],
        numpy.r_[known.past.years[rows, columns], numpy.full(number, known.by)],
        numpy.r_[ratio_at(known.past.heights[rows, columns]), later],
        group=numpy.r_[known.past.group[rows], known.past.group],
    )
    found = back_test(whole)
    told(f"Made up, {dates} dates", found)
    makers = float(((known.true_chance - known.came_above) ** 2).mean())
    echo(f"  who knows each household's true state: {makers:.4f}")
    assert found.is_out_of_time and found.is_better and found.brier < found.same_side
    assert makers < found.brier < 1.25 * makers
    assert abs(found.drift_z) < 3 and found.bins_off <= 2


def test_too_sure_and_useless_chances_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    known = made(households=1_500, dates=4, seed=9).past
    honest = of_back_test.chances
    good = back_test(known)
    assert good.is_better and good.bins_off <= 2

    def too_sure(*asked, **how):
        found = honest(*asked, **how)
        odds = (found.chance / (1 - found.chance)) ** 3
        return replace(found, chance=odds / (1 + odds))

    monkeypatch.setattr(of_back_test, "chances", too_sure)
    assert back_test(known).bins_off >= 5 and back_test(known).brier > good.brier
    monkeypatch.setattr(
        of_back_test, "chances", lambda *asked, **how: replace(honest(*asked, **how), chance=numpy.full(1_500, 0.5))
    )
    useless = back_test(known)
    assert useless.brier == pytest.approx(0.25) and not useless.is_better


def test_scores_are_those_of_a_handful_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = numpy.array([1.1, 0.9, 1.2, 0.8] * 10), numpy.array([1.1, 1.1, 0.9, 0.8] * 10)
    number = len(before)
    two = histories(
        numpy.tile(numpy.arange(number), 2), numpy.repeat([0.0, 1.0], number), numpy.concatenate([before, after])
    )
    chance = numpy.array([0.9, 0.6, 0.7, 0.1] * 10)

    def fixed(found: Histories, *, by: object, **how: object):
        return replace(of_empty(len(found.group)), chance=chance[numpy.searchsorted(places, keys(found))])

    places = numpy.sort(numpy.unique(before))
    chance = numpy.array([0.1, 0.6, 0.9, 0.7])  # of those that stood at 0.8, 0.9, 1.1, 1.2

    def keys(found: Histories) -> numpy.ndarray:
        return ratio_at(found.heights[:, -1]).round(6)

    monkeypatch.setattr(of_back_test, "chances", fixed)
    found = back_test(two)
    assert found.brier == pytest.approx((0.01 + 0.16 + 0.49 + 0.01) / 4)
    assert found.no_change == pytest.approx(0.5) and found.above == 0.5


def of_empty(number: int):
    from xinlu.assessment.last_ten_li.chances import Chances

    nothing = numpy.zeros(number)
    return Chances(nothing, nothing, nothing, nothing, nothing, nothing, nothing)
