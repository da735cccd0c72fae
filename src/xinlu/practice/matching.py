"""One person of a list (payments, a department's register) among the persons on file: found, to be asked about, or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from xinlu.practice.same_person import Pair, Person, likely_pairs
from xinlu.practice.vocabulary import Choice

ASKED = 0.05
"""The likeness from which a candidate is offered: the clerk has the list at hand, and one look in twenty is worth it."""
ABOUT_AS_LIKELY = 0.5
"""A candidate that is this share as likely as the best is not to be passed over for it."""


class Found(Choice):
    """How a listed person was found. Only the first two need no question, unless the names differ."""

    BY_ID = "by_id", "按身份证号对上", "found by ID number"
    BY_NAME_BIRTH_PLACE = "by_name_birth_place", "姓名、生日和村都一样", "found by name, birth date and village"
    SEVERAL = "several", "有几个人都对得上，请挑一个", "several fit: choose one"
    LIKELY = "likely", "可能是这个人，请核对", "may be this person: please check"
    NONE = "none", "档案里没找到", "not on file"


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for one listed person. In each candidate `left` is the listed person, `right` the one on file.

    `name_differs`: the ID number is that of somebody with another name, who must not be taken without a question; who
    has a like name comes after that person among the candidates.
    """

    listed: Person
    kind: Found
    candidates: tuple[Pair, ...] = ()
    name_differs: bool = False

    @property
    def person(self) -> Person | None:
        """The person on file, where nobody needs to be asked."""
        sure = self.kind in (Found.BY_ID, Found.BY_NAME_BIRTH_PLACE) and not self.name_differs
        return self.candidates[0].right if sure else None


def find_listed(listed: Sequence[Person], people: Iterable[Person]) -> list[Match]:
    """For each listed person, in their order, who on file it is: by ID, else by the same name, birth date and village,
    else whoever is likely. Keys of `listed` must differ from one another.
    """
    pairs: defaultdict[Hashable, list[Pair]] = defaultdict(list)
    for pair in likely_pairs(listed, people, at_least=0.0):
        pairs[pair.left.key].append(pair)
    return [_match(each, pairs[each.key]) for each in listed]


def _match(listed: Person, pairs: Sequence[Pair]) -> Match:
    """`pairs` in the order of likely_pairs."""
    by_id = tuple(pair for pair in pairs if pair.same_id)
    exact = tuple(pair for pair in pairs if not pair.same_id and _is_exact(pair))
    likely = tuple(pair for pair in pairs if not pair.same_id and pair.likeness >= ASKED)
    if len(by_id) > 1:
        return Match(listed, Found.SEVERAL, by_id)
    if by_id:
        differs = by_id[0].level_of("name") in ("partly", "differs")
        return Match(listed, Found.BY_ID, by_id + likely if differs else by_id, differs)
    if len(exact) > 1:
        return Match(listed, Found.SEVERAL, exact)
    if exact and exact[0].level_of("id") != "differs":
        return Match(listed, Found.BY_NAME_BIRTH_PLACE, exact)
    likely = exact + tuple(pair for pair in likely if pair not in exact)
    equal = [pair for pair in likely if pair.likeness >= ABOUT_AS_LIKELY * likely[0].likeness]
    kind = Found.NONE if not likely else Found.SEVERAL if len(equal) > 1 else Found.LIKELY
    return Match(listed, kind, likely)


def _is_exact(pair: Pair) -> bool:
    place = pair.level_of("village") or pair.level_of("address")
    return pair.level_of("name") == pair.level_of("birth") == place == "same"
