"""What the rules say of benefits that were paid: of each household, policy and period, on the day of the payment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from xinlu.entitlement.selectors.editions import Editions
from xinlu.entitlement.selectors.known import known_of
from xinlu.entitlement.services.payments import Stretch
from xinlu.exchange.selectors.matching import batches
from xinlu.policy.answers import Answer, State, answer, with_values
from xinlu.policy.terms import Edition, Known, Per
from xinlu.registry.models import CurrentFile


def answers_on(days: Mapping[Stretch, date]) -> dict[Stretch, Answer]:
    """The answer of each policy for its household as it stands on file, by the rules of the day. A fixed number of queries
    for some hundreds of households and each day."""
    of_day: defaultdict[date, defaultdict[UUID, list[Stretch]]] = defaultdict(lambda: defaultdict(list))
    for stretch, day in days.items():
        of_day[day][stretch[0]].append(stretch)
    found: dict[Stretch, Answer] = {}
    for day, households in of_day.items():
        for some in batches(list(households)):
            rows = list(CurrentFile.objects.select_related("place", "file").filter(household__in=some))
            editions = Editions((row.place.codes for row in rows), on=day)
            known = known_of(rows, on=day)
            for row in rows:
                edition = editions.at(row.place.codes)
                told = with_values(edition, known[row.household_id])
                for stretch in households[row.household_id]:
                    if (answered := _answer(edition, stretch[1], told)) is not None:
                        found[stretch] = answered
    return found


def is_otherwise(answered: Answer, paid_fen: int, *, period: str, today: date) -> bool:
    """Whether what was paid for a period is not what the rule says.

    What is given for a year or once comes in parts, so less than the rule's amount says nothing before the year is over.
    Nothing is said where the rule's amount is not known, or is for days that nobody has counted.
    """
    if answered.state in (State.NOT_ENTITLED, State.NOT_IN_FORCE):
        return True
    amount, rule_fen = answered.policy.amount, answered.amount_fen
    if answered.state is not State.ENTITLED or amount is None or rule_fen is None or amount.per is Per.SCHOOL_DAY:
        return False
    if paid_fen > rule_fen:
        return True
    is_whole = amount.per is Per.MONTH or (amount.per is not Per.LOAN and int(period[:4]) < today.year)
    return is_whole and paid_fen < rule_fen


def _answer(edition: Edition, policy: str, known: Known) -> Answer | None:
    for each in edition.policies:
        if each.id == policy:
            return answer(each, known)
    past = next((each for each in edition.past if each.id == policy), None)
    return Answer(past, State.NOT_IN_FORCE, {}, None) if past else None
