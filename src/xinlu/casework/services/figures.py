"""The only writer of the derived row of figures. One path for one household and for all, so a rebuild is always equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction

from xinlu.casework.models import HouseholdFigures, IncomeAccount, IncomeLine, Visit
from xinlu.casework.selectors.accounts import LineView, rivals, standing_accounts, viewed
from xinlu.casework.selectors.line_answers import LineAnswer, answers_to
from xinlu.casework.services.listing import show_in_lists
from xinlu.income.answers import AnsweredLine
from xinlu.income.rules import RuleBook
from xinlu.income.totals import reckon, standing
from xinlu.parameters.selectors import PlaceValues
from xinlu.practice.four_recognitions import Verdict, VisitAnswer
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel, Grade
from xinlu.recognition.models import Recognition
from xinlu.recognition.selectors.answers import GivenAnswer, answers_about, chosen_of
from xinlu.records.models import Household
from xinlu.records.selectors.chains import current_many
from xinlu.registry.models import CurrentFile
from xinlu.standards import Line as PovertyLine

REBUILT_AT_ONCE = 400

_COLUMNS = [field.name for field in HouseholdFigures._meta.fields if field.name != "household"]


def refresh_figures(household: Household) -> None:
    """Write the household's row of figures anew."""
    refresh_figures_of([household.pk])


def refresh_answered_by(device: str, *, but: Household | None = None) -> None:
    """Write anew the rows of the households that this browser answered for: something has changed their grades."""
    if not device:
        return
    answered = Recognition.objects.filter(device=device, channel=Channel.CARD).exclude(household=but)
    refresh_figures_of(list(answered.values_list("household_id", flat=True).distinct()))


@transaction.atomic
def refresh_figures_of(households: Sequence[UUID]) -> None:
    """Write the rows of figures of these households anew, in a fixed number of queries."""
    if not households:
        return
    # On PostgreSQL two answers at once would each reckon without the other: whoever comes second waits here.
    list(Household.objects.select_for_update().filter(pk__in=households).order_by("pk").values_list("pk"))
    rows = [HouseholdFigures(household_id=household, **columns) for household, columns in _reckoned(households).items()]
    HouseholdFigures.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["household"], update_fields=_COLUMNS
    )
    show_in_lists(households)


def rebuild_figures(*, progress: Callable[[int], None] = lambda done: None) -> int:
    """Write every household's row anew, some hundreds at a time; how many. Stopping it half-way harms nothing."""
    ids = list(CurrentFile.objects.order_by("household_id").values_list("household_id", flat=True))
    for start in range(0, len(ids), REBUILT_AT_ONCE):
        refresh_figures_of(ids[start : start + REBUILT_AT_ONCE])
        progress(min(start + REBUILT_AT_ONCE, len(ids)))
    return len(ids)


def _reckoned(households: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    heads = standing_accounts(households)
    accounts = {household: next(iter(heads[household]), None) for household in households}
    listed = [UUID(line) for account in accounts.values() if account for line, _ in account.lines]
    lines = IncomeLine.objects.in_bulk(listed)
    visits: dict[UUID, list[Visit]] = defaultdict(list)
    for household, made in current_many(Visit, households).items():
        visits[household] = made
    answers = answers_to(lines.values())
    given = answers_about([visit.pk for made in visits.values() for visit in made])
    paths = dict(CurrentFile.objects.filter(household__in=households).values_list("household_id", "path"))
    places = Places(paths.values())
    reckoned: dict[UUID, dict[str, Any]] = {}
    for household, account in accounts.items():
        views = _views(account, lines, answers)
        reckoned[household] = household_columns(
            account,
            lines=[view.answered for view in views],
            answers=[answer for view in views if (answer := view.answer)],
            said=[each for view in views for each in view.given],
            visits=visits[household],
            given=given,
            place=places.at(paths.get(household, "")),
            forked=bool(rivals(heads[household])),
        )
    return reckoned


def _views(
    account: IncomeAccount | None, lines: Mapping[UUID, IncomeLine], answers: Mapping[UUID, LineAnswer]
) -> list[LineView]:
    listed = [UUID(line) for line, _ in account.lines] if account else []
    return [viewed(lines[line], answers[line]) for line in listed if line in lines]


def household_columns(
    account: IncomeAccount | None,
    *,
    lines: Sequence[AnsweredLine],
    place: Callable[[date, date], tuple[RuleBook, PovertyLine]],
    answers: Sequence[GivenAnswer] = (),
    said: Sequence[GivenAnswer] = (),
    visits: Sequence[Visit] = (),
    given: Mapping[UUID, list[GivenAnswer]] = MappingProxyType({}),
    forked: bool = False,
) -> dict[str, Any]:
    """The row that follows from a household's standing account and its visits, by column.

    `lines` are the account's in their order, `answers` those that hold for them, `said` all that was said of them;
    `given` is what was said of visits.
    """
    columns = _visit_columns(visits, given)
    if account is not None:
        columns |= _account_columns(account, lines, answers, place)
        columns["account_forked"] = forked
    heard = [*said, *(each for visit in visits for each in given.get(visit.pk, []))]
    columns["last_answer_at"] = max((each.received_at for each in heard), default=None)
    return columns


def _account_columns(
    account: IncomeAccount,
    lines: Sequence[AnsweredLine],
    answers: Sequence[GivenAnswer],
    place: Callable[[date, date], tuple[RuleBook, PovertyLine]],
) -> dict[str, Any]:
    if not lines:  # every line was erased: nothing is claimed any more
        return {}
    rules, line = place(account.reckoned_on, account.period_end)
    figures = reckon(lines, heads=account.heads, rules=rules.counts)
    against = standing(figures, line_fen=line.fen)
    grades = [answer.graded.grade for answer in answers if answer.answer is not Answer.UNSURE]
    return {
        "account_id": account.pk,
        "period_end": account.period_end,
        "heads": account.heads,
        "line_fen": line.fen,
        "claimed_fen": figures.claimed_fen,
        "recognised_low_fen": figures.recognised_low_fen,
        "recognised_high_fen": figures.recognised_high_fen,
        "claimed_head_fen": figures.claimed_head_fen,
        "recognised_low_head_fen": figures.recognised_low_head_fen,
        "recognised_high_head_fen": figures.recognised_high_head_fen,
        "rigid_claimed_fen": figures.rigid_claimed_fen,
        "claimed_standing": str(against.claimed),
        "recognised_standing": str(against.recognised),
        "lines": figures.lines,
        "lines_recognised": figures.lines_recognised,
        "lines_contested": figures.lines_contested,
        "lines_unanswered": figures.lines_unanswered,
        "lines_e1": grades.count(Grade.E1),
        "lines_e2": grades.count(Grade.E2),
        "lines_e3": grades.count(Grade.E3),
    }


def _visit_columns(visits: Sequence[Visit], given: Mapping[UUID, list[GivenAnswer]]) -> dict[str, Any]:
    chosen = [chosen_of(given.get(visit.pk, []), digest=visit.digest) for visit in visits]
    said = [visit_answer(answer) for answer in chosen]
    verdicts = [answer.verdict for answer in said]
    return {
        "visits": len(visits),
        # A visit that the household says never took place covers nothing.
        "last_visit_at": max(
            (visit.began_at for visit, answer in zip(visits, said, strict=True) if answer.came is not False),
            default=None,
        ),
        "visits_asked": len(verdicts) - verdicts.count(Verdict.NOT_ASKED),
        "visits_came": sum(answer.came is True for answer in said),
        "visits_unsettled": verdicts.count(Verdict.UNSETTLED),
        "visits_sat_down": verdicts.count(Verdict.RECOGNISED),
    }


def visit_answer(answer: GivenAnswer | None) -> VisitAnswer:
    """What an answer about a visit says: whether they came, and whether they sat down."""
    if answer is None or answer.answer is Answer.UNSURE:
        return VisitAnswer()
    came = answer.answer is Answer.RECOGNISED
    return VisitAnswer(came=came, sat_with_us=answer.record.sat_down if came else None)


class Places:
    """Rules and lines of the places on these paths, each reckoned once, from one query."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._values = PlaceValues({code for path in paths for code in _codes(path)})
        self._rules: dict[tuple[str, date], RuleBook] = {}
        self._lines: dict[tuple[str, date], PovertyLine] = {}

    def at(self, path: str) -> Callable[[date, date], tuple[RuleBook, PovertyLine]]:
        """What gives the rules of the day of reckoning and the line of the period's end at the place."""
        return partial(self._found, path)

    def _found(self, path: str, reckoned_on: date, period_end: date) -> tuple[RuleBook, PovertyLine]:
        if (path, reckoned_on) not in self._rules:
            self._rules[path, reckoned_on] = self._values.counting_rules(_codes(path), on=reckoned_on)
        if (path, period_end) not in self._lines:
            self._lines[path, period_end] = self._values.poverty_line(_codes(path), on=period_end)
        return self._rules[path, reckoned_on], self._lines[path, period_end]


def _codes(path: str) -> tuple[str, ...]:
    return tuple(code for code in path.split("/") if code)
