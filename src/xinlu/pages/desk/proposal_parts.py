"""One proposal as the desk sees it: a sentence, what stands on record beside what the file says, and who may decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from xinlu.exchange.entry_text import loaded_facts
from xinlu.exchange.models import Proposal, ProposalKind
from xinlu.exchange.selectors.proposals import OnRecord, body_of, elsewhere_of, on_record
from xinlu.exchange.sentences import proposal_words, value_words
from xinlu.exchange.services.decisions import WHOLE, Outcome
from xinlu.kernel.money import yuan
from xinlu.pages.days import day_said
from xinlu.pages.desk.facts import in_a_row, shown
from xinlu.pages.desk.forms.decisions import DecisionForm
from xinlu.pages.desk.intake_table import without_numbers
from xinlu.pages.templatetags.look import said
from xinlu.people.access import Action, Actor, Decision, Subject, decide

YES_NO: dict[str, tuple[Promise, Promise]] = {
    ProposalKind.JOINED: (gettext_lazy("Yes, belongs here"), gettext_lazy("No, not of this household")),
    ProposalKind.LEFT: (gettext_lazy("Yes, has left"), gettext_lazy("No, still lives there")),
    ProposalKind.MOVED_HERE: (gettext_lazy("Yes, came over"), gettext_lazy("No, stays where it was")),
    ProposalKind.NEW_HEAD: (gettext_lazy("Yes, is the head now"), gettext_lazy("No, the head stays")),
    ProposalKind.MOVED: (gettext_lazy("Yes, has moved"), gettext_lazy("No, lives where it did")),
    ProposalKind.RENUMBERED: (gettext_lazy("The same, take the new number"), gettext_lazy("Leave it out")),
    ProposalKind.SAME_HOUSEHOLD: (gettext_lazy("The same household"), gettext_lazy("Leave it out")),
    ProposalKind.SPLIT: (gettext_lazy("Yes, split off"), gettext_lazy("No, leave it out")),
    ProposalKind.MERGED: (gettext_lazy("Yes, one household now"), gettext_lazy("No, leave it out")),
    ProposalKind.DIFFERS: (gettext_lazy("As the file says"), gettext_lazy("As it stands on record")),
    ProposalKind.OTHER_ID: (gettext_lazy("As the file says"), gettext_lazy("As it stands on record")),
    ProposalKind.ACCOUNT: (gettext_lazy("Seen"), gettext_lazy("Seen")),
}
"""What the buttons say, by kind: yes and no."""
KINDS: dict[str, Promise] = {
    ProposalKind.JOINED: pgettext_lazy("proposal", "Came"),
    ProposalKind.LEFT: pgettext_lazy("proposal", "No longer listed"),
    ProposalKind.MOVED_HERE: pgettext_lazy("proposal", "From another household"),
    ProposalKind.NEW_HEAD: pgettext_lazy("proposal", "Another head"),
    ProposalKind.MOVED: pgettext_lazy("proposal", "Lives elsewhere"),
    ProposalKind.RENUMBERED: pgettext_lazy("proposal", "Another number"),
    ProposalKind.SAME_HOUSEHOLD: pgettext_lazy("proposal", "The same household?"),
    ProposalKind.SPLIT: pgettext_lazy("proposal", "Split off?"),
    ProposalKind.MERGED: pgettext_lazy("proposal", "Merged?"),
    ProposalKind.DIFFERS: pgettext_lazy("proposal", "Changed on both sides"),
    ProposalKind.OTHER_ID: pgettext_lazy("proposal", "Another ID number"),
    ProposalKind.ACCOUNT: pgettext_lazy("proposal", "Another account"),
}
AT_ONCE = frozenset({ProposalKind.JOINED, ProposalKind.LEFT})
"""Kinds of which several of one file can be decided together."""
OF_PERSON = ("relation", "sex", "born_on", "id_number")


@dataclass(frozen=True)
class Shown:
    """One proposal with its evidence on both sides, its buttons, and whether the reader may press them."""

    record: Proposal
    words: str
    row: str
    here: list[str]
    there: list[str]
    yes: Promise
    no: Promise
    accepts: Decision
    refuses: Decision
    as_new: Decision | None
    form: DecisionForm | None = None

    @property
    def may_any(self) -> bool:
        return self.accepts.allowed or self.refuses.allowed or bool(self.as_new and self.as_new.allowed)

    @property
    def is_seen_only(self) -> bool:
        return self.record.kind == ProposalKind.ACCOUNT

    @property
    def at_once(self) -> bool:
        return self.record.kind in AT_ONCE and self.accepts.allowed


@dataclass(frozen=True)
class Group:
    """The proposals about one household; `household` only where the reader may open its file."""

    name: str
    place: str
    household: UUID | None
    proposals: list[Shown]


class Showing:
    """Makes the views of some proposals, with all that is on record asked for at once."""

    def __init__(self, actor: Actor, proposals: Sequence[Proposal]) -> None:
        self._actor = actor
        self._spoken_of = [(each, body_of(each)) for each in proposals]
        self._record = on_record(self._spoken_of)

    def households(self) -> list[UUID]:
        """Those whose files are read by whoever reads these proposals."""
        return [each for each in self._record.homes if self._may_read(each)]

    def shown(self, typed: tuple[UUID, DecisionForm] | None = None) -> list[Shown]:
        """The proposals, the one that was typed into with its form."""
        return [self._one(proposal, body, typed) for proposal, body in self._spoken_of]

    def groups(self, typed: tuple[UUID, DecisionForm] | None = None) -> list[Group]:
        """The same, household by household, in their order."""
        found: dict[object, Group] = {}
        for each in self.shown(typed):
            proposal = each.record
            key = proposal.household_id or proposal.pk
            if key not in found:
                found[key] = self._group(proposal)
            found[key].proposals.append(each)
        return list(found.values())

    def _group(self, proposal: Proposal) -> Group:
        household = proposal.household_id
        if household and household in self._record.homes and self._may_read(household):
            home = self._record.homes[household]
            return Group(home.head_name, home.place.name, household, [])
        persons = body_of(proposal).get("entry", {}).get("persons", [])
        name = persons[0]["facts"].get("name", "") if persons else ""
        return Group(name or _("A household"), proposal.place.name, None, [])

    def _one(self, proposal: Proposal, body: dict[str, Any], typed: tuple[UUID, DecisionForm] | None) -> Shown:
        here, there = self._sides(proposal, body)
        yes, no = YES_NO[proposal.kind]
        accepts, refuses, as_new = (self._decision(proposal, body, each) for each in Outcome)
        form = typed[1] if typed and typed[0] == proposal.pk else form_of(proposal, body)
        return Shown(
            record=proposal,
            words=said(proposal_words(proposal.kind, body, places=self._record.places)),
            row=_row_of(body),
            here=[without_numbers(each) for each in here],
            there=[without_numbers(each) for each in there],
            yes=yes,
            no=no,
            accepts=accepts,
            refuses=refuses,
            as_new=as_new if proposal.kind in WHOLE else None,
            form=form,
        )

    def _decision(self, proposal: Proposal, body: dict[str, Any], outcome: Outcome) -> Decision:
        return decision(self._actor, proposal, body, self._record, outcome)

    def _may_read(self, household: UUID) -> bool:
        return decide(self._actor, Action.READ_FILE, self._record.subject(household)).allowed

    def _home(self, household: UUID) -> str:
        """A household in a few words; of one whose file the reader may not open only that there is one."""
        home = self._record.homes.get(household)
        if home is None or not self._may_read(household):
            return _("a household outside your area")
        people = in_a_row(each.name for each in self._record.living(household))
        words = _("%(head)s's household in %(place)s: %(people)s") % {
            "head": home.head_name,
            "place": home.place.name,
            "people": people,
        }
        return f"{words}{_('; ')}{home.number}" if home.number else words

    def _sides(self, proposal: Proposal, body: dict[str, Any]) -> tuple[list[str], list[str]]:
        kind, household = proposal.kind, proposal.household_id
        if kind in WHOLE:
            candidates = dict.fromkeys(
                [*map(UUID, body.get("households", ())), *(each for _n, each, _m in elsewhere_of(body))]
            )
            return [self._home(each) for each in candidates], _entry_words(body["entry"], proposal.place.name)
        if kind == ProposalKind.DIFFERS:
            whose = self._record.person(household, body["member"])
            values = (said(value_words(body["field"], body[side])) for side in ("here", "there"))
            here, there = (f"{whose.name}{_(': ')}{each}" if whose else each for each in values)
            return [here], [there]
        if kind == ProposalKind.OTHER_ID:
            person = self._record.person(household, body["member"])
            return [_number(person.id_number) if person else "—"], [_number(body["id_number"])]
        if kind == ProposalKind.ACCOUNT:
            return [f"{yuan(body['claimed'])} {_('yuan')}"], [f"{yuan(body['net'])} {_('yuan')}"]
        if kind == ProposalKind.MOVED:
            return [self._place(body["from"])], [self._place(body["place"])]
        return self._of_persons(proposal, body)

    def _of_persons(self, proposal: Proposal, body: dict[str, Any]) -> tuple[list[str], list[str]]:
        kind, household = proposal.kind, proposal.household_id
        if kind == ProposalKind.NEW_HEAD:
            return [body["former"] or "—"], [body["name"]]
        if kind == ProposalKind.LEFT:
            person = self._record.person(household, body["member"])
            facts = {name: getattr(person, name) for name in OF_PERSON} if person else {}
            return _person_words(body["name"], facts), [_("not listed")]
        there = _person_words(body["facts"].get("name", ""), loaded_facts(body["facts"]))
        if kind == ProposalKind.MOVED_HERE:
            return [self._home(UUID(body["from"]))], there
        return [in_a_row(each.name for each in self._record.living(household)) if household else "—"], there

    def _place(self, code: str) -> str:
        return self._record.places.get(code, code)


def decision(actor: Actor, proposal: Proposal, body: dict[str, Any], record: OnRecord, outcome: Outcome) -> Decision:
    """Whether the actor may decide so: whoever may not write in a household that changes by it may not."""
    place = Subject(area_path=proposal.place.path)
    asked: list[tuple[Action, Subject]] = []
    if outcome is Outcome.AS_NEW or proposal.household_id is None:
        asked.append((Action.ENTER_HOUSEHOLD, place))
    if outcome is not Outcome.AS_NEW and proposal.household_id is not None:
        asked.append((Action.WRITE_FILE, record.subject(proposal.household_id)))
    if outcome is Outcome.ACCEPTED:
        if proposal.kind in (ProposalKind.MOVED, ProposalKind.SPLIT, ProposalKind.MERGED):
            asked.append((Action.ENTER_HOUSEHOLD, place))
        if proposal.kind == ProposalKind.MOVED_HERE:
            asked.append((Action.WRITE_FILE, record.subject(UUID(body["from"]))))
        if proposal.kind in (ProposalKind.SPLIT, ProposalKind.MERGED):
            asked += [(Action.WRITE_FILE, record.subject(household)) for _n, household, _m in elsewhere_of(body)]
    found = [decide(actor, action, subject) for action, subject in asked]
    return next((each for each in found if not each.allowed), found[0])


def form_of(proposal: Proposal, body: dict[str, Any], typed: Any = None) -> DecisionForm:
    """The form of one proposal, its names apart from those of others on the page."""
    return DecisionForm(typed, kind=proposal.kind, former_is=body.get("former_is", ""), prefix=str(proposal.pk))


def _row_of(body: dict[str, Any]) -> str:
    """The sheet and row in the file, without the column."""
    if "entry" in body:
        spot = body["entry"]["spot"]
        return _("%(sheet)s, row %(row)s") % {"sheet": spot["sheet"], "row": spot["row"]}
    sheet, _mark, cell = str(body.get("spot", "")).rpartition("!")
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return _("%(sheet)s, row %(row)s") % {"sheet": sheet, "row": row} if row else ""


def _entry_words(entry: dict[str, Any], place: str) -> list[str]:
    persons = [loaded_facts(each["facts"]) for each in entry["persons"]]
    head = persons[0].get("name", "") if persons else ""
    words = _("%(head)s's household in %(place)s: %(people)s") % {
        "head": head,
        "place": place,
        "people": in_a_row(each.get("name", "") for each in persons),
    }
    return [f"{words}{_('; ')}{entry['number']}" if entry["number"] else words]


def _person_words(name: str, facts: dict[str, Any]) -> list[str]:
    """A person in a few lines: name, relation and sex; birth; number."""
    first = in_a_row(shown(each, facts[each]) for each in ("relation", "sex") if facts.get(each))
    lines = [f"{name}{_(': ')}{first}" if first else name]
    if facts.get("born_on"):
        lines.append(_("born %(day)s") % {"day": said(day_said(facts["born_on"], today=date.min))})
    return [*lines, _number(facts["id_number"])] if facts.get("id_number") else lines


def _number(number: str) -> str:
    return without_numbers(number) if number else "—"


def kinds_counted(counts: dict[str, int]) -> Iterable[tuple[str, Promise, int]]:
    """Each kind of which there is something: its code, its name, how many."""
    return [(kind, name, counts[kind]) for kind, name in KINDS.items() if counts.get(kind)]


def outcome_words(proposal: Proposal) -> str:
    """How it was decided, as a button said it."""
    if proposal.outcome == Outcome.AS_NEW:
        return pgettext("proposal", "A household of its own")
    yes, no = YES_NO[proposal.kind]
    return str(yes if proposal.outcome == Outcome.ACCEPTED else no)
