"""Cards: which households have none, issuing and printing them, noting the handing over, revoking. The township's alone.

A card's secret goes from the service onto the printed page that answers the POST, and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xinlu.casework.services.evidence import hand_over_card
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.pages.desk.exports import Exported, as_xlsx, is_asked_for
from xinlu.pages.desk.filters import searchable
from xinlu.pages.desk.forms.deeds import HandoverForm, RevocationForm
from xinlu.pages.desk.household import file_shown, head_of
from xinlu.pages.desk.reach import ids_ticked, reachable, reachable_villages
from xinlu.pages.desk.rows import village_names
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.paper.cards import card_sheet
from xinlu.people.access import Action
from xinlu.recognition.models import Card, CardHandover
from xinlu.recognition.selectors.cards import current_card
from xinlu.recognition.services.cards import IssuedCard, issue_card, revoke_card
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.households import search
from xinlu.reports.tables import Sort

PAGE_ROWS = 50
ISSUED_AT_ONCE = 200

SHOWN: dict[str, Promise] = {
    "none": gettext_lazy("without card"),
    "not_handed": gettext_lazy("not handed out yet"),
    "expired": gettext_lazy("expired"),
    "all": gettext_lazy("all households"),
}


@dataclass(frozen=True)
class CardRow:
    """A household with the card that it holds, and the newest note of its handing over."""

    current: CurrentFile
    village: str
    card: Card | None
    handover: CardHandover | None
    today: date

    @property
    def is_expired(self) -> bool:
        return self.card is not None and self.card.expires_on < self.today

    @property
    def how(self) -> tuple[str, str]:
        """How the card stands: a mark's kind and words."""
        if self.card is None:
            return "wait", _("no card yet")
        if self.is_expired:
            return "wait", _("expired")
        return ("yes", _("in their hands")) if self.handover else ("wait", _("not handed out yet"))


EXPORTED: tuple[Exported[CardRow], ...] = (
    Exported(gettext_lazy("Head"), lambda row: row.current.head_name),
    Exported(gettext_lazy("Village"), lambda row: row.village),
    Exported(gettext_lazy("Card"), lambda row: row.card.serial if row.card else ""),
    Exported(gettext_lazy("Good until"), lambda row: row.card.expires_on if row.card else None, Sort.DAY),
    Exported(gettext_lazy("Handed to"), lambda row: row.handover.handed_to if row.handover else ""),
    Exported(gettext_lazy("Handed on"), lambda row: row.handover.handed_on if row.handover else None, Sort.DAY),
    Exported(gettext_lazy("How it stands"), lambda row: row.how[1], width=18),
)


@may(Action.ISSUE_CARD)
@require_safe
@never_cache
def cards(request: StaffRequest) -> HttpResponseBase:
    """The households with their cards; first those that have none."""
    asked = request.GET.get("show", "")
    text, village = searchable(request.GET.get("text", "")), request.GET.get("village", "")[:20]
    show = asked if asked in SHOWN else ("all" if text else "none")
    own = reachable(request.actor, Action.ISSUE_CARD)
    found = search(_narrowed(own, show), text).order_by("path", "pinyin", "household")
    if village:
        found = found.filter(village=village)
    if is_asked_for(request):
        return as_xlsx(gettext_lazy("Cards"), EXPORTED, _rows(list(found)))
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "rows": _rows(list(page.object_list)),
        "page": page,
        "show": show,
        "shown": SHOWN,
        "text": text,
        "village": village,
        "villages": reachable_villages(request.actor, Action.ISSUE_CARD),
    }
    return render(request, "desk/cards.html", context)


@may(Action.ISSUE_CARD)
@require_POST
@never_cache
def issue(request: StaffRequest) -> HttpResponseBase:
    """Cards for the households ticked, or for all of a village that have none: issued, and printed as the answer."""
    own = reachable(request.actor, Action.ISSUE_CARD)
    if request.POST.get("whole_village"):
        rows = list(_narrowed(own, "none").filter(village=request.POST.get("village", ""))[:ISSUED_AT_ONCE])
    else:
        ticked = ids_ticked(request.POST.getlist("household"))
        named = reachable(request.actor, Action.ISSUE_CARD, few=True).filter(household__in=ticked)
        rows = list(named[:ISSUED_AT_ONCE])
    if not rows:
        messages.error(request, _("Tick the households for which cards are to be printed."))
        return redirect("desk:cards")
    with transaction.atomic():
        issued = [issue_card(row.household, by=request.user) for row in rows]
    return printed_cards(issued)


def printed_cards(issued: list[IssuedCard]) -> HttpResponse:
    """The cards on paper, as the answer to the POST that issued them: never stored, by nobody."""
    sheet = card_sheet(issued, language=get_language() or "zh-hans")
    if sheet.printed.pdf is None:
        response = HttpResponse(sheet.printed.html)
    else:
        response = HttpResponse(sheet.printed.pdf, content_type="application/pdf")
        response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@may(Action.ISSUE_CARD, about="household")
@require_safe
@never_cache
def card(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """One household's card: handing it out, replacing it, ending it; and the cards before it."""
    return _card_page(request)


@may(Action.ISSUE_CARD, about="household")
@require_POST
def hand_out(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """Note that the card was put into somebody's hands."""
    held, form = current_card(request.household), HandoverForm(request.POST)
    if held and form.is_valid():
        try:
            hand_over_card(held, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down: the card is in their hands."))
            return redirect("desk:card", household=household)
    return _card_page(request, handing=form)


@may(Action.ISSUE_CARD, about="household")
@require_POST
def revoke(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """The card opens nothing from now on."""
    held, form = current_card(request.household), RevocationForm(request.POST)
    if held and form.is_valid():
        try:
            revoke_card(held, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The card opens nothing any more."))
            return redirect("desk:card", household=household)
    return _card_page(request, revoking=form)


def _card_page(
    request: StaffRequest, *, handing: HandoverForm | None = None, revoking: RevocationForm | None = None
) -> HttpResponseBase:
    held = current_card(request.household)
    all_cards = Card.objects.filter(household=request.household).select_related("author").order_by("-received_at")
    context = {
        **head_of(request, file_shown(request.household)),
        "card": held,
        "is_expired": held is not None and held.expires_on < clock.today(),
        "cards": list(all_cards.prefetch_related("revocations", "handovers__handed_by")),
        "handing": handing or HandoverForm(),
        "revoking": revoking or RevocationForm(),
    }
    return render(request, "desk/card.html", context)


def _narrowed(households: QuerySet[CurrentFile], show: str) -> QuerySet[CurrentFile]:
    held = Card.objects.filter(household=OuterRef("household"), revocations__isnull=True)
    conditions = {
        "none": ~Q(Exists(held)),
        "not_handed": Q(Exists(held.filter(handovers__isnull=True))),
        "expired": Q(Exists(held.filter(expires_on__lt=clock.today()))),
    }
    return households.filter(conditions[show]) if show in conditions else households


def _rows(households: list[CurrentFile]) -> list[CardRow]:
    """The households with their cards, in three queries."""
    cards = Card.objects.filter(household__in=[row.household_id for row in households], revocations__isnull=True)
    held = {card.household_id: card for card in cards.order_by("received_at")}
    notes = CardHandover.objects.filter(card__in=[card.pk for card in held.values()]).order_by("received_at")
    handed = {note.card_id: note for note in notes}
    villages, today = village_names({row.village for row in households}), clock.today()
    rows = []
    for row in households:
        card = held.get(row.household_id)
        rows.append(CardRow(row, villages.get(row.village, ""), card, handed.get(card.pk) if card else None, today))
    return rows
