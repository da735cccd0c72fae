"""The household answers its account line by line, from its own page."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from apps.pages.household_door import HOME, come_in, hidden, minutes_later, shown
from apps.yang import SHE_SAYS_FEN
from xinlu.casework.models import HouseholdFigures
from xinlu.casework.services.accounts import write_account
from xinlu.casework.services.figures import rebuild_figures
from xinlu.kernel import clock
from xinlu.recognition.grades import Grade
from xinlu.recognition.models import Recognition
from xinlu.recognition.selectors.answers import answers_of
from xinlu.records.models import Withdrawal
from xinlu.registry.services.assignments import assign_helper
from xinlu.registry.services.households import enter_household


@pytest.fixture
def home(client, yang):
    """Her phone, with the page open and the account of twelve lines in it."""
    yang.reckon()
    return come_in(client, yang)


def number(yang, kind):
    return list(yang.line_views()).index(kind) + 1


def answer(home, n, said, **fields):
    return home.post(f"{HOME}account/{n}/", {**shown(home.get(f"{HOME}account/{n}/")), "answer": said, **fields})


def say(home, n, choice, **fields):
    page = home.get(f"{HOME}account/{n}/mine/")
    return home.post(f"{HOME}account/{n}/mine/", {**shown(page), "choice": choice, **fields})


def figures(yang):
    return HouseholdFigures.objects.filter(household=yang.household).values().get()


def test_the_first_page_asks_about_the_account_and_leads_to_the_first_line(home):
    text = home.get("/home/").content.decode()
    assert "<b>1 件事</b>" in text and f'href="{HOME}account/1/"' in text


def test_a_line_is_shown_with_its_amount_how_it_was_reckoned_and_the_period(home, yang):
    text = home.get(f"{HOME}account/{number(yang, 'rice')}/").content.decode()
    assert "1,260" in text and "900 斤 × 1.40 元" in text and "去年十月到今年九月" in text and "周建民" in text


def test_an_answer_leads_to_the_next_line_and_the_last_one_to_the_whole_account(home):
    steps = [answer(home, n, "recognised")["Location"] for n in range(1, 13)]
    assert steps[:2] == [f"{HOME}account/2/?after=1", f"{HOME}account/3/?after=2"]
    assert steps[-1] == f"{HOME}account/"


def test_the_whole_loop_gives_the_two_figures_of_the_reference_account(home, yang):
    for kind in list(yang.line_views()):
        if kind in SHE_SAYS_FEN:
            amount = SHE_SAYS_FEN[kind] // 100
            say(home, number(yang, kind), "amount" if amount else "none", amount=str(amount))
        elif kind != "farm_subsidy":
            answer(home, number(yang, kind), "recognised")
    row = figures(yang)
    assert (row["claimed_fen"], row["recognised_low_fen"]) == (2_488_200, 2_299_000)
    assert (row["lines_recognised"], row["lines_contested"], row["lines_unanswered"]) == (8, 3, 1)
    text = home.get(f"{HOME}account/").content.decode()
    for amount in ("8,294", "7,663", "631", "24,882", "22,990", "1,892", "至少"):
        assert amount in text, amount
    rebuild_figures()
    assert figures(yang) == row


def test_her_answers_are_the_evidence_of_her_own_card(home, yang):
    answer(home, 1, "recognised")
    given = answers_of(yang.household.pk)
    assert [each.graded.grade for each in given] == [Grade.E2]
    assert given[0].record.author is None and given[0].record.card_id == yang.card.pk


def test_the_same_answers_on_a_phone_where_staff_logged_in_are_weaker(home, yang):
    answer(home, 1, "recognised")
    home.force_login(yang.helper, backend="django.contrib.auth.backends.ModelBackend")
    home.get(f"{HOME}closed/")
    assert answers_of(yang.household.pk)[0].graded.grade is Grade.E1


def test_money_spent_is_asked_for_as_spent_and_counts_against(home, yang):
    say(home, number(yang, "cost"), "amount", amount="1000")
    assert yang.line_views()["cost"].own_fen == -100_000
    assert "花了" in home.get(f"{HOME}account/{number(yang, 'cost')}/").content.decode()


def test_not_so_without_a_sum_is_kept_as_contested(home, yang):
    say(home, number(yang, "kin"), "unknown")
    view = yang.line_views()["kin"]
    assert view.state == "contested" and view.own_fen is None


def test_the_field_for_her_own_amount_is_empty_and_suggests_no_sum(home, yang):
    text = home.get(f"{HOME}account/{number(yang, 'children')}/mine/").content.decode()
    seen = re.sub(r"<[^>]+>", " ", text)  # ids within the tags hold any digits
    assert hidden_amount(text) == "" and seen.count("600") == 1, "once: what the helper wrote"
    assert 'value="600"' not in text and 'placeholder="600"' not in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("abc", "“abc”不是一个数"),
        ("-5", "不能是负数"),
        ("😀", "“😀”不是一个数"),
        ("", "还没写数"),
        ("1.234", "小数太长"),
        ("9" * 30, "太大了"),
        ("1e5", "不是一个数"),
    ],
)
def test_an_amount_that_is_none_is_refused_in_words_and_nothing_typed_is_lost(home, yang, typed, said):
    page = say(home, number(yang, "children"), "amount", amount=typed, words="过年给的四百")
    text = page.content.decode()
    assert page.status_code == 422 and said in text
    assert hidden_amount(text) == typed and "过年给的四百" in text
    assert not Recognition.objects.exists()


def test_words_that_are_too_long_are_refused_at_their_field_and_kept(home, yang):
    words = "说" * 40_000
    page = say(home, number(yang, "children"), "amount", amount="400", words=words)
    text = page.content.decode()
    assert page.status_code == 422 and 'id="words-wrong"' in text and words in text and hidden_amount(text) == "400"
    assert not Recognition.objects.exists()


def test_words_with_emoji_and_markup_are_kept_as_they_are(home, yang):
    say(home, number(yang, "children"), "amount", amount="４００元", words="<b>四百</b> 😀")
    view = yang.line_views()["children"]
    assert view.own_fen == 40_000 and view.answer.words == "<b>四百</b> 😀"
    assert "&lt;b&gt;四百" in home.get(f"{HOME}account/").content.decode()


@pytest.mark.parametrize("said", ["", "maybe", "contested "])
def test_a_press_that_says_nothing_is_refused_in_words(home, said):
    page = answer(home, 1, said)
    assert page.status_code == 422 and "没看清您点的是哪一个" in page.content.decode()
    assert not Recognition.objects.exists()


def test_a_line_corrected_meanwhile_is_shown_anew_and_nothing_is_taken_down(home, yang):
    n = number(yang, "children")
    seen = shown(home.get(f"{HOME}account/{n}/"))
    account = yang.line_views()["children"].record.household
    assert account == yang.household
    correct(yang, children=40_000)
    page = home.post(f"{HOME}account/{n}/", {**seen, "answer": "recognised"})
    assert page.status_code == 409 and "刚改过" in page.content.decode() and ">400 <" in page.content.decode()
    assert not Recognition.objects.exists()


def test_a_digest_that_is_not_the_line_s_is_refused(home):
    seen = shown(home.get(f"{HOME}account/1/"))
    page = home.post(f"{HOME}account/1/", {**seen, "digest": "0" * 64, "answer": "recognised"})
    assert page.status_code == 409 and not Recognition.objects.exists()


def test_what_the_helper_wrote_before_stays_in_sight(home, yang):
    n = number(yang, "children")
    say(home, n, "amount", amount="400")
    with clock.standing_at(datetime(2026, 11, 20, 4, tzinfo=UTC)):
        correct(yang, children=40_000)
    for page in (f"{HOME}account/{n}/", f"{HOME}account/"):
        text = home.get(page).content.decode()
        assert "干部原来记 600 元" in text and "11 月 20 日" in text and "改成 400 元" in text
        assert "原来那个数，您说过不对" in text
    assert yang.line_views()["children"].carried, "what she said stays with the line until she has seen the new number"


def test_another_household_s_line_is_refused(home, yang):
    stranger = enter_household(by=yang.township, place=yang.village, said_by="田", head={"name": "田大山"})
    assign_helper(stranger, by=yang.township, helper=yang.helper, since=datetime(2026, 11, 1, tzinfo=UTC).date())
    theirs = write_account(stranger, by=yang.helper, draft=yang.draft())
    line, digest = theirs.lines[0]
    page = home.post(f"{HOME}account/1/", {"shown": line, "digest": digest, "answer": "recognised"})
    assert page.status_code == 409 and not Recognition.objects.exists()
    torn = home.post(f"{HOME}account/1/", {"shown": "x", "digest": digest, "answer": "recognised"})
    assert torn.status_code == 422 and not Recognition.objects.exists()


def test_pressing_twice_gives_two_answers_at_most_and_the_same_figures(home, yang):
    seen = shown(home.get(f"{HOME}account/1/"))
    home.post(f"{HOME}account/1/", {**seen, "answer": "recognised"})
    once = figures(yang)
    home.post(f"{HOME}account/1/", {**seen, "answer": "recognised"})
    assert Recognition.objects.count() == 2
    twice = figures(yang)
    assert {**once, "last_answer_at": None} == {**twice, "last_answer_at": None}


def test_she_changes_her_mind_and_takes_an_answer_back(home, yang):
    n = number(yang, "children")
    say(home, n, "amount", amount="400")
    with minutes_later():
        say(home, n, "amount", amount="500")
    assert yang.line_views()["children"].own_fen == 50_000
    seen = shown(home.get(f"{HOME}account/{n}/"))
    home.post(f"{HOME}account/{n}/back/", seen)
    assert yang.line_views()["children"].answer is None and figures(yang)["lines_contested"] == 0
    home.post(f"{HOME}account/{n}/back/", seen)
    assert Withdrawal.objects.count() == 2 and Recognition.objects.count() == 2


def test_what_she_puts_off_is_not_asked_at_once_again_and_does_not_count(home, yang):
    for n in range(1, 13):
        following = answer(home, n, "unsure")["Location"]
    assert following == f"{HOME}account/"
    assert figures(yang)["lines_unanswered"] == 12
    assert "12 笔先放着" in home.get("/home/").content.decode()


def test_before_any_answer_the_account_shows_no_figure_of_hers(home):
    text = home.get(f"{HOME}account/").content.decode()
    assert "8,294" in text and "至少" not in text and "两边差" not in text


def test_a_line_without_the_token_of_its_form_is_refused(yang):
    yang.reckon()
    come_in(Client(), yang)
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(f"/c/{yang.secret}")
    browser.post(f"/c/{yang.secret}", {"browser": hidden(page, "browser")})
    asked = browser.get(f"{HOME}pictures/")
    browser.post(
        f"{HOME}pictures/",
        {
            "picture": ["secret-sun", "secret-fish", "secret-boat"],
            "csrfmiddlewaretoken": hidden(asked, "csrfmiddlewaretoken"),
        },
    )
    seen = shown(browser.get(f"{HOME}account/1/"))
    assert browser.post(f"{HOME}account/1/", {**seen, "answer": "recognised"}).status_code == 403
    assert not Recognition.objects.exists()


def test_a_line_that_is_not_there_leads_to_the_account(home):
    assert home.get(f"{HOME}account/13/")["Location"] == f"{HOME}account/"
    assert home.get(f"{HOME}account/0/")["Location"] == f"{HOME}account/"


def test_without_an_account_the_pages_say_so(client, yang):
    home = come_in(client, yang)
    assert "还没有人来跟您家算收入账" in home.get("/home/").content.decode()
    assert "还没有账" in home.get(f"{HOME}account/").content.decode()


def test_pages_ask_no_more_of_the_database_for_more_lines(home, yang, django_assert_max_num_queries):
    for page in ("/home/", f"{HOME}account/", f"{HOME}account/1/"):
        with django_assert_max_num_queries(28):
            assert home.get(page).status_code == 200


def test_kinds_that_do_not_count_say_why_and_illness_stands_apart(client, yang):
    draft = yang.draft()
    extra = (
        type(draft.lines[0])(key="a", kind="student_aid", basis=draft.lines[0].basis, amount_fen=150_000),
        type(draft.lines[0])(key="b", kind="medical", basis=draft.lines[0].basis, amount_fen=80_000),
    )
    yang.reckon(lines=(*draft.lines, *extra))
    text = come_in(client, yang).get(f"{HOME}account/").content.decode()
    assert "不算进收入。依据" in text and "这些单独列出来" in text and "8,294" in text


def test_the_page_is_in_english_for_who_reads_english(home):
    text = home.get(f"{HOME}account/", headers={"Accept-Language": "en"}).content.decode()
    assert "Our income account" in text and "元" not in text and "您" not in text


def correct(yang, **amounts_fen):
    from xinlu.casework.models import IncomeAccount

    account = IncomeAccount.objects.filter(household=yang.household).latest("received_at")
    write_account(yang.household, by=yang.helper, draft=yang.correction(account, **amounts_fen))


def hidden_amount(text):
    return text.split('name="amount"')[1].split('value="')[1].split('"')[0]
