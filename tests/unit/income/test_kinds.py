"""The packaged kinds of line."""

import re

import pytest

from xinlu.income.kinds import Source, kind, kinds, offered_kinds
from xinlu.kernel.errors import Refusal


def test_the_list_is_as_long_as_a_helpers_own_and_names_every_kind_once():
    codes = [each.code for each in kinds()]
    assert 60 <= len(offered_kinds()) <= 67
    assert len(set(codes)) == len(codes)
    assert len({each.name.zh for each in kinds()}) == len(codes)
    assert len({each.name.en for each in kinds()}) == len(codes)


def test_every_source_has_kinds_and_is_named_in_both_languages():
    assert {each.source for each in kinds()} == set(Source)
    assert all(source.words.zh and source.words.en for source in Source)


def test_quantity_price_and_unit_are_asked_together_or_not_at_all():
    for each in kinds():
        assert len({each.quantity is None, each.price is None, each.unit is None}) == 1, each.code


def test_every_kind_fits_the_column_it_is_stored_in_and_can_name_a_parameter_and_a_picture():
    for each in kinds():
        assert re.fullmatch(r"[a-z_]{1,40}", each.code)
        assert re.fullmatch(r"[a-z]+", each.picture)


def test_what_is_offered_first_comes_from_every_source_and_is_not_everything():
    quick = [each for each in kinds() if each.quick]
    assert {each.source for each in quick} == set(Source) - {Source.UNSPLIT}
    assert len(quick) < len(kinds()) / 2


def test_an_unknown_kind_is_refused_by_name():
    with pytest.raises(Refusal) as refused:
        kind("unicorn")
    assert "unicorn" in refused.value.words.zh
    assert refused.value.field == "kind"


def test_a_registers_sums_are_kinds_of_every_source_and_never_offered_at_the_table():
    whole = {each for each in kinds() if each.whole}
    assert {each.source for each in whole} == set(Source) - {Source.RIGID_SPENDING}
    assert not whole & set(offered_kinds())
    assert not any(each.quick for each in whole)
