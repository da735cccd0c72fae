"""The kinds of line of an income account, as packaged in kinds.yaml, under the sources that a household page names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

FILE = Path(__file__).parent / "kinds.yaml"


class Source(StrEnum):
    """Where money comes from, or goes to."""

    WAGES = "wages"
    PRODUCTION = "production"
    PROPERTY = "property"
    TRANSFER = "transfer"
    PRODUCTION_COST = "production_cost"
    UNSPLIT = "unsplit"  # only a register's whole net figure stands here
    RIGID_SPENDING = "rigid_spending"

    @property
    def words(self) -> Words:
        """The source as said on household pages."""
        return SOURCE_WORDS[self]

    @property
    def spends(self) -> bool:
        """Whether a line of this source is money spent: its amount is a cost and its net figure is not above zero."""
        return self in (Source.PRODUCTION_COST, Source.RIGID_SPENDING)


SOURCE_WORDS = {
    Source.WAGES: Words("做工挣的", "Worked for"),
    Source.PRODUCTION: Words("种的、养的", "Grown and raised"),
    Source.PROPERTY: Words("田地房子租出去的", "Land and house let out"),
    Source.TRANSFER: Words("亲人和国家给的", "From kin and the state"),
    Source.PRODUCTION_COST: Words("花掉的本钱", "Spent to earn it"),
    Source.UNSPLIT: Words("没有分开记的", "Not told apart"),
    Source.RIGID_SPENDING: Words("看病上学花的", "Spent on illness and school"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of line. `quantity`, `price` and `unit` are None together where it is a plain amount.

    `whole` is a register's sum over a whole source: it is never offered at the table, where each line is reckoned.
    """

    code: str
    source: Source
    name: Words
    quantity: Words | None
    price: Words | None
    unit: Words | None
    picture: str
    quick: bool
    whole: bool


@cache
def by_code() -> Mapping[str, Kind]:
    """Every kind under its code, in the order in which kinds are offered."""
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    listed = [_read(entry, written["asking"]) for entry in written["kinds"]]
    return MappingProxyType({kind.code: kind for kind in listed})


def kinds() -> tuple[Kind, ...]:
    """Every kind, in the order in which kinds are offered."""
    return tuple(by_code().values())


def offered_kinds() -> tuple[Kind, ...]:
    """The kinds that can be chosen for a line at the table, in their order."""
    return tuple(kind for kind in kinds() if not kind.whole)


def kind(code: str, *, field: str = "kind") -> Kind:
    """The kind of that code; Refusal where there is none.

    >>> kind("pension").name.zh
    '养老金'
    """
    try:
        return by_code()[code]
    except KeyError:
        words = Words(
            "没有“{code}”这种账，请从列出来的里面挑一种",
            "There is no kind of line “{code}”; please choose one of those listed",
        )
        raise Refusal("kind.unknown", words.filled(code=code[:40]), field=field) from None


def _read(entry: dict[str, Any], asking: dict[str, dict[str, Any]]) -> Kind:
    asked = asking[entry["asked"]] if "asked" in entry else None
    return Kind(
        code=entry["code"],
        source=Source(entry["source"]),
        name=Words.read(entry["name"]),
        quantity=Words.read(asked["quantity"]) if asked else None,
        price=Words.read(asked["price"]) if asked else None,
        unit=Words.read(asked["unit"]) if asked else None,
        picture=entry["picture"],
        quick=entry.get("quick", False),
        whole=entry.get("whole", False),
    )
