"""What the facts of a household file and of a member are called, and how each is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from xinlu.kernel import clock
from xinlu.pages.days import day_said
from xinlu.pages.templatetags.look import said
from xinlu.people.models import Area
from xinlu.practice.file_rules.items import HOUSEHOLD_ITEMS, MEMBER_ITEMS
from xinlu.practice.idnumbers import masked
from xinlu.practice.vocabulary import VOCABULARY, Health, LabourAbility, Schooling, YesNo
from xinlu.registry.models import MemberVersion
from xinlu.registry.services.members import LEAVING_REASONS

OTHER_LABELS: Mapping[str, Promise] = {
    "place": gettext_lazy("where they live"),
    "number": gettext_lazy("household number"),
    "address": gettext_lazy("address"),
    "phone": gettext_lazy("phone"),
    "further_causes": gettext_lazy("further causes"),
    "note": gettext_lazy("note"),
    "name": gettext_lazy("name"),
    "born_on": gettext_lazy("birth date"),
    "disability_number": gettext_lazy("disability certificate"),
    "joined_on": gettext_lazy("joined on"),
    "left_on": gettext_lazy("left on"),
    "left_why": gettext_lazy("why they left"),
}
LISTS: Mapping[str, str] = {
    "main_cause": "cause_of_poverty",
    "further_causes": "cause_of_poverty",
    "fuels": "fuel",
}
"""Facts whose closed list goes by another name than theirs."""

HIDDEN = frozenset({"id_number", "phone", "disability_number"})
"""Facts that a screen shows masked, also among what changed."""

PLAIN = frozenset({Health.HEALTHY, LabourAbility.ORDINARY, Schooling.NOT_IN_SCHOOL, Schooling.BEFORE_SCHOOL})
"""What goes without saying beside a name."""

UNSAID = frozenset({"said_by", "member", "id_index", "id_tail_index"})
"""Fields that are no facts to compare."""


def label_of(name: str) -> str:
    """What the fact is called."""
    if name in OTHER_LABELS:
        return str(OTHER_LABELS[name])
    words = HOUSEHOLD_ITEMS.get(name) or MEMBER_ITEMS.get(name)
    return said(words) if words else name


def shown(name: str, value: Any) -> str:
    """The fact as a person reads it; a dash where nobody entered it, numbers of persons masked."""
    if value is None or value == "" or value == []:
        return "—"
    if name in HIDDEN:
        return hidden(str(value))
    if isinstance(value, bool):
        return said(YesNo.of(value).words)
    if isinstance(value, (list, tuple)):
        return in_a_row(shown(name, each) for each in value)
    if isinstance(value, Area):
        return value.name
    if isinstance(value, date):
        return said(day_said(value, today=clock.today()))
    if name == "left_why":
        return said(LEAVING_REASONS.get(value, value))
    if name == "house_area_m2":
        return _("%(n)s m²") % {"n": value}
    if name == "market_distance_m":
        return _("%(n)s km") % {"n": f"{value / 1000:g}"}
    choices = VOCABULARY.get(LISTS.get(name, name))
    names = {each.value: each.words for each in choices} if choices else {}
    return said(names.get(value, str(value)))


def hidden(number: str) -> str:
    """A person's number with its middle hidden."""
    if len(number) == 18:
        return masked(number)
    return f"{number[:3]}{'*' * max(len(number) - 5, 3)}{number[-2:]}" if len(number) > 6 else "*" * len(number)


def differences(before: Any, after: Any, names: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Of the fields named: what each is called, how it was, how it is."""
    return [
        (label_of(name), shown(name, getattr(before, name)), shown(name, getattr(after, name)))
        for name in names
        if name not in UNSAID
    ]


def in_a_row(names: Iterable[str]) -> str:
    """Names or facts one after another, with the comma of the language."""
    return pgettext("between names", ", ").join(names)


def facts_beside(record: MemberVersion) -> list[str]:
    """What is worth knowing beside a name: school, health, ability to work, work away from home."""
    codes = [("schooling", record.schooling), ("health", record.health), ("labour", record.labour)]
    facts = [shown(name, code) for name, code in codes if code and code not in PLAIN]
    return [*facts, _("works away from home")] if record.migrant_work else facts


def gone_words(record: MemberVersion) -> str:
    """When and why a member left, or from when on one will belong."""
    if record.left_on:
        return f"{shown('left_on', record.left_on)} {shown('left_why', record.left_why)}"
    return _("from %(day)s on") % {"day": shown("joined_on", record.joined_on)}
