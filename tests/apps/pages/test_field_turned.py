"""The helper's phone turned to the household: nobody presses for it, and what it says counts as E1."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from apps.pages.field_desk import at, hidden, later, logged_in, text_of, wrong_at
from apps.yang import LINES
from xinlu.casework.models import HouseholdFigures
from xinlu.casework.selectors.accounts import current_account
from xinlu.casework.services.accounts import write_account
from xinlu.recognition.grades import Grade
from xinlu.recognition.models import Recognition
from xinlu.recognition.selectors.answers import answers_of
from xinlu.records.models import Withdrawal


@pytest.fixture
def phone(yang):
    yang.reckon()
    return logged_in(yang.helper)


def number(yang, kind):
    return list(yang.line_views()).index(kind) + 1


def line_address(yang, kind, tail=""):
    return at(yang.household, f"turned/{yang.member('杨秀英')}/{number(yang, kind)}/{tail}")


def shown(page):
    return {"shown": hidden(page, "shown"), "digest": hidden(page, "digest")}


def answer(phone, yang, kind, said):
    address = line_address(yang, kind)
    return phone.post(address, {**shown(phone.get(address)), "answer": said})


def say(phone, yang, kind, **fields):
    address = line_address(yang, kind, "mine/")
    return phone.post(address, {**shown(phone.get(address)), **fields})


def test_who_is_looking_is_asked_first_and_a_child_is_not_offered(yang, phone):
    text = text_of(phone.get(at(yang.household, "turned/")))
    assert "现在是谁在看？" in text and "杨秀英" in text and "杨正明" in text and "杨小军" not in text
    assert "都不在，我替他们点" in text and "E1" in text


def test_pressing_for_them_is_refused_in_words_and_nothing_is_recorded(yang, phone):
    answer = phone.post(at(yang.household, "turned/"), {"said_by": "proxy"})
    assert answer.status_code == 422 and "只能家里人自己说" in text_of(answer) and "不能替她签" in text_of(answer)
    assert not Recognition.objects.exists()


@pytest.mark.parametrize("said_by", ["", "邻居", "00000000-0000-7000-8000-000000000000"])
def test_nobody_chosen_or_a_stranger_goes_no_further(yang, phone, said_by):
    answer = phone.post(at(yang.household, "turned/"), {"said_by": said_by})
    assert answer.status_code == 422 and "请先点名字" in text_of(answer)


def test_a_child_cannot_answer_by_its_address_either(yang, phone):
    address = at(yang.household, f"turned/{yang.member('杨小军')}/1/")
    answer = phone.post(address, {**shown(phone.get(address)), "answer": "recognised"})
    assert answer.status_code == 422 and "要请大人来说" in text_of(answer) and not Recognition.objects.exists()


def test_a_stranger_in_the_address_is_not_found(yang, phone):
    stranger = at(yang.household, "turned/00000000-0000-7000-8000-000000000000/1/")
    assert phone.get(stranger).status_code == 404


def test_who_is_chosen_goes_to_the_first_line_and_from_line_to_line_to_the_end(yang, phone):
    first = phone.post(at(yang.household, "turned/"), {"said_by": str(yang.member("杨秀英"))})
    assert first["Location"] == line_address(yang, LINES[0][0])
    for kind, *_ in LINES:
        last = answer(phone, yang, kind, "recognised")
    assert last["Location"] == at(yang.household, f"turned/{yang.member('杨秀英')}/")
    figures = HouseholdFigures.objects.get(household=yang.household)
    assert (figures.lines_recognised, figures.lines_e1, figures.lines_e2) == (12, 12, 0)
    given = answers_of(yang.household.pk)
    assert {each.graded.grade for each in given} == {Grade.E1}
    assert {(each.record.said_by_name, each.record.author) for each in given} == {("杨秀英", yang.helper)}


def test_not_so_takes_her_own_amount_and_words_and_the_end_shows_both_versions(yang, phone):
    say(phone, yang, "chicken", choice="amount", amount="720", words="只卖了十二只")
    say(phone, yang, "kin", choice="none")
    text = text_of(phone.get(at(yang.household, f"turned/{yang.member('杨秀英')}/")))
    assert "1,200" in text and "720" in text and "只卖了十二只" in text and "900" in text
    assert HouseholdFigures.objects.get(household=yang.household).lines_contested == 2


@pytest.mark.parametrize("amount", ["", "七百", "-5", "1.234"])
def test_an_amount_that_is_none_is_refused_and_her_words_are_kept(yang, phone, amount):
    answer = say(phone, yang, "chicken", choice="amount", amount=amount, words="只卖了十二只")
    assert answer.status_code == 422 and 'id="own-wrong"' in text_of(answer)
    assert "只卖了十二只" in text_of(answer) and f'value="{amount}"' in text_of(answer)
    assert not Recognition.objects.exists()


def test_the_two_answers_are_equal_and_cannot_remember_is_offered(yang, phone):
    text = text_of(phone.get(line_address(yang, "chicken")))
    assert "btn--main" not in text and "记不清，先放着" in text
    answer(phone, yang, "chicken", "unsure")
    assert HouseholdFigures.objects.get(household=yang.household).lines_unanswered == 12


def test_an_answer_given_here_is_taken_back_here(yang, phone):
    answer(phone, yang, "chicken", "recognised")
    with later():
        phone.post(line_address(yang, "chicken", "back/"), shown(phone.get(line_address(yang, "chicken"))))
    assert Withdrawal.objects.count() == 1
    assert HouseholdFigures.objects.get(household=yang.household).lines_recognised == 0


def test_what_she_said_with_her_card_is_not_undone_on_this_phone(yang, phone):
    from xinlu.recognition.answers import Answer

    yang.says("chicken", Answer.CONTESTED, own_fen=72_000)
    assert "收回来" not in text_of(phone.get(line_address(yang, "chicken")))
    with later():
        seen = shown(phone.get(line_address(yang, "chicken")))
        refused = phone.post(line_address(yang, "chicken", "back/"), seen)
        answer(phone, yang, "chicken", "recognised")
    assert refused.status_code == 422 and "自家的卡" in text_of(refused)
    assert HouseholdFigures.objects.get(household=yang.household).lines_contested == 1


def test_a_line_changed_meanwhile_is_not_answered_unseen(yang, phone):
    page = phone.get(line_address(yang, "children"))
    seen = shown(page)
    with later():
        write_account(
            yang.household, by=yang.helper, draft=yang.correction(current_account(yang.household), children=40_000)
        )
        answer = phone.post(line_address(yang, "children"), {**seen, "answer": "recognised"})
    assert answer.status_code == 409 and "刚改过" in text_of(answer) and not Recognition.objects.exists()


def test_while_it_is_turned_only_give_it_back_leads_to_the_helpers_pages(yang, phone):
    member = yang.member("杨秀英")
    for path in ("turned/", f"turned/{member}/", f"turned/{member}/1/", f"turned/{member}/1/mine/"):
        text = text_of(phone.get(at(yang.household, path)))
        out = [
            link
            for link in re.findall(r'<a [^>]*href="(/[^"]*)"', text)
            if not link.startswith(at(yang.household, "turned/"))
        ]
        assert set(out) == {at(yang.household)}, path
        assert "还给干部" in text and "现在请您看，您说了算" in text


def test_without_an_account_there_is_nothing_to_turn(yang):
    text = text_of(logged_in(yang.helper).get(at(yang.household, "turned/")))
    assert (
        "还没有账可看" in text and wrong_at(logged_in(yang.helper).get(at(yang.household, "turned/")), "said_by") == ""
    )


@pytest.mark.parametrize("gone", [False, True])
def test_an_amount_belongs_to_the_line_that_was_shown_or_is_refused_when_it_is_gone(yang, phone, gone):
    draft = yang.correction(current_account(yang.household))
    address = line_address(yang, "cost", "mine/")
    line, seen = yang.line_views()["cost"].record, shown(phone.get(address))
    without = {"rice", "cost"} if gone else {"rice"}
    with later():
        lines = tuple(each for each in draft.lines if each.kind not in without)
        write_account(yang.household, by=yang.helper, draft=replace(draft, lines=lines))
    with later(2):
        page = phone.post(address, {**seen, "choice": "amount", "amount": "3000", "words": "化肥贵"})
    if gone:
        assert page.status_code == 409 and "刚改过" in text_of(page) and not Recognition.objects.exists()
        assert 'value="3000"' in text_of(page) and "化肥贵" in text_of(page)
    else:
        said = Recognition.objects.get()
        assert (said.target, said.own_fen) == (line.pk, -300_000)


def test_what_the_desk_is_told_is_not_shown_to_the_household_but_kept_for_the_helper(yang, phone):
    member = at(yang.household, f"file/member/{yang.member('杨秀英')}/")
    version = hidden(phone.get(member), "version")
    typed = {"version": version, "said_by": "杨秀英", "name": "杨秀英", "sex": "female", "born_on": "1943-03-02"}
    assert phone.post(member, typed).status_code == 302
    assert "档案记下了" not in text_of(phone.get(line_address(yang, "cost")))
    assert "档案记下了" in text_of(phone.get(at(yang.household, "file/")))
