"""The packaged defaults: what they say, and that they fit the kinds of line they speak of."""

from datetime import date

import pytest

from xinlu import standards
from xinlu.income.kinds import Source, kinds
from xinlu.kernel.words import Words
from xinlu.standards import COUNTRY, Line, Setting, Standing

USED = [
    "visit_coverage_days",
    "helper_households_max",
    "card_days",
    "card_attempts",
    "card_lock_minutes",
    "device_households_max",
    "file_fresh_days",
]


def unruled(rules):
    """The kinds for which the country has no open counting rule, and the ruled codes that are no kind."""
    ruled = {rule.kind for rule in rules if rule.place == COUNTRY and rule.end is None}
    every = {each.code for each in kinds() if each.source is not Source.RIGID_SPENDING}
    return every ^ ruled


def test_the_country_rules_every_kind_of_line_and_nothing_else():
    assert unruled(standards.load().counting_rules) == set()


def test_a_missing_counting_rule_would_be_noticed():
    rules = standards.load().counting_rules
    assert unruled([rule for rule in rules if rule.kind != "pension"]) == {"pension"}


def test_places_disagree_about_disaster_relief():
    said = {rule.place: rule.counts for rule in standards.load().counting_rules if rule.kind == "disaster_relief"}
    assert said == {COUNTRY: False, "370115": True}


@pytest.mark.parametrize("name", USED)
def test_every_setting_that_is_used_stands_since_before_the_first_household_file(name):
    assert standards.setting(name, on=date(2014, 1, 1)).value >= 1
    assert standards.setting(name, on=date(2040, 1, 1)).value >= 1


def test_an_unknown_setting_is_named():
    with pytest.raises(LookupError, match="visit_colour"):
        standards.setting("visit_colour", on=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("on", "places", "fen"),
    [
        (date(2011, 1, 1), (), 230_000),
        (date(2017, 6, 1), ("52", "5226"), 230_000),
        (date(2017, 6, 1), ("52", "5223"), 333_500),
        (date(2018, 1, 1), ("52", "5223"), 230_000),
        (date(2020, 6, 1), (), 400_000),
        (date(2022, 6, 1), (), 400_000),
        (date(2023, 6, 1), (), 690_000),
        (date(2024, 1, 1), (), 880_000),
    ],
)
def test_the_line_of_a_place_and_day(on, places, fen):
    assert standards.line(on=on, places=places).fen == fen


def test_before_the_first_line_there_is_none():
    with pytest.raises(LookupError, match="2010-12-31"):
        standards.line(on=date(2010, 12, 31), places=())


def test_a_places_own_line_goes_before_the_countrys_whatever_it_is_called():
    own = Line(
        name="poverty_line_fen",
        label=Words("县里的线", "county line"),
        fen=750_000,
        start=date(2020, 1, 1),
        end=None,
        place="522699",
        source=Words("县里", "county"),
        standing=Standing.OFFICIAL,
    )
    assert standards.line(on=date(2026, 1, 1), places=("52", "522699"), own=[own]) is own
    assert standards.line(on=date(2026, 1, 1), places=("52",), own=[own]).fen == 880_000


def test_at_one_place_its_own_value_goes_before_the_packaged_one_even_when_older():
    own = Setting(
        name="card_days",
        value=100,
        start=date(2000, 1, 1),
        end=None,
        place=COUNTRY,
        source=Words("自己定的", "own"),
        standing=Standing.OWN,
    )
    assert standards.setting("card_days", on=date(2026, 1, 1), own=[own]).value == 100
    assert standards.setting("card_lock_minutes", on=date(2026, 1, 1), own=[own]).value == 15


def monitored(on):
    return [status.code for status in standards.household_statuses(on=on) if status.monitored]


def test_three_monitored_kinds_until_2025_and_one_from_2026():
    assert monitored(date(2020, 12, 31)) == []
    assert monitored(date(2025, 12, 31)) == ["unstable", "borderline", "sudden"]
    assert monitored(date(2026, 1, 1)) == ["at_risk"]


def test_registered_exited_and_ordinary_stand_throughout():
    for on in (date(2014, 1, 1), date(2026, 1, 1)):
        codes = [status.code for status in standards.household_statuses(on=on)]
        assert codes[:3] == ["registered", "exited", "ordinary"]


def test_what_only_secondary_pages_say_is_marked_weak():
    weak = {line.fen for line in standards.load().lines if line.standing is Standing.WEAK}
    assert weak == {333_500, 400_000, 690_000, 880_000}


def test_standards_are_read_once():
    assert standards.load() is standards.load()
