"""The payments of a list as the page shows them: by policy, row by row, what could not be placed, and what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from xinlu.entitlement.selectors.editions import edition_at
from xinlu.exchange.models import Intake, IntakeState
from xinlu.exchange.payment_rows import How
from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.pages.desk import intake_report
from xinlu.pages.desk.facts import in_a_row
from xinlu.pages.desk.forms.lists import PaymentsForm, PurposeAsked
from xinlu.pages.desk.intake_report import Noted
from xinlu.pages.templatetags.look import day, said
from xinlu.pages.templatetags.look import yuan_of as yuan
from xinlu.policy.terms import Kind

PURPOSES_ASKED = 20


def payments_shown(intake: Intake, report: Mapping[str, Any], *, form: PaymentsForm | None = None) -> dict[str, Any]:
    """What the page of a list of payments shows beside what it shows of every list; nothing for another list."""
    payments = report.get("payments")
    if payments is None:
        return {}
    is_open = intake.state == IntakeState.READ
    return {
        "pays": True,
        "by_policy": [{**each, "name": said(Words.read(each))} for each in payments["by_policy"]],
        "unplaced": [_unplaced(each, report) for each in payments["unplaced"][: intake_report.LISTED]],
        "paid_rows": [_row(each, report, _names(payments)) for each in payments["listed"][: intake_report.LISTED]],
        "answers_form": form or (payments_form(intake, report) if is_open else None),
    }


def payments_form(intake: Intake, report: Mapping[str, Any], typed: Any = None) -> PaymentsForm:
    """The form that asks what for and when, where the rows do not tell; filled with what was said before."""
    assert intake.area is not None
    edition = edition_at(intake.area.codes, on=clock.today())
    policies = {each.id: said(each.name) for each in (*edition.policies, *edition.past) if each.kind is Kind.POLICY}
    asked = [
        PurposeAsked(each["written"], each["rows"], tuple(near["policy"] for near in each["near"]))
        for each in report.get("payments", {}).get("purposes", ())
        if each["written"] and each["how"] != How.NAMED
    ]
    return PaymentsForm(typed, policies=policies, asked=asked[:PURPOSES_ASKED], answers=intake.answers)


def _unplaced(each: Mapping[str, Any], report: Mapping[str, Any]) -> Noted:
    return Noted(intake_report.cell_of(each, report), intake_report.told(each), each["heading"], each["written"])


def _row(each: Mapping[str, Any], report: Mapping[str, Any], names: Mapping[str, str]) -> Noted:
    amount = _("%(yuan)s yuan") % {"yuan": yuan(each["amount_fen"])}
    when = day(date.fromisoformat(each["happened_on"]))
    fates = {"known": _("on record before"), "corrected": _("another amount than before")}
    told = [names.get(each["policy"], each["policy"]), amount, when]
    told += [fates[each["fate"]]] if each["fate"] in fates else []
    return Noted(intake_report.cell_of(each, report), in_a_row(told), each["name"])


def _names(payments: Mapping[str, Any]) -> dict[str, str]:
    return {each["policy"]: said(Words.read(each)) for each in payments["by_policy"]}
