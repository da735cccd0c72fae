"""Which kinds count where and when, and why."""

from datetime import date

import pytest

from xinlu.income.kinds import Source, kind, kinds
from xinlu.income.rules import counting_rules
from xinlu.kernel.words import Words
from xinlu.standards import CountingRule, Standing

ON = date(2026, 9, 30)
PLACES = ("52", "5226", "522699")


def own_rule(code, *, counts, place="522699", start=date(2020, 1, 1), end=None):
    return CountingRule(
        kind=code,
        counts=counts,
        place=place,
        start=start,
        end=end,
        source=Words("县里的口径", "the county's own rule"),
        standing=Standing.OFFICIAL,
    )


def counts(code, *, on=ON, places=PLACES, own=()):
    return counting_rules(on=on, place_codes=places, own=own).counts[code]


def test_every_kind_but_rigid_spending_is_ruled_and_rigid_spending_is_always_apart():
    book = counting_rules(on=ON, place_codes=PLACES)
    for each in kinds():
        ruling = book.ruling(each)
        assert (ruling.rule is None) == (each.source is Source.RIGID_SPENDING), each.code
        if each.source is Source.RIGID_SPENDING:
            assert not ruling.counts


def test_two_places_rule_differently_of_the_same_money():
    assert counts("disaster_relief", places=("37", "3701", "370115"))
    assert not counts("disaster_relief")


def test_a_place_can_leave_pensions_out_for_itself_and_only_for_itself():
    own = [own_rule("pension", counts=False)]
    assert not counts("pension", own=own)
    assert counts("pension", places=("52", "5226", "522698"), own=own)


def test_the_nearest_place_wins_over_the_one_above_it():
    own = [own_rule("pension", counts=False, place="52"), own_rule("pension", counts=True, place="5226")]
    assert counts("pension", own=own)
    assert not counts("pension", places=("52", "5223"), own=own)


def test_a_rule_holds_only_between_its_days():
    own = [own_rule("pension", counts=False, start=date(2026, 1, 1), end=date(2026, 6, 30))]
    assert counts("pension", on=date(2025, 12, 31), own=own)
    assert not counts("pension", on=date(2026, 1, 1), own=own)
    assert not counts("pension", on=date(2026, 6, 30), own=own)
    assert counts("pension", on=date(2026, 7, 1), own=own)


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("pension", "不算进收入", "does not count"),
        ("rice", "算进收入", "counts"),
        ("cost", "减掉", "taken off"),
        ("medical", "单独", "apart"),
    ],
)
def test_a_ruling_says_why_in_both_languages(code, zh, en):
    book = counting_rules(on=ON, place_codes=PLACES, own=[own_rule("pension", counts=False)])
    why = book.ruling(kind(code)).why
    assert zh in why.zh
    assert en in why.en
    assert kind(code).name.zh in why.zh


def test_a_ruling_names_its_source_and_its_first_day():
    book = counting_rules(on=ON, place_codes=PLACES, own=[own_rule("pension", counts=False)])
    why = book.ruling(kind("pension")).why
    assert "县里的口径" in why.zh
    assert "the county's own rule" in why.en
    assert "2020 年 1 月 1 日起" in why.zh and "from 1 January 2020" in why.en


def test_before_the_first_rule_a_kind_counts_and_the_book_says_that_nothing_rules_it():
    ruling = counting_rules(on=date(2010, 1, 1), place_codes=PLACES).ruling(kind("student_aid"))
    assert ruling.counts
    assert ruling.rule is None
    assert "no rule" in ruling.why.en
