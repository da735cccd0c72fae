"""What is asked of the household today, what it has said, who helps it, and who read its file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinlu.casework.models import HouseholdFigures
from xinlu.casework.selectors.accounts import account_view
from xinlu.entitlement.selectors.counting import answered_for
from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.pages.gate import card_only
from xinlu.pages.household.lines import next_unseen, shown_lines
from xinlu.pages.household.payments import ShownPayment, next_unsaid, said_tally, shown_payments, tally_of
from xinlu.pages.household.sentences import said_day
from xinlu.pages.household.statuses import shown_status
from xinlu.pages.household.visits import shown_visits
from xinlu.pages.requests import CardRequest
from xinlu.policy.answers import State
from xinlu.practice.four_recognitions import AccountAnswers, Respect, Tally, add, method
from xinlu.records.models import Household
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.households import readings_of

VISITS_AT_ONCE = 3
"""More than these would be a pile: the next ones come up as these are answered."""

RESPECTS = {
    Respect.GOAL: Words("目标：是不是您自家想奔的", "Goals: are they your own?"),
    Respect.METHOD: Words("账：一笔一笔您认不认", "The account: is every line right?"),
    Respect.EMOTION: Words("走访：来了没有，坐下没有", "Visits: did they come, did they sit down?"),
    Respect.INTEREST: Words("好处：说发了的，收到没有", "Benefits: did what was paid come?"),
}
"""The four recognitions as they are asked at the door."""


@card_only
@require_safe
def today(request: CardRequest) -> HttpResponse:
    """The page that opens behind the card."""
    household = request.household
    file = CurrentFile.objects.filter(household=household).select_related("helper").first()
    view = account_view(household)
    lines = shown_lines(view) if view else []
    unseen = sum(line.state == "unseen" for line in lines)
    visits = shown_visits(household)
    status = shown_status(household)
    unsaid = [visit for visit in visits if visit.answer is None]
    asked = unsaid[:VISITS_AT_ONCE]
    found = answered_for(household)
    payments = shown_payments(found.benefits, found.edition) if found else []
    payment = next_unsaid(payments)
    recognitions = _recognitions(household, payments)
    context = {
        "head": file.head_name if file else "",
        "helper": file.helper if file else None,
        "has_account": view is not None,
        "lines": lines,
        "unseen": unseen,
        "states": {state: sum(line.state == state for line in lines) for state in ("yes", "no", "later")},
        "next_unseen": next_unseen(lines),
        "asked_visits": asked,
        "more_visits": len(unsaid) - len(asked),
        "said_visits": [visit for visit in visits if visit.answer is not None][:VISITS_AT_ONCE],
        "status": status,
        "payment": payment,
        "more_payments": sum(each.state == "unseen" for each in payments) - bool(payment),
        "paid": {state: sum(each.state == state for each in payments) for state in ("yes", "no", "later")},
        "owed": found.count(State.ENTITLED) if found else 0,
        "unknown": found.count(State.TO_BE_VERIFIED) if found else 0,
        "asks": bool(unseen) + len(asked) + bool(status and status.answer is None) + bool(payment),
        "readings": _readings(household),
        "recognitions": [
            (RESPECTS[name], said_tally(tally) if name is Respect.INTEREST else tally.said())
            for name, tally in recognitions.items()
        ],
    }
    return render(request, "household/today.html", context)


def _readings(household: Household) -> list[tuple[str, Words]]:
    """The names of those who opened the file, each with the latest day, newest first."""
    latest: dict[str, Words] = {}
    for reading in readings_of(household):
        day = reading.read_at.astimezone(clock.PLACE).date()
        latest.setdefault(reading.reader.name, said_day(day, today=clock.today()))
    return list(latest.items())[:5]


def _recognitions(household: Household, payments: list[ShownPayment]) -> dict[Respect, Tally]:
    """The four of this household: its account, its visits, what was paid to it. Goals are not written down yet."""
    row = HouseholdFigures.objects.filter(household=household).first()
    tallies = [tally_of(payments)]
    if row and row.lines:
        answers = AccountAnswers(lines=row.lines, recognised=row.lines_recognised, contested=row.lines_contested)
        tallies.append(method([answers]))
    if row:
        tallies.append(
            Tally(
                name=Respect.EMOTION,
                recognised=row.visits_sat_down,
                asked=row.visits_asked,
                possible=row.visits,
                unsettled=row.visits_unsettled,
            )
        )
    return add(tallies)
