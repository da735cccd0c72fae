"""Departments' lists as they come: whom each row means and what it says; a bad row is told by its cell, the others go on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from xinlu.exchange.topics import TOPICS
from xinlu.kernel.errors import Refusal
from xinlu.practice.idnumbers import check_digit
from xinlu.sheets.grid import Row, Sheet
from xinlu.sheets.list_columns import STANDING
from xinlu.sheets.list_standing import ENDED, HOLDS, read_standing
from xinlu.sheets.lists import read_list


def number(seventeen: str) -> str:
    return seventeen + check_digit(seventeen)


OLD_YANG, SON = number("52269919430302002"), number("52269919700511003")
BAD_DIGIT = OLD_YANG[:16] + "9" + OLD_YANG[17]


@dataclass
class Listing:
    """A book of one sheet whose rows stand below one another from the first on."""

    rows_of: list[tuple[Any, ...]]
    name: str = "名单.xlsx"
    notes: tuple[Any, ...] = ()
    sheets: tuple[Sheet, ...] = field(default_factory=lambda: (Sheet("Sheet1", False, ()),))

    def rows(self, sheet: Sheet):
        return (
            Row(n, list(values)) for n, values in enumerate(self.rows_of, 1) if any(each is not None for each in values)
        )

    def close(self) -> None: ...


def listed(topic: str, *rows: tuple[Any, ...], **more: Any):
    return read_list(Listing(list(rows)), shape=TOPICS[topic].shape, **more)


DISABILITY = ("序号", "乡镇", "村", "姓名", "性别", "身份证号", "残疾证号", "残疾类别", "残疾等级", "联系电话")


def test_a_disability_register_tells_who_where_and_which_certificate():
    read = listed(
        "disability",
        ("月岭县持证残疾人名册", None, None, None, None, None, None, None, None, None),
        DISABILITY,
        (1, "望云乡", "对门坡村", "杨秀英", "女", OLD_YANG, OLD_YANG + "43", "肢体", "三级", "13800000001"),
        ("合计", None, None, 1, None, None, None, None, None, None),
    )
    (person,) = read.persons
    assert (person.name, person.id_number, person.born_on, person.sex) == (
        "杨秀英",
        OLD_YANG,
        date(1943, 3, 2),
        "female",
    )
    assert person.places == {"township": "望云乡", "village": "对门坡村"}
    assert person.facts == {"disability_number": OLD_YANG + "43"}
    assert person.details == ["残疾类别：肢体", "残疾等级：三级"]
    assert person.spot.row == 3 and read.rows == 1
    assert read.faults == [] and [each.spot.row for each in read.skipped] == [4]


def test_a_certificates_number_alone_says_whose_it_is():
    read = listed("disability", ("姓名", "残疾人证号"), ("杨秀英", OLD_YANG + "43"), ("杨正明", "第12号"))
    assert [each.id_number for each in read.persons] == [OLD_YANG, ""]


def test_of_two_columns_of_names_the_one_that_is_not_the_heads_is_meant():
    for heads in (
        ("户主姓名", "户主身份证号", "姓名", "身份证号", "是否参保"),
        ("姓名", "身份证号", "户主姓名", "户主身份证号", "参保状态"),
    ):
        told = {"户主姓名": "杨秀英", "户主身份证号": OLD_YANG, "姓名": "杨正明", "身份证号": SON}
        (person,) = listed("insurance", heads, tuple(told.get(head, "是") for head in heads)).persons
        assert (person.name, person.id_number, person.holds) == ("杨正明", SON, True)


def test_the_head_alone_is_who_is_listed_where_no_other_name_stands():
    (person,) = listed("house", ("户主姓名", "户主身份证号", "鉴定等级"), ("杨秀英", OLD_YANG, "C级")).persons
    assert (person.name, person.id_number, person.facts) == ("杨秀英", OLD_YANG, {"house_grade": "c"})


def test_the_same_heading_means_another_insurance_on_another_list():
    rows = (("姓名", "身份证号", "参保状态"), ("杨秀英", OLD_YANG, "暂停参保"), ("杨正明", SON, "正常参保"))
    assert [each.holds for each in listed("insurance", *rows).persons] == [False, True]
    assert [each.holds for each in listed("pension", *rows).persons] == [False, True]
    read = listed("pension", ("姓名", "身份证号", "医保", "养老保险"), ("杨秀英", OLD_YANG, "是", "否"))
    assert read.persons[0].facts == {"pension_insurance": False}
    unused = next(each for each in read.columns if each.heading == "医保")
    assert unused.meaning == "" and "不看" in unused.why.zh


def test_a_bad_number_is_told_by_its_cell_and_the_other_rows_go_on():
    rows = [("姓名", "身份证号", "参保状态"), ("杨秀英", BAD_DIGIT, "是"), ("杨正明", SON, "是")]
    read = listed("insurance", *rows)
    assert [each.name for each in read.persons] == ["杨正明"]
    (fault,) = read.faults
    assert (str(fault.spot), fault.heading, fault.code) == ("Sheet1!B2", "身份证号", "id.check_digit")
    rows[1] = ("杨秀英", OLD_YANG, "是")
    assert listed("insurance", *rows).faults == []


def test_a_standing_that_says_neither_is_a_fault_of_its_cell():
    read = listed("allowance", ("姓名", "保障状态"), ("杨秀英", "待定中"), ("杨正明", "停发"))
    assert [(str(each.spot), each.code) for each in read.faults] == [("Sheet1!B2", "list.standing")]
    assert [(each.name, each.holds) for each in read.persons] == [("杨正明", False)]
    column = next(each for each in read.columns if each.meaning == STANDING)
    assert (column.taken, column.refused) == (1, 1)


def test_a_fault_in_a_column_that_the_list_is_not_read_for_holds_nobody_back():
    head, row = ("姓名", "身份证号", "劳动能力", "参保状态"), ("杨秀英", OLD_YANG, "看情况", "是")
    assert len(listed("insurance", head, row).persons) == 1


def test_a_number_that_the_office_hid_and_a_birth_beside_a_number_do_not_hold_a_row_back():
    read = listed(
        "insurance",
        ("姓名", "身份证号", "出生日期"),
        ("杨秀英", "522699********0021", "1943-03-02"),
        ("杨正明", SON, "1970年"),
    )
    assert [(each.name, each.id_number, each.born_on) for each in read.persons] == [
        ("杨秀英", "", date(1943, 3, 2)),
        ("杨正明", SON, date(1970, 5, 11)),
    ]
    assert {each.code for each in read.asked} == {"id.masked", "date.year_only"} and read.faults == []
    alone = listed("insurance", ("姓名", "出生日期"), ("杨正明", "1970年"))
    assert alone.persons == [] and len(alone.faults) == 1, "without a number the birth date is needed"


def test_a_row_that_names_nobody_is_a_fault():
    read = listed("insurance", ("姓名", "身份证号"), ("杨秀英", OLD_YANG), (None, "522699********0021"))
    assert [each.code for each in read.faults] == ["list.nobody"]


def test_a_birth_date_that_differs_from_the_number_is_asked_about():
    read = listed("insurance", ("姓名", "身份证号", "出生日期"), ("杨秀英", OLD_YANG, "1943-03-12"))
    assert read.persons[0].born_on == date(1943, 3, 2)
    assert [each.code for each in read.asked] == ["birth.differs"]


def test_a_payment_keeps_amount_day_and_purpose_in_words():
    read = listed(
        "payment",
        ("领取人", "身份证号", "银行账号", "金额", "发放日期", "补贴项目"),
        ("杨秀英", OLD_YANG, "6228480000000000000", 312.5, date(2026, 10, 12), "耕地地力保护补贴"),
    )
    assert read.persons[0].details == ["金额：312.5", "发放日期：2026-10-12", "补贴项目：耕地地力保护补贴"]
    assert read.persons[0].facts == {}


def test_a_school_roll_tells_the_school_where_it_says_so():
    read = listed("school", ("学生姓名", "身份证号", "学校", "年级"), ("杨正明", SON, "望云小学", "三年级"))
    assert (read.persons[0].facts, read.persons[0].details) == ({"schooling": "primary"}, ["学校：望云小学"])


def test_headings_in_two_rows_and_what_an_office_taught_are_understood():
    (person,) = listed(
        "insurance",
        ("乡村医保台账", None, None),
        ("人", "号", "参保状态"),
        ("杨秀英", OLD_YANG, "是"),
        remembered={"人": "name", "号": "id_number"},
    ).persons
    assert (person.name, person.holds) == ("杨秀英", True)


def test_a_list_overrules_what_the_office_taught_about_its_own_words():
    read = listed(
        "pension",
        ("姓名", "身份证号", "是否参保"),
        ("杨秀英", OLD_YANG, "否"),
        remembered={"参保": "medical_insurance"},
    )
    assert read.persons[0].holds is False


def test_a_book_without_names_is_refused_with_what_to_do():
    with pytest.raises(Refusal, match=r"sheet\.no_list"):
        listed("insurance", ("村", "金额"), ("对门坡村", 3))


def test_every_kind_of_list_has_words_and_no_heading_with_two_meanings():
    assert set(TOPICS) == {"disability", "insurance", "pension", "house", "school", "allowance", "payment"}
    for topic in TOPICS.values():
        assert topic.name.zh and topic.name.en and topic.whom.zh and topic.whom.en
        assert {fact.field for fact in topic.facts} - {"health"} <= topic.shape.facts


def test_whether_a_row_holds_is_read_from_either_list_of_words():
    assert not HOLDS & ENDED
    assert {word for word in HOLDS | ENDED if read_standing(word)} == HOLDS


def test_a_standing_is_never_guessed():
    assert read_standing(None) is None
    for word in ("待遇审核", "？？吗", "3"):
        with pytest.raises(Refusal):
            read_standing(word)
