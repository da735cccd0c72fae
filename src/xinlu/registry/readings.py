"""How a name reads aloud, and by which beginnings a household is searched. Pure: it knows no database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

FOUND_BY_LONGEST = 400
"""Characters kept to search by: room for every beginning in a name of ten characters; of a longer one the inner go."""

TYPED_LONGEST = 40
"""Characters of a search that are looked for, and so of each beginning that are kept."""

BREAK = "\n"
"""Stands before each beginning: nobody types it, so a search never runs from one into the next."""

SURNAMES: dict[str, tuple[str, ...]] = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "曾": ("zeng",),
    "覃": ("qin",),
    "解": ("xie",),
    "仇": ("qiu",),
    "单": ("shan",),
    "查": ("zha",),
    "区": ("ou",),
    "翟": ("zhai",),
    "缪": ("miao",),
    "朴": ("piao",),
    "盖": ("ge",),
    "折": ("she",),
    "召": ("shao",),
    "种": ("chong",),
    "繁": ("po",),
    "员": ("yun",),
    "秘": ("bi",),
    "黑": ("he",),
    "乐": ("yue",),
}
"""Characters that a surname reads otherwise than the word (Xiandai Hanyu Cidian); pypinyin gives the word's reading."""


def searchable(name: str) -> str:
    """A name as it is sorted by: full pinyin without tones, then the initials; twice where the surname has a reading
    of its own.

    >>> searchable("杨秀英"), searchable("曾小妹")
    ('yangxiuying yxy', 'zengxiaomei zxm cengxiaomei cxm')
    """
    return " ".join(f"{''.join(each)} {_initials(each)}" for each in _readings(name))[:200]


def found_by(name: str, *, number: str) -> str:
    """Everything by whose beginning a household is found, each after a BREAK: its number, its head's name, and from each
    of the name's characters on the pinyin and the initials, by every reading. FOUND_BY_LONGEST characters at most.

    >>> found_by("杨秀英", number="YL-017").split()
    ['yl-017', '杨秀英', 'yangxiuying', 'yxy', 'xiuying', 'xy', 'ying', 'y']
    """
    kept = ""
    for each in dict.fromkeys(_beginnings(name, number)):
        if each and len(kept) + len(BREAK) + len(each) <= FOUND_BY_LONGEST:
            kept += BREAK + each
    return kept


def looked_for(typed: str) -> tuple[str, ...]:
    """What a search looks for within `found_by`, any of them; nothing where nothing was typed.

    Chinese stands anywhere in the name; letters and figures only where something begins.

    >>> looked_for("秀英"), looked_for(" Xiu Ying "), looked_for("YL-01")
    (('秀英',), ('\\nxiu ying', '\\nxiuying'), ('\\nyl-01',))
    """
    text = _plain(typed)[:TYPED_LONGEST]
    if not text:
        return ()
    if not text.isascii():
        letters = text.replace("ü", "v")
        return (text,) if not letters.isascii() else (BREAK + re.sub(r"[^a-z0-9]", "", letters),)
    letters = re.sub(r"[^a-z]", "", text)
    # What has figures in it is a number or a name as it is written; pinyin may be typed in parts.
    spelt = (text,) if any(each.isdigit() for each in text) else (text, letters)
    return tuple(dict.fromkeys(BREAK + each for each in spelt if each))


def _beginnings(name: str, number: str) -> Iterator[str]:
    yield _plain(number)
    yield from _words(_plain(name))
    readings = _readings(name)
    for start in range(max(len(syllables) for syllables in readings)):
        for syllables in readings:
            yield "".join(syllables[start:])[:TYPED_LONGEST]
            yield _initials(syllables[start:])[:TYPED_LONGEST]


def _words(name: str) -> Iterator[str]:
    """The name, and in one written with blanks also each of its later words with what follows it."""
    words = name.split(" ")
    yield from (" ".join(words[start:]) for start in range(len(words)))


@lru_cache(maxsize=1 << 13)
def _readings(name: str) -> Sequence[Sequence[str]]:
    """The syllables of a name, its surname's own reading first."""
    from pypinyin import lazy_pinyin  # sixty megabytes, of use only to whoever writes names

    syllables = [each.lower() for each in lazy_pinyin("".join(each for each in name if each.isalnum()))]
    own = next((reading for surname, reading in SURNAMES.items() if name.startswith(surname)), ())
    return [[*own, *syllables[len(own) :]], syllables] if own else [syllables]


def _initials(syllables: Sequence[str]) -> str:
    return "".join(each[0] for each in syllables)


def _plain(text: str) -> str:
    """Small letters, full-width forms made narrow, one blank where there were several."""
    return " ".join(unicodedata.normalize("NFKC", text.replace("\x00", "")).lower().split())
