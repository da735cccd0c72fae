"""The kinds of lists that other departments and offices bring: what each tells of a person or a house. Data alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.practice.vocabulary import Health, HouseGrade, Schooling
from xinlu.sheets.headings import plain_heading
from xinlu.sheets.list_columns import DETAIL, STANDING, ListShape
from xinlu.sheets.paid import AMOUNT, DAY, MONTH, PAID_NAMES, PURPOSE

IN_SCHOOL = frozenset(each.value for each in Schooling) - {Schooling.NOT_IN_SCHOOL, Schooling.BEFORE_SCHOOL}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of which a list tells. `listed`: what being listed says where no column says more; `ended`: what a row says
    that no longer holds. `borne_out`: values on file that a complete list must bear out, and `unlisted` what missing from
    it says (None: nothing that could be written). `with_first`: goes along with the topic's first fact.
    """

    field: str
    listed: Any = None
    ended: Any = None
    borne_out: frozenset[Any] = frozenset()
    unlisted: Any = None
    with_first: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of list: its name, who stands on it, the facts it tells (of the whole household with `of_household`), and how
    its columns are headed. `one_a_household`: often names one person for all of a household that are covered."""

    code: str
    name: Words
    whom: Words
    facts: tuple[Fact, ...]
    shape: ListShape
    of_household: bool = False
    one_a_household: bool = False

    @property
    def can_be_complete(self) -> bool:
        """Whether missing from a complete list means something."""
        return any(fact.borne_out for fact in self.facts)

    @property
    def pays(self) -> bool:
        """Whether its rows are payments."""
        return AMOUNT in self.shape.words.values()


_NAMES = ("参保人", "参保人姓名", "被保险人", "持证人", "残疾人姓名", "申请人", "申请人姓名", "保障对象", "保障对象姓名", "学生姓名",
          "学生", "领取人", "领取人姓名", "领款人", "收款人", "收款人姓名", "受益人", "补贴对象", "补贴对象姓名", "补助对象",
          "发放对象", "产权人", "房主", "房主姓名", "被鉴定人", "payee", "pupil", "insured", "applicant", "owner")  # fmt: skip
_NUMBERS = ("学生身份证号", "参保人身份证号", "领取人身份证号", "申请人身份证号", "社会保障号码", "社会保障号", "身份证件号",
            "身份证件号码")  # fmt: skip
_STANDING = ("状态", "人员状态", "有效状态", "是否有效", "当前状态", "status")
_DETAILS = ("类别", "等级", "标准", "金额", "月数", "起始日期", "截止日期", "单位", "批次", "amount", "grade", "class")


def _topic(
    code: str,
    name: Words,
    whom: Words,
    *facts: Fact,
    columns: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    standing: tuple[str, ...] = (),
    details: tuple[str, ...] = (),
    **more: bool,
) -> Topic:
    """`columns` are further headings by the fact that they tell, or by a meaning of PAID_NAMES: the best word first."""
    headed = {
        DETAIL: (*_DETAILS, *details),
        STANDING: (*_STANDING, *standing),
        "name": _NAMES,
        "id_number": _NUMBERS,
        **columns,
    }
    words: dict[str, str] = {}
    for meaning, written in headed.items():
        for plain in (plain_heading(word)[0] for word in written):
            words.pop(plain, None)  # the order tells which word is the best
            words[plain] = meaning
    told = frozenset({*(fact.field for fact in facts if fact.field != "health"), *columns}) - PAID_NAMES.keys()
    return Topic(code, name, whom, facts, ListShape(told, MappingProxyType(words)), **more)


TOPICS: Mapping[str, Topic] = MappingProxyType(
    {
        topic.code: topic
        for topic in (
            _topic(
                "disability",
                Words("残疾人名册（残联）", "Disability register"),
                Words("持残疾证的人", "who holds a disability certificate"),
                Fact("health", listed=Health.DISABLED.value, borne_out=frozenset({Health.DISABLED.value})),
                Fact("disability_number"),
                columns={"disability_number": ("证件编号", "持证号", "残疾证编码")},
                standing=("证件状态", "残疾证状态", "持证状态"),
                details=("残疾类别", "残疾等级", "残疾类型", "残疾级别", "发证日期", "有效期"),
            ),
            _topic(
                "insurance",
                Words("医保参保名单", "Medical insurance"),
                Words("参加医保的人", "who is insured"),
                Fact("medical_insurance", listed=True, ended=False, borne_out=frozenset({True}), unlisted=False),
                standing=("参保状态", "缴费状态", "是否参保", "是否缴费", "参保缴费状态", "参保情况", "缴费情况"),
                details=("参保类型", "险种", "缴费金额", "个人缴费", "缴费日期", "缴费时间", "参保地", "参保年度", "参保身份"),
            ),
            _topic(
                "pension",
                Words("养老保险名单", "Pension insurance"),
                Words("参加养老保险的人", "who is in the pension insurance"),
                Fact("pension_insurance", listed=True, ended=False, borne_out=frozenset({True}), unlisted=False),
                standing=("参保状态", "缴费状态", "是否参保", "是否缴费", "待遇状态", "参保情况", "缴费情况"),
                details=("险种", "缴费档次", "缴费金额", "缴费日期", "参保日期", "待遇领取时间", "养老金"),
            ),
            _topic(
                "house",
                Words("房屋安全鉴定名单（住建）", "House appraisal"),
                Words("房子鉴定过的户", "whose house was graded"),
                Fact("house_grade", borne_out=frozenset(each.value for each in HouseGrade)),
                Fact("house_graded_on", with_first=True),
                columns={
                    "house_grade": ("鉴定结果", "鉴定结论", "安全性等级", "评定等级", "鉴定级别", "房屋安全性鉴定等级", "等级"),
                    "house_graded_on": ("鉴定日期", "报告日期", "评定日期"),
                },
                details=("鉴定单位", "鉴定机构", "报告编号", "结构类型", "建筑面积"),
                of_household=True,
            ),
            _topic(
                "school",
                Words("在校学生名册（教育）", "School roll"),
                Words("在校的学生", "who is at school"),
                Fact(
                    "schooling",
                    listed=Schooling.IN_SCHOOL.value,
                    ended=Schooling.NOT_IN_SCHOOL.value,
                    borne_out=IN_SCHOOL,
                    unlisted=Schooling.NOT_IN_SCHOOL.value,
                ),
                columns={"schooling": ("学段", "就读学段", "学历层次", "教育阶段")},
                standing=("学籍状态", "在校状态", "是否在籍", "就读状态", "学生状态"),
                details=("学校", "学校名称", "就读学校", "班级", "入学时间", "入学年月"),
            ),
            _topic(
                "allowance",
                Words("低保名单（民政）", "Subsistence allowance"),
                Words("吃低保的人", "who draws the subsistence allowance"),
                Fact("subsistence_allowance", listed=True, ended=False, borne_out=frozenset({True}), unlisted=False),
                standing=("保障状态", "发放状态", "救助状态", "是否享受"),
                details=("低保类别", "保障类别", "保障金额", "月保障金额", "低保金", "保障人口", "保障人数", "享受时间", "批准日期"),
                one_a_household=True,
            ),
            _topic(
                "payment",
                Words("补贴、补助发放表", "Payments of an allowance or subsidy"),
                Words("领到钱的人", "who was paid"),
                columns={
                    AMOUNT: (
                        "实发金额", "实发", "到账金额", "打款金额", "支付金额", "发放金额", "领取金额", "补贴金额", "补助金额", "资助金额",
                        "救助金额", "补贴资金", "补助资金", "应发金额", "金额", "amount paid", "amount",
                    ),
                    DAY: (
                        "到账日期", "到账时间", "入账日期", "打款日期", "打款时间", "支付日期", "支付时间", "发放日期", "发放时间", "日期",
                        "paid on", "date",
                    ),
                    MONTH: ("发放月份", "发放年月", "所属月份", "所属年月", "补贴月份", "补助月份", "月份", "month"),
                    PURPOSE: (
                        "补贴项目", "补助项目", "发放项目", "项目名称", "项目", "政策名称", "政策", "补贴名称", "补助名称", "补贴类型",
                        "补助类型", "资金名称", "用途", "摘要", "what for", "purpose", "policy",
                    ),
                },
                standing=(
                    "发放状态", "打款状态", "支付状态", "到账状态", "交易状态", "处理状态", "发放结果", "打款结果", "处理结果", "是否发放",
                    "是否到账",
                ),
                details=("补贴标准", "补助标准", "备注", "面积", "补贴面积"),
            ),
        )
    }
)  # fmt: skip
"""Every kind of list by its code."""


def topic_of(code: str) -> Topic:
    """The kind of list of that code; Refusal for none."""
    found = TOPICS.get(code)
    if found is None:
        codes = "、".join(TOPICS)
        words = Words(
            "没有“{code}”这种名单，请从这些里选：{codes}", "There is no list “{code}”; choose one of: {codes}"
        )
        raise Refusal("list.topic", words.filled(code=code, codes=codes), field="topic")
    return found


def agrees(field: str, here: Any, there: Any) -> bool:
    """Whether what a list says agrees with the file; that somebody is in school agrees with every school.

    >>> agrees("schooling", "primary", "in_school"), agrees("schooling", "in_school", "primary")
    (True, False)
    """
    if field == "schooling" and there == Schooling.IN_SCHOOL:
        return here in IN_SCHOOL
    return bool(here == there)
