"""One finding as the desk sees it: both values with their source, who may be meant, the buttons, and who may press them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from xinlu.exchange.entry_text import dumped_facts
from xinlu.exchange.finding_words import fact_words, finding_words
from xinlu.exchange.list_findings import Settled
from xinlu.exchange.models import Finding, FindingKind
from xinlu.exchange.selectors.findings import OnFile, candidates_of, on_file_of, told_by
from xinlu.exchange.sentences import value_words
from xinlu.exchange.services.settling import takes_list
from xinlu.exchange.topics import TOPICS
from xinlu.kernel.words import Words
from xinlu.pages.desk.facts import in_a_row, shown
from xinlu.pages.desk.forms.lists import SettleForm
from xinlu.pages.desk.intake_table import without_numbers
from xinlu.pages.templatetags.look import said
from xinlu.people.access import Action, Actor, Decision, Subject, decide
from xinlu.practice.idnumbers import masked
from xinlu.registry.models import MemberVersion

KINDS: dict[str, Promise] = {
    FindingKind.DIFFERS: pgettext_lazy("finding", "Two values"),
    FindingKind.ADDS: pgettext_lazy("finding", "Not on file yet"),
    FindingKind.UNLISTED: pgettext_lazy("finding", "Missing from the list"),
    FindingKind.OTHER_NAME: pgettext_lazy("finding", "Another name"),
    FindingKind.WHICH: pgettext_lazy("finding", "Who is meant?"),
    FindingKind.NOBODY: pgettext_lazy("finding", "Nobody on file"),
    FindingKind.PAID: pgettext_lazy("finding", "Not as ruled"),
}
BUTTONS: dict[str, tuple[Promise, Promise]] = {
    FindingKind.DIFFERS: (gettext_lazy("As the list says"), gettext_lazy("As it stands on file")),
    FindingKind.ADDS: (gettext_lazy("Enter it"), gettext_lazy("Leave it out")),
    FindingKind.UNLISTED: (gettext_lazy("The list is right"), gettext_lazy("The file is right")),
    FindingKind.OTHER_NAME: (
        gettext_lazy("One person, the list has the name right"),
        gettext_lazy("One person, the file has the name right"),
    ),
    FindingKind.WHICH: (gettext_lazy("The one that is chosen"), gettext_lazy("None of these")),
    FindingKind.NOBODY: (gettext_lazy("Enter it"), gettext_lazy("Does not belong here")),
    FindingKind.PAID: (gettext_lazy("Rightly paid"), gettext_lazy("Not rightly paid")),
}
"""What the buttons say, by kind: the list, the file."""
ASKED = gettext_lazy("Something else, as written")


@dataclass(frozen=True)
class Candidate:
    """Somebody on file who may be meant."""

    member: str
    words: str
    evidence: str
    household: UUID | None


@dataclass(frozen=True)
class Shown:
    """One finding with both sides, and its buttons."""

    record: Finding
    words: str
    row: str
    here: str
    there: str
    since: str
    tells: str
    details: list[str]
    candidates: list[Candidate]
    may: Decision
    takes_list: bool
    buttons: tuple[Promise, Promise]
    form: SettleForm

    @property
    def has_sides(self) -> bool:
        return self.record.kind not in (FindingKind.WHICH, FindingKind.NOBODY)


@dataclass(frozen=True)
class Group:
    """The findings about one household, or about one whom no file knows; `household` where the reader may open its file."""

    name: str
    place: str
    household: UUID | None
    findings: list[Shown] = field(default_factory=list)


class Showing:
    """Makes the views of some findings, with all that stands on file asked for at once."""

    def __init__(self, actor: Actor, findings: Sequence[Finding]) -> None:
        self._actor = actor
        self._spoken_of = [(each, told_by(each)) for each in findings]
        self._file = on_file_of(self._spoken_of)

    def households(self) -> list[UUID]:
        """Those whose files are read by whoever reads these findings."""
        return [each for each in self._file.homes if self._may_read(each)]

    def shown(self, typed: tuple[UUID, SettleForm] | None = None) -> list[Shown]:
        """The findings, the one that was typed into with its form."""
        return [self._one(finding, body, typed) for finding, body in self._spoken_of]

    def groups(self, typed: tuple[UUID, SettleForm] | None = None) -> list[Group]:
        """The same, household by household, in their order."""
        found: dict[object, Group] = {}
        for each in self.shown(typed):
            key = each.record.household_id or each.record.pk
            if key not in found:
                found[key] = self._group(each.record)
            found[key].findings.append(each)
        return list(found.values())

    def _group(self, finding: Finding) -> Group:
        household = finding.household_id
        if household and household in self._file.homes and self._may_read(household):
            home = self._file.homes[household]
            return Group(home.head_name, home.place.name, household)
        return Group(told_by(finding).get("name", ""), finding.place.name, None)

    def _one(self, finding: Finding, body: dict[str, Any], typed: tuple[UUID, SettleForm] | None) -> Shown:
        topic = TOPICS.get(body.get("topic", ""))
        of_household = bool(topic and topic.of_household)
        words = finding_words(finding.kind, finding.field, body, of_household=of_household)
        here, since = self._here(finding, body)
        return Shown(
            record=finding,
            words=without_numbers(said(words)),
            row=_row_of(body),
            here=here,
            there=self._there(finding, body),
            since=since,
            tells=_tells(body) if not finding.household_id or finding.kind == FindingKind.WHICH else "",
            details=[without_numbers(each) for each in body.get("details", ())],
            candidates=self._candidates(body),
            may=decision(self._actor, finding, self._file),
            takes_list=takes_list(finding.kind, body),
            buttons=BUTTONS[finding.kind],
            form=typed[1] if typed and typed[0] == finding.pk else form_of(finding),
        )

    def _here(self, finding: Finding, body: dict[str, Any]) -> tuple[str, str]:
        """What stands on file today, and a word where that has changed since the list came."""
        if not finding.field or not finding.household_id:
            return "—", ""
        today = self._file.today(finding)
        changed = not _empty(today) or not _empty(body.get("here"))
        changed = changed and dumped_facts({"is": today})["is"] != body.get("here")
        since = _("changed since the list came") if changed and finding.kind != FindingKind.OTHER_NAME else ""
        return _value(finding.field, today), since

    def _there(self, finding: Finding, body: dict[str, Any]) -> str:
        if finding.kind == FindingKind.UNLISTED:
            return _("not on the list")
        return _value(finding.field, body.get("there"))

    def _candidates(self, body: dict[str, Any]) -> list[Candidate]:
        found = []
        for household, member, told in candidates_of(body):
            home, person = self._file.homes.get(household), self._file.people.get(member)
            if home is None or person is None or not self._may_read(household):
                found.append(Candidate("", _("somebody on file outside your area"), "", None))
                continue
            words = _person_words(person, home.head_name, home.place.name)
            evidence = f"{said(Words(**told['likeness']))}{_('; ')}{said(Words(**told['evidence']))}"
            found.append(Candidate(member.hex, words, evidence, household))
        return found

    def _may_read(self, household: UUID) -> bool:
        return decide(self._actor, Action.READ_FILE, self._file.subject(household)).allowed


def decision(actor: Actor, finding: Finding, file: OnFile) -> Decision:
    """Whether the actor may settle it: who writes the household's file, and where no file is known yet who brings in files
    for the place."""
    if finding.household_id is not None:
        return decide(actor, Action.WRITE_FILE, file.subject(finding.household_id))
    return decide(actor, Action.IMPORT, Subject(area_path=finding.place.path))


def form_of(finding: Finding, typed: Any = None) -> SettleForm:
    """The form of one finding, its names apart from those of others on the page."""
    return SettleForm(typed, prefix=str(finding.pk))


def outcome_words(finding: Finding) -> str:
    """How it was settled, as a button said it."""
    if finding.outcome == Settled.ASKED:
        return str(ASKED)
    takes, leaves = BUTTONS[finding.kind]
    return str(takes if finding.outcome == Settled.LIST else leaves)


def kinds_counted(counts: dict[str, int]) -> list[tuple[str, Promise, int]]:
    """Each kind of which there is something: its code, its name, how many."""
    return [(kind, name, counts[kind]) for kind, name in KINDS.items() if counts.get(kind)]


def topics_counted(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """Likewise each kind of list."""
    return [(code, said(topic.name), counts[code]) for code, topic in TOPICS.items() if counts.get(code)]


def _person_words(person: MemberVersion, head: str, place: str) -> str:
    born = _("born %(day)s") % {"day": person.born_on.isoformat()} if person.born_on else ""
    number = masked(person.id_number)
    home = _("%(head)s's household in %(place)s") % {"head": head, "place": place}
    told = [each for each in (born, number, shown("relation", person.relation), home) if each]
    return f"{person.name}{_(': ')}{in_a_row(told)}"


def _tells(body: dict[str, Any]) -> str:
    """What the list says of somebody of whom it is not known who on file they are."""
    told = [_("born %(day)s") % {"day": body["born_on"]}] if body.get("born_on") else []
    told += [body["id_number"]] if body.get("id_number") else []
    for name, value in body.get("facts", {}).items():
        told.append(f"{said(fact_words(name))}{_(': ')}{_value(name, value)}")
    return in_a_row(told)


def _value(field: str, value: Any) -> str:
    if _empty(value):
        return "—"
    if isinstance(value, date):
        return value.isoformat()
    return without_numbers(said(value_words(field, value)))


def _empty(value: Any) -> bool:
    return value is None or value == ""


def _row_of(body: dict[str, Any]) -> str:
    if not body.get("row"):
        return ""
    return _("%(sheet)s, row %(row)s") % {"sheet": body["sheet"], "row": body["row"]}
