"""Who is entitled and not receiving, policy by policy, in one area: as last looked through, and the button to look anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xinlu.entitlement.selectors.editions import edition_at
from xinlu.entitlement.selectors.gaps import RECEIVING, PolicyGap, gaps_of
from xinlu.entitlement.services.looking import begin_look_through
from xinlu.entitlement.steps import STANDS_NAMES, Stands
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.pages.desk.areas import above
from xinlu.pages.desk.exports import Exported, as_xlsx, is_asked_for
from xinlu.pages.desk.facts import in_a_row
from xinlu.pages.desk.policy_words import amount_words, named_of
from xinlu.pages.desk.reach import area_asked_for, reaches_area
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.pages.templatetags.look import said
from xinlu.people.access import Action
from xinlu.people.models import Area
from xinlu.policy.answers import State
from xinlu.policy.terms import Edition, Kind
from xinlu.reports.tables import Sort


@dataclass(frozen=True)
class GapRow:
    """One policy of the place; every number with the address of the households behind it."""

    gap: PolicyGap
    edition: Edition
    address: str
    query: str

    @property
    def name(self) -> str:
        return said(self.gap.policy.name)

    @property
    def rule(self) -> str:
        """The address of the rule in plain words."""
        return f"{self.address}?{self.query}"

    @property
    def entitled(self) -> tuple[int, str]:
        is_guarantee = self.gap.policy.kind is Kind.GUARANTEE
        return self.gap.entitled, self._listed(answer=State.SECURED if is_guarantee else State.ENTITLED)

    @property
    def not_secured(self) -> tuple[int, str]:
        return self.gap.not_entitled, self._listed(answer=State.NOT_SECURED)

    @property
    def receiving(self) -> tuple[int, str]:
        return self.gap.receiving, self._listed(stands=RECEIVING)

    @property
    def not_receiving(self) -> tuple[int, str]:
        return self.gap.not_receiving, self._listed(stands="not_receiving")

    @property
    def to_be_verified(self) -> tuple[int, str]:
        return self.gap.to_be_verified, self._listed(answer=State.TO_BE_VERIFIED)

    @property
    def stands(self) -> list[tuple[str, int, str]]:
        """Where those stand who are not receiving it, in the order of the way."""
        return [
            (said(STANDS_NAMES[each]), self.gap.stands[each], self._listed(stands=each))
            for each in Stands
            if each is not RECEIVING and self.gap.stands.get(each)
        ]

    @property
    def missing(self) -> list[tuple[str, int, str]]:
        """What is missing most, with how many households it keeps open."""
        return [
            (said(named.label) if named else name, n, self._listed(missing=name))
            for name, n in self.gap.missing
            for named in [named_of(self.edition, name)]
        ]

    @property
    def not_received(self) -> Words | None:
        """What is owed and does not arrive, where it is known how much."""
        fen = self.gap.not_received_fen
        return amount_words(self.gap.policy, fen) if fen else None

    def _listed(self, **narrowed: str) -> str:
        return f"{self.address}?{self.query}&{urlencode(narrowed)}"


def _where(stands: Stands) -> Exported[GapRow]:
    return Exported(STANDS_NAMES[stands], lambda row: row.gap.stands.get(stands, 0), Sort.NUMBER, 16)


EXPORTED: tuple[Exported[GapRow], ...] = (
    Exported(pgettext_lazy("policy", "Policy"), lambda row: row.name, width=26),
    Exported(gettext_lazy("Entitled"), lambda row: row.gap.entitled, Sort.NUMBER, 10),
    Exported(gettext_lazy("Receiving, by their own word"), lambda row: row.gap.receiving, Sort.NUMBER, 16),
    Exported(gettext_lazy("Not receiving"), lambda row: row.gap.not_receiving, Sort.NUMBER, 12),
    *(_where(each) for each in Stands if each is not RECEIVING),
    Exported(
        gettext_lazy("Owed and not received, where known"),
        lambda row: said(row.not_received) if row.not_received else "",
        width=20,
    ),
    Exported(gettext_lazy("To be verified"), lambda row: row.gap.to_be_verified, Sort.NUMBER, 12),
    Exported(
        gettext_lazy("What is missing most"),
        lambda row: in_a_row(f"{label} {n}" for label, n, _address in row.missing),
        width=50,
    ),
)


@may(Action.READ_AREA)
@require_safe
@never_cache
def policies(request: StaffRequest) -> HttpResponseBase:
    """The policies of an area (?area=), those that reach fewest first; as a file with ?format=xlsx."""
    area = area_asked_for(request, Action.READ_AREA)
    edition = edition_at(area.codes, on=clock.today())
    gaps = gaps_of(area, edition)
    rows = _rows(gaps.policies, edition, area)
    rows.sort(key=lambda row: (-row.gap.not_receiving, -row.gap.to_be_verified))
    if is_asked_for(request):
        name = Words(f"{area.name}该享受没享受到的", f"Entitled and not receiving in {area.name}")
        return as_xlsx(name, EXPORTED, rows)
    context = {
        "area": area,
        "above": above(request, area),
        "parts": list(Area.objects.filter(parent=area).order_by("code")),
        "gaps": gaps,
        "not_looked": gaps.all_households - gaps.households,
        "rows": rows,
        "guarantees": _rows(gaps.guarantees, edition, area),
        "past": [(each, f"{_address(each.id)}?{_query(area)}") for each in edition.past if each.kind is Kind.POLICY],
        "may_look": reaches_area(request.actor, Action.RECORD_BENEFIT, area),
        "may_set": reaches_area(request.actor, Action.SET_POLICY, area),
    }
    return render(request, "desk/policies.html", context)


@may(Action.RECORD_BENEFIT)
@require_POST
def look_policies(request: StaffRequest) -> HttpResponseBase:
    """Look every household of the area through anew."""
    area = area_asked_for(request, Action.RECORD_BENEFIT)
    try:
        look = begin_look_through(area, by=request.user)
    except Refusal as refusal:
        messages.error(request, said(refusal.words))
    else:
        if look.done_at:
            words = ngettext(
                "%(n)s household was looked through.", "%(n)s households were looked through.", look.households
            )
            messages.success(request, words % {"n": look.households})
        else:
            messages.success(request, _("It is being looked through; this goes on without you."))
    return redirect(f"{reverse('desk:policies')}?{_query(area)}")


def _rows(gaps: Sequence[PolicyGap], edition: Edition, area: Area) -> list[GapRow]:
    return [GapRow(each, edition, _address(each.policy.id), _query(area)) for each in gaps]


def _address(policy: str) -> str:
    return reverse("desk:policy", kwargs={"policy": policy})


def _query(area: Area) -> str:
    return urlencode({"area": area.code})
