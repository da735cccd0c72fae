"""Counts of a file, the order of its findings, and that nothing left out goes unsaid."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from unit.practice.yang_file import GRANDMOTHER, GRANDSON, ON, SON, YANG, file, member
from xinlu.practice.file_facts import FileFacts, MemberFacts
from xinlu.practice.file_quality import FileLimits, Kind, assess_file
from xinlu.practice.file_rules.items import HOUSEHOLD_ITEMS, MEMBER_ITEMS
from xinlu.practice.vocabulary import DrinkingWater, HouseGrade, Schooling

LIMITS = FileLimits()

TOLD_ONE_BY_ONE = {
    "cause.main_missing",
    "house.grade_missing",
    "house.grade_undated",
    "water.missing",
    "phone.missing",
    "file.said_by_missing",
    "birth.missing",
    "id.missing",
    "disability.certificate_missing",
    "health.missing",
    "insurance.unknown",
    "school.unknown",
    "labour.adult_missing",
}
TOLD_IN_A_LIST = {"items.household_missing", "items.member_missing"}


def judged(facts):
    return assess_file(facts, on=ON, limits=LIMITS)


def items_told_missing(quality):
    """How many items the findings name as not entered."""
    one_by_one = sum(finding.code in TOLD_ONE_BY_ONE for finding in quality.findings)
    lists = [finding.what.zh.split("：")[1] for finding in quality.findings if finding.code in TOLD_IN_A_LIST]
    return one_by_one + sum(len(names.split("、")) for names in lists)


def test_a_file_in_order_is_filled_and_fresh_and_agrees():
    quality = judged(YANG)
    assert quality.asked == quality.filled == quality.fresh
    assert quality.complete_words.zh == f"{quality.asked} 项都填了"
    assert quality.consistent_words.en == "everything agrees"


def test_an_item_left_out_is_asked_and_not_filled():
    quality, before = judged(member(SON, education=None)), judged(YANG)
    assert (quality.asked, quality.filled) == (before.asked, before.filled - 1)
    assert quality.complete_words.zh.endswith("缺 1 项")


def test_nothing_is_asked_of_a_house_that_is_not_there():
    no_house = file(house_area_m2=0, house_structure=None, house_year=None, house_grade=None, house_graded_on=None)
    assert judged(no_house).asked == judged(YANG).asked - 4


def test_a_child_is_asked_for_work_and_pension_from_its_sixteenth_birthday():
    before = judged(member(GRANDSON, birth_date=date(2010, 11, 24))).asked
    assert judged(member(GRANDSON, birth_date=date(2010, 11, 23))).asked == before + 3


def test_no_is_an_answer_and_counts_as_filled():
    quality = judged(file(electricity=False, has_phone=False, house_area_m2=84))
    assert quality.filled == quality.asked


def test_an_old_grade_is_filled_and_not_fresh():
    quality = judged(file(house_graded_on=date(2023, 6, 14)))
    assert quality.filled - quality.fresh == 2
    assert [finding.code for finding in quality.of_kind(Kind.STALE)] == ["house.grade_old"]


def test_a_new_school_year_ages_schooling_alone():
    quality = judged(file(made_on=date(2026, 8, 31)))
    assert quality.filled - quality.fresh == 1


def test_a_file_without_a_day_or_from_the_future_has_only_its_dated_grade_fresh():
    assert judged(file(made_on=None)).fresh == 2
    assert judged(file(made_on=date(2027, 1, 1))).fresh == 2


def test_what_touches_a_guarantee_comes_first_then_by_kind():
    facts = replace(
        member(GRANDSON, schooling=Schooling.NOT_IN_SCHOOL),
        house_grade=HouseGrade.D,
        house_graded_on=None,
        main_cause=None,
        further_causes=(),
        account_heads=4,
        water=DrinkingWater.RIVER,
    )
    assert [finding.code for finding in judged(facts).findings] == [
        "house.danger",
        "water.unsafe",
        "school.child_out",
        "house.grade_undated",
        "account.heads_differ",
        "cause.main_missing",
    ]
    assert judged(facts).inconsistent == 4


def test_the_finding_says_what_a_clerk_would_say():
    finding = judged(member(SON, disability_certificate=None)).findings[0]
    assert (finding.subject.zh, finding.what.zh) == ("残疾证号", "杨正明填了残疾，证号没填")
    assert finding.why.zh == "两项残疾补贴算不出该不该有"


def test_age_turns_on_the_birthday_also_of_the_twenty_ninth_of_february():
    born = MemberFacts(name="", birth_date=date(2004, 2, 29))
    assert [born.age_on(day) for day in (date(2022, 2, 28), date(2022, 3, 1), date(2024, 2, 29))] == [17, 18, 20]


def test_somebody_belongs_from_the_day_of_joining_to_the_eve_of_leaving():
    stay = MemberFacts(name="", joined_on=date(2026, 1, 1), left_on=date(2026, 3, 1))
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1))
    assert [stay.belongs_on(day) for day in days] == [False, True, True, False]


def blanked(household_items, member_items):
    """The Yang file without these items; what is a tuple becomes the empty one."""
    household = {name: () if name == "fuels" else None for name in household_items}
    people = tuple(
        replace(one, **{name: None for whose, name in member_items if whose == one.name}) for one in YANG.members
    )
    return replace(YANG, **household, members=people)


@given(
    household_items=st.sets(st.sampled_from(sorted(HOUSEHOLD_ITEMS))),
    member_items=st.sets(
        st.tuples(st.sampled_from([GRANDMOTHER, SON, GRANDSON]), st.sampled_from(sorted(MEMBER_ITEMS)))
    ),
)
def test_every_item_asked_and_not_filled_is_told_exactly_once(household_items, member_items):
    quality = judged(blanked(household_items, member_items))
    assert 0 <= quality.fresh <= quality.filled <= quality.asked
    assert items_told_missing(quality) == quality.asked - quality.filled


def test_a_finding_that_is_dropped_would_be_noticed():
    quality = judged(blanked({"water"}, {(SON, "health")}))
    short = replace(quality, findings=quality.findings[1:])
    assert items_told_missing(short) != short.asked - short.filled


def test_a_household_of_nobody_has_no_member_items():
    assert judged(FileFacts(number="1")).asked == len(HOUSEHOLD_ITEMS) - 1
