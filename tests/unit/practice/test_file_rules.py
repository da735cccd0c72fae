"""Every rule of the file has a failing and a passing case, as near to each other as they can be."""

from dataclasses import replace
from datetime import date

import pytest

from unit.practice.yang_file import GRANDMOTHER, GRANDSON, ON, SON, YANG, file, id_number, joined_by, member, members
from xinlu.practice.file_facts import FileFacts, MemberFacts
from xinlu.practice.file_quality import RULES, FileLimits, assess_file
from xinlu.practice.file_rules.rule import FileOnDay
from xinlu.practice.vocabulary import (
    CauseOfPoverty,
    DrinkingWater,
    Fuel,
    Health,
    HouseGrade,
    LabourAbility,
    Relation,
    Schooling,
    Sex,
)

LIMITS = FileLimits()
CAUSE = CauseOfPoverty
SON_BORN = date(1974, 7, 19)
WRONG_ID = YANG.members[1].id_number[:16] + "9" + YANG.members[1].id_number[17]

# code: (a file in which the rule finds something, a file in which it finds nothing)
CASES = {
    "cause.main_missing": (file(main_cause=None), file(main_cause=CAUSE.OTHER)),
    "cause.too_many": (
        file(further_causes=(CAUSE.SKILLS, CAUSE.FUNDS, CAUSE.LAND)),
        file(further_causes=(CAUSE.SKILLS, CAUSE.FUNDS)),
    ),
    "cause.repeated": (file(further_causes=(CAUSE.LABOUR,)), file(further_causes=(CAUSE.SKILLS,))),
    "cause.schooling_without_pupil": (members(schooling=Schooling.NOT_IN_SCHOOL), members(schooling=None)),
    "cause.illness_without_ill": (
        replace(members(health=Health.HEALTHY), main_cause=CAUSE.ILLNESS),
        file(main_cause=CAUSE.ILLNESS),
    ),
    "cause.disability_without_disabled": (
        replace(members(health=Health.CHRONIC, disability_certificate=None), main_cause=CAUSE.DISABILITY),
        file(main_cause=CAUSE.DISABILITY),
    ),
    "health.missing": (member(SON, health=None), member(SON, health=Health.GRAVE)),
    "disability.certificate_missing": (
        member(SON, disability_certificate=None),
        member(SON, disability_certificate=None, health=Health.CHRONIC),
    ),
    "disability.certificate_without": (member(SON, health=Health.HEALTHY), member(SON, health=Health.DISABLED)),
    "house.danger": (file(house_grade=HouseGrade.C), file(house_grade=HouseGrade.B)),
    "house.grade_missing": (file(house_grade=None), file(house_grade=None, house_area_m2=0)),
    "house.grade_undated": (file(house_graded_on=None), file(house_graded_on=None, house_grade=None)),
    "house.grade_old": (file(house_graded_on=date(2025, 11, 22)), file(house_graded_on=date(2025, 11, 23))),
    "house.grade_day_wrong": (file(house_year=2027, house_graded_on=date(2026, 6, 14)), file(house_year=2026)),
    "house.year_in_future": (file(house_year=2027), file(house_year=2026)),
    "house.area_unlikely": (file(house_area_m2=840), file(house_area_m2=450)),
    "house.none_yet_described": (
        file(house_area_m2=0),
        file(house_area_m2=0, house_structure=None, house_year=None, house_grade=None, house_graded_on=None),
    ),
    "water.missing": (file(water=None), file(water=DrinkingWater.OTHER)),
    "water.unsafe": (file(water=DrinkingWater.RIVER), file(water=DrinkingWater.PROTECTED_WELL)),
    "fuel.too_many": (
        file(fuels=(Fuel.STRAW, Fuel.COAL, Fuel.OIL, Fuel.BIOGAS)),
        file(fuels=(Fuel.STRAW, Fuel.COAL, Fuel.OIL)),
    ),
    "market.too_far": (file(market_distance_m=7_200_000), file(market_distance_m=100_000)),
    "id.missing": (member(SON, id_number=None), YANG),
    "id.wrong": (member(SON, id_number=WRONG_ID), member(SON, id_number=None)),
    "id.birth_differs": (member(SON, birth_date=date(1974, 7, 18)), member(SON, birth_date=None)),
    "id.sex_differs": (member(SON, sex=Sex.FEMALE), member(SON, sex=None)),
    "id.twice": (
        joined_by(name="杨正民", id_number=id_number(SON_BORN, Sex.MALE)),
        joined_by(name="杨正民", id_number=id_number(SON_BORN, Sex.MALE, order=2)),
    ),
    "name.twice": (
        joined_by(name=SON, birth_date=SON_BORN),
        joined_by(name=SON, birth_date=date(1976, 7, 19)),
    ),
    "insurance.unknown": (member(SON, medical_insurance=None), member(SON, medical_insurance=False)),
    "insurance.nobody": (members(medical_insurance=False), member(SON, medical_insurance=False)),
    "insurance.some_not": (member(SON, medical_insurance=False), members(medical_insurance=False)),
    "insurance.last_year": (file(made_on=date(2025, 12, 31)), file(made_on=date(2026, 1, 1))),
    "pension.elder_without": (
        member(GRANDMOTHER, pension_insurance=False),
        member(SON, pension_insurance=False),
    ),
    "allowance.partly": (member(SON, subsistence_allowance=True), members(subsistence_allowance=True)),
    "school.child_out": (
        member(GRANDSON, schooling=Schooling.NOT_IN_SCHOOL),
        member(GRANDSON, schooling=Schooling.NOT_IN_SCHOOL, health=Health.GRAVE),
    ),
    "school.unknown": (
        member(GRANDSON, schooling=None, birth_date=date(2020, 9, 1)),
        member(GRANDSON, schooling=None, birth_date=date(2020, 9, 2)),
    ),
    "school.which": (
        member(GRANDSON, schooling=Schooling.IN_SCHOOL),
        member(GRANDSON, schooling=Schooling.KINDERGARTEN),
    ),
    "school.old_pupil": (
        member(SON, schooling=Schooling.PRIMARY),
        member(SON, schooling=Schooling.NOT_IN_SCHOOL),
    ),
    "school.young_pupil": (
        member(GRANDSON, schooling=Schooling.JUNIOR, birth_date=date(2017, 5, 30)),
        member(GRANDSON, schooling=Schooling.JUNIOR),
    ),
    "school.last_year": (file(made_on=date(2026, 8, 31)), file(made_on=date(2026, 9, 1))),
    "items.household_missing": (file(electricity=None), file(water=None)),
    "items.member_missing": (member(SON, ethnic_group=None), member(GRANDSON, pension_insurance=None)),
    "spouse.too_young": (
        joined_by(name="王桂花", relation=Relation.SPOUSE, birth_date=date(2021, 5, 1)),
        joined_by(name="王桂花", relation=Relation.SPOUSE, birth_date=date(2008, 11, 23)),
    ),
    "spouse.several": (members(relation=Relation.SPOUSE), member(SON, relation=Relation.SPOUSE)),
    "child.too_old": (
        member(SON, birth_date=date(1942, 7, 19)),
        member(SON, birth_date=date(1955, 3, 2)),
    ),
    "parent.too_young": (
        joined_by(name="李大娘", relation=Relation.MOTHER, birth_date=date(1932, 3, 2)),
        joined_by(name="李大娘", relation=Relation.MOTHER, birth_date=date(1931, 3, 2)),
    ),
    "relation.sex": (member(SON, relation=Relation.DAUGHTER), member(SON, relation=Relation.SPOUSE)),
    "people.none": (file(members=()), file(members=YANG.members[:1])),
    "head.missing": (member(GRANDMOTHER, relation=Relation.MOTHER), file(members=())),
    "head.several": (member(SON, relation=Relation.HEAD), YANG),
    "head.minor": (
        member(GRANDMOTHER, birth_date=date(2008, 11, 24)),
        member(GRANDMOTHER, birth_date=date(2008, 11, 23)),
    ),
    "birth.missing": (member(SON, birth_date=None), YANG),
    "birth.in_future": (member(SON, birth_date=date(2026, 11, 24)), member(SON, birth_date=ON)),
    "birth.too_long_ago": (
        member(GRANDMOTHER, birth_date=date(1905, 11, 23)),
        member(GRANDMOTHER, birth_date=date(1905, 11, 24)),
    ),
    "stay.backwards": (
        member(SON, joined_on=date(2020, 1, 2), left_on=date(2020, 1, 1)),
        member(SON, joined_on=date(2020, 1, 2), left_on=date(2020, 1, 2)),
    ),
    "account.heads_differ": (
        file(account_heads=4),
        replace(member(SON, left_on=date(2026, 10, 1)), account_heads=3),
    ),
    "file.in_future": (file(made_on=date(2026, 11, 24)), file(made_on=ON)),
    "helper.none": (file(has_helper=False), file(has_helper=None)),
    "phone.missing": (file(has_phone=None), file(has_phone=False)),
    "phone.none": (file(has_phone=False), file(has_phone=None)),
    "file.said_by_missing": (file(said_by=None), YANG),
    "file.undated": (file(made_on=None), YANG),
    "file.old": (file(made_on=date(2026, 5, 23)), file(made_on=date(2026, 5, 24))),
    "labour.adult_missing": (member(SON, labour=None), member(GRANDSON, labour=None)),
    "labour.child": (
        member(GRANDSON, labour=LabourAbility.ORDINARY, birth_date=date(2010, 11, 24)),
        member(GRANDSON, labour=LabourAbility.ORDINARY, birth_date=date(2010, 11, 23)),
    ),
    "labour.elder": (
        member(GRANDMOTHER, labour=LabourAbility.ORDINARY),
        member(GRANDMOTHER, labour=LabourAbility.ORDINARY, birth_date=date(1951, 3, 2)),
    ),
    "labour.away_without": (
        member(SON, migrant_work=True, labour=LabourAbility.LOST),
        member(SON, migrant_work=True, labour=LabourAbility.WEAK),
    ),
    "away.child": (
        member(GRANDSON, migrant_work=True, birth_date=date(2010, 11, 24)),
        member(GRANDSON, migrant_work=True, birth_date=date(2010, 11, 23)),
    ),
    "away.pupil": (
        member(GRANDSON, migrant_work=True),
        member(GRANDSON, migrant_work=True, schooling=Schooling.VOCATIONAL),
    ),
}


def found(code, facts, *, limits=LIMITS):
    return list(RULES[code].findings(FileOnDay(facts, ON, limits)))


def without_cases(rules):
    return set(rules) - set(CASES)


def test_every_rule_has_its_cases_and_every_case_its_rule():
    assert without_cases(RULES) == set()
    assert set(CASES) <= set(RULES)


def test_a_rule_without_cases_would_be_noticed():
    assert without_cases({**RULES, "new.rule": None}) == {"new.rule"}


def test_there_are_at_least_twenty_eight_rules():
    assert len(RULES) >= 28


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_rule_finds_the_failing_file(code):
    assert found(code, CASES[code][0])


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_rule_leaves_the_passing_file_alone(code):
    assert found(code, CASES[code][1]) == []


@pytest.mark.parametrize("code", sorted(RULES))
def test_what_is_found_is_said_whole_in_both_languages(code):
    for finding in found(code, CASES[code][0]):
        for words in (finding.subject, finding.what, finding.why, finding.do):
            assert words.zh and words.en
            assert "{" not in words.zh + words.en and "None" not in words.zh + words.en
            assert not any("\u4e00" <= sign <= "\u9fff" for sign in without_names(words.en))


def without_names(text):
    for name in (GRANDMOTHER, SON, GRANDSON, "杨正民", "王桂花", "李大娘"):
        text = text.replace(name, "")
    return text


def test_in_school_without_saying_which_is_in_school():
    child = member(GRANDSON, schooling=Schooling.IN_SCHOOL)
    assert not found("school.child_out", child) and not found("school.unknown", child)
    assert not found("cause.schooling_without_pupil", members(schooling=Schooling.IN_SCHOOL))
    assert not found("school.young_pupil", child)
    assert not found("away.pupil", member(GRANDSON, schooling=Schooling.IN_SCHOOL, migrant_work=True))


@pytest.mark.parametrize(("years", "too_old"), [(39, False), (41, True)])
def test_a_school_that_was_not_said_may_be_a_university(years, too_old):
    born = date(ON.year - years, 1, 1)
    assert bool(found("school.old_pupil", member(SON, schooling=Schooling.IN_SCHOOL, birth_date=born))) is too_old
    assert found("school.old_pupil", member(SON, schooling=Schooling.SENIOR, birth_date=born))


def test_a_school_that_was_not_said_reads_as_school():
    facts = replace(member(GRANDSON, schooling=Schooling.IN_SCHOOL), made_on=date(2026, 8, 31))
    (finding,) = found("school.last_year", facts)
    assert finding.what.zh == "杨小军上学是 2026-08-31 填的，后来又开过学了"
    assert finding.what.en.startswith("杨小军 in school was entered on")


def test_the_file_in_order_yields_nothing():
    assert assess_file(YANG, on=ON, limits=LIMITS).findings == ()


def test_an_empty_file_is_judged_without_stumbling():
    assert assess_file(FileFacts(number=""), on=ON, limits=LIMITS).findings
    assert assess_file(FileFacts(number="", members=(MemberFacts(name="杨"),)), on=ON, limits=LIMITS).findings


def test_limits_are_the_place_s_to_set():
    assert found("house.grade_old", YANG, limits=FileLimits(grade_days=100))
    assert found("cause.too_many", YANG, limits=FileLimits(further_causes_most=1))
    assert not found("file.old", file(made_on=date(2025, 11, 23)), limits=FileLimits(file_days=365))


def test_a_name_with_braces_is_only_a_name():
    facts = file(members=(replace(YANG.members[0], name="{杨}", health=None),))
    assert [finding.what.zh for finding in found("health.missing", facts)] == ["{杨}的健康状况没填"]


def test_no_finding_tells_an_id_number_whole():
    for failing, _ in CASES.values():
        numbers = [one.id_number for one in failing.members if one.id_number]
        for finding in assess_file(failing, on=ON, limits=LIMITS).findings:
            assert not any(number in finding.what.zh + finding.what.en for number in numbers)


def test_those_who_have_left_are_not_judged():
    gone = member(SON, left_on=date(2026, 10, 1), health=None, birth_date=None, id_number=None)
    assert not [finding for finding in assess_file(gone, on=ON, limits=LIMITS).findings if SON in finding.what.zh]
