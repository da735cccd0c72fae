"""Whatever stands in a cell: a reader gives a value of its own kind, or a Refusal in words, and nothing else."""

from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.sheets.reading_cells import CELLS, TODAY
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.practice.idnumbers import IdNumber
from xinlu.practice.vocabulary import VOCABULARY, Choice
from xinlu.sheets.reading import Read
from xinlu.sheets.values import (
    read_code,
    read_codes,
    read_count,
    read_date,
    read_fen,
    read_household_number,
    read_id_number,
    read_name,
    read_phone,
    read_quantity_milli,
    read_text,
    read_yes_no,
)

READERS = {
    "name": (read_name, str),
    "text": (read_text, str),
    "phone": (read_phone, str),
    "number": (read_household_number, str),
    "id": (read_id_number, IdNumber),
    "yuan": (read_fen, int),
    "wan": (partial(read_fen, unit_fen=1_000_000), int),
    "count": (partial(read_count, least=1, most=40), int),
    "quantity": (read_quantity_milli, int),
    "quantity in jin": (partial(read_quantity_milli, unit="斤"), int),
    "day": (partial(read_date, latest=TODAY), date),
    "day or serial": (partial(read_date, latest=TODAY, serial_ok=True), date),
    "yes or no": (read_yes_no, bool),
    **{f"code {name}": (partial(read_code, choice=kind), Choice) for name, kind in VOCABULARY.items()},
    **{f"codes {name}": (partial(read_codes, choice=kind), tuple) for name, kind in VOCABULARY.items()},
    "numbered": (partial(read_code, choice=VOCABULARY["sex"], numbered=True), Choice),
}


def outcome(reader, kind, cell):
    """What came of a cell; AssertionError where it is neither a value of that kind nor a refusal in words."""
    try:
        read = reader(cell)
    except Refusal as refused:
        assert refused.words.zh and refused.words.en and len(refused.words.zh) < 400 and "." in refused.code
        return refused
    assert isinstance(read, Read) and (read.value is None or type(read.value) is kind or isinstance(read.value, kind))
    assert read.how is None or isinstance(read.how, Words)
    return read


@settings(max_examples=400, deadline=None)
@given(CELLS, st.sampled_from(sorted(READERS)))
def test_a_reader_gives_a_value_of_its_kind_or_a_refusal(cell, name):
    outcome(*READERS[name], cell)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=25, deadline=None)
@given(cell=CELLS)
def test_every_reader_does_and_reads_the_same_again(name, cell):
    first, again = outcome(*READERS[name], cell), outcome(*READERS[name], cell)
    assert type(first) is type(again) and getattr(first, "value", None) == getattr(again, "value", None)


@pytest.mark.parametrize("name", READERS)
def test_an_empty_cell_says_nothing(name):
    reader, _ = READERS[name]
    assert [reader(cell) for cell in (None, "", " \u3000\u200b")] == [Read(None)] * 3


@pytest.mark.parametrize("name", READERS)
def test_a_ditto_mark_is_never_read(name):
    for cell in ("同上", "〃", '"', "″"):
        assert outcome(*READERS[name], cell).code == "cell.as_above"


def test_a_reader_that_lets_python_read_is_noticed():
    with pytest.raises((ValueError, OverflowError, TypeError)):
        outcome(lambda cell: Read(int(cell)), int, float("inf"))
    with pytest.raises(AssertionError):
        outcome(lambda cell: Read(str(cell)), int, "6")
