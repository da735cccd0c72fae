"""An entry of a register as JSON text and back: what waits for a person's decision keeps all that the file said."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from xinlu.sheets.entries import HouseholdEntry, LineEntry, PersonEntry, Spot, Total

_DAYS = frozenset({"born_on", "house_graded_on", "joined_on", "left_on"})


def dumped(entry: HouseholdEntry) -> dict[str, Any]:
    """Plain JSON values."""
    return {
        "spot": asdict(entry.spot),
        "number": entry.number,
        "places": entry.places,
        "facts": dumped_facts(entry.facts),
        "people": entry.people,
        "totals": {total.value: value for total, value in entry.totals.items()},
        "lines": [asdict(each) for each in entry.lines],
        "persons": [
            {"spot": asdict(each.spot), "facts": dumped_facts(each.facts), "derived": sorted(each.derived)}
            for each in entry.persons
        ],
        "title": entry.title,
    }


def loaded(body: dict[str, Any]) -> HouseholdEntry:
    """The entry that `dumped` wrote, without what was asked about it."""
    return HouseholdEntry(
        spot=Spot(**body["spot"]),
        number=body["number"],
        places=body["places"],
        facts=loaded_facts(body["facts"]),
        people=body["people"],
        totals={Total(name): value for name, value in body["totals"].items()},
        lines=[LineEntry(**{**each, "spot": Spot(**each["spot"])}) for each in body["lines"]],
        persons=[
            PersonEntry(Spot(**each["spot"]), loaded_facts(each["facts"]), frozenset(each["derived"]))
            for each in body["persons"]
        ],
        title=body["title"],
    )


def dumped_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as JSON values; days as ISO text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


def loaded_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts that `dumped_facts` wrote."""
    return {
        name: date.fromisoformat(value) if name in _DAYS and isinstance(value, str) else value
        for name, value in facts.items()
    }


def as_text(body: Any) -> str:
    """JSON text, the same for the same content."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True)
