"""The small tables of rules and lines say of every place and day what income and standards say of it."""

from datetime import date, timedelta

import pytest

from unit.assessment.small_country import KINDS
from xinlu import standards
from xinlu.assessment import places
from xinlu.assessment.places import RULING_STEP, Area, PlaceValue, place_tables
from xinlu.income.kinds import by_code
from xinlu.income.rules import counting_rules
from xinlu.kernel.words import Words
from xinlu.standards import CountingRule, Line, Standing

AREAS = (
    Area("37", "province", ""), Area("370115", "county", "37"), Area("370115001", "township", "370115"),
    Area("370115001001", "village", "370115001"), Area("52", "province", ""), Area("5223", "prefecture", "52"),
    Area("522301", "county", "5223"), Area("522301001001", "village", "522301"),
)  # fmt: skip
OWN = (
    PlaceValue("counts.pension", "522301", 0, date(2020, 5, 1)),
    PlaceValue("counts.pension", "522301", 1, date(2023, 5, 1)),
    PlaceValue("poverty_line_fen", "52", 500_000, date(2025, 1, 1)),
)
PATHS = {
    "370115001001": ["37", "370115", "370115001", "370115001001"],
    "522301001001": ["52", "5223", "522301", "522301001001"],
}
DAYS = [date(2013, 12, 31) + timedelta(days=97 * step) for step in range(50)]


def of_tables(area, on):
    rows = place_tables(AREAS, kinds=KINDS, values=OWN).rows
    book = next(row["book_no"] for row in rows["place_books"] if row["area_code"] == area)
    rules = [
        row["rules_no"]
        for row in rows["rule_days"]
        if row["book_no"] == book and row["from_day"] <= on <= row["to_day"]
    ]
    lines = [
        row["line_fen"]
        for row in rows["line_days"]
        if row["book_no"] == book and row["from_day"] <= on <= row["to_day"]
    ]
    assert len(rules) == 1 and len(lines) == 1
    counts = {
        KINDS[row["ruling_no"] % RULING_STEP]: bool(row["counts"])
        for row in rows["rulings"]
        if row["ruling_no"] // RULING_STEP * RULING_STEP == rules[0]
    }
    return counts, lines[0]


def of_rooms(area, on):
    said = Words("", "")
    known = [
        {"start": v.from_day, "end": None, "place": v.place, "source": said, "standing": Standing.OWN} for v in OWN
    ]
    own = [
        CountingRule(kind="pension", counts=bool(v.value), **k)
        for v, k in zip(OWN, known, strict=True)
        if "counts" in v.name
    ]
    lines = [
        Line(name=v.name, label=said, fen=v.value, **k) for v, k in zip(OWN, known, strict=True) if "line" in v.name
    ]
    rules = counting_rules(on=on, place_codes=PATHS[area], own=own).counts
    return dict(rules), standards.line(on=on, places=PATHS[area], own=lines).fen


@pytest.mark.parametrize("area", list(PATHS))
def test_every_day_has_the_rules_and_the_line_of_the_rooms_below(area):
    for on in DAYS:
        assert of_tables(area, on) == of_rooms(area, on), on


def test_a_turn_that_is_forgotten_is_noticed(monkeypatch):
    monkeypatch.setattr(places, "_stretches", lambda entries, signature: [(places.FIRST_DAY, places.LAST_DAY)])
    with pytest.raises((AssertionError, StopIteration)):
        for on in DAYS:
            assert of_tables("522301001001", on) == of_rooms("522301001001", on)


def test_areas_know_what_lies_above_them_and_a_circle_of_parents_ends():
    rows = place_tables(AREAS, kinds=KINDS).rows["place_books"]
    village = next(row for row in rows if row["area_code"] == "370115001001")
    assert (village["village_code"], village["township_code"], village["county_code"]) == (
        "370115001001",
        "370115001",
        "370115",
    )
    circle = (Area("a", "county", "b"), Area("b", "county", "a"))
    assert len(place_tables(circle, kinds=KINDS).rows["place_books"]) == 2


def test_an_unknown_kind_has_no_ruling():
    rows = place_tables(AREAS, kinds={1: "rice", 2: "moon_dust"}).rows["rulings"]
    assert {row["ruling_no"] % RULING_STEP for row in rows} == {1}
    assert "moon_dust" not in by_code()
