"""The sheet for a visit in parts: each policy to tell, each fact to find out with the input that fits, the other policies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from xinlu.entitlement.selectors.asking import Stated, ToAsk
from xinlu.entitlement.selectors.benefits import StepView
from xinlu.entitlement.selectors.known import fact_named
from xinlu.entitlement.selectors.owed import Owed
from xinlu.entitlement.steps import STANDS_NAMES, STEP_NAMES, Stands
from xinlu.entitlement.values import fact_text
from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import parse_fen, yuan
from xinlu.kernel.words import Words
from xinlu.pages.field.forms.typed import Chip, chips, read_date, read_whole
from xinlu.policy.answers import State
from xinlu.policy.speaking import told
from xinlu.policy.telling import paragraph, sentence
from xinlu.policy.terms import UNITS, Fact, Policy, Type, Value
from xinlu.registry.models import MemberVersion
from xinlu.registry.selectors.files import MemberView

YES_NO: dict[str, Words] = {"yes": Words("是", "yes"), "no": Words("否", "no"), "": Words("不知道", "not known")}
NOT_SAID = Words("还没说", "not said yet")
YUAN = Words("元", "yuan")
ACCOUNT_FACTS = frozenset({"income_per_head_fen", "income_total_fen", "rigid_spending_fen"})
HOUSE_FACTS = frozenset({"house_grade", "electricity", "water"})
STATES: dict[State, tuple[str, Words]] = {
    State.ENTITLED: ("yes", Words("够条件", "entitled")),
    State.TO_BE_VERIFIED: ("wait", Words("说不准", "to be verified")),
    State.NOT_ENTITLED: ("no", Words("不够条件", "not entitled")),
    State.NOT_IN_FORCE: ("plain", Words("不在办", "not given now")),
}


@dataclass(frozen=True)
class ShownPolicy:
    """One policy as the helper reads it out."""

    owed: Owed

    @property
    def policy(self) -> Policy:
        return self.owed.policy

    @property
    def said(self) -> Words:
        return paragraph(self.owed.explained)

    @property
    def mark(self) -> str:
        return STATES[self.owed.state][0]

    @property
    def word(self) -> Words:
        return STATES[self.owed.state][1]

    @property
    def question(self) -> Words | None:
        return self.policy.question

    @property
    def stands(self) -> Words | None:
        return STANDS_NAMES[self.owed.stands] if self.owed.stands else None

    @property
    def steps(self) -> list[tuple[StepView, Words]]:
        """Each step of the year's benefit with its name, oldest first."""
        return [(each, STEP_NAMES[each.step]) for each in self.owed.benefit.steps] if self.owed.benefit else []

    @property
    def received(self) -> Words:
        """What the household says it received of what is said to be paid; words while it has not said."""
        if self.owed.benefit is None or self.owed.stands is Stands.PAID_NOT_ASKED:
            return NOT_SAID
        told_fen = yuan(self.owed.benefit.received_fen)
        return Words(told_fen, told_fen)

    @property
    def stands_mark(self) -> str:
        """How the mark of where it stands looks: only the household's own word makes it full."""
        if self.owed.stands is Stands.RECEIVED:
            return "yes"
        return "no" if self.owed.stands in (Stands.PAID_NOT_RECEIVED, Stands.REFUSED) else "wait"


@dataclass(frozen=True)
class FactLine:
    """A fact to find out, or one that was stated, with its input. `was` is what stood there when the sheet was shown."""

    fact: Fact
    person: MemberVersion | None
    policies: tuple[Policy, ...]
    value: Value | None = None
    said_by: str = ""
    said_on: datetime | None = None

    @property
    def key(self) -> str:
        return f"fact-{self.fact.name}" + (f"-{self.person.member}" if self.person else "")

    @property
    def was_key(self) -> str:
        return f"was-{self.key}"

    @property
    def label(self) -> Words:
        if self.person is None:
            return self.fact.label
        return Words("{name}：{label}", "{name}: {label}").filled(name=self.person.name, label=self.fact.label)

    @property
    def asked(self) -> Words:
        return sentence(self.fact.asked)

    @property
    def entry(self) -> str:
        """Which input fits: yes_no, code, day, fen or count."""
        return str(self.fact.type)

    @property
    def unit(self) -> Words:
        if self.fact.type is Type.FEN:
            return YUAN
        return UNITS.get(self.fact.unit, Words("", ""))

    @property
    def shown(self) -> Words:
        """What was stated, as one says it."""
        return told(self.fact, self.value)

    @property
    def was(self) -> str:
        """What was stated, as its input has it."""
        if self.value is None:
            return ""
        if self.fact.type is Type.FEN and isinstance(self.value, int):
            return yuan(self.value)
        return fact_text(self.fact, self.value)

    def filled(self, typed: QueryDict) -> str:
        """What stands in the input: as typed where something was sent."""
        return typed.get(self.key, self.was).strip()

    def chips(self, typed: QueryDict) -> list[Chip]:
        """Its choices."""
        choices = YES_NO if self.fact.type is Type.YES_NO else self.fact.codes
        return chips(choices, [self.filled(typed)])

    def is_changed(self, typed: QueryDict) -> bool:
        """Whether something else was typed than stood there when the sheet was shown."""
        return self.key in typed and self.filled(typed) != typed.get(self.was_key, "").strip()

    def read(self, typed: QueryDict) -> object:
        """The value as typed; None takes back what was stated. Refusal at its field."""
        text = self.filled(typed)
        if not text:
            return None
        match self.fact.type:
            case Type.YES_NO:
                return {"yes": True, "no": False}.get(text, text)
            case Type.CODE:
                return text
            case Type.DAY:
                return self._day(text)
            case Type.FEN:
                return self._bounded(parse_fen(text, field=self.key))
            case _:
                return self._bounded(read_whole(text, field=self.key, empty=self.fact.label))

    def _day(self, text: str) -> date | None:
        return read_date(text, field=self.key)

    def _bounded(self, number: int) -> int:
        """The number, where the fact can have it; the sentence speaks of yuan, as the input does."""
        if self.fact.least <= number <= self.fact.most:
            return number
        is_money = self.fact.type is Type.FEN
        least, most = (yuan(each) if is_money else f"{each:,}" for each in (self.fact.least, self.fact.most))
        words = Words(
            "这里只能是{least}到{most}{unit}，看看是不是打错了",
            "It can be {least} to {most} {unit}; look whether it is a slip",
        )
        raise Refusal("policy.wrong_value", words.filled(least=least, most=most, unit=self.unit), field=self.key)


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact's line as the sheet shows it, with what was typed and what is wrong."""

    line: FactLine
    value: str
    chips: list[Chip]
    was: str
    wrong: str

    @property
    def is_touched(self) -> bool:
        """Whether it was filled in and is not written down yet, or is refused."""
        return bool(self.wrong) or self.value != self.was


@dataclass(frozen=True, slots=True)
class FileFact:
    """A fact that the file or the account holds: where it is entered. No address: an office decides it."""

    label: Words
    asked: Words
    address: str


def line_of(name: str, members: Iterable[MemberView]) -> FactLine | None:
    """The fact that an input of that name asks for; None where it is none, or of nobody who lives there."""
    fact_name, _, member = name.removeprefix("fact-").partition("-")
    fact = fact_named(fact_name, of_member=bool(member)) if name.startswith("fact-") else None
    person = next((each.record for each in members if str(each.member) == member), None)
    return FactLine(fact, person, ()) if fact and (person or not member) else None


def fact_lines(asked: Iterable[ToAsk]) -> list[FactLine]:
    """What has no place in the file: it is stated here."""
    return [
        FactLine(each.fact, each.person, each.policies) for each in asked if not each.in_file and each.fact.who is None
    ]


def stated_lines(stated: Iterable[Stated]) -> list[FactLine]:
    """What was stated before, to be corrected or taken back."""
    return [
        FactLine(each.fact, each.person, (), each.value, each.record.said_by, each.record.made_at) for each in stated
    ]


def file_facts(asked: Iterable[ToAsk], household: UUID) -> list[FileFact]:
    """What is entered on another page, each address once for each fact."""
    return [
        FileFact(FactLine(each.fact, each.person, ()).label, sentence(each.fact.asked), _address(each, household))
        for each in asked
        if each.in_file or each.fact.who is not None
    ]


def shown_facts(lines: Sequence[FactLine], typed: QueryDict, wrong: Mapping[str, str]) -> list[ShownFact]:
    """The lines with what was typed."""
    return [
        ShownFact(
            each, each.filled(typed), each.chips(typed), typed.get(each.was_key, each.was), wrong.get(each.key, "")
        )
        for each in lines
    ]


def _address(asked: ToAsk, household: UUID) -> str:
    if asked.person is not None:
        return reverse("field:member", kwargs={"household": household, "member": asked.person.member})
    pages = {
        "account": ACCOUNT_FACTS,
        "turned": {"recognised_income_per_head_fen"},
        "facts": HOUSE_FACTS,
    }
    page = next((page for page, names in pages.items() if asked.fact.name in names), "file")
    return "" if asked.fact.name == "status" else reverse(f"field:{page}", kwargs={"household": household})
