"""What is asked of the household today, what it has said, who helps it, and who read its file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinlu.casework.models import HouseholdFigures
from xinlu.casework.selectors.accounts import account_view
from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.pages.gate import card_only
from xinlu.pages.household.lines import next_unseen, shown_lines
from xinlu.pages.household.sentences import said_day
from xinlu.pages.household.statuses import shown_status
from xinlu.pages.household.visits import shown_visits
from xinlu.pages.requests import CardRequest
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
    Respect.INTEREST: Words("好处：收到没有，顶不顶用", "Benefits: did they come, did they help?"),
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
        "asks": bool(unseen) + len(asked) + bool(status and status.answer is None),
        "readings": _readings(household),
        "recognitions": [(RESPECTS[name], tally.said()) for name, tally in _recognitions(household).items()],
    }
    return render(request, "household/today.html", context)


def _readings(household: Household) -> list[tuple[str, Words]]:
    """The names of those who opened the file, each with the latest day, newest first."""
    latest: dict[str, Words] = {}
    for reading in readings_of(household):
        day = reading.read_at.astimezone(clock.PLACE).date()
        latest.setdefault(reading.reader.name, said_day(day, today=clock.today()))
    return list(latest.items())[:5]


def _recognitions(household: Household) -> dict[Respect, Tally]:
    """The four of this household: its account, its visits. Goals and benefits are not written down yet."""
    row = HouseholdFigures.objects.filter(household=household).first()
    tallies = []
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
