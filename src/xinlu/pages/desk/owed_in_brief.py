"""What a household is owed, in brief, for the page of its file: without the reasons, which take ten times as long."""

from __future__ import annotations

from typing import Any

from xinlu.entitlement.selectors.benefits import latest_of
from xinlu.entitlement.selectors.counting import answered_for
from xinlu.entitlement.steps import Stands
from xinlu.pages.desk.policy_words import amount_words, stands_mark
from xinlu.policy.answers import State
from xinlu.records.models import Household

NAMED_MOST = 6
"""Policies that are named; of more the number is told."""


def owed_in_brief(household: Household) -> dict[str, Any]:
    """What it is owed and where each stands, and how many are to be verified."""
    found = answered_for(household)
    if found is None:
        return {}
    entitled = [each for each in found.answers if each.state is State.ENTITLED]
    entitled.sort(key=lambda each: (each.policy.worth, each.policy.id))
    named = []
    for each in entitled[:NAMED_MOST]:
        benefit = latest_of(found.benefits, each.policy.id, year=found.edition.on.year)
        stands = benefit.stands if benefit else Stands.NOT_APPLIED
        named.append((each.policy.name, amount_words(each.policy, each.amount_fen), stands_mark(stands)))
    return {
        "policies_owed": named,
        "policies_more": len(entitled) - len(named),
        "policies_open": found.count(State.TO_BE_VERIFIED),
    }
