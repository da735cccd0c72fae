"""A place enters a value or a rule of its own; first it is tried, and shown who would gain and who would lose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db import transaction

from xinlu.entitlement.models import PlacePolicy
from xinlu.entitlement.selectors.editions import Editions, parameters_of, read_own
from xinlu.entitlement.selectors.known import known_of
from xinlu.entitlement.values import parameter_number
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.parameters.models import Parameter as SetValue
from xinlu.parameters.selectors import POLICY
from xinlu.parameters.services import set_parameter
from xinlu.people.models import Area, User
from xinlu.policy.answers import YES, Answer, State, answers
from xinlu.policy.catalogue import packaged_catalogue
from xinlu.policy.cliffs import TIMES_A_YEAR
from xinlu.policy.faults import CatalogueError, Fault
from xinlu.policy.parameters import fits
from xinlu.policy.terms import Edition, Parameter, ParameterValue, Policy, Standing, Value
from xinlu.records.selectors import heads
from xinlu.records.services import append, compose
from xinlu.registry.models import CurrentFile

TRIED_MOST = 2_000
"""Households of an area for which a change is tried while somebody waits, some seconds; of more, so many taken evenly."""


@dataclass(slots=True)
class Moved:
    """One policy under a change: households by (answer before, answer after), and those that only get `more` or `less`.

    `before` and `after` are the rule itself on both sides (None: there was none). Amounts are of the households that the
    change touches: a year where the rule gives by the month or year, else for what it gives.
    """

    policy: str
    before: Policy | None
    after: Policy
    moves: dict[tuple[State, State], int] = field(default_factory=dict)
    households: dict[tuple[State, State], list[UUID]] = field(default_factory=dict)
    more: list[UUID] = field(default_factory=list)
    less: list[UUID] = field(default_factory=list)
    fen_before: int = 0
    fen_after: int = 0

    @property
    def gain(self) -> int:
        return sum(n for (_, after), n in self.moves.items() if after in YES)

    @property
    def lose(self) -> int:
        return sum(n for (before, _), n in self.moves.items() if before in YES)


@dataclass(slots=True)
class Tried:
    """What a change would do: `looked_at` of the area's `households`, and each policy that it moves; `on` is the day."""

    households: int
    looked_at: int
    moved: list[Moved]
    on: date


class RuleRefused(Exception):
    """The text of a rule has faults, each with its line, what is wrong and what to write instead."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = list(faults)


def check_value(name: str, value: Value) -> Parameter:
    """The parameter of that name; Refusal where there is none, or the value is not one that it can have."""
    parameter = packaged_catalogue().parameters.get(name)
    if parameter is None:
        words = Words("没有“{name}”这个数", "There is no value called “{name}”")
        raise Refusal("policy.no_parameter", words.filled(name=name[:60]), field="name")
    if not fits(parameter, value):
        words = Words("“{label}”不能是这个数，看看有没有多打", "“{label}” cannot be that; look at the figure")
        raise Refusal("policy.value", words.filled(label=parameter.label), field="value")
    return parameter


def try_value(area: Area, *, name: str, value: Value, effective_from: date) -> Tried:
    """Who would gain and lose if the place's value were this from a day on. Nothing is stored."""
    check_value(name, value)
    tried = ParameterValue(
        value=value,
        source=Words("试算", "tried"),
        seen_on=clock.today(),
        standing=Standing.CONFIRMED,
        place=area.code,
        start=effective_from,
        end=None,
    )
    return _tried(area, on=max(effective_from, clock.today()), touched=_Touched(name=name), value=(name, tried))


@transaction.atomic
def set_policy_value(*, by: User, area: Area, name: str, value: Value, effective_from: date, source: str) -> SetValue:
    """The place's value of a policy's parameter from a day on. Refusals as of `check_value` and `set_parameter`."""
    check_value(name, value)
    number = parameter_number(value)
    return set_parameter(
        by=by, area=area, name=POLICY + name, value=number, effective_from=effective_from, source=source
    )


def read_rule(text: str, area: Area) -> Policy:
    """The one policy in the text, for this place; RuleRefused with every fault."""
    try:
        read = read_own(text)
    except CatalogueError as error:
        raise RuleRefused(error.faults) from error
    if len(read.policies) != 1 or read.parameters:
        words = Words("一次写一条政策，参数用“填数”来填", "Write one policy at a time; values are entered apart")
        raise RuleRefused([Fault(file="", line=1, words=words, instead=words)])
    policy = read.policies[0]
    if policy.place not in area.codes or policy.place != area.code:
        words = Words("place 要写这里的代码 {code}", "place must be this place's code {code}").filled(code=area.code)
        raise RuleRefused([Fault(file="", line=1, words=words, instead=words)])
    return policy


def try_rule(area: Area, text: str) -> Tried:
    """Who would gain and lose if the place had this rule, from the day on which it begins. Nothing is stored."""
    rule = read_rule(text, area)
    return _tried(area, on=max(rule.start, clock.today()), touched=_Touched(policy=rule.id), rule=rule)


@transaction.atomic
def set_rule(*, by: User, area: Area, text: str, reason: str) -> PlacePolicy:
    """The place has this rule from now on (its own dates say when it holds). The same text again writes nothing."""
    policy = read_rule(text, area)
    return _set(area, policy.id, text, by=by, reason=reason)


@transaction.atomic
def take_out_rule(*, by: User, area: Area, policy: str, reason: str) -> PlacePolicy:
    """The place's own rule of that id counts no more. Refusal where it has none."""
    if not heads(PlacePolicy).filter(area=area, policy=policy).exclude(text="").exists():
        raise Refusal("policy.none", Words("这里没有自己写的这一条", "This place has no such rule of its own"))
    return _set(area, policy, "", by=by, reason=reason)


def _set(area: Area, policy: str, text: str, *, by: User, reason: str) -> PlacePolicy:
    if not reason.strip():
        raise Refusal("policy.reason", Words("依据哪个文件，要写", "Write which document says so"), field="reason")
    before = heads(PlacePolicy).filter(area=area, policy=policy).last()
    if before is not None and before.text == text:
        return before
    record = compose(
        PlacePolicy,
        area=area,
        author=by,
        supersedes=before.pk if before else None,
        policy=policy,
        text=text,
        reason=reason.strip(),
    )
    append(record)
    return record


@dataclass(frozen=True, slots=True)
class _Touched:
    """Which policies a change can touch: the one of that id, and those that look at the parameter of that name."""

    policy: str = ""
    name: str = ""

    def within(self, edition: Edition) -> Edition:
        """The edition with those policies only: the others need not be answered."""
        return replace(
            edition,
            policies=tuple(each for each in edition.policies if self._is(each)),
            past=tuple(each for each in edition.past if self._is(each)),
        )

    def _is(self, policy: Policy) -> bool:
        return policy.id == self.policy or self.name in parameters_of(policy)


def _tried(
    area: Area,
    *,
    on: date,
    touched: _Touched,
    value: tuple[str, ParameterValue] | None = None,
    rule: Policy | None = None,
) -> Tried:
    rows = CurrentFile.objects.select_related("place", "file").filter(path__startswith=area.path)
    ids = list(rows.order_by("path", "household").values_list("household_id", flat=True))
    chosen = ids[:: max(1, -(-len(ids) // TRIED_MOST))]
    moved: dict[str, Moved] = {}
    for start in range(0, len(chosen), 500):
        some = list(rows.filter(household__in=chosen[start : start + 500]))
        places = [row.place.codes for row in some]
        now, then = Editions(places, on=on), Editions(places, on=on, tried_value=value, tried_rule=rule)
        known = known_of(some, on=on)
        for row in some:
            facts = known[row.household_id]
            _compare(
                moved,
                row.household_id,
                answers(touched.within(now.at(row.place.codes)), facts),
                answers(touched.within(then.at(row.place.codes)), facts),
            )
    return Tried(len(ids), len(chosen), list(moved.values()), on)


def _compare(moved: dict[str, Moved], household: UUID, before: Sequence[Answer], after: Sequence[Answer]) -> None:
    """Count what a change does to one household."""
    was = {each.policy.id: each for each in before}
    for each in after:
        old = was.get(each.policy.id)
        state, fen, new = old.state if old else State.NOT_IN_FORCE, _fen(old), _fen(each)
        if (state, fen) == (each.state, new):
            continue
        found = moved.setdefault(
            each.policy.id, Moved(each.policy.id, before=old.policy if old else None, after=each.policy)
        )
        found.fen_before += fen
        found.fen_after += new
        if state is each.state:
            (found.more if new > fen else found.less).append(household)
        else:
            move = (state, each.state)
            found.moves[move] = found.moves.get(move, 0) + 1
            found.households.setdefault(move, []).append(household)


def _fen(answer: Answer | None) -> int:
    """What an answer comes to: a year where the rule gives by the month or year, else for what it gives."""
    if answer is None or answer.amount_fen is None or answer.policy.amount is None:
        return 0
    return TIMES_A_YEAR.get(answer.policy.amount.per, 1) * answer.amount_fen
