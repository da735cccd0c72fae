"""Reckoning at the table: a draft that keeps every line, and what becomes of it when two write at once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from apps.pages.field_desk import at, hidden, later, logged_in, text_of, wrong_at
from apps.yang import LINES
from xinlu.casework.models import AccountDraft, HouseholdFigures, IncomeAccount, IncomeLine
from xinlu.casework.selectors.accounts import current_account, draft_of, rival_accounts
from xinlu.casework.services.accounts import write_account
from xinlu.kernel import clock
from xinlu.kernel.periods import campaign_year
from xinlu.people.models import Responsibility
from xinlu.people.roles import Role
from xinlu.records.models import Settlement


@pytest.fixture
def phone(yang):
    return logged_in(yang.helper)


@pytest.fixture
def village_desk(yang):
    """Somebody else who may reckon with the household."""
    from xinlu.people.models import User

    user = User.objects.create_user("pan", name="潘主任")
    Responsibility.objects.create(user=user, role=Role.VILLAGE, area=yang.village, since=date(2024, 1, 1))
    return user


def begin(phone, yang, **fields):
    return phone.post(
        at(yang.household, "account/begin/"), {"from": "scratch", "period": "campaign", "heads": "3", **fields}
    )


def put(phone, yang, kind, **fields):
    """Open the entry of a kind and send it."""
    entry = phone.get(at(yang.household, "account/"), {"kind": kind})
    typed = {"kind": kind, "key": hidden(entry, "key"), "seen": hidden(entry, "seen"), "basis": "said", **fields}
    return phone.post(at(yang.household, "account/line/"), typed)


def open_line(phone, yang, kind):
    """The entry of a line that stands in the draft, and what it would send unchanged."""
    line = next(each for each in draft_of(yang.household, yang.helper).lines if each.kind == kind)
    entry = phone.get(at(yang.household, "account/"), {"line": line.key})
    return {"kind": kind, "key": line.key, "seen": hidden(entry, "seen"), "basis": str(line.basis)}


def send(phone, yang, typed):
    return phone.post(at(yang.household, "account/line/"), typed)


def finish(phone, yang):
    return phone.post(at(yang.household, "account/finish/"))


def draft(yang):
    return draft_of(yang.household, yang.helper)


def test_an_account_of_twelve_lines_is_reckoned_and_written_down_to_the_fen(yang, phone):
    begin(phone, yang)
    for kind, quantity, price, amount in LINES:
        typed = (
            {"quantity": str(quantity / 1000), "price": f"{price / 100:.2f}"}
            if quantity is not None
            else {"amount": str(amount // 100)}
        )
        assert put(phone, yang, kind, **typed).status_code == 302
    assert finish(phone, yang)["Location"] == at(yang.household, "account/read/")
    figures = HouseholdFigures.objects.get(household=yang.household)
    assert (figures.lines, figures.claimed_head_fen, figures.heads) == (12, 829_400, 3)
    assert draft(yang) is None and current_account(yang.household).period_end == date(2026, 9, 30)
    assert "24,882" in text_of(phone.get(at(yang.household, "account/read/")))


def test_every_line_is_kept_at_once_and_stands_there_on_another_phone(yang, phone):
    begin(phone, yang)
    put(phone, yang, "chicken", quantity="20", price="60")
    text = text_of(logged_in(yang.helper).get(at(yang.household, "account/")))
    assert "20 只 × 60 元" in text and "1,200" in text and not IncomeLine.objects.exists()


def test_the_whole_sum_alone_will_do(yang, phone):
    begin(phone, yang)
    put(phone, yang, "chicken", amount="1150", cost="200", title="走亲戚卖的")
    line = draft(yang).lines[0]
    assert (line.amount_fen, line.cost_fen, line.title, line.quantity_milli) == (115_000, 20_000, "走亲戚卖的", None)


def test_the_period_may_be_the_twelve_months_before_today(yang, phone):
    begin(phone, yang, period="twelve")
    assert (draft(yang).period.start, draft(yang).period.end) == (date(2025, 11, 23), date(2026, 11, 22))


@pytest.mark.parametrize("heads", ["0", "-1", "abc", "", "1.5", "41", "99999999999999"])
def test_heads_that_cannot_be_are_refused_and_kept_as_typed(yang, phone, heads):
    answer = begin(phone, yang, heads=heads, note="写好的备注")
    assert answer.status_code == 422 and wrong_at(answer, "heads") and draft(yang) is None
    assert f'name="heads" inputmode="numeric" autocomplete="off" value="{heads}"' in text_of(answer)
    assert "写好的备注" in text_of(answer) and 'value="campaign" checked' in text_of(answer)


def test_heads_that_differ_from_the_file_need_a_word_why_which_is_shown(yang, phone):
    answer = begin(phone, yang, heads="2")
    assert "档案上是 3 口人" in wrong_at(answer, "note") and draft(yang) is None
    begin(phone, yang, heads="2", note="孙子跟他妈在外地")
    text = text_of(phone.get(at(yang.household, "account/")))
    assert "档案上是 3 口" in text and "孙子跟他妈在外地" in text


def test_an_account_without_a_line_is_not_written_down(yang, phone):
    begin(phone, yang)
    answer = finish(phone, yang)
    assert answer.status_code == 422 and "账上一笔都没有" in text_of(answer)
    assert not IncomeAccount.objects.exists() and draft(yang) is not None


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({}, "amount", "还没写钱数"),
        ({"quantity": "20"}, "price", "还差价钱"),
        ({"price": "60"}, "quantity", "还差数量"),
        ({"quantity": "二十只", "price": "60"}, "quantity", "不是一个数"),
        ({"quantity": "20", "price": "60元左右"}, "price", "不是一个数"),
        ({"quantity": "-20", "price": "60"}, "quantity", "不能是负数"),
        ({"quantity": "20", "price": "60", "amount": "600"}, "amount", "对不上"),
        ({"quantity": "1e9", "price": "60"}, "quantity", "不是一个数"),
        ({"amount": "99999999999999"}, "amount", "太大了"),
        ({"amount": "600", "cost": "-3"}, "cost", "不能是负数"),
        ({"amount": "600", "basis": "guess"}, "basis", "要选一个"),
        ({"amount": "600", "title": "名" * 61}, "title", "最多 60 个字"),
    ],
)
def test_a_line_that_cannot_be_is_refused_at_its_field_with_everything_typed(yang, phone, typed, field, words):
    begin(phone, yang)
    answer = put(phone, yang, "chicken", **typed)
    assert answer.status_code == 422 and words in wrong_at(answer, field), wrong_at(answer, field)
    assert all(f'value="{value}"' in text_of(answer) for name, value in typed.items() if name != "basis")
    assert not draft(yang).lines


def test_an_unknown_kind_is_said(yang, phone):
    begin(phone, yang)
    answer = phone.get(at(yang.household, "account/"), {"kind": "dragon"})
    assert answer.status_code == 422 and "没有“dragon”这种账" in text_of(answer)


def test_emoji_and_wide_digits_are_taken(yang, phone):
    begin(phone, yang)
    put(phone, yang, "chicken", quantity="２０", price="６０", title="土鸡🐔")
    finish(phone, yang)
    line = IncomeLine.objects.get()
    assert (line.title, line.income_fen) == ("土鸡🐔", 120_000)


def test_a_note_of_forty_thousand_characters_is_refused_and_kept(yang, phone):
    answer = begin(phone, yang, note="字" * 40_000)
    assert answer.status_code == 422 and "40,000" in wrong_at(answer, "note") and "字" * 40_000 in text_of(answer)


def test_a_line_is_changed_and_taken_out(yang, phone):
    begin(phone, yang)
    put(phone, yang, "chicken", quantity="20", price="60")
    put(phone, yang, "rice", amount="1260")
    send(phone, yang, {**open_line(phone, yang, "chicken"), "quantity": "12", "price": "60"})
    assert [line.quantity_milli for line in draft(yang).lines] == [12_000, None]
    key = draft(yang).lines[0].key
    phone.post(at(yang.household, f"account/line/{key}/remove/"))
    assert [line.kind for line in draft(yang).lines] == ["rice"]


def test_lines_from_two_open_tabs_both_stand_in_the_draft(yang, phone):
    begin(phone, yang)
    one, other = (phone.get(at(yang.household, "account/"), {"kind": kind}) for kind in ("chicken", "rice"))
    for entry, kind in ((one, "chicken"), (other, "rice")):
        send(phone, yang, {"kind": kind, "key": hidden(entry, "key"), "basis": "said", "amount": "100"})
    assert {line.kind for line in draft(yang).lines} == {"chicken", "rice"}


def test_a_second_press_of_one_entry_is_one_line(yang, phone):
    begin(phone, yang)
    entry = phone.get(at(yang.household, "account/"), {"kind": "rice"})
    for _press in range(2):
        send(phone, yang, {"kind": "rice", "key": hidden(entry, "key"), "seen": "", "basis": "said", "amount": "100"})
    assert len(draft(yang).lines) == 1


def test_a_line_changed_in_two_tabs_is_asked_about_and_nothing_typed_is_lost(yang, phone):
    begin(phone, yang)
    put(phone, yang, "chicken", amount="1200")
    stale = open_line(phone, yang, "chicken")
    send(phone, yang, {**stale, "amount": "720"})
    answer = send(phone, yang, {**stale, "amount": "800"})
    assert answer.status_code == 409 and "另一个页面改过" in text_of(answer) and 'value="800"' in text_of(answer)
    assert draft(yang).lines[0].amount_fen == 72_000
    send(phone, yang, {**stale, "seen": hidden(answer, "seen"), "amount": "800"})
    assert draft(yang).lines[0].amount_fen == 80_000


def test_a_line_from_a_tab_left_open_after_the_account_was_finished_is_not_lost(yang, phone):
    begin(phone, yang)
    put(phone, yang, "rice", amount="1260")
    entry = phone.get(at(yang.household, "account/"), {"kind": "chicken"})
    finish(phone, yang)
    answer = send(phone, yang, {"kind": "chicken", "key": hidden(entry, "key"), "basis": "said", "amount": "100"})
    assert answer.status_code == 302 and "为了不丢" in text_of(phone.get(at(yang.household, "account/")))
    kept = draft(yang)
    assert [line.kind for line in kept.lines] == ["rice", "chicken"] and kept.based_on is not None


def test_a_correction_keeps_untouched_lines_with_their_recognition(yang, phone):
    yang.reckon()
    yang.goes_through_the_account()
    before = dict(current_account(yang.household).lines)
    phone.post(at(yang.household, "account/begin/"), {"from": "standing"})
    text = text_of(phone.get(at(yang.household, "account/")))
    assert "户里说 720" in text and text.count("对的") >= 8 and "7,663" in text
    with later():
        send(phone, yang, {**open_line(phone, yang, "children"), "amount": "400"})
        assert "改过了，要再问" in text_of(phone.get(at(yang.household, "account/")))
        finish(phone, yang)
    after = dict(current_account(yang.household).lines)
    assert len(set(before.items()) & set(after.items())) == 11
    figures = HouseholdFigures.objects.get(household=yang.household)
    assert (figures.lines_recognised, figures.lines_contested, figures.lines_unanswered) == (8, 3, 1)


def test_what_was_there_last_time_is_offered_and_growth_is_asked_about_not_forbidden(yang, phone):
    yang.reckon(period=campaign_year(2025), reckoned_on=date(2025, 11, 8))
    begin(phone, yang)
    text = text_of(phone.get(at(yang.household, "account/")))
    assert "上回有，这回还没问" in text and 'href="?kind=children#entry"' in text and "还差 12 笔" in text
    put(phone, yang, "children", amount="6000")
    text = text_of(phone.get(at(yang.household, "account/")))
    assert "翻到 10 倍了。再问一句" in text and draft(yang).lines[0].amount_fen == 600_000
    assert "还差 11 笔" in text


def test_the_same_period_is_not_begun_twice(yang, phone):
    yang.reckon()
    answer = begin(phone, yang)
    assert answer.status_code == 422 and "已经有了" in wrong_at(answer, "period") and draft(yang) is None


def test_two_who_correct_one_version_at_once_both_keep_theirs_and_it_is_settled_by_asking(yang, phone, village_desk):
    account = yang.reckon()
    phone.post(at(yang.household, "account/begin/"), {"from": "standing"})
    with later(1):
        write_account(yang.household, by=village_desk, draft=yang.correction(account, children=40_000))
    text = text_of(phone.get(at(yang.household, "account/")))
    assert "潘主任在" in text and "12:01 也记了这一年的账" in text and "两版都留着" in text
    with later(2):
        send(phone, yang, {**open_line(phone, yang, "chicken"), "quantity": "12", "price": "60"})
        assert finish(phone, yang)["Location"] == at(yang.household, "account/fork/")
    rivals = rival_accounts(yang.household)
    assert [each.author.name for each in rivals] == ["潘主任", "周建民"]
    text = text_of(phone.get(at(yang.household, "account/fork/")))
    assert "A · 潘主任" in text and "12:02" in text and "子女给的" in text and "卖鸡" in text and "稻谷" not in text
    for typed, field in (({"reason": "问过了"}, "kept"), ({"kept": rivals[1].pk, "reason": " "}, "reason")):
        answer = phone.post(at(yang.household, "account/fork/"), typed)
        assert answer.status_code == 422 and wrong_at(answer, field) and not Settlement.objects.exists()
    with later(3):
        own = phone.post(at(yang.household, "account/fork/"), {"kept": rivals[1].pk, "reason": "她说子女给的是 600"})
        assert own.status_code == 422 and "自己写的" in wrong_at(own, "kept") and not Settlement.objects.exists()
        phone.post(at(yang.household, "account/fork/"), {"kept": rivals[0].pk, "reason": "她说子女给的是 400"})
    assert current_account(yang.household) == rivals[0] and not rival_accounts(yang.household)
    assert not HouseholdFigures.objects.get(household=yang.household).account_forked


def test_two_first_accounts_of_one_period_are_put_together_without_losing_a_line(yang, phone, village_desk):
    begin(phone, yang)
    put(phone, yang, "chicken", amount="720")
    put(phone, yang, "honey", amount="300")
    write_account(yang.household, by=village_desk, draft=yang.draft())
    refused = finish(phone, yang)
    assert refused.status_code == 422 and "已经有人记了" in text_of(refused) and "两本并到一起" in text_of(refused)
    phone.post(at(yang.household, "account/take-up/"))
    together = draft(yang)
    assert {line.kind for line in together.lines} == {"honey", *(kind for kind, *_ in LINES)}
    assert [line.amount_fen for line in together.lines[:2]] == [72_000, 30_000]
    with later():
        assert finish(phone, yang).status_code == 302
    assert len(current_account(yang.household).lines) == 13


def test_a_draft_is_thrown_away_only_on_asking(yang, phone):
    begin(phone, yang)
    assert phone.get(at(yang.household, "account/drop/")).status_code == 405 and draft(yang) is not None
    phone.post(at(yang.household, "account/drop/"))
    assert draft(yang) is None


def test_a_second_beginning_leaves_the_first_draft_alone(yang, phone):
    begin(phone, yang)
    put(phone, yang, "rice", amount="1260")
    begin(phone, yang, period="twelve")
    assert [line.kind for line in draft(yang).lines] == ["rice"]


def test_the_kinds_are_found_by_name_without_a_script(yang, phone):
    begin(phone, yang)
    text = text_of(phone.get(at(yang.household, "account/"), {"find": "蜂"}))
    assert "?kind=honey#entry" in text and 'data-name="打零工' not in text


def test_a_kind_that_the_village_uses_is_offered_first(yang, phone):
    yang.reckon(period=campaign_year(2025), reckoned_on=date(2025, 11, 8))
    begin(phone, yang)
    text = text_of(phone.get(at(yang.household, "account/")))
    assert text.index("加一笔") < text.index("?kind=cost#entry", text.index("加一笔")) < text.index('id="others"')


def test_the_table_asks_as_much_for_twelve_lines_as_for_one(yang, phone, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    yang.reckon()
    phone.post(at(yang.household, "account/begin/"), {"from": "standing"})
    phone.get(at(yang.household, "account/"))
    with CaptureQueriesContext(connection) as captured:
        phone.get(at(yang.household, "account/"))
    for_twelve = len(captured)
    for line in draft(yang).lines[1:]:
        phone.post(at(yang.household, f"account/line/{line.key}/remove/"))
    assert AccountDraft.objects.count() == 1 and len(draft(yang).lines) == 1
    with django_assert_num_queries(for_twelve):
        phone.get(at(yang.household, "account/"))


def test_a_line_that_does_not_count_says_so(yang, phone):
    begin(phone, yang)
    put(phone, yang, "student_aid", amount="500")
    put(phone, yang, "medical", amount="300")
    text = text_of(phone.get(at(yang.household, "account/")))
    assert "不算进收入" in text and "单独列，不减收入" in text


def test_the_year_that_closed_is_the_one_of_the_day(yang):
    from xinlu.pages.field.standings import closed_year

    assert closed_year(date(2026, 9, 30)).end == date(2025, 9, 30)
    assert closed_year(date(2026, 10, 1)).end == date(2026, 9, 30)
    with clock.standing_at(datetime(2026, 9, 30, 17, tzinfo=UTC)):
        assert closed_year(clock.today()).end == date(2026, 9, 30)
