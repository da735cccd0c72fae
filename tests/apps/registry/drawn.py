"""Households drawn at random for the tests of entering many, and what stands in the database of them, without what differs each time."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from xinlu.practice.idnumbers import check_digit
from xinlu.practice.vocabulary import CauseOfPoverty, DrinkingWater, Fuel, Health, Relation
from xinlu.records.models import Household, LedgerEntry
from xinlu.registry.models import CurrentFile, HouseholdFile, MemberVersion

TODAY = date(2026, 11, 23)
DIFFERS = ("id", "household", "digest", "salt", "file", "member")

names = st.sampled_from(["曾小妹", "单于", "Li", " 杨 ", "\U0002a6a5一", "覃", "尉迟 恭", "买买提·艾力", "字" * 60])
days = st.integers(0, 30_000).map(lambda ago: TODAY - timedelta(days=ago))


def id_number(nth: int, born: date = date(1970, 1, 1)) -> str:
    """A number that nobody else of the same test has."""
    first = f"522699{born:%Y%m%d}{nth:03d}"
    return first + check_digit(first)


@st.composite
def persons(draw, *, first: bool, nth: int):
    """One person's facts: head only where they come first, and there not always."""
    relation = draw(st.sampled_from([Relation.HEAD, "head", "son"] if first else ["spouse", "son", Relation.OTHER]))
    born = draw(st.none() | days)
    facts = {"name": draw(names), "relation": relation, "born_on": born}
    if draw(st.booleans()):
        typed = id_number(nth, born or date(1970, 1, 1))
        facts["id_number"] = draw(st.sampled_from([typed, typed.lower(), f" {typed[:6]} {typed[6:]}"]))
    if draw(st.booleans()):
        facts["left_on"] = draw(st.dates(born or date(2000, 1, 1), TODAY))
        facts["left_why"] = "moved"
    more = {
        "health": st.sampled_from([*Health, ""]),
        "migrant_work": st.sampled_from([True, False, None]),
        "ethnic_group": st.sampled_from(["苗族", ""]),
        "disability_number": st.sampled_from(["", "522699197001010011"]),
        "said_by": st.sampled_from(["杨秀英", " 村里 "]),
    }
    return facts | draw(st.fixed_dictionaries({}, optional=more))


@st.composite
def households(draw, *, nth: int, villages: int):
    """(which village, who said it, facts, persons) of one household that can be entered."""
    main = draw(st.sampled_from([*CauseOfPoverty, ""]))
    further = st.lists(
        st.sampled_from([each.value for each in CauseOfPoverty if each != main]), max_size=2, unique=True
    )
    facts = {
        "number": st.sampled_from(["", f"A-{nth}", "ＡＢ１"]),
        "phone": st.sampled_from(["", "13800000000"]),
        "water": st.sampled_from([*DrinkingWater, ""]),
        "further_causes": further,
        "fuels": st.lists(st.sampled_from(list(Fuel)), max_size=3, unique=True),
        "house_area_m2": st.none() | st.integers(0, 5_000),
        "house_year": st.none() | st.integers(1300, 2026),
        "electricity": st.sampled_from([True, False, None]),
        "place_since": st.none() | days,
        "note": st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20),
    }
    drawn = draw(st.fixed_dictionaries({}, optional=facts))
    if main:
        drawn["main_cause"] = main
    people = [draw(persons(first=n == 0, nth=nth * 10 + n)) for n in range(draw(st.integers(1, 4)))]
    return draw(st.integers(0, villages - 1)), draw(st.sampled_from(["杨秀英", " 村里 "])), drawn, people


several = st.integers(1, 4).flatmap(lambda many: st.tuples(*(households(nth=n, villages=2) for n in range(many))))


def stand(entered: list[Household]) -> list[list[dict]]:
    """All that stands of each of these households but ids, salts, digests and the order of what was received at once."""
    found = []
    for household in entered:
        own = {"household": household}
        files = [row_of(each) for each in HouseholdFile.objects.filter(**own)]
        members = [row_of(each) for each in MemberVersion.objects.filter(**own)]
        current = [row_of(each) for each in CurrentFile.objects.filter(**own)]
        ledger = [row_of(each) for each in LedgerEntry.objects.filter(**own)]
        identity = {"entered_at": household.entered_at, "current_file_is_its_own": _points_home(household)}
        found.append([*files, *sorted(members, key=repr), *current, *sorted(ledger, key=repr), identity])
    return found


def row_of(instance) -> dict:
    """An instance's columns, opened where they are sealed, without what differs each time."""
    return {
        field.attname: getattr(instance, field.attname)
        for field in instance._meta.concrete_fields
        if field.name not in DIFFERS
    }


def _points_home(household: Household) -> bool:
    current, file = CurrentFile.objects.get(household=household), HouseholdFile.objects.get(household=household)
    members = MemberVersion.objects.filter(household=household).values_list("member", flat=True)
    return current.file_id == file.pk and len(set(members)) == len(members)
