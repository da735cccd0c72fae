"""What I am owed, and why: the household reads it behind its card, and says of each payment whether it came."""

from __future__ import annotations

from datetime import date

import pytest

from apps.pages import owed_cast as cast
from apps.pages.household_door import come_in, minutes_later, shown
from xinlu.entitlement.models import OwedPolicy
from xinlu.entitlement.selectors.benefits import benefits_of
from xinlu.entitlement.services.benefits import record_step
from xinlu.entitlement.steps import Stands, Step
from xinlu.policy.speaking import money
from xinlu.recognition.answers import Answer
from xinlu.recognition.models import Recognition
from xinlu.records.models import Withdrawal

OWED = "/home/owed/"


@pytest.fixture
def home(client, yang):
    yang.reckon()
    return come_in(client, yang)


def text(page):
    return page.content.decode()


def address(payment, path=""):
    return f"{OWED}payment/{payment.pk}/{path}"


def stands(yang, policy=cast.ALLOWANCE):
    return next(each.stands for each in benefits_of([yang.household.pk])[yang.household.pk] if each.policy == policy)


def test_what_is_owed_comes_first_then_what_nobody_knows_then_what_does_not_fit(home, yang):
    cast.entitle(yang)
    cast.state(yang, "sudden_event", False)
    page = text(home.get(OWED))
    owed, unknown, unfit, over = (
        page.index(f">{words}")
        for words in ("您家该得的</h2>", "还说不准的</h2>", "不够条件的，为什么</h2>", "雨露计划职业教育补助")
    )
    assert owed < unknown < unfit < over
    assert owed < page.index("农村最低生活保障（低保）</h3>") < unknown < page.index("特困人员救助供养") < unfit
    assert "还没申请" in page and "乡镇民政办" in page
    assert "今年家里没有遇到突然的大难处。" in page[unfit:over]


def test_what_does_not_fit_is_told_by_how_much(home, yang):
    cast.set_value(yang, "allowance_line_month_fen", 60_000)
    page = text(home.get(OWED))
    head = yang.household.figures.claimed_head_fen
    assert f"比标准高{money(head - 720_000).zh}" in page[page.index("不够条件的，为什么</h2>") :]


def test_a_rate_that_the_county_has_not_entered_is_said_and_no_amount_is_made_up(home, yang):
    cast.entitle(yang)
    page = text(home.get(OWED))
    assert "数目要等核实：县里还没填标准" in page and "policy__sum--open" in page
    cast.set_value(yang, "allowance_pays_difference", True)
    page = text(home.get(OWED))
    assert "一年" in page and 'class="policy__sum"' in page


def test_one_policy_is_read_clause_by_clause_with_a_word_beside_each_sign(home, yang):
    cast.entitle(yang)
    page = text(home.get(f"{OWED}{cast.ALLOWANCE}/"))
    assert "您家够条件" in page and "人均年纯收入（账上的数）：" in page
    assert page.count('<span class="mark mark--yes">') == 2 and page.count("符合</span>") == 2
    open_one = text(home.get(f"{OWED}house_repair/"))
    assert "还不知道</span>" in open_one and "（还没填）" in open_one
    cast.state(yang, "has_other_assets", True)
    refused = text(home.get(f"{OWED}{cast.ALLOWANCE}/"))
    assert "不符合</span>" in refused and "您家现在不够条件" in refused


def test_a_policy_that_is_none_is_not_found(home):
    assert home.get(f"{OWED}nothing_of_the_kind/").status_code == 404


def test_explained_and_changed_since_is_said_on_its_page(home, yang):
    cast.entitle(yang)
    cast.explain(yang)
    page = text(home.get(f"{OWED}{cast.ALLOWANCE}/"))
    assert "给杨秀英讲过这一样" in page and "请再讲一遍" not in page
    cast.state(yang, "has_other_assets", True)
    assert "请再讲一遍" in text(home.get(f"{OWED}{cast.ALLOWANCE}/"))


def test_the_first_page_names_how_much_is_owed_and_asks_of_one_payment_at_a_time(home, yang):
    first = text(home.get("/home/"))
    assert "还没有查到该得的" in first and "笔钱到了没有" not in first
    cast.entitle(yang)
    older = cast.pay(yang, on=date(2026, 10, 10))
    newer = cast.pay(yang, on=date(2026, 11, 10))
    page = text(home.get("/home/"))
    assert "您家该得 <b>2 样</b>" in page
    assert address(newer) in page and address(older) not in page and "说完这一笔，还有 1 笔" in page


def test_an_answer_leads_to_the_next_payment_and_the_last_one_to_what_is_owed(home, yang):
    cast.entitle(yang)
    older = cast.pay(yang, on=date(2026, 10, 10))
    newer = cast.pay(yang, on=date(2026, 11, 10))
    page = home.get(address(newer))
    assert "民政发放表" in text(page) and "460" in text(page)
    onwards = home.post(address(newer), {**shown(page), "answer": "recognised"})
    assert onwards["Location"] == f"{address(older)}?after={newer.pk}"
    following = home.get(onwards["Location"])
    assert "农村最低生活保障（低保），记下了" in text(following)
    last = home.post(address(older), {**shown(following), "answer": "unsure"})
    assert last["Location"] == f"{OWED}#paid"
    assert [each.answer for each in Recognition.objects.order_by("received_at", "target_kind")].count("unsure") == 1
    assert stands(yang) is Stands.PAID_NOT_ASKED, "one of the two she cannot remember"


@pytest.mark.parametrize(
    ("typed", "own_fen"),
    [
        ({"choice": "amount", "amount": "３００"}, 30_000),
        ({"choice": "none"}, 0),
        ({"choice": "unknown", "words": "存折上看不清"}, None),
    ],
)
def test_what_came_instead_is_kept_beside_what_is_said_to_be_paid(home, yang, typed, own_fen):
    payment = cast.pay(yang)
    page = home.get(address(payment, "mine/"))
    assert home.post(address(payment, "mine/"), {**shown(page), **typed})["Location"] == f"{OWED}#paid"
    given = Recognition.objects.get()
    assert (given.target, given.answer, given.own_fen) == (payment.pk, "contested", own_fen)
    assert given.words == typed.get("words", "")
    assert stands(yang) is Stands.PAID_NOT_RECEIVED
    row = text(home.get(OWED))
    assert "460" in row and ("一分没到" in row if own_fen == 0 else "没到这么多" in row)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"choice": "amount", "amount": ""}, "还没写数"),
        ({"choice": "amount", "amount": "三百"}, "不是一个数"),
        ({"choice": "amount", "amount": "460"}, "就是说发了的数"),
        ({"choice": "amount", "amount": "-5"}, "不能比零少"),
        ({}, "没看清"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_and_stays_typed(home, yang, typed, words):
    payment = cast.pay(yang)
    page = home.get(address(payment, "mine/"))
    refused = home.post(address(payment, "mine/"), {**shown(page), **typed, "words": "就这些"})
    assert refused.status_code == 422 and words in text(refused) and "就这些" in text(refused)
    assert typed.get("amount", "") in text(refused) and not Recognition.objects.exists()


def test_it_is_taken_back_and_is_asked_anew(home, yang):
    cast.entitle(yang)
    payment = cast.pay(yang)
    home.post(address(payment), {**shown(home.get(address(payment))), "answer": "recognised"})
    assert OwedPolicy.objects.get(household=yang.household, policy=cast.ALLOWANCE).stands == "received"
    page = home.get(address(payment))
    assert "您说过：" in text(page)
    with minutes_later():
        back = home.post(address(payment, "back/"), shown(page))
        assert back["Location"] == address(payment) and Withdrawal.objects.count() == 1
        assert "您说过：" not in text(home.get(address(payment)))
    assert OwedPolicy.objects.get(household=yang.household, policy=cast.ALLOWANCE).stands == "paid_not_asked"
    assert address(payment) in text(home.get("/home/"))


def test_a_payment_that_was_corrected_meanwhile_is_shown_anew_and_nothing_is_written(home, yang):
    first = cast.pay(yang)
    page = home.get(address(first))
    with minutes_later():
        second = record_step(
            yang.household, by=yang.county_desk, policy=cast.ALLOWANCE, step=Step.PAID, source="民政发放表",
            happened_on=date(2026, 11, 10), amount_fen=50_000,
        )  # fmt: skip
        refused = home.post(address(first), {**shown(page), "answer": "recognised"})
    assert refused.status_code == 409 and "500" in text(refused) and str(second.pk) in text(refused)
    assert "原来写的是 460 元" in text(refused) and not Recognition.objects.exists()


def test_a_payment_of_somebody_else_is_not_found_and_not_answered(home, yang):
    from uuid import uuid4

    from apps.pages.desk_cast import Desk
    from xinlu.entitlement.models import BenefitStep

    other = Desk(yang, yang.village, yang.village, {"shi": yang.township}).household("别家", yang.village)
    theirs = record_step(
        other, by=yang.county_desk, policy=cast.ALLOWANCE, step=Step.PAID, source="表",
        happened_on=date(2026, 11, 10), amount_fen=1,
    )  # fmt: skip
    assert home.get(address(theirs)).status_code == 404
    tried = home.post(address(theirs), {"shown": theirs.pk, "digest": theirs.digest, "answer": "recognised"})
    assert tried.status_code == 404 and not Recognition.objects.exists()
    assert home.get(f"{OWED}payment/{uuid4()}/").status_code == 404
    assert BenefitStep.objects.count() == 1


def test_a_press_that_cannot_be_read_changes_nothing(home, yang):
    payment = cast.pay(yang)
    page = home.get(address(payment))
    assert home.post(address(payment), {**shown(page), "answer": "maybe"}).status_code == 422
    assert home.post(address(payment), {"answer": "recognised", "shown": "x", "digest": ""}).status_code == 422
    assert home.post(address(payment), {"answer": "contested", **shown(page)})["Location"] == address(payment, "mine/")
    assert not Recognition.objects.exists()


def test_the_fourth_recognition_counts_received_of_asked(home, yang):
    assert "好处：说发了的，收到没有</dt><dd>还没有可问的</dd>" in text(home.get("/home/"))
    payments = [cast.pay(yang, on=date(2026, month, 10)) for month in (8, 9, 10, 11)]
    cast.say(yang, payments[0])
    cast.say(yang, payments[1], Answer.CONTESTED, own_fen=0)
    cast.say(yang, payments[2], Answer.UNSURE)
    assert "说发了 4 笔，您说过 2 笔，收到 1 笔" in text(home.get("/home/"))


def test_in_english_the_same_is_said(home, yang):
    cast.entitle(yang)
    payment = cast.pay(yang)
    for path in (OWED, f"{OWED}{cast.ALLOWANCE}/", address(payment), address(payment, "mine/")):
        page = text(home.get(path, headers={"accept-language": "en"}))
        assert "Subsistence allowance" in page and "低保" not in page
