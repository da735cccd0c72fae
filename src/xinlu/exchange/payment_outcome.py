"""What a list of payments comes to, recorded or only looked at: payments, households and sums by policy, and what could
not be placed. As JSON, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xinlu.exchange.payment_rows import Fate, Placed, PurposeTold, Unplaced, fates_counted
from xinlu.kernel.words import Words


@dataclass(slots=True)
class PaymentOutcome:
    """`names` are the policies' by their id; `no_policy` counts the rows that pay for what is no policy of the catalogue,
    `days_missing` and `purposes_missing` those that wait for an answer for the whole list."""

    placed: list[Placed] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    purposes: list[PurposeTold] = field(default_factory=list)
    names: dict[str, Words] = field(default_factory=dict)
    no_policy: int = 0

    def counts(self) -> dict[str, int]:
        """Numbers alone."""
        return {
            **fates_counted(self.placed),
            "payments_unplaced": len(self.unplaced),
            "payments_no_policy": self.no_policy,
            "payments_no_day": self._missing("paid.no_day"),
            "payments_no_purpose": self._missing("paid.no_purpose", "paid.near"),
        }

    def as_json(self, *, most: int | None = None) -> dict[str, Any]:
        """Plain JSON values, every sentence in both languages; `most` entries a list."""
        return {
            "by_policy": [
                {"policy": policy, **self._named(policy), **each} for policy, each in self._by_policy().items()
            ],
            "purposes": [
                {
                    "written": each.written,
                    "rows": each.rows,
                    "how": each.how.value,
                    "policy": each.policy,
                    **self._named(each.policy),
                    "near": [{"policy": near, **self._named(near)} for near in each.near],
                }
                for each in sorted(self.purposes, key=lambda told: -told.rows)
            ],
            "listed": [_listed(each) for each in self.placed[:most]],
            "unplaced": [
                {
                    "sheet": each.spot.sheet,
                    "row": each.spot.row,
                    "column": each.spot.column,
                    "cell": str(each.spot),
                    "heading": each.heading,
                    "written": each.written,
                    "code": each.code,
                    **_both(each.words),
                }
                for each in self.unplaced[:most]
            ],
        }

    def _by_policy(self) -> Mapping[str, dict[str, int]]:
        found: dict[str, list[Placed]] = {}
        for each in self.placed:
            found.setdefault(each.payment.policy, []).append(each)
        counted = {policy: fates_counted(placed) for policy, placed in found.items()}
        return dict(sorted(counted.items(), key=lambda each: -each[1]["payment_fen"]))

    def _named(self, policy: str) -> dict[str, str]:
        return _both(self.names.get(policy) or Words(policy, policy))

    def _missing(self, *codes: str) -> int:
        return sum(each.code in codes for each in self.unplaced)


def _listed(placed: Placed) -> dict[str, Any]:
    payment, spot = placed.payment, placed.listed.spot
    return {
        "sheet": spot.sheet,
        "row": spot.row,
        "column": 0,
        "cell": str(spot),
        "name": placed.on_roll.name,
        "household": str(payment.household),
        "policy": payment.policy,
        "period": payment.period,
        "happened_on": payment.happened_on.isoformat(),
        "amount_fen": payment.amount_fen,
        "fate": Fate(placed.fate).value,
    }


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
