"""A table that leaves the screen is a workbook that opens, whatever it is named after."""

import pytest

from xinlu.kernel.words import Words
from xinlu.reports.tables import Column, Table, sheet_name, written


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("杨/秀英", "杨秀英"),
        ("[a]", "a"),
        ("'q'", "q"),
        ("?", "1"),
        ("it's", "it's"),
        ("杨" * 40, "杨" * 31),
        ("a" * 30 + "'b", "a" * 30),
    ],
)
def test_a_table_of_any_name_is_written(text, name):
    assert sheet_name(text) == name
    table = Table(name=Words(text, text), columns=[Column(Words("户", "Household"))], rows=[["甲"]])
    assert written(table, language="zh").read(2) == b"PK"
