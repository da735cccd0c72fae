"""What a column's heading says it holds: known words, read through blanks, brackets, units and parents. Never its cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

import yaml
from rapidfuzz import fuzz, process

from xinlu.income.kinds import kinds
from xinlu.kernel.words import Words

FILE = Path(__file__).parent / "headings.yaml"

NEAR = 86
"""Likeness in percent (rapidfuzz ratio) from which an unknown heading is taken for a known one: one character of six."""
NEAR_FROM_CHARACTERS = 4
"""Shorter headings differ from others by one character too easily (务工 and 民工)."""

YUAN_FEN = 100
WAN_FEN = 1_000_000

LINE = "line:"
"""Meanings that begin so are a kind of income (income.kinds) that heads a column of its own."""

_UNITS = {"元": YUAN_FEN, "万元": WAN_FEN, "yuan": YUAN_FEN, "元/年": YUAN_FEN, "元/人": YUAN_FEN, "万": WAN_FEN}
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_BRACKETS = re.compile(r"[(\[{<【《〔（]([^)\]}>】》〕）]*)[)\]}>】》〕）]?")
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_STRIPPED = re.compile(r"^[\d一二三四五六七八九十]{0,2}[、.．]|[\s*＊:：,，、。.\-—_/|]+")
_LEADING = (
    "户主的",
    "户主",
    "家庭成员",
    "家庭",
    "农户",
    "本户",
    "成员",
    "是否",
    "本年度",
    "本年",
    "上年度",
    "上年",
    "当年",
    "全年",
    "其中",
)
_TRAILING = ("情况", "状况", "信息", "名称", "小计", "合计")
_HEAD = re.compile("户主|^head|householdhead|headofhousehold")
"""What says that a column speaks of the household's head."""
_SUMS = frozenset({"合计", "小计", "总计", "共计", "金额", "总额", "total"})


class Match(StrEnum):
    """How a heading was understood."""

    EXACT = "exact"
    PART = "part"  # a known word within it
    NEAR = "near"
    REMEMBERED = "remembered"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column may hold: `key` of headings.yaml, what it is said of, and its name for people."""

    key: str
    of: str
    name: Words


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's heading as understood. `key` is "" where it is unknown; `unit_fen` is None where no unit stands."""

    written: str
    plain: str
    key: str
    match: Match
    word: str = ""
    of_head: bool = False
    of_member: bool = False
    per_head: bool = False
    unit_fen: int | None = None
    hints: tuple[str, ...] = ()


@cache
def meanings() -> Mapping[str, Meaning]:
    """Every meaning by its key, kinds of income among them, in the order in which they are offered."""
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))["meanings"]
    found = {key: Meaning(key, each["of"], Words.read(each["name"])) for key, each in written.items()}
    for kind in kinds():
        found[LINE + kind.code] = Meaning(LINE + kind.code, "line", kind.name)
    return MappingProxyType(found)


@cache
def dictionary() -> Mapping[str, str]:
    """Meaning by plain word. ValueError where a word stands under two meanings of headings.yaml."""
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for key, each in written["meanings"].items():
        for word in (*each["words"], each["name"]["zh"], each["name"]["en"]):
            plain = plain_heading(str(word))[0]
            if found.setdefault(plain, key) != key:
                raise ValueError(f"headings.yaml: {word} stands under {found[plain]} and {key}")
    for code, words in written["kinds"].items():
        for word in words:
            found.setdefault(plain_heading(str(word))[0], LINE + code)
    for kind in kinds():
        for word in (kind.name.zh, kind.name.en):
            found.setdefault(plain_heading(word)[0], LINE + kind.code)
    return MappingProxyType(found)


@cache
def kind_words() -> Mapping[str, str]:
    """Kinds of line (their codes) by the plain words that a ledger's row may have for them."""
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))["kinds"]
    told = {kind.code: (kind.name.zh, kind.name.en, *written.get(kind.code, ())) for kind in kinds()}
    return MappingProxyType({plain_heading(str(word))[0]: code for code, words in told.items() for word in words})


def plain_heading(written: str) -> tuple[str, tuple[str, ...]]:
    """A heading without blanks, marks, brackets and years, in small letters; and what stood in the brackets.

    >>> plain_heading("家庭年纯收入\\n（元）*")
    ('家庭年纯收入', ('元',))
    """
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", written)).lower()
    hints: list[str] = []

    def keep(match: re.Match[str]) -> str:
        hints.append(re.sub(r"\s+", "", match[1]).removeprefix("单位:").removeprefix("单位"))
        return ""

    text = _BRACKETS.sub(keep, text)
    text = _YEAR.sub("", text)
    return _STRIPPED.sub("", text), tuple(hint for hint in hints if hint)


def read_heading(path: tuple[str, ...], *, remembered: Mapping[str, str] = MappingProxyType({})) -> Heading:
    """The heading of a column from the words above it, uppermost first; `remembered` are an office's own corrections.

    >>> read_heading(("家庭年收入(元)", "工资性收入")).key
    'total.wages'
    """
    return _read(path, tuple(sorted(remembered.items())))


@lru_cache(maxsize=4096)
def _read(path: tuple[str, ...], remembered: tuple[tuple[str, str], ...]) -> Heading:
    plains = [plain_heading(part) for part in path]
    hints = tuple(hint for _, found in plains for hint in found)
    words = [plain for plain, _ in plains if plain]
    leaf = words[-1] if words else ""
    above = "".join(words[:-1])
    key, match, word = _matched(words, dict(remembered))
    unit = next((_UNITS[hint] for hint in reversed(hints) if hint in _UNITS), None)
    return Heading(
        written=" ".join(part.strip() for part in path if part.strip()),
        plain=">".join(words),
        key=key,
        match=match,
        word=word,
        of_head=key != "relation" and bool(_HEAD.search(leaf) or _HEAD.search(above)),
        of_member="成员" in leaf or "成员" in above,
        per_head="人均" in leaf or "人均" in above,
        unit_fen=unit or (WAN_FEN if leaf.endswith("万元") else None),
        hints=hints,
    )


def _matched(words: list[str], remembered: dict[str, str]) -> tuple[str, Match, str]:
    if not words:
        return "", Match.NONE, ""
    whole = ">".join(words)
    if whole in remembered:
        return remembered[whole], Match.REMEMBERED, whole
    known = dictionary()
    leaf = words[-1]
    if leaf in _SUMS and len(words) > 1:
        leaf = words[-2]
    for candidate in (leaf, "".join(words[-2:])):
        if candidate in known:
            return known[candidate], Match.EXACT, candidate
    if leaf == "户主":
        return "name", Match.EXACT, "户主"
    for shorter in _shorter(leaf):
        if shorter in known:
            return known[shorter], Match.PART, shorter
    if len(leaf) >= NEAR_FROM_CHARACTERS:
        found = process.extractOne(leaf, known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
        if found and len(found[0]) >= NEAR_FROM_CHARACTERS:
            return known[found[0]], Match.NEAR, found[0]
    return "", Match.NONE, ""


def _shorter(leaf: str) -> list[str]:
    """The heading without what often stands before or behind the word that matters, longest first."""
    found = [leaf]
    for part in found:
        found += [part.removeprefix(each) for each in _LEADING if part.startswith(each) and part != each]
        found += [part.removesuffix(each) for each in _TRAILING if part.endswith(each) and part != each]
    return sorted(dict.fromkeys(each for each in found[1:] if len(each) > 1), key=len, reverse=True)
