"""One household's file: who, what is claimed and recognised, what everybody said, what happened, and who read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xinlu.casework.models import IncomeAccount, Visit
from xinlu.casework.selectors.accounts import AccountView, LineView, account_view, view_of
from xinlu.casework.selectors.history import history_of
from xinlu.casework.services.figures import visit_answer
from xinlu.casework.visits import PLACE_NAMES, QUESTIONS, Found, Place
from xinlu.exchange.selectors.findings import findings_of, unsettled
from xinlu.exchange.selectors.proposals import proposals_of, still_open
from xinlu.exchange.selectors.same_people import pairs_of, waiting
from xinlu.kernel.words import Words
from xinlu.pages.desk.account_lines import contested, versions_of, voices
from xinlu.pages.desk.areas import TallyView
from xinlu.pages.desk.exports import Exported, as_xlsx, is_asked_for
from xinlu.pages.desk.facts import label_of, shown
from xinlu.pages.desk.forks import forks_of
from xinlu.pages.desk.guarantees import guarantees
from xinlu.pages.desk.histories import items_of
from xinlu.pages.desk.household_result import result_in_brief
from xinlu.pages.desk.owed_in_brief import owed_in_brief
from xinlu.pages.desk.reach import may_do, reaches_area
from xinlu.pages.desk.readings import readings_by_day
from xinlu.pages.desk.rows import status_names
from xinlu.pages.desk.walks import walk_in_brief
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.pages.templatetags.look import said
from xinlu.people.access import Action
from xinlu.people.models import Area
from xinlu.practice.four_recognitions import DEFINITIONS, AccountAnswers, add, emotion, method
from xinlu.recognition.grades import GRADE_NAMES, Grade
from xinlu.recognition.selectors.answers import GivenAnswer, answers_about, chosen_of
from xinlu.recognition.selectors.cards import current_card
from xinlu.records.models import Household
from xinlu.records.selectors import current
from xinlu.registry.selectors.files import FileView, file_of, file_quality_of
from xinlu.registry.selectors.households import readings_of
from xinlu.registry.services.reading import note_reading
from xinlu.reports.tables import Sort

HISTORY_SHOWN = 12
HISTORY_PAGE = 40
VISITS_SHOWN = 12
READINGS_SHOWN = 10
OTHER_FACTS = ("main_cause", "further_causes", "electricity", "fuels", "market_distance_m", "address", "phone", "note")

LINES_EXPORTED: tuple[Exported[LineView], ...] = (
    Exported(_("Line"), lambda line: said(line.name), width=20),
    Exported(_("Claimed, yuan"), lambda line: line.net_fen, Sort.YUAN),
    Exported(_("The household's own, yuan"), lambda line: line.own_fen, Sort.YUAN, 18),
    Exported(_("Answer"), lambda line: said(line.state.words)),
    Exported(_("In whose words"), lambda line: line.answer.record.said_by_name if line.answer else ""),
    Exported(_("What they said"), lambda line: line.answer.words if line.answer else "", width=40),
    Exported(_("Grade"), lambda line: str(line.answer.graded.grade) if line.answer else "", width=8),
    Exported(_("Why this grade"), lambda line: said(line.answer.graded.why) if line.answer else "", width=30),
    Exported(_("Day"), lambda line: line.answer.day if line.answer else None, Sort.DAY),
    Exported(_("Where the claim is from"), lambda line: said(line.basis)),
)


@dataclass(frozen=True)
class VisitView:
    """A visit with the household's answer that holds, and the troubles that it found."""

    record: Visit
    answer: GivenAnswer | None

    @property
    def place(self) -> Words:
        return PLACE_NAMES[Place(self.record.place)]

    @property
    def troubles(self) -> list[tuple[Words, str]]:
        """The questions that found trouble, each with the household's words."""
        asked = [
            (words, getattr(self.record, name), getattr(self.record, f"{name}_words"))
            for name, words in QUESTIONS.items()
        ]
        return [(words, said_words) for words, found, said_words in asked if found == Found.TROUBLE]


@may(Action.READ_FILE, about="household")
@require_safe
@never_cache
def household(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """The file on one page; its account's lines as a table with ?format=xlsx."""
    view, account = file_shown(request.household), account_view(request.household)
    if is_asked_for(request) and account:
        return _account_exported(view, account)
    history = history_of(request.household, most=HISTORY_SHOWN)
    accounts = list(
        IncomeAccount.objects.filter(household=household).select_related("author").order_by("received_at", "pk")
    )
    context = {
        **head_of(request, view),
        "account": account,
        "lines": [(source, [(line, voices(line)) for line in lines]) for source, lines in account.of_source()]
        if account
        else [],
        "contested": contested(account) if account else [],
        "versions": versions_of(accounts, account.account.pk if account else None),
        "quality": _quality(view, account),
        "forks": forks_of(request.household, view),
        "open_proposals": still_open(proposals_of(household)).count(),
        "open_findings": unsettled(findings_of(household)).count(),
        "open_pairs": waiting(pairs_of(household)).count(),
        "guarantees": guarantees(view),
        **owed_in_brief(request.household),
        **walk_in_brief(request.household),
        **result_in_brief(request.household),
        "other_facts": _facts(view, OTHER_FACTS),
        "history": items_of(history.moments),
        "history_total": history.total,
        "card": current_card(request.household),
        "status_answer": _status_answer(view),
        "grade_e0": f"{Grade.E0} {said(GRADE_NAMES[Grade.E0])}",
        **_visits(request.household, account),
        "readings": readings_by_day(readings_of(request.household, limit=40))[:READINGS_SHOWN],
    }
    return render(request, "desk/household.html", context)


@may(Action.READ_FILE, about="household")
@require_safe
@never_cache
def account(request: StaffRequest, household: UUID, account: UUID) -> HttpResponseBase:
    """One version of the household's accounts, as it was and with what was answered to its very lines."""
    record = get_object_or_404(IncomeAccount, pk=account, household=household)
    view = view_of(record)
    context = {
        **head_of(request, file_shown(request.household)),
        "account": view,
        "lines": [(source, [(line, voices(line)) for line in lines]) for source, lines in view.of_source()],
        "grade_e0": f"{Grade.E0} {said(GRADE_NAMES[Grade.E0])}",
    }
    return render(request, "desk/account.html", context)


@may(Action.READ_FILE, about="household")
@require_safe
@never_cache
def history(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """The whole history, newest first, some forty records a page."""
    number = request.GET.get("page", "1")
    page = max(int(number), 1) if number.isdecimal() and len(number) < 6 else 1
    found = history_of(request.household, first=(page - 1) * HISTORY_PAGE, most=HISTORY_PAGE)
    context = {
        **head_of(request, file_shown(request.household)),
        "history": items_of(found.moments),
        "page": Paginator(range(found.total), HISTORY_PAGE).get_page(page),
    }
    return render(request, "desk/history.html", context)


@may(Action.READ_ID_NUMBER, about="household")
@require_POST
@never_cache
def numbers(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """The members' full numbers and the phone: asked for by a press of its own, written down as a reading of its own."""
    note_reading(request.household, reader=request.user, page="desk:numbers")
    response = render(request, "desk/numbers.html", head_of(request, file_shown(request.household)))
    response.headers["Cache-Control"] = "no-store"
    return response


def file_shown(household: Household) -> FileView:
    view = file_of(household)
    if view is None:
        raise Http404
    return view


def head_of(request: StaffRequest, view: FileView) -> dict[str, Any]:
    """What stands at the head of every page about a household."""
    places = Area.objects.filter(code__in=view.current.place.codes).order_by("path")
    return {
        "household": request.household,
        "view": view,
        "status": status_names().get(view.current.status),
        "places": [(each, reaches_area(request.actor, Action.READ_AREA, each)) for each in places],
        **may_do(
            request,
            Action.READ_ID_NUMBER,
            Action.WRITE_FILE,
            Action.SETTLE_FORK,
            Action.ASSIGN_HELPER,
            Action.DECIDE_STATUS,
            Action.ISSUE_CARD,
            Action.INSPECT_ANSWER,
            Action.PRINT_ACCOUNT,
            Action.EXPORT,
            Action.IMPORT,
        ),
    }


def _status_answer(view: FileView) -> GivenAnswer | None:
    """What the household says of the status that stands first; None while it was not asked."""
    if not view.statuses:
        return None
    status = view.statuses[0]
    return chosen_of(answers_about([status.pk]).get(status.pk, []), digest=status.digest)


def _quality(view: FileView, account: AccountView | None) -> object:
    heads, on = (account.account.heads, account.account.reckoned_on) if account else (None, None)
    return file_quality_of(view, account_heads=heads, account_on=on)


def _facts(view: FileView, names: Sequence[str]) -> list[tuple[str, str]]:
    return [(label_of(name), shown(name, getattr(view.file, name))) for name in names]


def _visits(household: Household, account: AccountView | None) -> dict[str, Any]:
    """The visits, newest first, with what the household says of each; and the four recognitions of this household."""
    made = sorted(current(Visit, household), key=lambda each: each.began_at, reverse=True)
    prefetch_related_objects(made[:VISITS_SHOWN], "author")
    given = answers_about([each.pk for each in made])
    chosen = {each.pk: chosen_of(given.get(each.pk, []), digest=each.digest) for each in made}
    figures = account.figures if account else None
    answers = (
        [AccountAnswers(lines=figures.lines, recognised=figures.lines_recognised, contested=figures.lines_contested)]
        if figures
        else []
    )
    tallies = add([method(answers), emotion([visit_answer(each) for each in chosen.values()])])
    return {
        "visits": [VisitView(each, chosen[each.pk]) for each in made[:VISITS_SHOWN]],
        "visits_total": len(made),
        "tallies": [TallyView(tally, DEFINITIONS[name]) for name, tally in tallies.items()],
    }


def _account_exported(view: FileView, account: AccountView) -> HttpResponseBase:
    name = Words(f"{view.current.head_name}家收入账", f"Income account of {view.current.head_name}")
    return as_xlsx(name, LINES_EXPORTED, account.lines)
