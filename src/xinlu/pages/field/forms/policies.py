"""The sheet for a visit as it is written: who was told of which policy, what was found out, and how far a benefit is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from xinlu.entitlement.services.explaining import Understood
from xinlu.entitlement.steps import STEP_NAMES, Step
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import parse_fen
from xinlu.kernel.words import Words
from xinlu.pages.field.forms.typed import Chip, chips, read_date
from xinlu.pages.field.policies import FactLine, line_of
from xinlu.registry.selectors.files import MemberView

FORM_FIELDS = ("told-", "understood-", "words-")
UNDERSTOOD: dict[str, Words] = {
    Understood.YES: Words("听懂了", "yes"),
    Understood.NO: Words("没听懂", "no"),
    Understood.NOT_ASKED: Words("没问", "not asked"),
}
NO_LISTENER = Words("讲给谁听的，要点名字", "Choose to whom it was explained")
NO_POLICY = Words("讲的是哪一样，要选", "Choose which one was explained")
NO_STEP = Words("办到哪一步，要选", "Choose how far it is")
NO_BENEFIT = Words("是哪一样，要选", "Choose which benefit it is")
NO_DAY = Words("哪一天的事，要写", "Write on which day it was")
STEP_FIELDS = ("step-policy", "step", "step-amount", "step-day", "step-source")
OTHER = "other"
"""The form of one more policy that was explained: which one is chosen in it."""


@dataclass(frozen=True, slots=True)
class TellForm:
    """To whom a policy was explained, what the question back showed, and what they said."""

    key: str
    told: list[Chip]
    understood: list[Chip]
    words: str
    wrong: str

    @property
    def told_name(self) -> str:
        return f"told-{self.key}"

    @property
    def understood_name(self) -> str:
        return f"understood-{self.key}"

    @property
    def words_name(self) -> str:
        return f"words-{self.key}"


@dataclass(frozen=True, slots=True)
class SentTelling:
    """A policy that was explained, as sent. `key` names its form."""

    key: str
    policy: str
    told_to: str
    understood: Understood
    words: str


@dataclass(frozen=True, slots=True)
class SentStep:
    """How far a benefit is, as sent."""

    policy: str
    step: Step
    amount_fen: int | None
    happened_on: date
    source: str


@dataclass(frozen=True, slots=True)
class SentFact:
    """What was found out, as sent; None takes back what was stated before."""

    line: FactLine
    value: object


@dataclass(frozen=True, slots=True)
class Sent:
    """Everything that the sheet brings at once."""

    tellings: list[SentTelling]
    facts: list[SentFact]
    said_by: str
    step: SentStep | None

    @property
    def is_empty(self) -> bool:
        return not (self.tellings or self.facts or self.step)


def tell_form(key: str, typed: QueryDict, members: Sequence[MemberView], wrong: Mapping[str, str]) -> TellForm:
    """The small form of one policy with what was typed and chosen, and what is wrong."""
    return TellForm(
        key=key,
        told=chips({each.name: Words(each.name, each.name) for each in members}, typed.getlist(f"told-{key}")),
        understood=chips(UNDERSTOOD, [typed.get(f"understood-{key}", "")]),
        words=typed.get(f"words-{key}", ""),
        wrong=wrong.get(f"told-{key}", ""),
    )


def step_chips(typed: QueryDict) -> list[Chip]:
    """The steps to choose from."""
    return chips({str(step): words for step, words in STEP_NAMES.items()}, [typed.get("step", "")])


def read(typed: QueryDict, members: Sequence[MemberView]) -> Sent:
    """The sheet as sent, whatever was on it when it was shown; what was left empty is left out. Refusals name the field."""
    names = [each.name for each in members]
    forms = dict.fromkeys(name.partition("-")[2] for name in typed if name.startswith(FORM_FIELDS))
    tellings = [found for key in forms if (found := _telling(typed, key, names))]
    lines = [line for name in typed if (line := line_of(name, members)) and line.is_changed(typed)]
    facts = [SentFact(line, line.read(typed)) for line in lines]
    return Sent(tellings, facts, typed.get("said_by", ""), _step(typed))


def _telling(typed: QueryDict, key: str, names: Sequence[str]) -> SentTelling | None:
    listeners = [each for each in typed.getlist(f"told-{key}") if each in names]
    understood, words = typed.get(f"understood-{key}", ""), typed.get(f"words-{key}", "").strip()
    policy = typed.get("other-policy", "") if key == OTHER else key
    if not (listeners or understood or words or (key == OTHER and policy)):
        return None
    if not policy:
        raise Refusal("policy.which", NO_POLICY, field="other-policy")
    if not listeners:
        raise Refusal("policy.told_to", NO_LISTENER, field=f"told-{key}")
    asked_back = Understood(understood) if understood in set(Understood) else Understood.NOT_ASKED
    return SentTelling(key, policy, "、".join(listeners), asked_back, words)


def _step(typed: QueryDict) -> SentStep | None:
    policy, step = typed.get("step-policy", ""), typed.get("step", "")
    amount, source = typed.get("step-amount", "").strip(), typed.get("step-source", "").strip()
    if not (policy or step or amount or source):
        return None
    if not policy:
        raise Refusal("benefit.which", NO_BENEFIT, field="step-policy")
    if step not in set(Step):
        raise Refusal("benefit.step", NO_STEP, field="step")
    happened_on = read_date(typed.get("step-day", ""), field="step-day")
    if happened_on is None:
        raise Refusal("benefit.day", NO_DAY, field="step-day")
    return SentStep(policy, Step(step), parse_fen(amount, field="step-amount") if amount else None, happened_on, source)


def blank() -> QueryDict:
    """The sheet before anything is typed."""
    typed = QueryDict(mutable=True)
    typed["step-day"] = clock.today().isoformat()
    return typed
