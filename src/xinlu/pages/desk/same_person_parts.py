"""A pair of entries that may be one person, side by side: what each says, what speaks for and against, who may decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xinlu.exchange.models import SamePerson
from xinlu.exchange.selectors.same_people import Entry, entries_of
from xinlu.exchange.services.same_people import SameOutcome
from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.pages.days import day_said
from xinlu.pages.desk.facts import shown
from xinlu.pages.desk.forms.lists import SameForm
from xinlu.pages.templatetags.look import said
from xinlu.people.access import Action, Actor, Decision, decide
from xinlu.practice.idnumbers import masked
from xinlu.practice.same_person import Pair, Person, likeness_words

OUTCOMES: dict[str, Promise] = {
    SameOutcome.SAME: gettext_lazy("One person"),
    SameOutcome.DIFFERENT: gettext_lazy("Two persons"),
}
_NOBODY = Person("", "", None, "", "")

_FACTS: tuple[tuple[Promise, Callable[[Entry], str]], ...] = (
    (gettext_lazy("Name"), lambda entry: entry.person.name),
    (gettext_lazy("Born"), lambda entry: entry.person.born_on.isoformat() if entry.person.born_on else "—"),
    (gettext_lazy("ID number"), lambda entry: masked(entry.person.id_number) or "—"),
    (gettext_lazy("Sex"), lambda entry: shown("sex", entry.person.sex)),
    (gettext_lazy("Lives in"), lambda entry: entry.home.place.name),
    (gettext_lazy("Household of"), lambda entry: entry.home.head_name),
    (gettext_lazy("Relation to head"), lambda entry: shown("relation", entry.person.relation)),
)
_ORIGINS: tuple[tuple[Promise, Callable[[Entry], str]], ...] = (
    (gettext_lazy("Said by"), lambda entry: entry.person.said_by),
    (gettext_lazy("Written by"), lambda entry: _written(entry)),
)


@dataclass(frozen=True)
class Side:
    """One entry: its member's id, and whether the reader may open its household."""

    member: str
    name: str
    entry: Entry | None
    leaves: Decision

    @property
    def household(self) -> Any:
        return self.entry.home.household_id if self.entry else None


@dataclass(frozen=True)
class Row:
    """One fact of both entries; `differs` where both tell it and not alike, and it is one of the person."""

    name: Promise
    left: str
    right: str
    of_person: bool

    @property
    def differs(self) -> bool:
        return self.of_person and self.left != self.right and "—" not in (self.left, self.right)


@dataclass(frozen=True)
class Shown:
    """A pair with its evidence in words and what the reader may do."""

    record: SamePerson
    likeness: str
    speaks_for: list[str]
    speaks_against: list[str]
    left: Side
    right: Side
    rows: list[Row]
    different: Decision
    form: SameForm

    @property
    def name(self) -> str:
        """Whom it is about, as far as the reader may know it."""
        names = dict.fromkeys(side.name for side in (self.left, self.right) if side.name)
        return " / ".join(names)

    @property
    def may_same(self) -> bool:
        return self.left.leaves.allowed or self.right.leaves.allowed

    @property
    def may_any(self) -> bool:
        return self.may_same or self.different.allowed


def shown_pairs(actor: Actor, pairs: Sequence[SamePerson], typed: tuple[int, SameForm] | None = None) -> list[Shown]:
    """The pairs as this reader may see them: of an entry outside their area only that there is one."""
    entries = entries_of(pairs)
    return [_one(actor, pair, entries.of(pair), typed) for pair in pairs]


def decision(actor: Actor, pair: SamePerson, outcome: SameOutcome, leaves: Any) -> Decision:
    """Whether the actor may decide so: for one person whoever writes the household that the entry leaves; for two, whoever
    sees both and either writes or brings in files for the place of each."""
    left, right = entries_of([pair]).of(pair)
    if outcome is SameOutcome.DIFFERENT:
        return _may_part(actor, left, right)
    going = {pair.left: left, pair.right: right}.get(leaves)
    return _may_leave(actor, going)


def form_of(pair: SamePerson, typed: Any = None) -> SameForm:
    """The form of one pair, its names apart from those of others on the page."""
    return SameForm(typed, prefix=f"pair-{pair.pk}")


def _one(
    actor: Actor,
    pair: SamePerson,
    sides: tuple[Entry | None, Entry | None],
    typed: tuple[int, SameForm] | None,
) -> Shown:
    left, right = (entry if entry and _may_read(actor, entry) else None for entry in sides)
    both = left is not None and right is not None
    evidence = pair.evidence if both else []
    words = [(each["for"], said(Words(each["zh"], each["en"]))) for each in evidence]
    as_pair = Pair(_NOBODY, _NOBODY, pair.likeness_percent / 100, (), pair.same_id)
    return Shown(
        record=pair,
        likeness=said(likeness_words(as_pair)) if both else _("somebody alike is on file outside your area"),
        speaks_for=[text for is_for, text in words if is_for] or ([_("the same ID number")] if pair.same_id else []),
        speaks_against=[text for is_for, text in words if not is_for],
        left=_side(actor, pair.left, left),
        right=_side(actor, pair.right, right),
        rows=[
            Row(name, _told(fact, left), _told(fact, right), facts is _FACTS)
            for facts in (_FACTS, _ORIGINS)
            for name, fact in facts
        ],
        different=_may_part(actor, left, right),
        form=typed[1] if typed and typed[0] == pair.pk else form_of(pair),
    )


def _side(actor: Actor, member: Any, entry: Entry | None) -> Side:
    return Side(member.hex, entry.person.name if entry else "", entry, _may_leave(actor, entry))


def _told(fact: Callable[[Entry], str], entry: Entry | None) -> str:
    return fact(entry) if entry else "—"


def _written(entry: Entry) -> str:
    day = said(day_said(entry.person.made_at, today=clock.today()))
    return f"{entry.author or '—'}{_(', ')}{day}"


def _may_read(actor: Actor, entry: Entry) -> bool:
    return decide(actor, Action.READ_FILE, entry.subject).allowed


def _may_leave(actor: Actor, entry: Entry | None) -> Decision:
    return decide(actor, Action.WRITE_FILE, entry.subject) if entry else Decision(False, _OUTSIDE)


def _may_part(actor: Actor, left: Entry | None, right: Entry | None) -> Decision:
    for entry in (left, right):
        if entry is None or not _may_read(actor, entry):
            return Decision(False, _OUTSIDE)
        may = [decide(actor, action, entry.subject) for action in (Action.WRITE_FILE, Action.IMPORT)]
        if not any(each.allowed for each in may):
            return may[0]
    return Decision(True, Words("可以", "may"))


_OUTSIDE = Words(
    "另一条在您管的范围以外。请报给县里，两边一起看",
    "The other entry lies outside your area. Ask the county, who sees both",
)
