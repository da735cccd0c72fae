"""Everything on the sheet for a visit: three to tell, what to ask for them, how far benefits are, and all the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from xinlu.entitlement.selectors.asking import ToAsk, stated_facts, to_ask
from xinlu.entitlement.selectors.owed import OwedView
from xinlu.kernel.words import Words
from xinlu.pages.field.forms import policies as form
from xinlu.pages.field.policies import ShownPolicy, fact_lines, file_facts, shown_facts, stated_lines
from xinlu.policy.answers import State
from xinlu.registry.selectors.files import members_on

OTHERS = {
    State.ENTITLED: Words("够条件的", "Entitled"),
    State.TO_BE_VERIFIED: Words("还说不准的", "To be verified"),
    State.NOT_ENTITLED: Words("不够条件的", "Not entitled"),
    State.NOT_IN_FORCE: Words("现在不办的", "Not given now"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A policy to tell with its small form."""

    shown: ShownPolicy
    form: form.TellForm


def sheet(view: OwedView, typed: QueryDict, wrong: Mapping[str, str]) -> dict[str, object]:
    """What the template needs, with everything that was typed and chosen."""
    household = view.household
    members = members_on(household, view.on)
    first = view.to_tell()
    ids = {each.policy.id for each in first}
    now, later = _parted(to_ask(view), ids)
    stated = shown_facts(stated_lines(stated_facts(household, view)), typed, wrong)
    later_facts = shown_facts(fact_lines(later), typed, wrong)
    rest = [
        (words, [ShownPolicy(each) for each in view.of(state) if each.policy.id not in ids])
        for state, words in OTHERS.items()
    ]
    return {
        "members": members,
        "sheet": [Told(ShownPolicy(each), form.tell_form(each.policy.id, typed, members, wrong)) for each in first],
        "facts": shown_facts(fact_lines(now), typed, wrong),
        "in_file": file_facts(now, household.pk),
        "later": later_facts,
        "later_in_file": file_facts(later, household.pk),
        "all_later": len(later),
        "later_opens": any(each.is_touched for each in later_facts),
        "stated": stated,
        "stated_opens": any(each.is_touched for each in stated),
        "said_by": typed.get("said_by", ""),
        "others": [(words, some) for words, some in rest if some],
        "other": form.tell_form(form.OTHER, typed, members, wrong),
        "typed_other": typed.get("other-policy", ""),
        "other_wrong": wrong.get("other-policy", ""),
        "benefits": [ShownPolicy(each) for each in view.policies if each.stands],
        "all_policies": [each.policy for each in view.policies],
        "steps": form.step_chips(typed),
        "step_wrong": {name.replace("-", "_"): words for name, words in wrong.items() if name.startswith("step")},
        "step_typed": {name.removeprefix("step-"): typed.get(name, "") for name in form.STEP_FIELDS},
        "step_opens": any(name.startswith("step") for name in wrong),
        "other_opens": any(name.endswith("other") or name == "other-policy" for name in wrong),
    }


def _parted(asked: Sequence[ToAsk], first: set[str]) -> tuple[list[ToAsk], list[ToAsk]]:
    """What the policies on the sheet wait for, and what only others do."""
    waited_for = [any(policy.id in first for policy in each.policies) for each in asked]
    now = [each for each, is_now in zip(asked, waited_for, strict=True) if is_now]
    return now, [each for each, is_now in zip(asked, waited_for, strict=True) if not is_now]
