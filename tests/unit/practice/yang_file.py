"""One fictional household whose file is in order on the day of the tests, and small changes to it."""

from dataclasses import replace
from datetime import date

from xinlu.practice.file_facts import FileFacts, MemberFacts
from xinlu.practice.idnumbers import check_digit
from xinlu.practice.vocabulary import (
    CauseOfPoverty,
    DrinkingWater,
    Education,
    Fuel,
    Health,
    HouseGrade,
    HouseStructure,
    LabourAbility,
    Relation,
    Schooling,
    Sex,
)

ON = date(2026, 11, 23)


def id_number(born, sex, *, order=1):
    """A well-formed number with the area code 522699, which was never given to any place."""
    first = f"522699{born:%Y%m%d}{order:02d}{1 if sex is Sex.MALE else 2}"
    return first + check_digit(first)


GRANDMOTHER, SON, GRANDSON = "杨秀英", "杨正明", "杨小军"

YANG = FileFacts(
    number="522699-03-0017",
    village="对门坡村",
    main_cause=CauseOfPoverty.LABOUR,
    further_causes=(CauseOfPoverty.SCHOOLING, CauseOfPoverty.TRANSPORT),
    house_area_m2=84,
    house_structure=HouseStructure.BRICK_WOOD,
    house_year=1998,
    house_grade=HouseGrade.B,
    house_graded_on=date(2026, 6, 14),
    electricity=True,
    fuels=(Fuel.STRAW, Fuel.ELECTRICITY),
    water=DrinkingWater.TAP,
    market_distance_m=7200,
    has_phone=True,
    said_by=GRANDMOTHER,
    made_on=date(2026, 11, 8),
    members=(
        MemberFacts(
            name=GRANDMOTHER,
            sex=Sex.FEMALE,
            birth_date=date(1943, 3, 2),
            id_number=id_number(date(1943, 3, 2), Sex.FEMALE),
            relation=Relation.HEAD,
            ethnic_group="苗族",
            education=Education.NONE,
            health=Health.CHRONIC,
            labour=LabourAbility.NONE,
            migrant_work=False,
            subsistence_allowance=False,
            medical_insurance=True,
            pension_insurance=True,
        ),
        MemberFacts(
            name=SON,
            sex=Sex.MALE,
            birth_date=date(1974, 7, 19),
            id_number=id_number(date(1974, 7, 19), Sex.MALE),
            disability_certificate="52269919740719001142",
            relation=Relation.SON,
            ethnic_group="苗族",
            education=Education.PRIMARY,
            health=Health.DISABLED,
            labour=LabourAbility.WEAK,
            migrant_work=False,
            subsistence_allowance=False,
            medical_insurance=True,
            pension_insurance=True,
        ),
        MemberFacts(
            name=GRANDSON,
            sex=Sex.MALE,
            birth_date=date(2015, 5, 30),
            id_number=id_number(date(2015, 5, 30), Sex.MALE),
            relation=Relation.SONS_SON,
            ethnic_group="苗族",
            education=Education.PRIMARY,
            schooling=Schooling.PRIMARY,
            health=Health.HEALTHY,
            labour=LabourAbility.NONE,
            subsistence_allowance=False,
            medical_insurance=True,
        ),
    ),
    account_heads=3,
    account_on=date(2026, 9, 30),
    has_helper=True,
)


def file(**changes):
    """The Yang file with some of the household's facts changed."""
    return replace(YANG, **changes)


def member(name, **changes):
    """The Yang file with some of one member's facts changed."""
    return file(members=tuple(replace(one, **changes) if one.name == name else one for one in YANG.members))


def members(**changes):
    """The Yang file with the same facts changed for everybody."""
    return file(members=tuple(replace(one, **changes) for one in YANG.members))


def joined_by(**facts):
    """The Yang file with a fourth member."""
    return file(members=(*YANG.members, MemberFacts(**facts)))
