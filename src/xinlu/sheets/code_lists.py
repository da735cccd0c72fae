"""The closed lists with the writings of offices, as packaged in codes.yaml: what each text may stand for, if anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from xinlu.kernel.words import Words
from xinlu.practice.vocabulary import VOCABULARY, Choice, YesNo, chosen
from xinlu.sheets.tidying import plain

FILE = Path(__file__).parent / "codes.yaml"

_NAMES: dict[type[Choice], str] = {kind: name for name, kind in VOCABULARY.items() if kind is not YesNo} | {
    YesNo: "yes_no"
}
_UNSAID = re.compile(r"[ “”\"]")
_SEPARATORS = str.maketrans("、;/", ",,,")
_LIST_NUMBER = re.compile(r"\(?([0-9]{1,2})(?:[.、:)]|-(?=[^0-9])) ?(.+)")

_SEVERAL = Words(
    "“{written}”写了不止一样，这里只填一样。请问清楚是哪一样：{list}",
    "“{written}” names several, and one is wanted here. Ask which it is: {list}",
)


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that a text stands for; `said` tells whether by its own words or code, else it is a synonym."""

    choice: Choice
    said: bool


@dataclass(frozen=True, slots=True)
class CodeList:
    """One closed list: its texts as compared, and the texts that are refused with words of their own."""

    texts: dict[str, Found]
    before: tuple[str, ...]
    after: tuple[str, ...]
    numbers: dict[str, Choice]
    nothing: frozenset[str]
    refused: dict[str, Words]
    refused_endings: tuple[tuple[str, Words], ...]
    several: Words

    def find(self, text: str) -> Found | None:
        """The entry for a plain text, with what may stand before and after it, or a number of the list, taken away."""
        compared = key(text)
        found = self.texts.get(compared) or self._within(compared)
        if found is None and (numbered := _LIST_NUMBER.fullmatch(text)):
            found = self.find(numbered[2])
            other = self.numbers.get(numbered[1])
            if found is not None and other not in (None, found.choice):
                return None
        return found

    def _within(self, compared: str) -> Found | None:
        if compared in self.refused:
            return None
        for before in self.before:
            for after in self.after:
                inner = compared[len(before) : len(compared) - len(after)]
                if compared.startswith(before) and compared.endswith(after) and (found := self.texts.get(inner)):
                    return Found(found.choice, said=False)
        return None

    def why_not(self, text: str) -> Words | None:
        """The words of its own for a text that is known and refused."""
        compared = key(text)
        if compared in self.refused:
            return self.refused[compared]
        return next((words for ending, words in self.refused_endings if compared.rstrip(")").endswith(ending)), None)


def key(text: str) -> str:
    """A plain text as lists compare it: without case and blanks, one comma for another.

    Commas and brackets stay: “户主、之子” are two, and “户主之子” is one.
    """
    return _UNSAID.sub("", text).translate(_SEPARATORS).casefold()


@cache
def code_list(choice: type[Choice], field: str = "") -> CodeList:
    """The list of a vocabulary; with the name of a yes-or-no fact, also what says yes or no to that fact alone.

    ValueError where codes.yaml names an unknown code, or one text for two entries.
    """
    name = _NAMES[choice]
    written = _file()[name]
    texts: dict[str, Found] = {}
    for text, found in _texts(choice, written["codes"], said=choice is YesNo):
        _enter(texts, text, found, name)
    if field:
        for text, found in _texts(choice, _file()["facts"].get(field, {}), said=False):
            _enter(texts, text, found, f"{name} of {field}")
    refused = written.get("refused", ())
    list_words = list_of(choice)
    several = written.get("several")
    return CodeList(
        texts=texts,
        before=("", *written.get("before", ())),
        after=("", *written.get("after", ())),
        numbers={number: _entry(choice, code) for number, code in written.get("numbers", {}).items()},
        nothing=frozenset(map(key, written.get("nothing", ()))),
        refused={key(text): _words(entry, list_words) for entry in refused for text in entry.get("texts", ())},
        refused_endings=tuple(
            (end, _words(entry, list_words)) for entry in refused for end in entry.get("endings", ())
        ),
        several=_words(several, list_words) if several else _with_list(_SEVERAL, list_words),
    )


def list_of(choice: type[Choice]) -> Words:
    """The words of a list in a short row, without what stands in brackets."""
    zh = [re.sub("（.*?）", "", each.words.zh) for each in choice]
    en = [re.sub(r" ?\(.*?\)", "", each.words.en) for each in choice]
    apart = " / " if any("、" in each for each in zh) else "、"
    return Words(apart.join(dict.fromkeys(zh)), "; ".join(dict.fromkeys(en)))


def _texts(choice: type[Choice], codes: dict[str, list[str]], *, said: bool) -> Iterator[tuple[str, Found]]:
    for each in choice:
        for text in (each.words.zh, each.words.en, str(each.value)):
            yield text, Found(each, said=True)
    for code, texts in codes.items():
        for text in texts:
            yield text, Found(_entry(choice, code), said=said)


def _entry(choice: type[Choice], code: str) -> Choice:
    found = chosen(choice, code)
    if found is None:
        raise ValueError(f"codes.yaml: {choice.__name__} has no “{code}”")
    return found


def _enter(texts: dict[str, Found], text: str, found: Found, name: str) -> None:
    known = texts.setdefault(key(plain(text)), found)
    if known.choice is not found.choice:
        raise ValueError(f"codes.yaml, {name}: “{text}” stands for {known.choice.value} and for {found.choice.value}")


def _words(entry: dict[str, Any], list_words: Words) -> Words:
    return _with_list(Words.read(entry), list_words)


def _with_list(words: Words, list_words: Words) -> Words:
    return Words(words.zh.replace("{list}", list_words.zh), words.en.replace("{list}", list_words.en))


@cache
def _file() -> dict[str, Any]:
    written: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return written
