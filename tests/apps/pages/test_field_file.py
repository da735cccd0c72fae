"""The file on the helper's phone: facts and people, each change a version that names who said it."""

from __future__ import annotations

import pytest

from apps.pages.field_desk import at, hidden, later, logged_in, text_of, wrong_at
from xinlu.practice.idnumbers import check_digit
from xinlu.registry.models import HouseholdFile, MemberVersion
from xinlu.registry.selectors.files import file_of

SEVENTEEN = "52269919430302002"
NUMBER = SEVENTEEN + check_digit(SEVENTEEN)


@pytest.fixture
def phone(yang):
    return logged_in(yang.helper)


def person_address(yang, name="杨秀英", tail=""):
    return at(yang.household, f"file/member/{yang.member(name)}/{tail}")


def write_facts(client, yang, **facts):
    address = at(yang.household, "file/facts/")
    return client.post(address, {"version": hidden(client.get(address), "version"), "said_by": "杨秀英", **facts})


def write_person(client, yang, **facts):
    address = person_address(yang)
    version = hidden(client.get(address), "version")
    typed = {"version": version, "said_by": "杨秀英", "name": "杨秀英", "sex": "female", "born_on": "1943-03-02"}
    return client.post(address, {**typed, **facts})


def test_the_file_says_what_it_lacks_and_what_to_do(yang, phone):
    text = text_of(phone.get(at(yang.household, "file/")))
    assert "要补的、要问的" in text and "项都填了" not in text and "缺" in text and "杨小军" in text


def test_facts_are_written_as_a_version_that_names_who_said_so(yang, phone):
    answer = write_facts(
        phone, yang, address="坡上第三家", phone="13900000000", main_cause="illness", further_causes=["land", "labour"],
        house_area_m2="62", house_grade="b", house_graded_on="2026-05-01", electricity="yes", fuels=["straw"], water="tap",
    )  # fmt: skip
    assert answer.status_code == 302, text_of(answer)
    file = file_of(yang.household).file
    assert (file.address, file.phone, file.further_causes, file.electricity) == (
        "坡上第三家",
        "13900000000",
        ["land", "labour"],
        True,
    )
    assert (file.said_by, file.author, HouseholdFile.objects.count()) == ("杨秀英", yang.helper, 2)
    assert 'href="tel:13900000000"' in text_of(phone.get(at(yang.household)))


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"said_by": " "}, "said_by", "要写名字"),
        ({"house_area_m2": "六十"}, "house_area_m2", "不是一个整数"),
        ({"house_area_m2": "-5"}, "house_area_m2", "应该在 0 到"),
        ({"house_graded_on": "2027-01-01"}, "house_graded_on", "还没到"),
        ({"house_graded_on": "去年"}, "house_graded_on", "不是一个日子"),
        ({"main_cause": "illness", "further_causes": ["illness"]}, "further_causes", "不用在其他原因里再选"),
        ({"further_causes": ["land", "labour", "water"]}, "further_causes", "最多选 2 样"),
        ({"electricity": "perhaps"}, "electricity", "还不知道"),
        ({"note": "字" * 40_000}, "note", "40,000"),
    ],
)
def test_facts_that_cannot_be_are_refused_at_their_field_with_everything_kept(yang, phone, facts, field, words):
    answer = write_facts(phone, yang, **{"address": "坡上第三家", "fuels": ["straw"], **facts})
    assert answer.status_code == 422 and words in wrong_at(answer, field), text_of(answer)
    text = text_of(answer)
    assert "坡上第三家" in text and 'value="straw" checked' in text and HouseholdFile.objects.count() == 1
    for name, value in facts.items():
        if name == "electricity":  # a round to tick: nobody types into it
            continue
        assert all(each in text for each in ([value] if isinstance(value, str) else value))


def test_two_who_write_one_file_at_once_both_keep_theirs(yang, phone):
    address = at(yang.household, "file/facts/")
    version = hidden(phone.get(address), "version")
    phone.post(address, {"version": version, "said_by": "杨秀英", "address": "坡上"})
    with later():
        phone.post(address, {"version": version, "said_by": "杨正明", "address": "坡下"})
    assert {each.address for each in HouseholdFile.objects.exclude(supersedes=None)} == {"坡上", "坡下"}
    assert "两版都留着" in text_of(phone.get(at(yang.household, "file/")))


def test_an_id_number_is_masked_after_entry_and_stands_in_no_page_or_address(yang, phone):
    write_person(phone, yang, id_number=NUMBER)
    assert file_of(yang.household).head.record.id_number == NUMBER
    for address in (at(yang.household), at(yang.household, "file/"), person_address(yang)):
        answer = phone.get(address)
        assert NUMBER not in text_of(answer) and NUMBER not in address
    assert "换一个号" in text_of(phone.get(person_address(yang))) and "***" in text_of(phone.get(person_address(yang)))


def test_a_number_left_empty_stays_as_it_is(yang, phone):
    write_person(phone, yang, id_number=NUMBER)
    with later():
        write_person(phone, yang, health="chronic")
    record = file_of(yang.household).head.record
    assert (record.id_number, record.health) == (NUMBER, "chronic")


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"name": " "}, "name", "名字不能空着"),
        ({"born_on": "1943-02-30"}, "born_on", "不是一个日子"),
        ({"born_on": "2027-02-03"}, "born_on", "还没到"),
        ({"born_on": "1800-02-03"}, "born_on", "太早了"),
        ({"joined_on": "1940-01-01"}, "joined_on", "比出生日期"),
        ({"id_number": NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")}, "id_number", ""),
        ({"sex": "dragon"}, "sex", "请从列出来的里面选"),
        ({"said_by": ""}, "said_by", "要写名字"),
    ],
)
def test_a_person_that_cannot_be_is_refused_with_everything_typed(yang, phone, facts, field, words):
    answer = write_person(phone, yang, **{"ethnic_group": "苗族", **facts})
    assert answer.status_code == 422 and wrong_at(answer, field) and words in wrong_at(answer, field)
    assert "苗族" in text_of(answer) and MemberVersion.objects.count() == 3


def test_somebody_new_is_entered_but_no_second_head(yang, phone):
    address = at(yang.household, "file/member/")
    typed = {"version": "", "said_by": "杨秀英", "name": "杨小红", "relation": "head", "born_on": "2018-01-02"}
    refused = phone.post(address, typed)
    assert refused.status_code == 422 and "户主已经是杨秀英" in wrong_at(refused, "relation")
    assert phone.post(address, {**typed, "relation": "sons_daughter"}).status_code == 302
    assert "杨小红" in [each.name for each in file_of(yang.household).members]


def test_somebody_leaves_on_a_day_for_a_reason(yang, phone):
    address = person_address(yang, "杨正明", "leave/")
    for typed, field in (
        ({"left_why": "moved", "said_by": "杨秀英"}, "left_on"),
        ({"left_on": "2026-11-01", "said_by": "杨秀英"}, "left_why"),
        ({"left_on": "2026-11-01", "left_why": "moved"}, "left_said_by"),
        ({"left_on": "1950-11-01", "left_why": "moved", "said_by": "杨秀英"}, "left_on"),
    ):
        answer = phone.post(address, typed)
        assert answer.status_code == 422 and wrong_at(answer, field), (typed, text_of(answer))
    assert phone.post(address, {"left_on": "2026-11-01", "left_why": "moved", "said_by": "杨秀英"}).status_code == 302
    assert [each.name for each in file_of(yang.household).gone] == ["杨正明"]


def test_the_head_does_not_leave_before_another_is_named(yang, phone):
    typed = {"left_on": "2026-11-01", "left_why": "moved", "said_by": "杨秀英"}
    answer = phone.post(person_address(yang, "杨秀英", "leave/"), typed)
    assert answer.status_code == 422 and "先定一个新户主" in text_of(answer)


def test_a_member_of_another_household_is_not_found(yang, phone):
    stranger = at(yang.household, "file/member/00000000-0000-7000-8000-000000000000/")
    assert phone.get(stranger).status_code == 404


def test_a_version_of_another_person_is_refused_and_nothing_is_written(yang, phone):
    others = hidden(phone.get(person_address(yang, "杨正明")), "version")
    before = MemberVersion.objects.count()
    refused = write_person(phone, yang, version=others)
    assert refused.status_code == 422 and "找不到要改的这个人" in text_of(refused)
    assert MemberVersion.objects.count() == before
