"""One rule as the desk reads it: its clauses and amounts in words, and each value that it looks at with where it is from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xinlu.entitlement.selectors.editions import counting_value, parameters_of, values_set
from xinlu.kernel.words import Words
from xinlu.pages.desk.forms.policies import ValueForm
from xinlu.pages.desk.policy_words import STANDINGS, Places
from xinlu.policy.speaking import told
from xinlu.policy.terms import TODAY, Edition, Parameter, ParameterValue, Policy

FACT = Words("“{label}”", "“{label}”")


@dataclass(frozen=True)
class ValueSeen:
    """One value of a parameter: where and since when, from which source, how firm; whether it is the one that counts."""

    value: Words
    place: str
    start: date
    end: date | None
    source: Words
    url: str
    seen_on: date
    standing: tuple[str, str]
    is_own: bool
    is_to_come: bool


@dataclass(frozen=True)
class ParameterView:
    """A parameter of the rule: the value that counts here, all others that are known, and the form for the place's own."""

    parameter: Parameter
    counts: ValueSeen | None
    others: tuple[ValueSeen, ...]
    form: ValueForm | None

    @property
    def is_open(self) -> bool:
        """Whether the form stands open: something was typed into it."""
        return self.form is not None and self.form.is_bound


@dataclass(frozen=True)
class RuleView:
    """A rule in plain words at one place and day."""

    policy: Policy
    place: str
    standing: tuple[str, str]
    clauses: tuple[tuple[Words, str], ...]
    tiers: tuple[Words, ...]
    parameters: tuple[ParameterView, ...]


def rule_view(
    policy: Policy,
    edition: Edition,
    *,
    forms: Mapping[str, ValueForm] | None = None,
) -> RuleView:
    """The rule with the values that count in the edition filled in; a form for each parameter that has one."""
    own = values_set(edition.places)
    named = [edition.parameters[name] for name in parameters_of(policy) if name in edition.parameters]
    seen = [value for each in named for value in (*each.values, *own.get(each.name, ()))]
    places = Places({policy.place, *(each.place for each in seen)})
    known = _told(edition)
    return RuleView(
        policy=policy,
        place=places.name(policy.place),
        standing=standing_words(policy),
        clauses=tuple((each.says.filled(**known), each.text) for each in policy.clauses),
        tiers=tuple(each.says.filled(**known) for each in policy.amount.tiers) if policy.amount else (),
        parameters=tuple(_parameter(each, edition, own, places, (forms or {}).get(each.name)) for each in named),
    )


def standing_words(entry: Policy | ParameterValue) -> tuple[str, str]:
    """How firm it is: a mark's kind and words."""
    kind, words = STANDINGS[entry.standing]
    return kind, str(words)


def _told(edition: Edition) -> dict[str, Words]:
    """What stands in the braces of a rule that is read to nobody: the values that count here, and of facts their names."""
    facts = {name: FACT.filled(label=each.label) for name, each in edition.facts.household.items()}
    values = {name: told(each, edition.values.get(name)) for name, each in edition.parameters.items()}
    day = edition.on
    today = Words(f"{day.year}年{day.month}月{day.day}日", day.isoformat())
    return {**facts, **values, TODAY: today}


def _parameter(
    parameter: Parameter,
    edition: Edition,
    own: Mapping[str, Sequence[ParameterValue]],
    places: Places,
    form: ValueForm | None,
) -> ParameterView:
    entered = own.get(parameter.name, ())
    counts = counting_value(edition, parameter.name, own)
    listed = sorted((*entered, *parameter.values), key=lambda each: each.start, reverse=True)

    def seen(value: ParameterValue) -> ValueSeen:
        return ValueSeen(
            value=told(parameter, value.value),
            place=places.name(value.place),
            start=value.start,
            end=value.end,
            source=value.source,
            url=value.url,
            seen_on=value.seen_on,
            standing=standing_words(value),
            is_own=any(value is each for each in entered),
            is_to_come=value.start > edition.on,
        )

    return ParameterView(
        parameter=parameter,
        counts=seen(counts) if counts else None,
        others=tuple(seen(each) for each in listed if each is not counts),
        form=form,
    )
