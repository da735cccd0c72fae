"""The smallest change in words: what would have to be otherwise, whether the rest would do, and who can change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xinlu.kernel.words import Words
from xinlu.policy.answers import State
from xinlu.policy.boundaries import put
from xinlu.policy.changes import MOST_FACTS, Change, smallest_change
from xinlu.policy.reasons import Reasons
from xinlu.policy.speaking import told
from xinlu.policy.terms import Bounds, ChangedBy, Fact, Kind, Known, Type, Value


def would_decide(explained: Reasons) -> Iterable[Words]:
    change = explained.sought.change if explained.sought else None
    if change is None or not change.to:
        return
    words = Words("如果{change}，就够条件{then}。", "If {change}, your household would be entitled{then}.")
    if explained.policy.kind is Kind.GUARANTEE:
        words = Words("如果{change}，就有保障{then}。", "If {change}, it would be secured{then}.")
    yield words.filled(change=changed(explained, change), then=_then(change))


def would_change(explained: Reasons) -> Iterable[Words]:
    sought = explained.sought
    if sought is None:
        return
    if sought.change is None:
        if sought.gave_up:
            yield Words(
                "什么变了会不一样，情况太多，没有算完。", "What would change this has too many cases to be worked out."
            )
        else:
            words = Words("改{n}样以内的情况，都不会变。", "No change of up to {n} things would alter this.")
            yield words.filled(n=MOST_FACTS)
        return
    words = Words("要是{change}，就够条件{then}{who}。", "If {change}, it would be entitled{then}{who}.")
    if explained.state is State.NOT_SECURED:
        words = Words("要是{change}，就有保障{then}{who}。", "If {change}, it would be secured{then}{who}.")
    who = _who(explained, sought.change)
    yield words.filled(change=changed(explained, sought.change), then=_then(sought.change), who=who)


def _then(change: Change) -> Words:
    if not change.waits_for:
        return Words("", "")
    return Words("，只差县里填上标准", ", once the county has entered its rate")


WHO: Mapping[ChangedBy, Words] = {
    ChangedBy.HOUSEHOLD: Words("（这是您家自己能办的）", " (this is in your own hands)"),
    ChangedBy.OFFICE: Words("（这要由办事的部门来定）", " (this is for the office to decide)"),
    ChangedBy.NOBODY: Words("（这不是人能改的）", " (nobody can change this at will)"),
}


def _who(explained: Reasons, change: Change) -> Words:
    facts = [explained.edition.facts.household[name] for name in change.to]
    order = (ChangedBy.NOBODY, ChangedBy.OFFICE, ChangedBy.HOUSEHOLD)
    by = min((fact.changed_by for fact in facts), key=order.index)
    if by is ChangedBy.HOUSEHOLD and any(fact.type in (Type.PEOPLE, Type.FEN) for fact in facts):
        return Words("", "")  # nobody is advised to have one more child in school, or to earn less
    return WHO[by]


def changed(explained: Reasons, change: Change) -> Words:
    """The facts of a change, each as it would have to be."""
    found = [
        _changed_fact(explained, change, explained.edition.facts.household[name], new)
        for name, new in change.to.items()
    ]
    return Words("，而且".join(each.zh for each in found), " and ".join(each.en for each in found))


def _changed_fact(explained: Reasons, change: Change, fact: Fact, new: Value | Bounds) -> Words:
    if isinstance(new, Bounds):
        return _changed_people(fact, explained.known.get(fact.name), new)
    if isinstance(new, bool):
        words = Words("{label}", "the answer to “{label}” were yes")
        if not new:
            words = Words("“{label}”这一条变成“否”", "the answer to “{label}” were no")
        return words.filled(label=fact.label)
    value = (
        _number(explained, change, fact, new)
        if fact.type in (Type.COUNT, Type.FEN)
        else _codes(explained, change, fact)
    )
    return Words("{label}是{value}", "“{label}” were {value}").filled(label=fact.label, value=value)


def _codes(explained: Reasons, change: Change, fact: Fact) -> Words:
    """Every code that would do: "A 级或B 级"."""
    known: Known = {**explained.known, **change.to}
    if fact.type is not Type.CODE:
        return told(fact, change.to[fact.name])
    would_do = [words for code, words in fact.codes.items() if _would_do(explained, put(known, fact, code))]
    return Words("或".join(each.zh for each in would_do), " or ".join(each.en for each in would_do))


def _changed_people(fact: Fact, old: object, new: Bounds) -> Words:
    before = old.exact if isinstance(old, Bounds) else None
    if before is None:
        if not new.least:
            return Words("家里没有{label}", "nobody counted among the {label}").filled(label=fact.label)
        words = Words("{label}有{value}", "{value} counted among the {label}")
        return words.filled(label=fact.label, value=told(fact, new))
    apart = Words(str(abs(new.least - before)), str(abs(new.least - before)))
    if new.least > before:
        words = Words("家里多{n}个{label}", "{n} more counted among the {label}")
    else:
        words = Words("家里少{n}个{label}", "{n} fewer counted among the {label}")
    return words.filled(label=fact.label, n=apart)


def _number(explained: Reasons, change: Change, fact: Fact, new: Value) -> Words:
    """The number, and whether anything below or above it would do as well: "below 4,500 yuan"."""
    known: Known = {**explained.known, **change.to}
    assert isinstance(new, int)
    is_money = fact.type is Type.FEN
    from_least, to_most = (_would_do(explained, put(known, fact, end)) for end in (fact.least, fact.most))
    if from_least and to_most:
        return Words("多少查清楚了的", "known")
    if from_least:
        if is_money and new % 100 == 99:
            return Words("{value}以下（不含）", "below {value}").filled(value=told(fact, new + 1))
        return Words("{value}或更少", "{value} or less").filled(value=told(fact, new))
    if to_most:
        if is_money and new % 100 == 1:
            return Words("{value}以上（不含）", "above {value}").filled(value=told(fact, new - 1))
        return Words("{value}或更多", "{value} or more").filled(value=told(fact, new))
    return told(fact, new)


def _would_do(explained: Reasons, known: Known) -> bool:
    found = smallest_change(explained.edition, explained.policy, known).change
    return found is not None and not found.to
