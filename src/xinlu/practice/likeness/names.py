"""How a person's name is read: its parts, its sound, and how two names compare. Han and Latin script."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from pypinyin import lazy_pinyin
from rapidfuzz.distance import OSA

SAME, SOUND, NEAR, ORDER, SHORT, PARTLY, DIFFERS = range(7)
"""How two names agree, best first: the same; other characters of the same sound; a like sound or spelling; the same in
another order; one written shorter; all but one part; not."""

SURNAME = re.compile(
    "(?:欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|慕容|"
    "仲孙|钟离|长孙|宇文|司徒|鲜于|司空|令狐|百里|呼延|东郭|南门|西门|公西|轩辕)(?=.)|."
)
HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]|【[^】]*】")
NOT_NAME = re.compile(r"[^\w·'’\s-]|[\d_]")
DOTS = re.compile(r"[·•‧・∙.]")
BETWEEN_WORDS = re.compile(r"[\s·-]+")
FOLDED_SOUNDS = ((re.compile("^([zcs])h"), r"\1"), (re.compile("^l"), "n"), (re.compile("([ie])ng$"), r"\1n"))
"""Sounds that the Mandarin of the south-west does not tell apart: zh/z, ch/c, sh/s, n/l, ing/in, eng/en."""
CONSONANTS = {
    letter: str(code)
    for code, letters in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), 1)
    for letter in letters
}
"""Classes of consonants that are taken for one another, as in Russell's Soundex (US patent 1,261,167 of 1918)."""
LEAST_JOINED = 6
"""Letters from which two whole spellings may differ by two slips and still be one name."""


@dataclass(frozen=True, slots=True)
class ReadName:
    """A name taken apart: `parts` are surname and given name in Han script, else the words.

    `sounds` and `folded` read each part exactly and as the south-west hears it; `key` is equal for names that sound
    alike in any order of their syllables.
    """

    text: str
    han: bool
    parts: tuple[str, ...]
    sounds: tuple[str, ...]
    folded: tuple[str, ...]
    key: str
    letters: str = field(compare=False)


def read_name(name: str) -> ReadName:
    """The name read; what stands in brackets and what is no letter is left out. An empty name has no parts.

    >>> read_name("杨秀瑛").sounds, read_name("Elk i  Menzies").parts
    (('yang', 'xiuying'), ('elk', 'i', 'menzies'))
    """
    plain = BRACKETS.sub("", unicodedata.normalize("NFKC", name))
    plain = NOT_NAME.sub("", DOTS.sub("·", plain)).casefold().strip()
    words = tuple(word for word in BETWEEN_WORDS.split(plain) if word)
    return _han_name(words) if HAN.search(plain) else _latin_name(words)


def compared_names(one: ReadName, two: ReadName) -> int:
    """How two names agree: SAME, SOUND ... DIFFERS. Neither may be empty."""
    if one.text == two.text:
        return SAME
    if one.han and two.han:
        return _compared_han(one, two)
    if one.han or two.han:
        return SOUND if one.letters == two.letters else DIFFERS
    return _compared_words(one, two)


def slip_of_spelling(one: str, two: str) -> bool:
    """Whether two words are one word with a slip: one letter wrong, left out, added or swapped, two from six letters."""
    most = 1 if min(len(one), len(two)) < LEAST_JOINED else 2
    return min(len(one), len(two)) > 2 and OSA.distance(one, two, score_cutoff=most) <= most


def _han_name(words: tuple[str, ...]) -> ReadName:
    parts = words if len(words) > 1 else _surname_and_given(words[0])
    syllables = [[pinyin(character) for character in part] for part in parts]
    folded = [[fold(syllable) for syllable in part] for part in syllables]
    return ReadName(
        text="".join(parts),
        han=True,
        parts=parts,
        sounds=tuple("".join(part) for part in syllables),
        folded=tuple("".join(part) for part in folded),
        key=" ".join(sorted(syllable for part in folded for syllable in part)),
        letters="".join("".join(part) for part in syllables),
    )


def _surname_and_given(name: str) -> tuple[str, ...]:
    length = SURNAME.match(name).end()  # type: ignore[union-attr]
    return (name[:length], name[length:]) if len(name) > length else (name,)


def _latin_name(words: tuple[str, ...]) -> ReadName:
    bare = tuple(filter(None, map(_unaccented, words)))
    folded = tuple(skeleton(word) for word in bare)
    joined = "".join(bare)
    return ReadName(
        text=joined, han=False, parts=bare, sounds=bare, folded=folded, key=" ".join(sorted(folded)), letters=joined
    )


@lru_cache(maxsize=30_000)
def pinyin(character: str) -> str:
    """One character's reading without tone; a character that has none reads as itself."""
    return lazy_pinyin(character)[0]


@lru_cache(maxsize=2_000)
def fold(syllable: str) -> str:
    """A syllable as the south-west hears it."""
    for pattern, heard in FOLDED_SOUNDS:
        syllable = pattern.sub(heard, syllable)
    return syllable


def skeleton(word: str) -> str:
    """The classes of a word's consonants in their order, a first vowel as 0; equal for words that sound alike.

    >>> skeleton("catherine") == skeleton("kathryn"), skeleton("smith") == skeleton("smyth")
    (True, True)
    """
    codes, last = ["0"] if word[0] in "aeiou" else [], ""
    for letter in word:
        code = CONSONANTS.get(letter, "")
        if code and code != last:
            codes.append(code)
        if letter not in "hw":
            last = code
    return "".join(codes) or word


def _unaccented(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if letter.isalpha())


def _compared_han(one: ReadName, two: ReadName) -> int:
    if one.key == two.key:
        if one.sounds == two.sounds:
            return SOUND
        return NEAR if one.folded == two.folded else ORDER
    if len(one.parts) != 2 or len(two.parts) != 2:
        return _compared_words(one, two)
    (_, given), (_, other) = one.parts, two.parts
    if one.folded[0] != two.folded[0]:
        return PARTLY if given == other and len(given) > 1 else DIFFERS
    if len(given) == len(other):
        differing = sum(a != b for a, b in zip(given, other, strict=True))
        return PARTLY if differing < len(given) else DIFFERS
    short, long = sorted((given, other), key=len)
    return SHORT if short in long else DIFFERS


def _compared_words(one: ReadName, two: ReadName) -> int:
    if sorted(one.parts) == sorted(two.parts):
        return ORDER
    few, many = sorted((one, two), key=lambda name: len(name.parts))
    left, exact, near = list(zip(many.parts, many.folded, strict=True)), 0, 0
    for part, sound in zip(few.parts, few.folded, strict=True):
        found = next((each for each in left if each[0] == part), None)
        exact += found is not None
        if found is None:
            found = next((each for each in left if each[1] == sound or slip_of_spelling(each[0], part)), None)
            near += found is not None
        if found is not None:
            left.remove(found)
    if exact + near == len(few.parts):
        return NEAR if not left else SHORT
    if min(len(one.text), len(two.text)) >= LEAST_JOINED and OSA.distance(one.text, two.text, score_cutoff=2) <= 2:
        return NEAR
    return PARTLY if exact + near else DIFFERS
