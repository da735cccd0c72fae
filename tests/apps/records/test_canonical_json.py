"""The quick encoder writes the very bytes of RFC 8785, or leaves the value to the slow one."""

from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from xinlu.records.digest import LARGEST_INTEGER, canonical, common_text, is_common

edge = LARGEST_INTEGER
texts = st.text(st.characters(exclude_categories=()), max_size=12)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.integers(edge - 2, edge + 2), st.floats(), texts
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)
common = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-edge, edge), st.text(max_size=12)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=6), inner, max_size=4),
    ),
    max_leaves=12,
)


def written(write, value):
    try:
        return write(value)
    except Exception as error:
        return type(error)


@settings(max_examples=400)
@given(values)
def test_any_value_is_written_or_refused_as_rfc8785_does(value):
    assert written(canonical, value) == written(rfc8785.dumps, value)


@settings(max_examples=400)
@given(common)
def test_what_records_hold_takes_the_quick_way(value):
    assert is_common(value)
    assert common_text(value).encode() == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value",
    [1.0, edge + 1, -edge - 1, (1,), {"户": 1}, {1: 2}, [[{"a": [0.5]}]], type("Code", (str,), {})("x"), object()],
)
def test_what_the_quick_encoder_might_write_otherwise_is_left_to_the_slow_one(value):
    assert not is_common(value) and common_text(value) is None


@pytest.mark.parametrize(
    "value", [{"b": 1, "a": 2}, "é", "\x7f", {"\ufb33": 1, "\U00010000": 2}, [1.0], ["</script>", "\u2028"]]
)
def test_an_encoder_that_is_a_little_different_is_seen_by_the_comparison(value):
    """What json.dumps writes by itself is not canonical; where it happens to be, another slip of it is not."""
    careless = json.dumps(value).encode()
    assert canonical(value) == rfc8785.dumps(value)
    assert careless != rfc8785.dumps(value) or json.dumps([value, "é"]).encode() != rfc8785.dumps([value, "é"])
