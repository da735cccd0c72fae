"""A choice of a closed list from what an office wrote: one entry beyond doubt, or a refusal that names the entries."""

from __future__ import annotations

import re
from typing import Any, cast

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.practice.vocabulary import AnyChoice, Choice, YesNo
from xinlu.sheets.code_lists import CodeList, code_list, key, list_of
from xinlu.sheets.grid import Value
from xinlu.sheets.reading import NOTHING, Read, first_look, refuse, refuse_kind, remembered
from xinlu.sheets.tidying import bounded, plain, quoted, sentence

LONGEST_LIST = 200
"""Characters of a cell in which several entries may stand."""

_SEPARATORS = re.compile(r"([、,，;；/|+&]|和|及|与| )")
_EXPECTED = Words("文字", "text")
_UNKNOWN = Words(
    "“{written}”不在能填的里面。请从这些里选：{list}", "“{written}” is not on the list. Choose from: {list}"
)
_NUMBERED = Words(
    "“{written}”是编号，看不出是第几样的什么。请写字：{list}",
    "“{written}” is a number, and its list is not known. Write it in words: {list}",
)
_READ_AS = Words("“{written}”读成“{choice}”", "“{written}” read as “{choice}”")
_NOTHING_KNOWN = Words("“{written}”当作没填", "“{written}” taken as not filled in")
_TOO_LONG = Words("这里写得太长。请从这些里选：{list}", "This is too long. Choose from: {list}")


def read_code(value: Value, *, choice: type[AnyChoice], numbered: bool = False) -> Read[AnyChoice]:
    """The entry of a closed list: its own words in either language, its code, or what offices write for it, with `how`.

    `numbered`: numbers stand for entries, as 1 and 2 for the sexes. Refusal for what is on no list, for two entries at
    once, and for what may mean either of two.
    """
    if value is None:
        return NOTHING
    return cast("Read[AnyChoice]", _of_text(_text(value), choice, "", numbered))


def read_codes(value: Value, *, choice: type[AnyChoice]) -> Read[tuple[AnyChoice, ...]]:
    """Several entries, set apart by commas, strokes or blanks, in their order; an entry that stands twice counts once."""
    if value is None:
        return NOTHING
    text = sentence(value) if isinstance(value, str) else _text(value)
    if len(text) > LONGEST_LIST:
        refuse("code.too_long", _TOO_LONG, list=list_of(choice))
    return cast("Read[tuple[AnyChoice, ...]]", _several_of_text(text, choice))


def read_yes_no(value: Value, *, field: str = "") -> Read[bool]:
    """Whether a fact holds: 是 否 有 无 √ × 1 0 and a tick box; “部分” and the like read as nothing known, with `how`.

    With the name of a fact of VOCABULARY as `field` also what speaks of that fact alone, such as “低保户”.
    """
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return _TRUE if value else _FALSE
    if isinstance(value, (int, float)) and value in (0, 1):
        return _TRUE if value else _FALSE
    read = _of_text(_text(value), YesNo, field, False)
    if read.value is None:
        return cast("Read[bool]", read)
    if read.how is None:
        return _TRUE if read.value is YesNo.YES else _FALSE
    return Read(read.value is YesNo.YES, read.how)


_TRUE, _FALSE = Read(True), Read(False)


def _text(value: Value) -> str:
    """What is to be found on a list: a text, or a number as it is shown."""
    if isinstance(value, str):
        return bounded(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        refuse_kind(value, expected=_EXPECTED)
    return plain(value)


@remembered
def _of_text(value: str, choice: type[Choice], field: str, numbered: bool) -> Read[Any]:
    text = plain(value)
    if (nothing := first_look(text)) is not None:
        return nothing
    known = code_list(choice, field)
    if found := known.find(text):
        return Read(found.choice, None if found.said else _how(text, (found.choice,)))
    if numbered and (counted := known.numbers.get(text)):
        return Read(counted, _how(text, (counted,)))
    if key(text) in known.nothing:
        return Read(None, _NOTHING_KNOWN.filled(written=text))
    if len(_pieces(sentence(value), known) or ()) > 1:
        refuse("code.several", known.several, written=quoted(text))
    raise _refusal(text, choice, known)


@remembered
def _several_of_text(value: str, choice: type[Choice]) -> Read[Any]:
    text = plain(value)
    if (nothing := first_look(text)) is not None:
        return nothing
    known = code_list(choice)
    if key(text) in known.nothing:
        return Read(None, _NOTHING_KNOWN.filled(written=text))
    pieces = _pieces(value, known)
    if pieces is None:
        unknown = next(part for part in _parts(value) if not known.find(plain(part)))
        raise _refusal(plain(unknown) if known.why_not(plain(unknown)) else text, choice, known)
    chosen = tuple(dict.fromkeys(found for found, _ in pieces))
    literal = all(said for _, said in pieces) and len(chosen) == len(pieces)
    return Read(chosen, None if literal else _how(value, chosen))


def _pieces(text: str, known: CodeList) -> list[tuple[Choice, bool]] | None:
    """The entries that make up the whole text, or None. Some entries hold commas themselves: the longest is tried first."""
    parts = _SEPARATORS.split(text)
    pieces: list[tuple[Choice, bool]] = []
    start = 0
    while start < len(parts):
        if not parts[start]:
            start += 2
            continue
        for end in range(len(parts), start, -2):
            if found := known.find(plain("".join(parts[start:end]))):
                pieces.append((found.choice, found.said))
                start = end + 1
                break
        else:
            return None
    return pieces


def _parts(text: str) -> list[str]:
    return [part for part in _SEPARATORS.split(text)[::2] if part]


def _how(written: str, chosen: tuple[Choice, ...]) -> Words:
    names = Words("、".join(each.words.zh for each in chosen), "; ".join(each.words.en for each in chosen))
    return _READ_AS.filled(written=quoted(written), choice=names)


def _refusal(text: str, choice: type[Choice], known: CodeList) -> Refusal:
    written, words = quoted(text), known.why_not(text)
    if words is not None:
        return Refusal("code.unclear", words.filled(written=written))
    if text.replace(".", "").isdigit():
        return Refusal("code.number", _NUMBERED.filled(written=written, list=list_of(choice)))
    return Refusal("code.unknown", _UNKNOWN.filled(written=written, list=list_of(choice)))
