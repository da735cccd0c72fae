"""Versions that stand against each other: shown with the fields in which they differ, settled by a person."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xinlu.casework.models import IncomeAccount
from xinlu.casework.selectors.accounts import lines_of, rival_accounts
from xinlu.casework.services.undoing import settle as settle_versions
from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import yuan
from xinlu.kernel.words import Words
from xinlu.pages.desk.facts import UNSAID, label_of, shown
from xinlu.pages.desk.histories import line_name
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.pages.templatetags.look import said
from xinlu.people.access import Action
from xinlu.records.models import Household, Record
from xinlu.registry.models import MemberVersion
from xinlu.registry.selectors.files import FileView, file_of


@dataclass(frozen=True)
class Fork:
    """Versions of one thing, first received first (that one counts meanwhile), and the rows in which they differ."""

    about: str
    versions: tuple[Record, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def forks_of(household: Household, view: FileView) -> list[Fork]:
    """Every fork of the household that waits for a person."""
    found = [_of_facts(rivals) for rivals in view.rivals]
    accounts = rival_accounts(household)
    return [*found, _of_accounts(accounts)] if accounts else found


@may(Action.SETTLE_FORK, about="household")
@require_POST
def settle(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """The version in the form counts from now on; the others of its fork stay to be read."""
    view = file_of(request.household)
    forks = forks_of(request.household, view) if view else []
    kept_id = request.POST.get("kept", "")
    fork = next((each for each in forks if any(str(one.pk) == kept_id for one in each.versions)), None)
    try:
        if fork is None:
            raise Refusal(
                "settlement.choose",
                Words("先选一个版本，再点“就用这个”", "Choose one of the versions, then press “This one counts”"),
            )
        _settle(request, fork, kept_id)
    except Refusal as refusal:
        messages.error(request, said(refusal.words))
    else:
        messages.success(request, _("Settled. The other version stays to be read in the history."))
    return redirect("desk:household", household=household)


def _settle(request: StaffRequest, fork: Fork, kept_id: str) -> None:
    kept = next(each for each in fork.versions if str(each.pk) == kept_id)
    others = [each for each in fork.versions if each.pk != kept.pk]
    reason = request.POST.get("reason", "").strip()
    settle_versions(kept, set_aside=others, by=request.user, reason=reason, device=request.device)


def _of_facts(rivals: tuple[Record, ...]) -> Fork:
    first = rivals[0]
    names = [name for name in first.body() if name not in UNSAID]
    rows = []
    for name in names:
        values = tuple(shown(name, getattr(each, name)) for each in rivals)
        if len(set(values)) > 1:
            rows.append((label_of(name), values))
    about = first.name if isinstance(first, MemberVersion) else _("Household file")
    return Fork(about, rivals, tuple(rows))


def _of_accounts(accounts: list[IncomeAccount]) -> Fork:
    """The lines that not every version lists with the same digest, and heads where they differ."""
    by_version = [{line.pk: line for line in lines_of(each)} for each in accounts]
    shared = set.intersection(*(set(lines) for lines in by_version))
    names = {line_name(line) for lines in by_version for line in lines.values() if line.pk not in shared}
    rows = [
        (
            name,
            tuple(
                _("; ").join(
                    yuan(line.income_fen - line.cost_fen)
                    for line in lines.values()
                    if line.pk not in shared and line_name(line) == name
                )
                or "—"
                for lines in by_version
            ),
        )
        for name in sorted(names)
    ]
    heads = tuple(str(each.heads) for each in accounts)
    if len(set(heads)) > 1:
        rows.insert(0, (_("Heads"), heads))
    return Fork(_("Income account"), tuple(accounts), tuple(rows))
