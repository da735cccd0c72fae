"""Policies in words for the desk: how firm a rule is, whose it is, where a benefit stands, and amounts with what they are for."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from xinlu.entitlement.steps import STANDS_NAMES, Received, Stands
from xinlu.kernel.words import Words
from xinlu.pages.templatetags.look import said
from xinlu.people.models import Area
from xinlu.policy.answers import State
from xinlu.policy.cliffs import TIMES_A_YEAR
from xinlu.policy.speaking import PERS, money
from xinlu.policy.terms import Edition, Named, Per, Policy, Standing, Type
from xinlu.standards import COUNTRY

STATES: dict[State, tuple[str, Promise]] = {
    State.ENTITLED: ("plain", pgettext_lazy("policy", "entitled")),
    State.NOT_ENTITLED: ("plain", pgettext_lazy("policy", "not entitled")),
    State.TO_BE_VERIFIED: ("wait", pgettext_lazy("policy", "to be verified")),
    State.NOT_IN_FORCE: ("plain", pgettext_lazy("policy", "not in force")),
    State.SECURED: ("plain", pgettext_lazy("policy", "secured")),
    State.NOT_SECURED: ("no", pgettext_lazy("policy", "not secured")),
}
"""Each answer as a mark: its kind and its words. A rule's yes is nobody's word, so it is never drawn as recognised."""

HELD: dict[bool | None, tuple[str, Promise]] = {
    True: ("plain", gettext_lazy("holds")),
    False: ("no", gettext_lazy("does not hold")),
    None: ("wait", gettext_lazy("not known")),
}

STANDS_MARKS: dict[Stands, str] = {
    Stands.NOT_APPLIED: "wait",
    Stands.APPLIED: "wait",
    Stands.APPROVED: "wait",
    Stands.REFUSED: "no",
    Stands.PAID_NOT_ASKED: "wait",
    Stands.PAID_NOT_RECEIVED: "no",
    Stands.RECEIVED: "yes",
}
RECEIVED_MARKS: dict[Received, str] = {
    Received.YES: "yes",
    Received.NO: "no",
    Received.UNSURE: "wait",
    Received.NOT_ASKED: "wait",
}

UNDERSTOOD: dict[str, tuple[str, Promise]] = {
    "yes": ("plain", gettext_lazy("understood")),
    "no": ("wait", gettext_lazy("not understood")),
    "": ("plain", gettext_lazy("not asked back")),
}

STANDINGS: dict[Standing, tuple[str, Promise]] = {
    Standing.CONFIRMED: ("plain", pgettext_lazy("rule", "confirmed")),
    Standing.ANOTHER_PLACE: ("wait", pgettext_lazy("rule", "another place's")),
    Standing.WEAK: ("wait", pgettext_lazy("rule", "weak: no official text was seen")),
    Standing.LAPSED: ("wait", pgettext_lazy("rule", "lapsed")),
}

SORTS: dict[Type, Promise] = {
    Type.YES_NO: gettext_lazy("yes or no"),
    Type.COUNT: gettext_lazy("a number"),
    Type.FEN: gettext_lazy("money, in fen"),
    Type.PERCENT: gettext_lazy("percent"),
    Type.CODE: gettext_lazy("one of a list"),
    Type.DAY: gettext_lazy("a day"),
    Type.PEOPLE: gettext_lazy("how many of them"),
}
"""What sort of value a name of the language stands for."""

A_YEAR = PERS[Per.YEAR]


def amount_words(policy: Policy, fen: int | None) -> Words | None:
    """An amount with what it is given for ("460 yuan a month"); None where there is none to tell."""
    if policy.amount is None or fen is None:
        return None
    return PERS[policy.amount.per].filled(money=money(fen))


def sum_words(policy: Policy | None, fen: int) -> Words:
    """A sum over households: a year where the rule gives by the month or year, else what it gives at once."""
    if policy is None or policy.amount is None or policy.amount.per in TIMES_A_YEAR:
        return A_YEAR.filled(money=money(fen))
    return PERS[policy.amount.per].filled(money=money(fen))


def named_of(edition: Edition, name: str) -> Named | None:
    """The fact or parameter of that name."""
    return edition.facts.household.get(name) or edition.parameters.get(name)


class Places:
    """The names of the places at which rules and values hold, read at once."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._names = dict(Area.objects.filter(code__in=set(codes)).values_list("code", "name"))

    def name(self, code: str) -> str:
        """The place's name; the country for its code, and the bare code where the place is not among the areas here."""
        if code == COUNTRY:
            return _("the whole country")
        return self._names.get(code) or _("place %(code)s") % {"code": code}


def stands_mark(stands: Stands) -> tuple[str, str]:
    """Where a benefit stands, as a mark's kind and words."""
    return STANDS_MARKS[stands], said(STANDS_NAMES[stands])
