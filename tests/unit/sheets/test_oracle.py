"""The oracle itself: one small untruth in an otherwise true register, and it says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from unit.sheets.layouts import a_ledger_with_a_row_a_line, members_with_merged_household_cells, two_sheets_by_number
from unit.sheets.layouts_by_hand import net_income_alone
from unit.sheets.layouts_by_heading import every_fact_there_is
from unit.sheets.oracle import complaints
from unit.sheets.pages import Laid
from unit.sheets.perfect import WHY, known_register
from unit.sheets.truth import make_truth
from xinlu.sheets.entries import Asked, CellFault, HouseholdEntry, PersonEntry, Register, Spot, Total

TRUTH = make_truth(5, households=12)
FIRST = next(n for n, one in enumerate(TRUTH.households) if len(one.persons) >= 3)
LAYS = (two_sheets_by_number, members_with_merged_household_cells, every_fact_there_is, a_ledger_with_a_row_a_line)


def a_household_is_lost(register: Register) -> None:
    del register.households[FIRST]


def a_household_comes_twice(register: Register) -> None:
    register.households.append(register.households[FIRST])


def a_household_is_returned_without_reason(register: Register) -> None:
    register.returned.append(register.households.pop(FIRST))


def a_household_is_made_of_the_heading(register: Register) -> None:
    register.households.append(HouseholdEntry(Spot(register.households[0].spot.sheet, 1), number="户编号"))


def a_person_is_lost(register: Register) -> None:
    register.households[FIRST].persons.pop()


def a_person_comes_twice(register: Register) -> None:
    entry = register.households[FIRST]
    entry.persons.append(entry.persons[-1])


def a_person_is_in_the_wrong_household(register: Register) -> None:
    register.households[FIRST - 1 or 1].persons.append(register.households[FIRST].persons.pop())


def a_person_is_invented(register: Register) -> None:
    person = PersonEntry(Spot("nowhere", 3), {"name": "张三", "relation": "son"})
    register.households[FIRST].persons.append(person)


def the_head_stands_last(register: Register) -> None:
    register.households[FIRST].persons.reverse()


def an_id_number_is_another(register: Register) -> None:
    register.households[FIRST].persons[1].facts["id_number"] = TRUTH.households[0].persons[0].facts["id_number"]


def an_id_number_is_lost(register: Register) -> None:
    del register.households[FIRST].persons[1].facts["id_number"]


def a_birthday_is_a_day_off(register: Register) -> None:
    facts = register.households[FIRST].persons[1].facts
    facts["born_on"] = date(1904, 1, 2)


def a_relation_is_another(register: Register) -> None:
    register.households[FIRST].persons[1].facts["relation"] = "sibling"


def yes_became_no(register: Register) -> None:
    facts = register.households[FIRST].persons[1].facts
    facts["medical_insurance"] = not facts["medical_insurance"]


def a_fact_is_invented(register: Register) -> None:
    register.households[FIRST].persons[1].facts["left_on"] = date(2026, 1, 1)


def a_number_is_another(register: Register) -> None:
    register.households[FIRST].number += "0"


def a_village_is_another(register: Register) -> None:
    register.households[FIRST].places["village"] = "没有村"


def people_are_miscounted(register: Register) -> None:
    register.households[FIRST].people += 1


def a_fault_stands_where_none_is(register: Register) -> None:
    spot = replace(register.households[FIRST].spot, column=2)
    register.faults.append(CellFault(spot, "户编号", "1", "number.odd", WHY))


def somebody_is_asked_without_need(register: Register) -> None:
    register.households[FIRST].asked.append(Asked(register.households[FIRST].spot, "odd", WHY))


UNTRUTHS = (
    a_household_is_lost, a_household_comes_twice, a_household_is_returned_without_reason,
    a_household_is_made_of_the_heading, a_person_is_lost, a_person_comes_twice, a_person_is_in_the_wrong_household,
    a_person_is_invented, the_head_stands_last, an_id_number_is_another, an_id_number_is_lost, a_birthday_is_a_day_off,
    a_relation_is_another, yes_became_no, a_fact_is_invented, a_number_is_another, a_village_is_another,
    people_are_miscounted, a_fault_stands_where_none_is, somebody_is_asked_without_need,
)  # fmt: skip


@pytest.mark.parametrize("lay", LAYS, ids=lambda lay: lay.__name__)
@pytest.mark.parametrize("untruth", UNTRUTHS, ids=lambda one: one.__name__)
def test_one_untruth_is_complained_of(untruth, lay):
    laid: Laid = lay(TRUTH)
    register = known_register(laid)
    assert complaints(register, laid) == []
    untruth(register)
    assert complaints(register, laid) != []


@pytest.mark.parametrize("total", Total, ids=lambda total: total.value)
def test_a_total_that_is_a_fen_off_or_lost_is_complained_of(total):
    laid = (net_income_alone if total is Total.NET else two_sheets_by_number)(TRUTH)
    for change in (lambda totals: totals.update({total: totals[total] + 1}), lambda totals: totals.pop(total)):
        register = known_register(laid)
        change(register.households[FIRST].totals)
        assert complaints(register, laid) != []


def test_a_line_that_is_lost_doubled_or_a_fen_off_is_complained_of():
    laid = a_ledger_with_a_row_a_line(TRUTH)
    for change in (
        lambda lines: lines.pop(),
        lambda lines: lines.append(lines[0]),
        lambda lines: lines.__setitem__(0, replace(lines[0], cost_fen=lines[0].cost_fen + 1)),
        lambda lines: lines.__setitem__(0, replace(lines[0], kind="goat")),
    ):
        register = known_register(laid)
        change(register.households[FIRST].lines)
        assert complaints(register, laid) != []


def test_a_fact_of_the_household_that_is_lost_or_another_is_complained_of():
    laid = every_fact_there_is(TRUTH)
    for fact in TRUTH.households[FIRST].facts:
        if not TRUTH.households[FIRST].facts[fact]:
            continue
        for change in (lambda facts, name: facts.pop(name), lambda facts, name: facts.update({name: "别的"})):
            register = known_register(laid)
            change(register.households[FIRST].facts, fact)
            assert complaints(register, laid) != [], fact


def test_a_row_passed_over_in_silence_is_complained_of():
    from unit.sheets.layouts import villages_with_reckoned_subtotals

    laid = villages_with_reckoned_subtotals(TRUTH)
    register = known_register(laid)
    register.skipped = [one for one in register.skipped if one.spot.row < 20]
    assert complaints(register, laid) != []
