"""What a cell was read as, and what every reader refuses alike: lost formulas, ditto marks, a value of another kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache, wraps
from typing import Any, Generic, NamedTuple, NoReturn, ParamSpec, TypeVar

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.sheets.grid import Broken, Loss, Value
from xinlu.sheets.tidying import quoted

T = TypeVar("T")
P = ParamSpec("P")

KEPT = 1 << 15
"""Texts remembered by each reader: in a register the same few stand in most rows."""


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What a cell says: None where it says nothing. `how` in words where it was not read as it stands."""

    value: T | None
    how: Words | None = None


NOTHING: Read[Any] = Read(None)
"""An empty cell."""

UNKNOWN = frozenset(
    {"-", "--", "---", "—", "——", "–", "−", "/", "//", "\\", "?", "??", "…", "……", "...", "N/A", "n/a", "NULL", "null"}
) | frozenset(
    [
        "不详",
        "不清",
        "不清楚",
        "不知道",
        "不知",
        "不明",
        "未知",
        "未填",
        "没填",
        "未填写",
        "未登记",
        "待补",
        "待核",
        "待核实",
        "待查",
        "待定",
    ]
)
"""How offices write that nothing is known, after `plain`."""
ABSENT = frozenset({"无", "没有", "暂无", "无。"})
"""How they write that there is none: nothing known for a text, an answer for a number or a choice."""
AS_ABOVE = frozenset({"同上", "同左", "同前", "同上。", "〃", "″", "“", "”", '"', "''", "〞", "ditto"})
_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
_MARKS = UNKNOWN | ABSENT | AS_ABOVE | _ERRORS

_ERROR = Words(
    "这一格的公式出错了，显示的是“{written}”。请在表格里把公式改好，或者直接填数",
    "The formula of this cell is broken and shows “{written}”. Mend it in the spreadsheet, or write the value itself",
)
_UNCALCULATED = Words(
    "这一格是公式“{written}”，还没算出数来。请用表格软件打开、保存一次再交，或者直接填数",
    "This cell is the formula “{written}”, which nobody has reckoned yet. Open and save the file in a spreadsheet "
    "program once, or write the value itself",
)
_TOO_NARROW = Words(
    "这一格只剩一排“#”，是列太窄导成的。请把列拉宽再导一次",
    "Only a row of “#” is left of this cell, because the column was too narrow. Widen it and export again",
)
_AS_ABOVE = Words(
    "写的是“{written}”。这里每一行都要写明，请把上面那一格的内容抄下来",
    "It says “{written}”. Every row must say it in full here: copy what stands above",
)
_DASH = Words("“{written}”当作没填", "“{written}” taken as not filled in")
_OF_ANOTHER_KIND = Words(
    "这一格是{kind}（{written}），这里要的是{expected}。请把单元格改成文本再填",
    "This cell is {kind} ({written}); {expected} is wanted here. Format the cell as text and write it again",
)
_KINDS = (
    (bool, Words("勾选框", "a tick box")),
    (date, Words("日期", "a date")),
    (time, Words("钟点", "a time of day")),
    (int, Words("数", "a number")),
    (float, Words("数", "a number")),
)


class _Refused(NamedTuple):
    """A refusal as it is remembered: raised anew each time, since an exception gathers what raised it."""

    code: str
    words: Words


def remembered(read: Callable[P, Read[T]]) -> Callable[P, Read[T]]:
    """The reader of short texts with its last KEPT outcomes at hand, refusals among them. Not for what names a person."""

    @lru_cache(maxsize=KEPT)
    def outcome(*args: P.args, **kwargs: P.kwargs) -> Read[T] | _Refused:
        try:
            return read(*args, **kwargs)
        except Refusal as refused:
            return _Refused(refused.code, refused.words)

    @wraps(read)
    def reader(*args: P.args, **kwargs: P.kwargs) -> Read[T]:
        found = outcome(*args, **kwargs)  # type: ignore[arg-type]  # texts and lists, all hashable
        if isinstance(found, _Refused):
            raise Refusal(found.code, found.words)
        return found

    return reader


def refuse(code: str, words: Words, **values: object) -> NoReturn:
    """Refusal with the {names} in its words filled."""
    raise Refusal(code, words.filled(**values))


def first_look(text: str, *, absent: bool = False) -> Read[Any] | None:
    """What a plain text says before anybody knows what it should say; None where it must be read.

    Nothing known reads as nothing, with `how` unless the text is empty; “无” likewise where `absent`. Refusal for a
    ditto mark, an error or a formula that was exported as text.
    """
    if not text:
        return NOTHING
    if text in _MARKS:
        if text in AS_ABOVE:
            refuse("cell.as_above", _AS_ABOVE, written=text)
        if text in _ERRORS:
            refuse("cell.error", _ERROR, written=text)
        if absent or text in UNKNOWN:
            return Read(None, _DASH.filled(written=text))
        return None
    if text[0] == "=":
        refuse("cell.formula", _UNCALCULATED, written=quoted(text))
    if text[0] == "#" and not text.strip("#"):
        refuse("cell.too_narrow", _TOO_NARROW)
    return None


def refuse_kind(value: Value, *, expected: Words) -> NoReturn:
    """Refusal for a value that is of no kind the reader takes: what it is, and what is `expected`."""
    if isinstance(value, Broken):
        if value.why is Loss.ERROR:
            refuse("cell.error", _ERROR, written=quoted(value.text))
        refuse("cell.formula", _UNCALCULATED, written=quoted(value.text))
    kind = next((words for known, words in _KINDS if isinstance(value, known)), Words("别的东西", "something else"))
    refuse("cell.kind", _OF_ANOTHER_KIND, kind=kind, written=quoted(value), expected=expected)
