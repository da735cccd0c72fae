"""The closed lists: short stable codes, words in both languages, no two choices that read alike."""

import re

import pytest

from xinlu.practice.vocabulary import VOCABULARY, CauseOfPoverty, HouseGrade, YesNo, label


@pytest.mark.parametrize("name", VOCABULARY)
def test_codes_are_short_english_and_words_are_in_both_languages(name):
    for choice in VOCABULARY[name]:
        assert re.fullmatch(r"[a-z][a-z_]{0,23}", choice.value)
        assert re.search(r"[\u4e00-\u9fff]", label(choice).zh)
        assert re.fullmatch(r"[A-Za-z(),' -]+", label(choice).en)


@pytest.mark.parametrize("name", VOCABULARY)
def test_no_two_choices_of_a_list_read_alike(name):
    choices = list(VOCABULARY[name])
    assert (
        len({label(choice).zh for choice in choices}) == len({label(choice).en for choice in choices}) == len(choices)
    )


@pytest.mark.parametrize("name", VOCABULARY)
def test_the_stored_code_leads_back_to_its_choice(name):
    for choice in VOCABULARY[name]:
        assert VOCABULARY[name](str(choice)) is choice


def test_the_form_has_twelve_causes_and_four_grades():
    assert len(CauseOfPoverty) == 12
    assert [label(grade).zh for grade in HouseGrade] == ["A 级", "B 级", "C 级", "D 级"]


def test_yes_and_no_stand_for_the_fact():
    assert (YesNo.of(True), YesNo.of(False)) == (YesNo.YES, YesNo.NO)
