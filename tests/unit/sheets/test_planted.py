"""Faults planted in registers are named by their very cell, their household is returned whole, and all others come in."""

from __future__ import annotations

import pytest

from unit.sheets.layouts import members_with_merged_household_cells, two_sheets_by_number
from unit.sheets.oracle import Oracle, complaints
from unit.sheets.pages import Laid
from unit.sheets.planted import FAULTS, STRANGE, Planted, household_for, plant
from unit.sheets.truth import Truth, make_truth
from unit.sheets.writers import ListBook, write_openpyxl, write_xlsxwriter
from xinlu.kernel.errors import Refusal
from xinlu.sheets.entries import Register
from xinlu.sheets.grid import Broken, Loss
from xinlu.sheets.opening import open_book
from xinlu.sheets.register import read_register

TRUTH = make_truth(11, households=32)
CASES = [pytest.param(fault, lay, id=f"{fault.name}-{lay.__name__}") for fault in FAULTS for lay in fault.lays]


def came(register: Register, laid: Laid) -> list[int | None]:
    """Whose households came in, in order."""
    judge = Oracle(register, laid)
    return sorted(judge._whose(entry) for entry in register.households)


def back(register: Register, laid: Laid) -> list[int | None]:
    """Whose households were returned."""
    judge = Oracle(register, laid)
    return sorted(judge._whose(entry) for entry in register.returned)


def everybody_but(*households: int) -> list[int]:
    return [n for n in range(len(TRUTH.households)) if n not in households]


def places(register: Register) -> set[tuple[str, int, int]]:
    return {(fault.spot.sheet, fault.spot.row, fault.spot.column) for fault in register.faults}


@pytest.mark.parametrize(("fault", "lay"), CASES)
def test_a_planted_fault_is_named_by_its_cell_and_holds_back_its_household_alone(fault, lay):
    laid, place, household = plant(fault, TRUTH, lay)
    register = read_register(ListBook(laid))
    _judge(register, laid, place, household)


@pytest.mark.parametrize(
    "fault", [fault for fault in FAULTS if two_sheets_by_number in fault.lays], ids=lambda one: one.name
)
def test_a_planted_fault_is_named_in_a_real_file_too(fault: Planted, tmp_path):
    laid, place, household = plant(fault, TRUTH, two_sheets_by_number)
    cell = laid.find(place[0], place[1]).cells[place[2] - 1]
    write = write_xlsxwriter if isinstance(cell, Broken) and cell.why is Loss.ERROR else write_openpyxl
    with open_book(write(laid, tmp_path / "register.xlsx")) as book:
        _judge(read_register(book), laid, place, household)


def _judge(register: Register, laid: Laid, place: tuple[str, int, int], household: int) -> None:
    assert places(register) == {place}
    assert all(fault.heading and fault.words.zh and fault.words.en for fault in register.faults)
    assert back(register, laid) == [household]
    assert came(register, laid) == everybody_but(household)
    assert len(register.returned[0].persons) == len(TRUTH.households[household].persons)
    assert complaints(register, laid) == []


@pytest.mark.parametrize(
    "lay", [two_sheets_by_number, members_with_merged_household_cells], ids=lambda lay: lay.__name__
)
@pytest.mark.parametrize("strange", STRANGE, ids=lambda one: one.name)
def test_what_is_strange_and_readable_comes_in_and_is_asked_about(strange, lay):
    laid = lay(TRUTH)
    household = household_for(TRUTH)
    person = TRUTH.households[household].persons[strange.person or 0]
    laid.put(
        laid.place_of(strange.meaning, household, strange.person), strange.written(person.facts.get(strange.meaning))
    )
    register = read_register(ListBook(laid))
    assert register.faults == []
    assert came(register, laid) == everybody_but()
    assert [Oracle(register, laid)._whose(entry) for entry in register.households if entry.asked] == [household]
    assert complaints(register, laid) == []


def test_two_households_under_one_number_are_both_returned():
    laid = two_sheets_by_number(TRUTH)
    first, second = 4, 9
    place = laid.place_of("number", second)
    laid.put(place, TRUTH.households[first].number)
    laid.touched |= {first, second}
    register = read_register(ListBook(laid))
    assert place in places(register) or laid.place_of("number", first) in places(register)
    assert not {first, second} & set(came(register, laid))
    assert came(register, laid) == everybody_but(first, second)


def test_two_rows_of_heads_under_one_number_in_a_sheet_of_members_do_not_become_one_household():
    laid = members_with_merged_household_cells(TRUTH)
    first, second = 4, 9
    laid.put(laid.place_of("number", second), TRUTH.households[first].number)
    laid.touched |= {first, second}
    register = read_register(ListBook(laid))
    assert not {first, second} & set(came(register, laid))
    assert came(register, laid) == everybody_but(first, second)


def test_a_household_without_a_number_waits_for_somebody_to_say_whose_members_are_left_over():
    laid = two_sheets_by_number(TRUTH)
    household = household_for(TRUTH)
    place = laid.place_of("number", household)
    laid.put(place, None)
    register = read_register(ListBook(laid))
    assert came(register, laid) == everybody_but(household)
    assert household in back(register, laid)
    [choice] = register.choices
    assert (choice.spot.sheet, choice.spot.row) == place[:2]
    answered = [_answered(laid, {choice.code: option}, household) for option in choice.options]
    assert len(answered) >= 2
    assert answered.count(len(TRUTH.households[household].persons)) == 1
    assert all(people in (0, len(TRUTH.households[household].persons)) for people in answered)


def _answered(laid: Laid, answers: dict[str, str], household: int) -> int:
    """How many people the household came in with, under these answers; 0 where it did not come in."""
    register = read_register(ListBook(laid), answers=answers)
    assert set(everybody_but(household)) <= set(came(register, laid))
    mine = [entry for entry in register.households if Oracle(register, laid)._whose(entry) == household]
    return len(mine[0].persons) if mine else 0


def test_an_answer_to_nothing_that_was_asked_changes_nothing():
    laid = two_sheets_by_number(TRUTH)
    register = read_register(ListBook(laid), answers={"no.such.choice": "yes"})
    assert came(register, laid) == everybody_but()


def test_a_household_without_number_and_without_anybody_left_over_is_named():
    laid = two_sheets_by_number(TRUTH)
    household = next(n for n, one in enumerate(TRUTH.households) if len(one.persons) == 1)
    place = laid.place_of("number", household)
    members = laid.pages[1]
    members.lines = [line for line in members.lines if line.household != household]
    laid.put(place, None)
    register = read_register(ListBook(laid))
    assert came(register, laid) == everybody_but(household)
    assert place in places(register)


def test_a_member_of_an_unknown_household_is_named_and_its_household_does_not_come_in_short_unasked():
    laid = two_sheets_by_number(TRUTH)
    household = household_for(TRUTH)
    sheet = laid.pages[1]
    row, line = next((n, one) for n, one in enumerate(sheet.lines, 1) if one.household == household and one.person == 1)
    place = (sheet.name, row, line.columns.index("number") + 1)
    laid.put(place, "5226999999999999")
    register = read_register(ListBook(laid))
    assert place in places(register)
    assert set(everybody_but(household)) <= set(came(register, laid))
    for entry in register.households:
        if Oracle(register, laid)._whose(entry) == household:
            assert entry.asked
    assert complaints(register, laid) == []


def test_a_whole_unknown_household_among_the_members_holds_back_nobody_else():
    laid = two_sheets_by_number(TRUTH)
    strangers = make_truth(99, households=32).households[household_for(make_truth(99, households=32))]
    sheet = laid.pages[1]
    columns = sheet.lines[-1].columns
    for person in strangers.persons:
        facts = {"number": "5226999999999999", "name": person.name, "id_number": person.facts["id_number"]}
        cells = [facts.get(meaning) for meaning in columns]
        cells[columns.index("relation")] = person.facts["relation"].words.zh
        sheet.add("foreign", *cells)
    register = read_register(ListBook(laid))
    assert came(register, laid) == everybody_but()
    first = len(sheet.lines) - len(strangers.persons) + 1
    assert places(register) & {
        (sheet.name, row, columns.index("number") + 1) for row in range(first, len(sheet.lines) + 1)
    }


def test_a_book_without_any_register_is_refused_in_words():
    laid = two_sheets_by_number(Truth(()))
    for page in laid.pages:
        page.lines = [line for line in page.lines if line.kind != "heading"]
        page.add("foreign", "会议记录")
        page.add("foreign", "参会人员：略")
    try:
        register = read_register(ListBook(laid))
    except Refusal as refusal:
        assert refusal.words.zh and refusal.words.en
    else:
        assert register.households == [] and register.returned == []
