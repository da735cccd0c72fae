"""What bringing in a file did, or would do: counts, faults by their cells, and what waits for a person. As JSON, too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from xinlu.exchange.planning import Planned, Step
from xinlu.exchange.sentences import change_words, proposal_words
from xinlu.kernel.words import Words
from xinlu.sheets.entries import Asked, CellFault, Register, Spot

LISTED_MOST = 2_000
"""Entries of each list that are kept for a page; a report on disk is whole."""


@dataclass(slots=True)
class Outcome:
    """`register` is what the file says; the rest is what became of it."""

    register: Register
    dry_run: bool
    counts: dict[str, int] = field(default_factory=lambda: {step.value: 0 for step in Step})
    faults: list[CellFault] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    changed: list[tuple[Spot, str, list[Words]]] = field(default_factory=list)
    proposed: list[tuple[Spot, str, str, Words]] = field(default_factory=list)

    def note(self, planned: Planned, *, places: dict[str, str]) -> None:
        """Count what becomes of a household, and keep what a person should see of it."""
        entry = planned.entry
        self._count(planned.step.value)
        self.faults += planned.faults
        if planned.step is Step.RETURNED:
            return
        self._count("persons", len(entry.persons))
        self.asked += entry.asked
        head = entry.persons[0].facts.get("name", "") if entry.persons else ""
        if planned.step is Step.CHANGED:
            words = [change_words(each) for each in (*planned.facts, *planned.persons)]
            if planned.draft is not None:
                words.append(_ACCOUNT)
            self.changed.append((entry.spot, head, words))
        for each in planned.proposals:
            self._count("proposals")
            self.proposed.append((entry.spot, head, each.kind, proposal_words(each.kind, each.body, places=places)))

    def _count(self, name: str, by: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + by

    @property
    def all_faults(self) -> list[CellFault]:
        """The faults of the file itself, and those that only what is on record shows."""
        return [*self.register.faults, *self.faults]

    @property
    def all_asked(self) -> list[Asked]:
        """Likewise for what reads strangely."""
        return [*self.register.asked, *self.asked]

    def as_json(self, *, most: int | None = None) -> dict[str, Any]:
        """Plain JSON values, every sentence in both languages; `most` entries a list."""
        register = self.register
        faults, asked = self.all_faults, self.all_asked
        return {
            "file": register.name,
            "dry_run": self.dry_run,
            "year": register.year,
            "counts": {
                **self.counts,
                "returned": self.counts["returned"] + len(register.returned),
                "faults": len(faults),
                "asked_about": len(asked),
                "choices": len(register.choices),
                "skipped_rows": len(register.skipped),
            },
            "columns": [
                {
                    "sheet": each.sheet,
                    "column": each.column,
                    "heading": each.heading,
                    "plain": each.plain,
                    "meaning": each.meaning,
                    "why": _both(each.why),
                    "taken": each.taken,
                    "refused": each.refused,
                }
                for each in register.columns
            ],
            "faults": [
                {
                    **_spot(each.spot),
                    "heading": each.heading,
                    "written": each.written,
                    "code": each.code,
                    **_both(each.words),
                }
                for each in faults[:most]
            ],
            "asked": [{**_spot(each.spot), "code": each.code, **_both(each.words)} for each in asked[:most]],
            "choices": [
                {
                    **_spot(each.spot),
                    "code": each.code,
                    **_both(each.words),
                    "options": {code: _both(words) for code, words in each.options.items()},
                }
                for each in register.choices[:most]
            ],
            "changed": [
                {**_spot(spot), "head": head, "changes": [_both(words) for words in found]}
                for spot, head, found in self.changed[:most]
            ],
            "proposed": [
                {**_spot(spot), "head": head, "kind": kind, **_both(words)}
                for spot, head, kind, words in self.proposed[:most]
            ],
            "skipped": [{**_spot(each.spot), **_both(each.why)} for each in register.skipped[:most]],
            "returned": [{**_spot(each.spot), "number": each.number} for each in register.returned[:most]],
        }


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _spot(spot: Spot) -> dict[str, Any]:
    return {"sheet": spot.sheet, "row": spot.row, "column": spot.column, "cell": str(spot)}


_ACCOUNT = Words(
    "收入账：照新的数写一版，等户里看", "Income account: a new version by the new figures, for the household to look at"
)
