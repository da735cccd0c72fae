"""The catalogue as it holds at one place on one day: which version of each policy, and which value of each parameter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from xinlu.policy.parameters import fits
from xinlu.policy.placing import nearest, ranked
from xinlu.policy.terms import TODAY, Catalogue, Edition, ParameterValue, Policy, Standing, Value

NO_VALUES: Mapping[str, Sequence[ParameterValue]] = MappingProxyType({})


def choose(
    catalogue: Catalogue,
    *,
    on: date,
    places: Sequence[str] = (),
    own_values: Mapping[str, Sequence[ParameterValue]] = NO_VALUES,
    own_policies: Sequence[Policy] = (),
) -> Edition:
    """The edition of a place (`places`: area codes from the top down) on a day.

    `own_values` and `own_policies` are what counties entered; at one place they go before what is packaged. Only values
    that are confirmed count. ValueError where an own value does not fit its parameter.
    """
    for name, entered in own_values.items():
        parameter = catalogue.parameters.get(name)
        if parameter is None or not all(fits(parameter, each.value) for each in entered):
            raise ValueError(f"{name}: no such parameter, or a value that is not of its unit or beyond its bounds")
    values: dict[str, Value | None] = {TODAY: on}
    for name, parameter in catalogue.parameters.items():
        confirmed = [value for value in parameter.values if value.standing is Standing.CONFIRMED]
        value = nearest(confirmed, on=on, places=places, own=own_values.get(name, ()))
        values[name] = value.value if value else None
    policies, past = _policies(catalogue, on, places, own_policies)
    return Edition(
        on=on,
        places=tuple(places),
        facts=catalogue.facts,
        parameters=catalogue.parameters,
        values=values,
        policies=policies,
        past=past,
    )


def _policies(
    catalogue: Catalogue, on: date, places: Sequence[str], own: Sequence[Policy]
) -> tuple[tuple[Policy, ...], tuple[Policy, ...]]:
    ranks = ranked(places)
    in_force: list[Policy] = []
    past: list[Policy] = []
    for name in dict.fromkeys(policy.id for policy in (*catalogue.policies, *own)):
        packaged = [policy for policy in catalogue.policies if policy.id == name]
        entered = [policy for policy in own if policy.id == name]
        found = nearest(packaged, on=on, places=places, own=entered)
        if found:
            in_force.append(found)
        elif of_place := [policy for policy in (*packaged, *entered) if policy.place in ranks]:
            past.append(max(of_place, key=lambda policy: (ranks[policy.place], policy.start)))
    return tuple(in_force), tuple(past)


def known_elsewhere(edition: Edition, name: str) -> tuple[ParameterValue, ...]:
    """Values of a parameter that were seen and do not count here: another place's, weak, lapsed; the latest first."""
    values = edition.parameters[name].values
    return tuple(sorted(values, key=lambda value: value.start, reverse=True)) if edition.values[name] is None else ()
