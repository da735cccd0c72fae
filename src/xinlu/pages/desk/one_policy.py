"""One policy in one area: the rule in plain words with its values, or (?stands=, ?answer=, ?missing=) the households behind a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from xinlu.entitlement.models import OwedPolicy
from xinlu.entitlement.selectors.editions import edition_at, own_policies, parameters_of
from xinlu.entitlement.selectors.gaps import households_of
from xinlu.entitlement.steps import STANDS_NAMES, Stands
from xinlu.exchange.services.noting import note_readings
from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.pages.desk.areas import above
from xinlu.pages.desk.exports import Exported, as_xlsx, is_asked_for
from xinlu.pages.desk.facts import in_a_row
from xinlu.pages.desk.forms.policies import OutForm, ValueForm
from xinlu.pages.desk.policy_words import STATES, amount_words, named_of, stands_mark
from xinlu.pages.desk.reach import area_asked_for, area_paths
from xinlu.pages.desk.rows import village_names
from xinlu.pages.desk.rule_parts import rule_view
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.pages.templatetags.look import said
from xinlu.people.access import Action
from xinlu.people.models import Area
from xinlu.policy.answers import State
from xinlu.policy.terms import Edition, Policy
from xinlu.registry.models import CurrentFile
from xinlu.reports.tables import Sort

PAGE_ROWS = 50
NOT_RECEIVING = "not_receiving"


@dataclass(frozen=True)
class OwedRow:
    """A household behind a number: what the rule answers, and where it stands or what is missing."""

    current: CurrentFile
    village: str
    amount: str
    marks: list[tuple[str, str]]
    missing: str


EXPORTED: tuple[Exported[OwedRow], ...] = (
    Exported(gettext_lazy("Number"), lambda row: row.current.number),
    Exported(gettext_lazy("Head"), lambda row: row.current.head_name),
    Exported(gettext_lazy("Village"), lambda row: row.village),
    Exported(gettext_lazy("Helper"), lambda row: row.current.helper_name or ""),
    Exported(gettext_lazy("What it comes to"), lambda row: row.amount, Sort.TEXT, 20),
    Exported(
        pgettext_lazy("policy", "How it stands"), lambda row: in_a_row(words for _kind, words in row.marks), width=30
    ),
    Exported(gettext_lazy("What is missing"), lambda row: row.missing, width=40),
)


@may(Action.READ_AREA)
@require_safe
@never_cache
def policy(request: StaffRequest, policy: str) -> HttpResponseBase:
    """The rule, or the households that are meant where the address narrows them; these as a file with ?format=xlsx."""
    area = area_asked_for(request, Action.READ_AREA)
    edition = edition_at(area.codes, on=clock.today())
    found = policy_of(edition, policy)
    narrowed = _narrowed(request, area, found)
    if narrowed is not None:
        return _households(request, area, edition, found, *narrowed)
    return rule_page(request, area, edition, found)


def policy_of(edition: Edition, policy: str) -> Policy:
    """The policy or guarantee of that id, in force or not; Http404 where the place has none."""
    found = next((each for each in (*edition.policies, *edition.past) if each.id == policy), None)
    if found is None:
        raise Http404
    return found


def place_of_rules(request: StaffRequest, area: Area) -> Area | None:
    """The area for which the reader enters values and rules: that of the post within which `area` lies; None for none."""
    around = [path for path in area_paths(request.actor, Action.SET_POLICY) if area.path.startswith(path)]
    return Area.objects.filter(path=min(around, key=len)).first() if around else None


def rule_page(
    request: StaffRequest,
    area: Area,
    edition: Edition,
    found: Policy,
    *,
    value: ValueForm | None = None,
    out: OutForm | None = None,
) -> HttpResponseBase:
    """The rule in plain words; `value` and `out` are forms into which something was typed."""
    place = place_of_rules(request, area)
    forms: dict[str, ValueForm] = {}
    if place is not None:
        named = [edition.parameters[name] for name in parameters_of(found) if name in edition.parameters]
        forms = {each.name: ValueForm(parameter=each) for each in named}
    if value is not None:
        forms[value.parameter.name] = value
    is_own = place is not None and any(each.id == found.id for each in own_policies([place.code]))
    context = {
        "area": area,
        "above": above(request, area),
        "rule": rule_view(found, edition, forms=forms),
        "policy": found,
        "is_in_force": any(each.id == found.id for each in edition.policies),
        "excludes": [each for each in edition.policies if each.id in found.excludes],
        "place": place,
        "is_own": is_own,
        "out": (out or OutForm()) if is_own else None,
        "today": edition.on,
    }
    return render(request, "desk/policy.html", context)


def _narrowed(request: HttpRequest, area: Area, found: Policy) -> tuple[QuerySet[OwedPolicy], str] | None:
    """The households that the address asks for, and the words for them; None where it asks for none."""
    stands, answer = request.GET.get("stands", ""), request.GET.get("answer", "")
    missing = request.GET.get("missing", "")[:60]
    if stands == NOT_RECEIVING:
        return households_of(area, found.id, not_receiving=True), _("entitled and not receiving")
    if stands in set(Stands):
        rows = households_of(area, found.id, stands=Stands(stands), answer=State.ENTITLED)
        return rows, said(STANDS_NAMES[Stands(stands)])
    if answer in set(State):
        return households_of(area, found.id, answer=State(answer)), str(STATES[State(answer)][1])
    if missing:
        return households_of(area, found.id, missing=missing), ""
    return None


def _households(
    request: StaffRequest, area: Area, edition: Edition, found: Policy, rows: QuerySet[OwedPolicy], words: str
) -> HttpResponseBase:
    named = named_of(edition, request.GET.get("missing", ""))
    words = words or _("missing: %(what)s") % {
        "what": said(named.label) if named else request.GET.get("missing", "")[:60]
    }
    if is_asked_for(request):
        all_of_them = list(rows)
        note_readings([each.household_id for each in all_of_them], reader=request.user, page="desk:policy")
        name = Words(f"{found.name.zh} {area.name}", f"{found.name.en} {area.name}")
        return as_xlsx(name, EXPORTED, _rows(all_of_them, edition, found))
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    note_readings([each.household_id for each in shown], reader=request.user, page="desk:policy")
    asked = {name: request.GET[name][:60] for name in ("stands", "answer", "missing") if request.GET.get(name)}
    context = {
        "area": area,
        "policy": found,
        "words": words,
        "page": page,
        "rows": _rows(shown, edition, found),
        "query": f"{urlencode({'area': area.code, **asked})}&",
        "rule": f"{reverse('desk:policy', kwargs={'policy': found.id})}?{urlencode({'area': area.code})}",
    }
    return render(request, "desk/policy_households.html", context)


def _rows(owed: Sequence[OwedPolicy], edition: Edition, found: Policy) -> list[OwedRow]:
    villages = village_names({each.household.current.village for each in owed})
    return [_row(each, edition, found, villages) for each in owed]


def _row(owed: OwedPolicy, edition: Edition, found: Policy, villages: Mapping[str, str]) -> OwedRow:
    kind, words = STATES[State(owed.answer)]
    marks = [(kind, str(words))]
    if owed.stands:
        marks = [stands_mark(Stands(owed.stands))]
    amount = amount_words(found, owed.amount_fen) if owed.answer == State.ENTITLED else None
    current = owed.household.current
    return OwedRow(
        current=current,
        village=villages.get(current.village, ""),
        amount=said(amount) if amount else "",
        marks=marks,
        missing=in_a_row(_labels(owed.missing.split(","), edition)),
    )


def _labels(names: Iterable[str], edition: Edition) -> list[str]:
    return [said(named.label) if (named := named_of(edition, name)) else name for name in names if name]
