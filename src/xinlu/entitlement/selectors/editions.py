"""The catalogue as it holds at a place on a day: what is packaged, what counties entered, and a digest of both."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Max

from xinlu.entitlement.models import PlacePolicy
from xinlu.entitlement.values import parameter_value
from xinlu.kernel.words import Words
from xinlu.parameters.models import Parameter as SetValue
from xinlu.parameters.selectors import POLICY
from xinlu.policy.catalogue import packaged_catalogue, read_texts
from xinlu.policy.choosing import choose
from xinlu.policy.faults import CatalogueError
from xinlu.policy.placing import nearest
from xinlu.policy.terms import TODAY, Catalogue, Edition, ParameterValue, Policy, Standing
from xinlu.policy.tree import names
from xinlu.records.selectors import heads


def edition_at(places: Sequence[str], *, on: date) -> Edition:
    """The edition of a place (area codes from the top down) on a day. Two queries."""
    return edition_of(places, on=on, values=values_set(places), policies=own_policies(places))


def edition_of(
    places: Sequence[str], *, on: date, values: Mapping[str, Sequence[ParameterValue]], policies: Sequence[Policy]
) -> Edition:
    """The edition with these values and rules of the places' own, whether they were entered or are only tried."""
    return choose(packaged_catalogue(), on=on, places=places, own_values=values, own_policies=policies)


class Editions:
    """The editions of many places on one day: what they entered is read once, and each edition made once."""

    def __init__(
        self,
        places: Iterable[Sequence[str]],
        *,
        on: date,
        tried_value: tuple[str, ParameterValue] | None = None,
        tried_rule: Policy | None = None,
    ) -> None:
        """`tried_value` (a parameter's name and value) and `tried_rule` count as if they were entered already."""
        codes = sorted({code for each in places for code in each})
        self._on = on
        self._values = values_set(codes)
        self._rules = own_policies(codes)
        if tried_value is not None:
            name, tried = tried_value
            others = [
                each for each in self._values.get(name, ()) if (each.place, each.start) != (tried.place, tried.start)
            ]
            self._values[name] = [*others, tried]
        if tried_rule is not None:
            same = (tried_rule.id, tried_rule.place)
            self._rules = [*(each for each in self._rules if (each.id, each.place) != same), tried_rule]
        self._telling = _places_of(self._values, self._rules)
        self._made: dict[tuple[str, ...], Edition] = {}

    def at(self, places: Sequence[str]) -> Edition:
        """The edition of one of these places. Places of which the catalogue has nothing of their own share one."""
        key = tuple(place for place in places if place in self._telling)
        if key not in self._made:
            self._made[key] = edition_of(key, on=self._on, values=self._values, policies=self._rules)
        return self._made[key]


def _places_of(values: Mapping[str, Sequence[ParameterValue]], rules: Sequence[Policy]) -> set[str]:
    packaged = packaged_catalogue()
    listed = [each for entered in values.values() for each in entered]
    listed += [each for parameter in packaged.parameters.values() for each in parameter.values]
    return {each.place for each in (*listed, *rules, *packaged.policies)}


def values_set(places: Sequence[str]) -> dict[str, list[ParameterValue]]:
    """What these places entered for the parameters of policies, by the parameter's name."""
    found: dict[str, list[ParameterValue]] = defaultdict(list)
    known = packaged_catalogue().parameters
    entered = heads(SetValue).filter(area__in=list(places), name__startswith=POLICY) if places else []
    for record in entered:
        parameter = known.get(record.name.removeprefix(POLICY))
        if parameter is not None:
            found[parameter.name].append(value_of(record, parameter_value(parameter, record.value)))
    return found


def value_of(record: SetValue, value: object) -> ParameterValue:
    """A place's own value; it counts from its day on until a later one does."""
    assert isinstance(value, int | date | bool)
    return ParameterValue(
        value=value,
        source=Words(record.source, record.source),
        seen_on=record.effective_from,
        standing=Standing.CONFIRMED,
        place=record.area_id or "",
        start=record.effective_from,
        end=None,
    )


def counting_value(edition: Edition, name: str, own: Mapping[str, Sequence[ParameterValue]]) -> ParameterValue | None:
    """The value of a parameter that counts in the edition, with its source; `own` as `values_set` has it."""
    confirmed = [each for each in edition.parameters[name].values if each.standing is Standing.CONFIRMED]
    return nearest(confirmed, on=edition.on, places=edition.places, own=own.get(name, ()))


def parameters_of(policy: Policy) -> tuple[str, ...]:
    """The parameters that a policy's clauses and amount look at, in their order."""
    amount = policy.amount
    trees = [clause.tree for clause in policy.clauses]
    tiers = [tree for tier in amount.tiers for tree in (tier.when, tier.each)] if amount else []
    found = names(*trees, *tiers, amount.at_most if amount else None)
    return tuple(each.name for each in found if each.is_parameter and each.name != TODAY)


def own_policies(places: Sequence[str]) -> list[Policy]:
    """The rules that these places entered; one that the catalogue's language no longer takes is left out."""
    texts = heads(PlacePolicy).filter(area__in=list(places)).exclude(text="") if places else []
    return [policy for record in texts for policy in _read(record.text)]


def ruled_at(places: Sequence[str]) -> datetime | None:
    """When one of these places last entered a value or a rule; None where none has. Two queries."""
    values = SetValue.objects.filter(area__in=list(places), name__startswith=POLICY).aggregate(at=Max("received_at"))
    rules = PlacePolicy.objects.filter(area__in=list(places)).aggregate(at=Max("received_at"))
    return max((each["at"] for each in (values, rules) if each["at"]), default=None)


@lru_cache(maxsize=256)
def _read(text: str) -> tuple[Policy, ...]:
    try:
        return read_texts({"": text}, beside=packaged_catalogue()).policies
    except CatalogueError:
        return ()


def own_text(place: str, policy: str) -> str:
    """The text of the rule of that id that the place entered; empty where it has none."""
    record = heads(PlacePolicy).filter(area=place, policy=policy).last()
    return record.text if record else ""


def policy_names(ids: Iterable[str]) -> dict[str, Words]:
    """What policies are called, also those that a place wrote or has taken out since. At most one query."""
    known = {each.id: each.name for each in packaged_catalogue().policies}
    others = set(ids) - known.keys()
    if others:
        texts = PlacePolicy.objects.filter(policy__in=others).exclude(text="").order_by("received_at", "pk")
        known |= {each.id: each.name for record in texts for each in _read(record.text)}
    return known


def read_own(text: str) -> Catalogue:
    """The rule in a text that a place wants to enter; CatalogueError with every fault."""
    return read_texts({"": text}, beside=packaged_catalogue())


def digest_of(edition: Edition, policies: Iterable[Policy] | None = None) -> str:
    """What tells two editions of these policies (all of them, by default) apart: rules, values, and their places."""
    rules = sorted(repr(policy) for policy in (edition.policies if policies is None else policies))
    values = sorted((name, repr(value)) for name, value in edition.values.items() if name != TODAY)
    return hashlib.sha256(repr((rules, values)).encode()).hexdigest()
