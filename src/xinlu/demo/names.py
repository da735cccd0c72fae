"""Names of people who do not exist, and ID numbers that no office ever gave out."""

from __future__ import annotations

from datetime import date
from random import Random

from xinlu.demo.places import COUNTY
from xinlu.practice.idnumbers import check_digit

SURNAMES = tuple("杨吴石龙潘罗韦陆梁李王张刘陈周黄赵田蒙莫欧姚谢邓彭")
WOMEN = (tuple("秀桂玉春金银冬腊翠菊凤美水月满"), tuple("英花兰香莲芝珍妹娥琴芬仙菊桃秋"))
MEN = (tuple("老正光长家大世文国再昌永顺开德"), tuple("明根福贵平生发才林旺荣安金兴富"))
GIRLS = (tuple("小思雨梦欣佳婷诗可晓"), tuple("雨月婷瑶雪萍燕云琪朵"))
BOYS = (tuple("小俊子浩宇家志天晓一"), tuple("军杰豪轩强鹏飞航涛阳"))


def surname(draw: Random) -> str:
    return draw.choice(SURNAMES)


def given_name(draw: Random, *, female: bool, born_on: date) -> str:
    """Two characters as people born then are called."""
    young = born_on.year >= 1995
    first, second = (GIRLS if female else BOYS) if young else (WOMEN if female else MEN)
    one, two = draw.choice(first), draw.choice(second)
    return one + (two if two != one else second[0] if second[0] != one else second[1])


def id_number(born_on: date, *, female: bool, nth: int) -> str:
    """The number of the `nth` person (0-499) of that sex and birthday, with its check digit."""
    order = nth * 2 + (0 if female else 1)
    first = f"{COUNTY}{born_on:%Y%m%d}{order:03d}"
    return first + check_digit(first)


class Numbers:
    """Gives every person a number of their own."""

    def __init__(self) -> None:
        self._given: dict[tuple[date, bool], int] = {}

    def next(self, born_on: date, *, female: bool) -> str:
        nth = self._given.get((born_on, female), 0)
        self._given[born_on, female] = nth + 1
        return id_number(born_on, female=female, nth=nth)
