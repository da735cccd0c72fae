"""The declared tables hang together: words, keys, references, and how money and households are held."""

import pytest

from xinlu.assessment.tables import ColumnType, known_facts, tables


@pytest.mark.parametrize("name", list(tables()))
def test_a_table_says_in_both_languages_what_it_and_each_column_holds(name):
    of = tables()[name]
    for words in (of.means, *(column.means for column in of.columns)):
        assert words.zh.strip() and words.en.strip()


@pytest.mark.parametrize("name", list(tables()))
def test_keys_and_references_name_what_is_there(name):
    of = tables()[name]
    for key in of.key:
        assert of.column(key).is_required
    for column in of.columns:
        if column.refers:
            other = tables()[column.refers]
            assert other.schema[other.key[0]] is column.type
    if of.of:
        assert of.column("household_no").type is ColumnType.INT64 and of.is_clustered


def test_no_column_stands_twice_and_money_is_whole_fen():
    for of in tables().values():
        names = [column.name for column in of.columns]
        assert len(set(names)) == len(names)
        assert all(column.type is ColumnType.INT64 for column in of.columns if column.is_money)


def test_circumstances_are_facts_of_the_policy_room():
    declared = {name.removesuffix("__least").removesuffix("__most") for name in tables()["circumstances"].schema}
    assert declared - {"household_no"} <= set(known_facts().household)
