"""The closed lists of the household file. Codes are stored; the words are those of the official registration form.

Sources: indicator notes of the registration form (360docs.net/doc/6311982829.html) and Guizhou's form of 2013
(m.wenke99.com/p-4056300.html). Ethnic group is free text and has no list.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from xinlu.kernel.words import Words


class Choice(StrEnum):
    """One entry of a closed list: its value is the stored code, `words` what a person reads."""

    words: Words

    def __new__(cls, code: str, zh: str, en: str) -> Choice:
        member = str.__new__(cls, code)
        member._value_ = code
        member.words = Words(zh, en)
        return member


class CauseOfPoverty(Choice):
    """The twelve causes of the form: one main cause, up to two further ones."""

    ILLNESS = "illness", "因病", "illness"
    DISABILITY = "disability", "因残", "disability"
    SCHOOLING = "schooling", "因学", "cost of schooling"
    DISASTER = "disaster", "因灾", "disaster"
    LAND = "land", "缺土地", "lack of land"
    WATER = "water", "缺水", "lack of water"
    SKILLS = "skills", "缺技术", "lack of skills"
    LABOUR = "labour", "缺劳力", "lack of labour"
    FUNDS = "funds", "缺资金", "lack of funds"
    TRANSPORT = "transport", "交通条件落后", "poor transport"
    DRIVE = "drive", "自身发展动力不足", "lack of own drive"
    OTHER = "other", "其他", "other"


class Sex(Choice):
    MALE = "male", "男", "male"
    FEMALE = "female", "女", "female"


class Relation(Choice):
    """Relation to the head of the household."""

    HEAD = "head", "户主", "head of household"
    SPOUSE = "spouse", "配偶", "spouse"
    SON = "son", "之子", "son"
    DAUGHTER = "daughter", "之女", "daughter"
    DAUGHTER_IN_LAW = "daughter_in_law", "之儿媳", "daughter-in-law"
    SON_IN_LAW = "son_in_law", "之女婿", "son-in-law"
    SONS_SON = "sons_son", "之孙子", "grandson (son's son)"
    SONS_DAUGHTER = "sons_daughter", "之孙女", "granddaughter (son's daughter)"
    DAUGHTERS_SON = "daughters_son", "之外孙子", "grandson (daughter's son)"
    DAUGHTERS_DAUGHTER = "daughters_daughter", "之外孙女", "granddaughter (daughter's daughter)"
    FATHER = "father", "之父", "father"
    MOTHER = "mother", "之母", "mother"
    WIFES_FATHER = "wifes_father", "之岳父", "father-in-law (wife's father)"
    WIFES_MOTHER = "wifes_mother", "之岳母", "mother-in-law (wife's mother)"
    HUSBANDS_FATHER = "husbands_father", "之公公", "father-in-law (husband's father)"
    HUSBANDS_MOTHER = "husbands_mother", "之婆婆", "mother-in-law (husband's mother)"
    FATHERS_FATHER = "fathers_father", "之祖父", "grandfather (father's father)"
    FATHERS_MOTHER = "fathers_mother", "之祖母", "grandmother (father's mother)"
    MOTHERS_FATHER = "mothers_father", "之外祖父", "grandfather (mother's father)"
    MOTHERS_MOTHER = "mothers_mother", "之外祖母", "grandmother (mother's mother)"
    SIBLING = "sibling", "之兄弟姐妹", "brother or sister"
    OTHER = "other", "其他", "other"


class Education(Choice):
    """Highest schooling finished."""

    NONE = "none", "文盲或半文盲", "cannot read, or hardly"
    PRIMARY = "primary", "小学", "primary school"
    JUNIOR = "junior", "初中", "junior middle school"
    SENIOR = "senior", "高中", "senior middle school"
    COLLEGE = "college", "大专", "college"
    UNIVERSITY = "university", "本科及以上", "university or more"


class Schooling(Choice):
    """Whether the member is in school now, and where; offices often know only the first."""

    NOT_IN_SCHOOL = "not_in_school", "非在校生", "not in school"
    BEFORE_SCHOOL = "before_school", "学龄前儿童", "below school age"
    KINDERGARTEN = "kindergarten", "学前教育", "kindergarten"
    PRIMARY = "primary", "小学", "primary school"
    JUNIOR = "junior", "初中", "junior middle school"
    SENIOR = "senior", "高中", "senior middle school"
    VOCATIONAL = "vocational", "中职", "vocational school"
    COLLEGE = "college", "高职高专", "vocational college"
    UNIVERSITY = "university", "本科及以上", "university or more"
    IN_SCHOOL = "in_school", "在校（没说哪一级）", "in school (which was not said)"


class Health(Choice):
    HEALTHY = "healthy", "健康", "healthy"
    CHRONIC = "chronic", "长期慢性病", "long-term chronic illness"
    GRAVE = "grave", "患有大病", "grave illness"
    DISABLED = "disabled", "残疾", "disabled"


class LabourAbility(Choice):
    ORDINARY = "ordinary", "普通劳动力", "ordinary labour"
    SKILLED = "skilled", "技能劳动力", "skilled labour"
    WEAK = "weak", "弱劳动力或半劳动力", "weak or half labour"
    LOST = "lost", "丧失劳动力", "ability to work lost"
    NONE = "none", "无劳动力", "no labour"


class HouseStructure(Choice):
    REINFORCED_CONCRETE = "reinforced_concrete", "钢筋混凝土", "reinforced concrete"
    BRICK_CONCRETE = "brick_concrete", "砖混材料", "brick and concrete"
    BRICK_WOOD = "brick_wood", "砖瓦砖木，砖、石窑洞", "brick and wood, or brick or stone cave"
    EARTH = "earth", "竹草土坯、土窑洞", "bamboo, thatch, adobe or earth cave"
    OTHER = "other", "其他", "other"


class HouseGrade(Choice):
    """Danger grade of the house; A and B are safe, C and D must be mended or rebuilt."""

    A = "a", "A 级", "grade A"
    B = "b", "B 级", "grade B"
    C = "c", "C 级", "grade C"
    D = "d", "D 级", "grade D"


class Fuel(Choice):
    """What the household cooks with: up to three."""

    STRAW = "straw", "柴草（农作物秸秆、干畜粪）", "firewood, straw or dung"
    COAL = "coal", "煤炭", "coal"
    BOTTLED_GAS = "bottled_gas", "罐装液化石油气", "bottled gas"
    PIPED_LPG = "piped_lpg", "管道液化石油气", "piped liquefied gas"
    PIPED_COAL_GAS = "piped_coal_gas", "管道煤气", "piped coal gas"
    PIPED_NATURAL_GAS = "piped_natural_gas", "管道天然气", "piped natural gas"
    ELECTRICITY = "electricity", "电", "electricity"
    OIL = "oil", "燃料用油", "fuel oil"
    BIOGAS = "biogas", "沼气", "biogas"
    OTHER = "other", "其他", "other"
    NO_COOKING = "no_cooking", "家里不做饭", "no cooking at home"


class DrinkingWater(Choice):
    TAP = "tap", "经过净化处理的自来水", "purified tap water"
    PROTECTED_WELL = "protected_well", "受保护的井水和泉水", "protected well or spring"
    UNPROTECTED_WELL = "unprotected_well", "不受保护的井水和泉水", "unprotected well or spring"
    RIVER = "river", "江河湖泊水", "river or lake"
    RAIN = "rain", "收集雨水", "collected rain"
    BOTTLED = "bottled", "桶装水", "bottled water"
    OTHER = "other", "其他水源", "other source"


class YesNo(Choice):
    """How a form lists the facts that are plainly yes or no (kept as bool): insurance, allowance, electricity, work away."""

    YES = "yes", "是", "yes"
    NO = "no", "否", "no"

    @classmethod
    def of(cls, fact: bool) -> YesNo:
        """The choice that stands for a fact."""
        return cls.YES if fact else cls.NO


VOCABULARY: dict[str, type[Choice]] = {
    "cause_of_poverty": CauseOfPoverty,
    "sex": Sex,
    "relation": Relation,
    "education": Education,
    "schooling": Schooling,
    "health": Health,
    "labour": LabourAbility,
    "migrant_work": YesNo,
    "subsistence_allowance": YesNo,
    "medical_insurance": YesNo,
    "pension_insurance": YesNo,
    "house_structure": HouseStructure,
    "house_grade": HouseGrade,
    "electricity": YesNo,
    "fuel": Fuel,
    "water": DrinkingWater,
}
"""Every closed list by the name of its field."""


AnyChoice = TypeVar("AnyChoice", bound=Choice)


def chosen(kind: type[AnyChoice], code: str) -> AnyChoice | None:
    """The entry of a list for a stored code; None for an empty or unknown one.

    >>> chosen(Sex, "female").words.zh
    '女'
    """
    found = kind._value2member_map_.get(code)
    return found if isinstance(found, kind) else None


def label(choice: Choice) -> Words:
    """What a person reads for a stored code."""
    return choice.words
