"""Rates of a sample: against a known formula, over repeated draws, and where nobody or everybody is so."""

import random
from datetime import date

import pytest
from scipy import stats

from unit.assessment.small_country import household
from xinlu.assessment import soundness
from xinlu.assessment.engines import duckdb
from xinlu.assessment.measures import samples
from xinlu.assessment.measures.samples import CLUSTER_TOTALS, ClusterTotal, cluster_totals, rate_of, rates
from xinlu.assessment.tables import table

DAY = date(2026, 11, 25)


def village(cluster, *, hit, asked, stratum="s", weight=1.0):
    return ClusterTotal(
        draw="d", rate="r", stratum=stratum, cluster=str(cluster), hit=hit * weight, asked=asked * weight, rows=asked
    )


def test_one_household_a_village_with_equal_weights_is_the_exact_interval_of_a_simple_sample():
    drawn = [village(number, hit=number < 7, asked=1) for number in range(60)]
    found = rate_of(drawn)
    exact = stats.binomtest(7, 60).proportion_ci(0.95, method="exact")
    assert found.estimate == pytest.approx(7 / 60)
    # The variance divides by n - 1: the effective number is 59 of 60.
    assert (found.low, found.high) == (pytest.approx(exact.low, abs=0.002), pytest.approx(exact.high, abs=0.002))


def test_nobody_so_still_has_an_upper_bound():
    found = rate_of([village(number, hit=0, asked=10) for number in range(29)])
    assert (found.estimate, found.low) == (0, 0)
    assert 0 < found.high < 0.03


def coverage(rate):
    """Of many samples of villages that differ, in how many the interval holds the true share."""
    luck = random.Random(5)
    country = [[luck.random() < share for _ in range(50)] for share in (luck.betavariate(2, 8) for _ in range(1_000))]
    true = sum(map(sum, country)) / 50_000
    held = 0
    for _ in range(300):
        drawn = [
            village(number, hit=sum(luck.sample(each, 20)), asked=20)
            for number, each in enumerate(luck.sample(country, 30))
        ]
        found = rate(drawn)
        held += found.low <= true <= found.high
    return held / 300


def test_the_interval_covers_the_truth_as_often_as_it_says():
    assert 0.93 <= coverage(rate_of) <= 0.995


def test_an_interval_that_forgets_the_villages_covers_too_rarely():
    def forgetful(drawn):
        alone = [village(f"{v.cluster}.{n}", hit=n < v.hit, asked=1) for v in drawn for n in range(v.rows)]
        return rate_of(alone)

    assert coverage(forgetful) < 0.9


def test_each_rate_has_its_own_group_and_weight():
    checks = [
        {"household_no": 0, "draw": "d", "stratum": "s", "cluster": "a", "weight": 2.0, "people": 3, "group": "exited", "should_not_have_exited": True, "recognises_helper": True},
        {"household_no": 1, "draw": "d", "stratum": "s", "cluster": "b", "weight": 6.0, "people": 5, "group": "exited", "should_not_have_exited": False, "recognises_helper": None},
        {"household_no": 2, "draw": "d", "stratum": "s", "cluster": "a", "weight": 1.0, "people": 4, "group": "unregistered", "should_be_registered": True, "recognises_helper": False},
        {"household_no": 3, "draw": "d", "stratum": "s", "cluster": "b", "weight": 1.0, "people": 12, "group": "unregistered", "should_be_registered": False},
    ]  # fmt: skip
    with duckdb.opened(threads=1) as engine:
        engine.give("households", table("households").schema, [household(0)])
        engine.give(soundness.FOUND + "checks", table("checks").schema, checks)
        engine.take(soundness.sound(table("checks")))
        asked = [ClusterTotal(**dict(zip(CLUSTER_TOTALS, row, strict=True))) for row in engine.ask(cluster_totals())]
    found = {each.rate: each.estimate for each in rates(asked)}
    assert found == {"wrongly_exited": 0.25, "missed": 0.25, "recognises_helper": pytest.approx(2 / 3)}
    with pytest.raises(ValueError):
        samples.rate_of([])
