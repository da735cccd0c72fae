"""Which policy an office means by what it wrote in a list of payments: its exact words, else it is asked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from rapidfuzz import fuzz, process

from xinlu.policy.terms import Kind, Policy
from xinlu.sheets.headings import plain_heading

NEAR_PERCENT = 70
NEAR_MOST = 3
WITHIN_LEAST = 2
"""Characters of a name that, found within what is written, make it worth a question."""

_WHEN = re.compile(
    r"\d{1,2}(?:[-至到~]\d{1,2})?月份?|第?[一二三四1-4]季度|(?:上|下)半年|(?:春|秋)季(?:学期)?|第[一二三四1-4]批|[上下]学期"
)

OTHER_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rain_and_dew": ("雨露计划", "雨露计划补助", "雨露计划补贴", "雨露计划补助资金", "雨露计划助学补助", "雨露计划职业教育"),
        "school_meals": (
            "营养餐", "营养餐补助", "学生营养餐", "营养改善计划", "营养膳食补助", "学生营养改善计划", "义务教育学生营养改善计划",
        ),
        "compulsory_living": (
            "义务教育生活补助", "困难学生生活补助", "家庭经济困难学生生活补助", "寄宿生生活补助", "困难寄宿生生活补助",
        ),
        "kindergarten_aid": ("学前教育资助", "学前教育资助金", "学前资助", "学前教育助学金"),
        "premium_aid": ("参保资助", "资助参保", "医保参保资助", "医保缴费资助", "医疗救助资助参保"),
        "disability_living": ("残疾人生活补贴", "困残补贴", "残疾人两项补贴", "两项补贴"),
        "disability_care": ("残疾人护理补贴", "重残护理补贴", "重度残疾人护理补贴资金", "残疾人两项补贴", "两项补贴"),
        "house_repair": ("危房改造", "危房改造补助", "危房改造补助资金", "危房改造资金", "农村危房改造补助", "危改补助"),
        "residents_pension": (
            "基础养老金", "居民养老金", "城乡居民养老保险", "城乡居民基本养老保险", "城乡居保", "城乡居保养老金",
            "城乡居民养老保险待遇", "新农保",
        ),
        "microcredit": ("小额信贷", "扶贫小额信贷"),
        "subsistence_allowance": (
            "低保", "低保金", "低保补助", "低保资金", "低保补助金", "农村低保", "农村低保金", "农村低保资金", "最低生活保障",
            "最低生活保障金", "农村最低生活保障金",
        ),
        "extreme_poverty_support": (
            "特困供养", "特困供养金", "特困人员供养", "特困人员供养金", "特困人员救助供养金", "特困补助", "农村特困", "五保", "五保供养",
            "五保供养金",
        ),
        "temporary_relief": ("临时救助", "临时救助金", "临时救助资金"),
        "senior_grant": ("高中助学金", "普高助学金", "普通高中助学金", "高中国家助学金", "国家助学金"),
        "vocational_grant": ("中职助学金", "中等职业学校助学金", "中等职业学校国家助学金", "国家助学金"),
        "vocational_tuition": ("中职免学费补助", "中职免学费资金", "中等职业学校免学费"),
        "migrant_transport": (
            "务工交通补助", "务工交通补贴", "外出务工交通补助", "外出务工交通补贴", "跨省务工交通补贴",
            "一次性交通补助", "一次性交通补贴", "跨省就业交通补助",
        ),
        "public_job": (
            "公益性岗位", "公益岗位", "公益岗", "公益性岗位补贴", "公益性岗位工资", "公益岗位补贴", "公益岗位工资", "公益岗工资",
        ),
        "forest_guard": (
            "生态护林员工资", "生态护林员补助", "生态护林员劳务报酬", "生态护林员管护费",
        ),
    }
)  # fmt: skip
"""What offices call the packaged policies besides their names. What stands under two is asked about."""


class Purposes:
    """The policies of one place, by all that they are called."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        self.policies = {each.id: each for each in policies if each.kind is Kind.POLICY}
        self._named: dict[str, set[str]] = {}
        self._told: dict[str, set[str]] = {}
        for each in self.policies.values():
            for word in _names(each):
                self._named.setdefault(plain_purpose(word), set()).add(each.id)
            for sentence in (each.short.zh, each.short.en):
                self._told.setdefault(plain_purpose(sentence), set()).add(each.id)

    def sure(self, written: str) -> str:
        """The id of the one policy that is called so; "" where none is, or several are."""
        plain = plain_purpose(written)
        found = self._named.get(plain) or self._told.get(plain) or set()
        return next(iter(found)) if len(found) == 1 else ""

    def near(self, written: str) -> tuple[str, ...]:
        """The ids of those that may be meant, the likeliest first: to be asked about, never to be taken."""
        plain = plain_purpose(written)
        if not plain:
            return ()
        within = sorted((word for word in self._named if len(word) >= WITHIN_LEAST and word in plain), key=len)
        around = [word for word in self._named if len(plain) > WITHIN_LEAST and plain in word]
        like = process.extract(plain, list(self._named), scorer=fuzz.ratio, score_cutoff=NEAR_PERCENT, limit=12)
        words = [word for word in (plain,) if word in self._named]
        words += [word for word, score, _ in like if score > NEAR_PERCENT] + within[::-1] + around
        found = dict.fromkeys(id for word in words for id in sorted(self._named[word]))
        return tuple(found)[:NEAR_MOST]


def plain_purpose(written: str) -> str:
    """What is written as names are compared: without blanks, marks, brackets, and what only tells for when it is.

    >>> plain_purpose("2026年11月低保金（农村）"), plain_purpose("Subsistence allowance")
    ('低保金', 'subsistenceallowance')
    """
    plain, _ = plain_heading(written)
    return _WHEN.sub("", plain) or plain


def _names(policy: Policy) -> Iterator[str]:
    for name in (policy.name.zh, policy.name.en):
        yield name
        yield from plain_heading(name)[1]
    yield policy.id
    yield from OTHER_NAMES.get(policy.id, ())
