"""Days: every order and sign that leaves no doubt, and never a day, month or century that is not written."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from unit.sheets.reading_cells import TODAY, changed, how, reading, refusal
from unit.sheets.writings import FULL_WIDTH, days, is_day
from xinlu.sheets.dates import read_date
from xinlu.sheets.grid import Broken, Loss
from xinlu.sheets.reading import Read

BORN = date(1956, 8, 27)
MIDNIGHT = datetime.combine(BORN, time())

READ = [
    "1956年8月27日", "1956年08月27日", "1956年8月27", "1956年8月27号", "1956 年 8 月 27 日", "19560827", 19560827, 19560827.0,
    "1956-8-27", "1956-08-27", "1956.08.27", "1956.8.27", "1956/8/27", "1956、8、27", "1956—8—27", "1956 8 27",
    "8/27/1956", "27/8/1956", "27.8.1956", "１９５６年８月２７日", "１９５６０８２７", " '1956-08-27 ", "1956-08-27 00:00:00",
    "1956-08-27T00:00:00", "一九五六年八月二十七日", "1956年8月27日出生", "1956.8.27生", "1956-8-27\u200b", BORN, MIDNIGHT,
]  # fmt: skip

REFUSED = {
    "56.8.27": "short_year", "56年8月27日": "short_year", "560827": "short_year", "8/27/56": "short_year",
    "8/9/1956": "order", "1956年8月": "no_day", "1956.8": "no_day", "1956-08": "no_day", "195608": "no_day",
    1956.08: "no_day", 195608: "no_day", 1956.1: "no_day", "1956": "year_only", "1956年": "year_only", 1956: "year_only",
    "8月27日": "no_year", "8-27": "no_year", "农历1956年八月初一": "lunar", "1956年腊月初八": "lunar", "1956年闰八月": "lunar",
    "1956年8月左右": "vague", "约1956年": "vague", "2026.13.2": "no_month", "19561327": "no_month", 19561327: "no_month",
    "2023-02-29": "no_such_day", "1900-02-29": "no_such_day", "1956-4-31": "no_such_day", "13/13/1956": "no_such_day",
    "1899-12-31": "too_early", "0000-01-01": "too_early", date(1756, 8, 27): "too_early", "1056-08-27": "too_early",
    "2027-1-1": "not_yet", "2956-08-27": "not_yet", date(2026, 11, 26): "not_yet", "1956-08-27 10:30": "timed",
    datetime.combine(BORN, time(10, 30)): "timed", datetime.combine(BORN, time(0, 0, 0, 1)): "timed", 20694: "number",
    "20694": "number", 12: "number", 1e300: "number", float("nan"): "number", "1956827": "number", "1956.8-27": "unreadable",
    "1956--8-27": "unreadable", "Aug 27, 1956": "unreadable", "民国45年": "unreadable", "1956-008-27": "unreadable",
}  # fmt: skip


@pytest.mark.parametrize("cell", READ, ids=repr)
def test_a_day_is_read_in_all_its_writings(cell):
    assert reading(read_date, cell, latest=TODAY) == BORN


@pytest.mark.parametrize(("cell", "why"), REFUSED.items(), ids=repr)
def test_what_is_no_whole_day_is_refused_with_its_reason(cell, why):
    assert reading(read_date, cell, latest=TODAY) == f"date.{why}"


@pytest.mark.parametrize(
    ("cell", "outcome"),
    [
        (None, None), ("", None), ("—", None), ("不详", None), ("无", "date.unreadable"), ("同上", "cell.as_above"),
        (time(10), "cell.kind"), (True, "cell.kind"), (Broken(Loss.ERROR, "#REF!"), "cell.error"), ("#VALUE!", "cell.error"),
        (Broken(Loss.UNCALCULATED, "=A1"), "cell.formula"),
    ],
    ids=repr,
)  # fmt: skip
def test_cells_that_say_nothing_or_are_lost(cell, outcome):
    assert reading(read_date, cell, latest=TODAY) == outcome


def test_a_day_whose_order_cannot_matter_is_read():
    assert reading(read_date, "8/8/1956", latest=TODAY) == date(1956, 8, 8)
    assert how(read_date, "8/27/1956", latest=TODAY) == "“8/27/1956”读成 1956-08-27"
    assert how(read_date, "1956.8.27", latest=TODAY) is None


def test_the_latest_day_itself_is_read():
    assert reading(read_date, TODAY, latest=TODAY) == TODAY
    assert reading(read_date, f"{TODAY:%Y%m%d}", latest=TODAY) == TODAY


def test_the_words_say_what_is_missing():
    assert refusal(read_date, "1956年8月", latest=TODAY).words.zh == (
        "“1956年8月”只有年和月，缺哪一天。请补上，比如 1956-08-27；不知道就空着"
    )
    assert "2023 年 2 月没有 29 日" in refusal(read_date, "2023-02-29", latest=TODAY).words.zh
    assert "最晚到 2026-11-25" in refusal(read_date, "2030-1-1", latest=TODAY).words.zh


# Numbers that may be days whose format was lost.


@pytest.mark.parametrize(("cell", "day"), [(20694, BORN), (20694.0, BORN), (2101, date(1905, 10, 1)), (46351, TODAY)])
def test_a_number_is_a_day_only_beside_true_days(cell, day):
    assert reading(read_date, cell, latest=TODAY, serial_ok=True) == day
    assert "丢了格式" in how(read_date, cell, latest=TODAY, serial_ok=True)
    assert isinstance(reading(read_date, cell, latest=TODAY), str)


@pytest.mark.parametrize("cell", [0, 1, 60, 1956, 2026, 2100, 20694.5, 60_001, 1e300, float("nan"), "20694", -5])
def test_a_number_that_may_be_a_year_or_nothing_is_no_day_even_then(cell):
    assert isinstance(reading(read_date, cell, latest=TODAY, serial_ok=True), str)


@given(st.dates(date(1905, 10, 1), TODAY))
def test_lost_formats_count_from_where_spreadsheets_count(day):
    assert reading(read_date, (day - date(1899, 12, 30)).days, latest=TODAY, serial_ok=True) == day


# From the day to its writings, and back.

ENDS = ("", "", "", " 00:00:00", "T00:00:00", " 0:00", "生", "出生")
DAYS = st.dates(date(1900, 1, 1), TODAY)


@given(DAYS, st.data())
def test_every_writing_of_a_day_is_read_as_that_day(day, data):
    text = data.draw(st.sampled_from(sorted(days(day)))) + data.draw(st.sampled_from(ENDS))
    text = text.translate(FULL_WIDTH) if data.draw(st.booleans()) else text
    assert reading(read_date, f" {text}\u200b", latest=TODAY) == day


def is_sound(read, text):
    """Whether the day that is read of a text, if any, is one of which the text is a writing."""
    found = reading(read, text)
    return not isinstance(found, date) or is_day(text, found)


def read(text):
    return read_date(text, latest=TODAY)


@st.composite
def written(draw):
    return draw(st.sampled_from(sorted(days(draw(DAYS))))) + draw(st.sampled_from(ENDS))


SIGNS = "0123456789-/.、年月日号一二三十初 :农约"


@settings(deadline=None)
@given(changed(written(), SIGNS))
def test_a_slip_of_the_finger_is_refused_or_is_itself_a_day(text):
    assert is_sound(read, text)


@settings(deadline=None)
@given(st.text(st.sampled_from(SIGNS), max_size=10))
def test_nothing_is_read_that_is_not_a_writing_of_that_day(text):
    assert is_sound(read, text)


def test_a_reader_that_fills_in_the_first_of_the_month_is_noticed():
    def completing(text):
        try:
            return read(text)
        except Exception:
            return read(f"{text}1日")

    assert not is_sound(completing, "1956年8月")


def test_a_reader_that_guesses_the_order_is_noticed():
    def american(text):
        month, day, year = (int(part) for part in text.split("/"))
        return Read(date(year, 1, 1) + timedelta(days=31 * (month - 1) + day - 1))

    pairs = st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda pair: pair[0] != pair[1])
    month, day = find(pairs, lambda pair: not is_sound(american, f"{pair[0]}/{pair[1]}/1956"))
    assert reading(read, f"{month}/{day}/1956") == "date.order"
