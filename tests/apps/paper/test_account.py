"""The account for the wall: both versions of every line, whatever a line or a name is like."""

import re

import pytest

from apps.paper.cast import LONG_NAME, MARKUP, household_called, reckon_lines, reckon_sixty_lines
from apps.paper.qr_codes import drawn, expected
from apps.yang import SHE_SAYS_FEN
from xinlu.casework.drafts import Basis, DraftLine
from xinlu.casework.services.accounts import write_account
from xinlu.kernel.errors import Refusal
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.recognition.services.answers import record_answer
from xinlu.recognition.services.cards import issue_card


def paper(household, language="zh-hans", **how):
    from xinlu.paper.account import account_paper

    return account_paper(household, language=language, **how)


def page(household, language="zh-hans"):
    return paper(household, language, as_page=True).printed.html


def cells(html, name):
    """What stands in the row of that name, tags taken out."""
    row = next(each for each in re.findall(r"<tr.*?</tr>", html, re.DOTALL) if f"<span>{name}<" in each)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip()


def test_twelve_lines_fit_on_one_sheet_and_a_contested_one_shows_both_versions(yang, pages_of):
    account = yang.reckon()
    for kind, own_fen in SHE_SAYS_FEN.items():
        words = "过年给了 400，再没给" if kind == "children" else ""
        yang.says(kind, Answer.CONTESTED, own_fen=own_fen, words=words)
    pages = pages_of(paper(yang.household).printed.pdf)
    assert len(pages) == 1
    text = pages[0]
    assert "我家说：过年给了 400，再没给" in text
    around = text.splitlines()
    where = next(number for number, line in enumerate(around) if "子女给的" in line)
    contested = " ".join(around[where : where + 2])
    assert re.search(r"\b600\s+400\s+不对", contested)
    assert "别人不能替签、替按" in text and "一式两张" in text and "周建民" in text
    assert account.digest[:4] in text and account.digest[12:16] in text


def test_the_two_languages_differ_in_words_and_agree_in_figures(yang, pages_of):
    yang.reckon()
    yang.goes_through_the_account()
    chinese = " ".join(pages_of(paper(yang.household, "zh").printed.pdf))
    english = " ".join(pages_of(paper(yang.household, "en").printed.pdf))
    assert "Nobody else signs" in english and "Nobody else signs" not in chinese
    assert "至少" in chinese and "at least" in english
    for figure in ("24,882", "22,990", "8,294", "7,663"):
        assert figure in chinese and figure in english


def test_an_unanswered_line_is_not_counted_and_is_named(yang):
    yang.reckon()
    yang.goes_through_the_account()
    html = page(yang.household)
    assert cells(html, "种地补贴").endswith("312 先不算 还没看")
    assert "第 9 笔还没有我家的数" in html
    assert "往多里算，全家 23,302 元" in html


def test_an_unanswered_cost_stands_as_what_it_does_to_the_sum(yang):
    yang.reckon()
    assert cells(page(yang.household), "本钱").endswith("−1,430 −1,430 本钱先照减 还没看")


def test_an_account_answered_in_full_has_no_bounds(yang):
    yang.reckon()
    for kind in yang.line_views():
        yang.says(kind)
    html = page(yang.household)
    assert "至少" not in html and "最多" not in html and "一样" in html


def test_lines_that_do_not_count_stand_apart_with_the_reason_and_health_stays_off_the_wall(yang):
    home = household_called(yang, "韦大山")
    reckon_lines(
        yang,
        home,
        DraftLine("1", "rice", Basis.SAID, amount_fen=100_000),
        DraftLine("2", "student_aid", Basis.SAID, amount_fen=50_000),
        DraftLine("3", "medical", Basis.SAID, title="老伴透析", amount_fen=80_000),
        DraftLine("4", "disability", Basis.SAID, title="二级残疾", amount_fen=20_000),
        DraftLine("5", "medical_refund", Basis.SAID, amount_fen=30_000),
    )
    card = issue_card(home, by=yang.township).card
    from xinlu.casework.selectors.accounts import account_view

    for each in account_view(home).lines:
        if each.record.kind in ("medical", "student_aid"):
            record_answer(
                each.record,
                shown_digest=each.record.digest,
                answer=Answer.CONTESTED,
                channel=Channel.CARD,
                device="a-phone",
                card=card,
                words=f"words about {each.record.kind}",
            )
    html = page(home)
    assert html.index("全家") < html.index("不算收入的") < html.index("学生补助") < html.index("不得不花的")
    assert "学生补助不算进收入。依据" in html and "单独列出来" in html
    assert "words about student_aid" in html
    for told in ("透析", "残疾", "看病吃药", "药费报销", "words about medical"):
        assert told not in html
    assert ">1,200<" in html, "rice and the allowance count"


def test_the_code_on_the_sheet_is_the_reference_and_nothing_secret(yang):
    account = yang.reckon()
    modules = drawn(page(yang.household))
    assert modules == expected(f"xinlu:account:{account.pk}:{account.digest[:16]}")
    assert modules != expected(f"xinlu:account:{account.pk}:{account.digest[1:17]}")


def test_a_correction_is_the_second_version(yang):
    first = yang.reckon()
    assert "第 1 版" in page(yang.household)
    write_account(yang.household, by=yang.helper, draft=yang.correction(first, children=50_000))
    assert "第 2 版" in page(yang.household)
    assert paper(yang.household, as_page=True).filename == "杨秀英家收入账 第2版.pdf"


def test_sixty_lines_and_a_long_name_flow_on_with_the_heading_repeated(yang, pages_of):
    home = household_called(yang, LONG_NAME)
    reckon_sixty_lines(yang, home)
    pages = pages_of(paper(home).printed.pdf)
    assert 3 <= len(pages) <= 6
    assert all("干部记的" in each for each in pages)
    numbers = {int(found) for each in pages for found in re.findall(r"^ {0,8}(\d{1,2})(?= |$)", each, re.MULTILINE)}
    assert set(range(1, 61)) <= numbers
    assert LONG_NAME in re.sub(r"\s", "", pages[0]).replace("·", "") or LONG_NAME[:15] in pages[0]
    assert all(f"{number} / {len(pages)}" in each for number, each in enumerate(pages, 1))


def test_a_name_that_is_markup_is_printed_as_it_was_written(yang, pages_of):
    home = household_called(yang, MARKUP)
    reckon_lines(yang, home, DraftLine("1", "rice", Basis.SAID, title="<b>x</b>", amount_fen=100_000))
    printed = paper(home).printed
    assert "<script" not in printed.html and "<img" not in printed.html and "<b>x" not in printed.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in printed.html
    assert "<script>alert(1)</script>" in pages_of(printed.pdf)[0]


def test_without_an_account_there_is_nothing_to_print(yang):
    with pytest.raises(Refusal) as refusal:
        paper(yang.household)
    assert refusal.value.code == "paper.no_account"


def test_more_lines_ask_no_more_queries(yang, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    yang.reckon()
    long = household_called(yang, "陆有田")
    reckon_sixty_lines(yang, long)
    with CaptureQueriesContext(connection) as few:
        page(yang.household)
    with django_assert_num_queries(len(few)):
        page(long)
