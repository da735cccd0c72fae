"""Words: one sentence in two languages, filled and said; refusals carry them."""

import pytest

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

LEFT = Words("还差 {n} 笔", "{n} lines to go")


@pytest.mark.parametrize("language", ["zh", "zh-hans", "zh-CN", "ZH_Hans"])
def test_any_chinese_tag_is_answered_in_chinese(language):
    assert LEFT.filled(n=3).said(language) == "还差 3 笔"


@pytest.mark.parametrize("language", ["en", "en-gb", "fr", ""])
def test_any_other_tag_is_answered_in_english(language):
    assert LEFT.filled(n=3).said(language) == "3 lines to go"


def test_a_value_that_is_words_is_said_in_each_language():
    filled = Words("{who}说的", "said by {who}").filled(who=Words("户主", "the head"))
    assert filled == Words("户主说的", "said by the head")


def test_braces_within_a_value_are_left_alone():
    assert LEFT.filled(n="{m}").zh == "还差 {m} 笔"


def test_a_place_left_unfilled_is_an_error_and_not_shown():
    with pytest.raises(KeyError):
        LEFT.filled(m=3)


def test_words_are_read_from_a_mapping_and_a_missing_language_is_named():
    assert Words.read({"zh": "水", "en": "water"}) == Words("水", "water")
    with pytest.raises(KeyError, match="en"):
        Words.read({"zh": "水"})


def test_a_refusal_carries_its_code_its_words_and_its_place():
    refusal = Refusal("account.empty", LEFT, field="lines")
    assert (refusal.code, refusal.words, refusal.field) == ("account.empty", LEFT, "lines")
    assert str(refusal) == "account.empty: {n} lines to go"
