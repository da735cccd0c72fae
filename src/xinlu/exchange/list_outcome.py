"""What comparing a list with the files found, or would find: counts, rows left out, findings in words. As JSON, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xinlu.exchange.finding_words import finding_words
from xinlu.exchange.list_findings import Raised
from xinlu.exchange.payment_outcome import PaymentOutcome
from xinlu.exchange.topics import Topic
from xinlu.kernel.words import Words
from xinlu.sheets.entries import Spot
from xinlu.sheets.lists import ListRead


@dataclass(slots=True)
class ListOutcome:
    """`read` is what the list says, `new` the findings not raised before. `counts` by name: rows, persons, agree, found and
    so on, and of the findings by their kind. `payments` are those of a list that tells of any."""

    read: ListRead
    topic: Topic
    dry_run: bool
    complete: bool
    counts: dict[str, int] = field(default_factory=dict)
    new: list[Raised] = field(default_factory=list)
    payments: PaymentOutcome | None = None

    def as_json(self, *, most: int | None = None) -> dict[str, Any]:
        """Plain JSON values, every sentence in both languages; `most` entries a list."""
        read = self.read
        return {
            "file": read.name,
            "topic": self.topic.code,
            "dry_run": self.dry_run,
            "complete": self.complete,
            "counts": {
                **self.counts,
                **(self.payments.counts() if self.payments else {}),
                "faults": len(read.faults),
                "asked_about": len(read.asked),
                "skipped_rows": len(read.skipped),
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
                for each in read.columns
            ],
            "faults": [
                {
                    **_spot(each.spot),
                    "heading": each.heading,
                    "written": each.written,
                    "code": each.code,
                    **_both(each.words),
                }
                for each in read.faults[:most]
            ],
            "asked": [{**_spot(each.spot), "code": each.code, **_both(each.words)} for each in read.asked[:most]],
            "findings": [
                {
                    "kind": str(each.kind),
                    "field": each.field,
                    **_spot(Spot(each.body["sheet"], each.body["row"])),
                    **_both(self._words(each)),
                }
                for each in self.new[:most]
            ],
            "skipped": [{**_spot(each.spot), **_both(each.why)} for each in read.skipped[:most]],
            **({"payments": self.payments.as_json(most=most)} if self.payments else {}),
        }

    def _words(self, raised: Raised) -> Words:
        return finding_words(raised.kind, raised.field, raised.body, of_household=self.topic.of_household)


def counted(raised: Sequence[Raised]) -> dict[str, int]:
    """How many there are of each kind."""
    found: dict[str, int] = {}
    for each in raised:
        found[str(each.kind)] = found.get(str(each.kind), 0) + 1
    return found


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _spot(spot: Spot) -> dict[str, Any]:
    return {"sheet": spot.sheet, "row": spot.row, "column": spot.column, "cell": str(spot)}
