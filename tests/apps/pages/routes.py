"""Every route of the site, found by walking the URLconf, with arguments for it taken from the cast."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

NOBODY = UUID(int=7)
ARGUMENTS: dict[str, object] = {
    "number": 1,
    "key": "1",
    "login": NOBODY,
    "responsibility": 1,
    "intake": NOBODY,
    "listing": NOBODY,
    "policy": "subsistence_allowance",
    "payment": NOBODY,
    "land": NOBODY,
    "chart": "income",
    "county": "522698",
}
"""Arguments that are the same everywhere; those of a household and its area come from the cast's Home."""


@dataclass(frozen=True)
class Route:
    """One route: its whole pattern, its view, and its arguments' names."""

    pattern: str
    view: Callable[..., Any]
    arguments: tuple[str, ...]

    def address(self, known: dict[str, object]) -> str:
        """The route's address with the arguments in `known`; AssertionError names what nobody knows."""
        address = "/" + self.pattern
        for converter, name in self._named():
            value = {**ARGUMENTS, **known}.get(name)
            assert value is not None, (
                f"route {self.pattern}: nobody knows a “{name}”: give the cast one (tests/apps/cast.py) or put it into ARGUMENTS"
            )
            address = address.replace(converter, str(value))
        return address

    def _named(self) -> Iterator[tuple[str, str]]:
        for part in self.pattern.split("<")[1:]:
            converter = part.partition(">")[0]
            yield f"<{converter}>", converter.rpartition(":")[2]


def routes() -> list[Route]:
    """All of them, includes too."""
    return list(_within(get_resolver().url_patterns, ""))


def _within(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Route]:
    for each in patterns:
        pattern = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _within(each.url_patterns, pattern)
        else:
            yield Route(pattern, each.callback, tuple(each.pattern.converters))


def complaints(found: list[Route]) -> list[str]:
    """A sentence for every route without a policy row, or whose row is not about the thing that its address names."""
    from xinlu.pages.gate import row_of

    said = []
    for route in found:
        row = row_of(route.view)
        if row is None:
            said.append(f"{route.pattern}: no policy row: mark its view with may(), card_only or open_to_all()")
            continue
        for name, about in (("household", "household"), ("code", "area")):
            if (name in route.arguments) != (row.about == about):
                said.append(
                    f"{route.pattern}: its row is about {row.about or 'nothing'}, its address names {route.arguments}"
                )
    return said
