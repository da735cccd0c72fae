"""Cells of every kind a spreadsheet may hold, and what a reader made of one: a value, or the code of its refusal."""

from datetime import date, datetime, time

from hypothesis import strategies as st

from xinlu.kernel.errors import Refusal
from xinlu.sheets.grid import Broken, Loss

TODAY = date(2026, 11, 25)


def reading(reader, value, **options):
    """What is read, and how; of a refusal its code. Its words must be whole in both languages."""
    try:
        read = reader(value, **options)
    except Refusal as refusal:
        assert refusal.words.zh and refusal.words.en
        return refusal.code
    return read.value


def how(reader, value, **options):
    """In Chinese how a cell was read that was not taken as it stands; None where it was."""
    words = reader(value, **options).how
    assert words is None or (words.zh and words.en)
    return words and words.zh


def refusal(reader, value, **options):
    """The refusal of a cell; an AssertionError where it is read."""
    try:
        read = reader(value, **options)
    except Refusal as refused:
        return refused
    raise AssertionError(f"{value!r} was read as {read.value!r}")


SIGNS = "0123456789.,()-+/% '年月日元万千百十一二两三五〇零点半左右约人口斤亩男女是否无同上XxEe#=×√、；：（）０１２，．－\u200b\u3000\xa0\ufeff"
BROKEN = [Broken(Loss.ERROR, "#REF!"), Broken(Loss.UNCALCULATED, "=SUM(G5:G31)")]

TEXTS = st.one_of(st.text(), st.text(st.sampled_from(SIGNS)), st.text(st.characters(exclude_categories=())))
CELLS = st.one_of(
    st.none(),
    TEXTS,
    st.integers(),
    st.integers(-(10**6000), 10**6000),
    st.sampled_from((10**5000, -(10**5000), 2**53 + 1)),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from(BROKEN),
    st.sampled_from(["", " ", "—", "#REF!", "=A1", "同上", "x" * 40_000, "1" * 5_000, " " * 40_000, "\ud800", "'"]),
)
ODD_CELLS = [
    *BROKEN, date(1956, 8, 27), datetime.combine(date(1956, 8, 27), time(10, 30)), time(10, 30), float("nan"), float("inf"), -float("inf"),
]  # fmt: skip
"""Values that no reader of numbers or codes can take."""


@st.composite
def changed(draw, texts, signs=SIGNS):
    """A text of `texts` with one character replaced, put in or taken out."""
    text = draw(texts)
    place = draw(st.integers(0, len(text)))
    sign = draw(st.sampled_from(signs))
    kept = draw(st.sampled_from((place, min(place + 1, len(text)))))
    return text[:place] + draw(st.sampled_from((sign, ""))) + text[kept:]
