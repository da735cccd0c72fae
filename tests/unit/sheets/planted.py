"""Faults put into laid-out registers on purpose: each at one cell, of one household."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from unit.sheets.layouts import a_ledger_with_a_row_a_line, members_with_merged_household_cells, two_sheets_by_number
from unit.sheets.layouts_by_heading import every_fact_there_is
from unit.sheets.pages import Cell, Formula, Laid
from unit.sheets.truth import Truth, id_number
from xinlu.practice.idnumbers import check_digit
from xinlu.practice.vocabulary import Sex
from xinlu.sheets.grid import Broken, Loss

HOUSEHOLD = 7
"""Whose cells are written over; it has several members and a person with an ID number after the head."""

Lay = Callable[[Truth], Laid]


@dataclass(frozen=True)
class Planted:
    """One wrong cell: what it is called, under which meaning it stands (of the person or the household), what it says."""

    name: str
    meaning: str
    written: Callable[[Any], Cell]
    person: int | None = None
    lays: tuple[Lay, ...] = (two_sheets_by_number, members_with_merged_household_cells)


def household_for(truth: Truth) -> int:
    """A household with three people or more who all have ID numbers."""
    enough = (n for n, one in enumerate(truth.households) if n >= HOUSEHOLD and len(one.persons) >= 3)
    return next(n for n in enough if all("id_number" in person.facts for person in truth.households[n].persons))


def _said(cell: Cell) -> Callable[[Any], Cell]:
    return lambda true: cell


def _wrong_check_digit(number: str) -> str:
    return number[:17] + ("1" if number[17] != "1" else "2")


def _no_such_day(number: str) -> str:
    first = number[:10] + "1305" + number[14:17]
    return first + check_digit(first)


BOTH, TWO, MERGED = (two_sheets_by_number, members_with_merged_household_cells), (two_sheets_by_number,), (members_with_merged_household_cells,)  # fmt: skip
EVERY, LEDGER = (every_fact_there_is,), (a_ledger_with_a_row_a_line,)

FAULTS = [
    Planted("an_id_number_kept_as_a_number", "id_number", float, person=1, lays=BOTH),
    Planted("the_heads_id_number_kept_as_a_number", "id_number", float, person=0, lays=BOTH),
    Planted("an_id_number_as_the_program_shows_it", "id_number", _said("5.22699E+17"), person=1, lays=BOTH),
    Planted("an_id_number_with_a_slip", "id_number", _wrong_check_digit, person=1, lays=BOTH),
    Planted("an_id_number_one_digit_short", "id_number", lambda true: true[:9] + true[10:], person=2, lays=BOTH),
    Planted("an_old_id_number_of_fifteen_digits", "id_number", _said("522699560827776"), person=1, lays=BOTH),
    Planted("an_id_number_with_a_thirteenth_month", "id_number", _no_such_day, person=1, lays=BOTH),
    Planted("an_id_number_that_is_a_word", "id_number", _said("办理中"), person=1, lays=BOTH),
    Planted("a_cause_that_is_a_slur", "main_cause", _said("懒"), lays=(two_sheets_by_number, every_fact_there_is)),
    Planted("a_grade_that_is_none", "house_grade", _said("E级"), lays=BOTH),
    Planted("a_thirteenth_month", "born_on", _said("2001-13-05"), person=1, lays=BOTH),
    Planted("a_thirtieth_of_february", "born_on", _said("1990年2月30日"), person=1, lays=BOTH),
    Planted("a_birth_that_is_to_come", "born_on", _said(date(2027, 3, 1)), person=1, lays=BOTH),
    Planted("a_birth_before_anybody_living", "born_on", _said("1856.08.27"), person=1, lays=BOTH),
    Planted("an_amount_that_is_about_something", "total.wages", _said("1.2万左右"), lays=BOTH),
    Planted("an_amount_in_words", "total.wages", _said("约三千"), lays=BOTH),
    Planted("an_amount_with_two_points", "total.net", _said("1.234.5"), lays=BOTH),
    Planted("an_amount_that_became_a_day", "total.transfer", _said(date(2026, 5, 1)), lays=BOTH),
    Planted("an_amount_that_is_true", "total.transfer", _said(True), lays=BOTH),
    Planted("an_amount_beyond_any_household", "total.wages", _said(1e15), lays=BOTH),
    Planted("a_range_of_amounts", "total.production", _said("3000-4000"), lays=BOTH),
    Planted("a_broken_formula", "total.net", _said(Broken(Loss.ERROR, "#REF!")), lays=BOTH),
    Planted("a_division_by_nothing", "total.transfer", _said(Broken(Loss.ERROR, "#DIV/0!")), lays=BOTH),
    Planted("a_formula_that_nobody_reckoned", "total.net", _said(Formula("=L5+M5")), lays=TWO),
    Planted("a_broken_number_of_people", "people", _said(Broken(Loss.ERROR, "#REF!")), lays=BOTH),
    Planted("people_in_words", "people", _said("若干"), lays=BOTH),
    Planted("half_a_person", "people", _said(2.5), lays=BOTH),
    Planted("a_relation_that_is_none", "relation", _said("邻居"), person=1, lays=BOTH),
    Planted("a_sex_that_is_none", "sex", _said("不详人"), person=1, lays=BOTH),
    Planted("a_health_that_is_a_labour", "health", _said("普通劳动力"), person=2, lays=BOTH),
    Planted("neither_yes_nor_no", "medical_insurance", _said("可能"), person=1, lays=BOTH),
    Planted("a_house_built_in_the_future", "house_year", _said(2050), lays=EVERY),
    Planted("an_area_that_is_a_word", "house_area_m2", _said("很大"), lays=EVERY),
    Planted("a_fuel_that_is_none", "fuels", _said("柴草、核能"), lays=EVERY),
    Planted("water_that_is_none", "water", _said("天上来"), lays=EVERY),
    Planted("a_grading_in_the_future", "house_graded_on", _said("2031-01-01"), lays=EVERY),
    Planted("a_kind_that_nobody_knows", "ledger.kind", _said("卖竹鼠标本"), lays=LEDGER),
    Planted("a_line_whose_amount_is_a_word", "ledger.amount", _said("若干"), lays=LEDGER),
    Planted("a_broken_line", "ledger.amount", _said(Broken(Loss.ERROR, "#N/A")), lays=LEDGER),
]


def plant(fault: Planted, truth: Truth, lay: Lay) -> tuple[Laid, tuple[str, int, int], int]:
    """The register with that fault in it, the place of the fault, and whose it is."""
    laid = lay(truth)
    household = household_for(truth)
    place = laid.place_of(fault.meaning, household, fault.person)
    true = truth.households[household].persons[fault.person or 0].facts.get(fault.meaning)
    laid.put(place, fault.written(true))
    return laid, place, household


@dataclass(frozen=True)
class Strange:
    """A cell that can be read and cannot be right beside the others: the household comes in, and somebody should ask."""

    name: str
    meaning: str
    written: Callable[[Any], Cell]
    person: int | None = None


STRANGE = [
    Strange("more_people_stated_than_listed", "people", _said(9)),
    Strange("a_net_income_that_is_not_the_sum", "total.net", _said(777_777)),
    Strange("a_sex_other_than_the_id_number_says", "sex", lambda true: "女" if true == Sex.MALE else "男", person=1),
    Strange("a_birthday_other_than_the_id_number_says", "born_on", _said("1971-02-03"), person=1),
    Strange("an_id_number_of_somebody_else", "id_number", _said(id_number(date(1931, 4, 5), Sex.MALE, 77)), person=1),
]
