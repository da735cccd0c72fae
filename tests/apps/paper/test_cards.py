"""The card's code opens the household's page, is large enough to be scanned, and its secret stands nowhere else."""

import logging

import pytest

from apps.paper.cast import LONG_NAME, household_called
from apps.paper.qr_codes import QUIET, drawn, expected, printed
from xinlu.recognition.services.cards import IssuedCard, issue_card

FRONT_CODE_DOTS = (590, 330, 1045, 640)
"""Where the code of the first card stands on the sheet, in tenths of a millimetre: left, top, right, bottom."""


@pytest.fixture
def issued(yang):
    return IssuedCard(yang.card, yang.secret)


def sheet(*cards, **how):
    from xinlu.paper.cards import card_sheet

    return card_sheet(cards, **{"language": "zh", **how})


def test_the_code_is_the_address_with_the_secret(issued, settings):
    settings.XINLU_SITE = "https://xinlu.example.cn/"
    modules = drawn(sheet(issued, as_page=True).printed.html)
    assert modules == expected(f"https://xinlu.example.cn/c/{issued.secret}")
    assert modules != expected(f"https://xinlu.example.cn/c/{issued.secret[::-1]}")


@pytest.mark.parametrize("site", ["http://a.cn", "https://mingbaizhang.fupin.yuelingxian.gov.example.cn:8443"])
def test_the_code_on_the_sheet_is_at_least_25_mm_wide_and_reads_back(issued, settings, picture_of, site):
    settings.XINLU_SITE = site
    wanted = expected(f"{site}/c/{issued.secret}")
    picture = picture_of(sheet(issued).printed.pdf)
    modules, side_dots = printed(picture, box=FRONT_CODE_DOTS, modules=len(wanted) - 2 * QUIET)
    assert modules == wanted
    assert side_dots >= 250


def test_the_secret_is_in_no_text_of_the_sheet_no_name_and_no_log(issued, pages_of, caplog):
    with caplog.at_level(logging.DEBUG):
        paper = sheet(issued)
    assert issued.secret not in paper.printed.html
    assert issued.secret.encode() not in paper.printed.pdf
    assert issued.secret not in "".join(pages_of(paper.printed.pdf))
    assert issued.secret not in caplog.text and issued.secret not in paper.filename
    assert issued.card.serial in paper.printed.html, "what is looked for would be found"


def test_five_cards_take_two_sheets_and_each_names_its_household(yang, issued, pages_of):
    others = [
        issue_card(household_called(yang, name), by=yang.township) for name in ("韦一", "韦二", "韦三", LONG_NAME)
    ]
    pages = pages_of(sheet(issued, *others).printed.pdf)
    assert len(pages) == 2
    assert "杨秀英家" in pages[0] and "对门坡村二组" in pages[0] and others[0].card.serial in pages[0]
    assert others[3].card.serial in pages[1] and "杨秀英家" not in pages[1]
    assert LONG_NAME[:8] in pages[1] and LONG_NAME[-4:] + "家" in pages[1]
    assert pages[0].count("卡是您家的") == 4


def test_the_english_card_says_it_in_english(issued, pages_of):
    text = pages_of(sheet(issued, language="en").printed.pdf)[0]
    assert "杨秀英's" in text and "Scan with WeChat" in text and "扫" not in text


def test_a_name_that_is_markup_is_escaped(yang):
    markup = issue_card(household_called(yang, "<script>alert(1)</script>"), by=yang.township)
    html = sheet(markup, as_page=True).printed.html
    assert "<script" not in html and "&lt;script&gt;alert(1)" in html
