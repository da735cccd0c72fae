"""How names are read and compared, and birth dates: every level by examples, each level refuted by a neighbour."""

from datetime import date

import pytest

from xinlu.practice.likeness import names
from xinlu.practice.likeness.fields import ABSENT, BIRTH
from xinlu.practice.likeness.names import compared_names, read_name, skeleton
from xinlu.practice.likeness.records import Person, made_ready


def compared(one, two):
    there, back = compared_names(read_name(one), read_name(two)), compared_names(read_name(two), read_name(one))
    assert there == back
    return there


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        ("杨秀英", "杨秀英", names.SAME),
        ("杨秀英", " 杨 秀英（大）", names.SAME),
        ("买买提·吐尔逊", "买买提•吐尔逊", names.SAME),
        ("买买提·吐尔逊", "买买提·吐尔逊·艾力", names.SHORT),
        ("买买提·吐尔逊", "买买提·艾力·吾守尔", names.PARTLY),
        ("杨秀英", "杨秀瑛", names.SOUND),
        ("欧阳秀英", "欧阳秀瑛", names.SOUND),
        ("杨秀英", "Yang Xiuying", names.SOUND),
        ("杨秀英", "杨秀音", names.NEAR),
        ("罗兰", "罗南", names.NEAR),
        ("杨秀英", "杨英秀", names.ORDER),
        ("杨秀英", "杨英", names.SHORT),
        ("杨秀英", "杨秀美", names.PARTLY),
        ("杨秀英", "吴秀英", names.PARTLY),
        ("杨秀英", "杨梅花", names.DIFFERS),
        ("杨英", "吴英", names.DIFFERS),
        ("欧阳秀英", "欧阳梅花", names.DIFFERS),
        ("杨秀英", "Yang Xiumei", names.DIFFERS),
        ("Elki Menzies", "elk i menzies", names.SAME),
        ("José Muñoz", "jose munoz", names.SAME),
        ("rybak jassim", "jassim rybak", names.ORDER),
        ("mitchell mason", "mitchell maxon", names.NEAR),
        ("kathryn smith", "catherine smyth", names.NEAR),
        ("mitchell white", "white", names.SHORT),
        ("jack light", "elton light", names.PARTLY),
        ("jack light", "breana goode", names.DIFFERS),
    ],
)
def test_two_names_agree_so_far(one, two, level):
    assert compared(one, two) == level


def test_an_empty_name_has_no_parts():
    assert read_name("").parts == read_name("（）").parts == read_name("12 ·").parts == ()


def test_short_words_are_not_taken_for_slips_of_one_another():
    assert compared("al bo", "jo du") == names.DIFFERS


def test_words_of_one_sound_share_their_consonants_and_others_do_not():
    assert skeleton("geoffrey") == skeleton("jefry") != skeleton("jeremy")


def births(one, two):
    first, second = made_ready(Person(nth, "杨秀英", born, "", "") for nth, born in enumerate((one, two)))
    level = BIRTH.compare(first, second)
    assert level == BIRTH.compare(second, first)
    return "absent" if level == ABSENT else BIRTH.levels[level].code


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        (date(1965, 3, 2), date(1965, 3, 2), "same"),
        (date(1965, 3, 2), date(1965, 2, 3), "swapped"),
        (date(1965, 3, 2), date(1965, 3, 22), "digit"),
        (date(1965, 3, 2), date(1956, 3, 2), "digit"),
        (date(1965, 3, 12), date(1965, 3, 21), "digit"),
        (date(1959, 3, 2), date(1960, 3, 2), "other_year"),
        (date(1965, 3, 2), date(1965, 11, 17), "same_year"),
        (date(1965, 3, 2), date(1971, 11, 17), "differs"),
        (None, date(1971, 11, 17), "absent"),
    ],
)
def test_two_birth_dates_agree_so_far(one, two, level):
    assert births(one, two) == level


# Days of the farmers' calendar and the days of the civil one on which they fell.
LUNAR = [
    (date(1950, 1, 1), date(1950, 2, 17)),
    (date(1960, 1, 1), date(1960, 1, 28)),
    (date(1970, 1, 1), date(1970, 2, 6)),
    (date(1980, 1, 1), date(1980, 2, 16)),
    (date(1990, 1, 1), date(1990, 1, 27)),
    (date(2000, 1, 1), date(2000, 2, 5)),
    (date(2010, 1, 1), date(2010, 2, 14)),
    (date(2024, 1, 1), date(2024, 2, 10)),
    (date(1980, 8, 15), date(1980, 9, 23)),
    (date(1990, 8, 15), date(1990, 10, 3)),
    (date(2000, 8, 15), date(2000, 9, 12)),
    (date(2020, 8, 15), date(2020, 10, 1)),
    (date(2023, 8, 15), date(2023, 9, 29)),
]


@pytest.mark.parametrize(("lunar", "civil"), LUNAR)
def test_a_day_of_the_farmers_calendar_is_known_beside_its_civil_day(lunar, civil):
    assert births(lunar, civil) in ("lunar", "digit")  # a day may also be one digit away


def test_most_days_as_far_apart_are_not_of_the_farmers_calendar():
    day = date(1985, 6, 7)
    found = [births(day, date.fromordinal(day.toordinal() + ahead)) for ahead in range(15, 61)]
    assert 1 <= found.count("lunar") <= 6
