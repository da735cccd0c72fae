"""The paragraph for the household: what it is owed or why not, in the order in which a good clerk would say it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from xinlu.kernel.words import Words
from xinlu.policy.answers import State
from xinlu.policy.reasons import ClauseExplained, Missing, Reasons
from xinlu.policy.speaking import PERS, money, told
from xinlu.policy.telling_changes import would_change, would_decide
from xinlu.policy.terms import Bounds, Fact, Parameter, Per, Policy, Standing, Value

MOST_ASKED = 3
"""So many open facts are each told with how to find them out; of more, only what they are."""

WORTH_SAYING_FEN = 100

HEADS: dict[State, Words] = {
    State.ENTITLED: Words("{name}：您家够条件。", "{name}: your household is entitled."),
    State.NOT_ENTITLED: Words("{name}：您家现在不够条件。", "{name}: your household is not entitled now."),
    State.TO_BE_VERIFIED: Words("{name}：现在还说不准。", "{name}: this cannot be said yet."),
    State.SECURED: Words("{name}：您家这一条有保障。", "{name}: secured for your household."),
    State.NOT_SECURED: Words("{name}：您家这一条还没有保障。", "{name}: not yet secured for your household."),
}
CAUTIONS: dict[Standing, Words] = {
    Standing.ANOTHER_PLACE: Words(
        "这条规定是在别的地方看到的，本地是不是一样，办之前先问一声。",
        "The rule was seen in another place; ask first whether it is the same here.",
    ),
    Standing.WEAK: Words(
        "这条规定没有见到正式文件，办之前先问一声。",
        "No official text of this rule was seen; ask before relying on it.",
    ),
    Standing.LAPSED: Words(
        "写这条规定的文件已经过期，办之前先问一声。", "The document of this rule has lapsed; ask before relying on it."
    ),
}


def paragraph(explained: Reasons) -> Words:
    """The whole paragraph."""
    if explained.state is State.NOT_IN_FORCE:
        return _not_in_force(explained)
    head = HEADS[explained.state].filled(name=_capital(explained.policy.name))
    match explained.state:
        case State.ENTITLED:
            rest = [*_amount(explained), *_how(explained.policy), *_instead(explained), *_cliffs(explained)]
        case State.SECURED:
            rest = []
        case State.TO_BE_VERIFIED:
            rest = [*_open(explained), *would_decide(explained)]
        case _:
            rest = [*_failed(explained), *would_change(explained)]
    return joined([head, *rest, *_caution(explained.policy)])


def joined(sentences: Iterable[Words]) -> Words:
    """Sentences one after the other."""
    listed = list(sentences)
    return Words("".join(each.zh for each in listed), " ".join(each.en for each in listed))


def sentence(words: Words) -> Words:
    """Words as one sentence: a capital letter and a full stop, whichever of them is still missing."""
    zh, en = words.zh.rstrip("。；，"), words.en.rstrip(".;,")
    return Words(
        zh if zh.endswith(("？", "！")) else zh + "。",
        en[:1].upper() + en[1:] + ("" if en.endswith(("?", "!")) else "."),
    )


def listed(items: Iterable[Words]) -> Words:
    """Things one after the other within a sentence."""
    found = [Words(each.zh.rstrip("。；，"), each.en.rstrip(".;,")) for each in items]
    has_commas = any("，" in each.zh for each in found), any("," in each.en for each in found)
    zh, en = "；" if has_commas[0] else "、", "; " if has_commas[1] else ", "
    return Words(zh.join(each.zh for each in found), en.join(each.en for each in found))


def _capital(words: Words) -> Words:
    return Words(words.zh, words.en[:1].upper() + words.en[1:])


def _not_in_force(explained: Reasons) -> Words:
    policy, on = explained.policy, explained.edition.on
    if policy.end is not None and policy.end < on:
        words = Words("{name}：这项政策到{day}为止，现在不再办。", "{name}: it ended on {day} and is no longer given.")
        return words.filled(name=_capital(policy.name), day=_day(policy.end))
    words = Words("{name}：这项政策从{day}起才开始办。", "{name}: it begins on {day} only.")
    return words.filled(name=_capital(policy.name), day=_day(policy.start))


def _day(day: date) -> Words:
    return Words(f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def _amount(explained: Reasons) -> Iterable[Words]:
    amount, fen = explained.policy.amount, explained.answer.amount_fen
    if amount is None:
        return
    if fen is None:
        yield Words("能领多少现在还说不准。", "How much it comes to cannot be said yet.")
        yield from _not_known(explained.amount_missing, explained)
        return
    if explained.reckoning:
        yield sentence(explained.reckoning)
    total = PERS[amount.per].filled(money=money(fen))
    if amount.per is Per.LOAN:
        yield sentence(Words("{total}，这是贷款，要还", "{total}, which has to be paid back").filled(total=total))
    else:
        yield sentence(Words("您家算下来{total}", "for your household: {total}").filled(total=total))


def _how(policy: Policy) -> Iterable[Words]:
    if policy.papers:
        yield Words("要带：{papers}。", "Bring: {papers}.").filled(papers=listed(policy.papers))
    yield Words("到哪里办：{where}。", "Where: {where}.").filled(where=listed([policy.where]))
    if policy.until:
        yield Words("什么时候办：{until}。", "When: {until}.").filled(until=listed([policy.until]))
    else:
        yield Words("什么时候截止，去办的时候问一声。", "Ask there until when it can be applied for.")


def _instead(explained: Reasons) -> Iterable[Words]:
    for other, is_more in explained.instead_of:
        yield Words("它和“{other}”只能享受一样。", "It cannot be had together with “{other}”.").filled(other=other.name)
        if is_more is None:
            yield Words("哪一样划算，请办事的人帮您算一算。", "Let the clerk reckon with you which is worth more.")
        elif is_more:
            yield Words("这一样钱多些。", "This one is worth more.")
        else:
            yield Words("那一样钱多些。", "The other one is worth more.")


def _cliffs(explained: Reasons) -> Iterable[Words]:
    for cliff in explained.cliffs[:1]:
        words = Words("人均年收入到了{at}，这一项就变少。", "From an income of {at} a head and year on this is less.")
        if any(loss.is_lost for loss in cliff.losses if loss.policy.id == explained.policy.id):
            words = Words(
                "人均年收入到了{at}，这一项就没有了。", "From an income of {at} a head and year on this is lost."
            )
        yield words.filled(at=money(cliff.at_fen))
        if cliff.lost_fen >= WORTH_SAYING_FEN:
            yield Words("到那时一年一共少{lost}。", "That is {lost} a year less in all.").filled(
                lost=money(cliff.lost_fen)
            )
            if cliff.made_up_at_fen is not None:
                words = Words("人均收入到{at}，才补得回来。", "An income of {at} a head makes up for it.")
                yield words.filled(at=money(cliff.made_up_at_fen))


def _failed(explained: Reasons) -> Iterable[Words]:
    for clause in explained.clauses:
        if clause.held is False:
            yield _failed_clause(clause)
    still_open = sum(clause.held is None for clause in explained.clauses)
    if still_open:
        words = Words("另外还有{n}条没有核实。", "Besides, {n} not yet verified.")
        yield words.filled(n=Words(str(still_open), counted_clauses(still_open)))


def counted_clauses(count: int) -> str:
    """The English of so many clauses: "1 requirement is", "2 requirements are"."""
    return "1 requirement is" if count == 1 else f"{count} requirements are"


def _failed_clause(clause: ClauseExplained) -> Words:
    if clause.clause.when_not is not None:
        gaps = [each.gap for each in clause.shortfalls if each.gap]
        if not gaps:
            return sentence(clause.says)
        return sentence(Words("{says}，{gaps}", "{says}: {gaps}").filled(says=listed([clause.says]), gaps=listed(gaps)))
    if not clause.shortfalls:
        return sentence(Words("要求{says}", "required: {says}").filled(says=listed([clause.says])))
    words = Words("要求{says}；您家{own}", "required: {says}; yours: {own}")
    return sentence(words.filled(says=listed([clause.says]), own=listed([each.words for each in clause.shortfalls])))


def _open(explained: Reasons) -> Iterable[Words]:
    missing = explained.missing or explained.amount_missing
    yield from _not_known(missing, explained)
    if any(isinstance(each.named, Parameter) for each in missing):
        yield Words("可以去问：{where}。", "Whom to ask: {where}.").filled(where=listed([explained.policy.where]))


def _not_known(missing: Iterable[Missing], explained: Reasons) -> Iterable[Words]:
    found = list(missing)
    facts = [each.named for each in found if isinstance(each.named, Fact)]
    if len(facts) > MOST_ASKED:
        words = Words(
            "还有{n}样不知道：{labels}。先从第一样问起：{asked}。",
            "Not known are {n} things: {labels}. Begin with the first: {asked}.",
        )
        yield words.filled(n=len(facts), labels=listed([fact.label for fact in facts]), asked=listed([facts[0].asked]))
    else:
        yield from (_fact_not_known(fact, explained.known.get(fact.name)) for fact in facts)
    for each in found:
        if not isinstance(each.named, Fact):
            yield Words("县里还没填“{label}”。", "The county has not entered “{label}”.").filled(label=each.named.label)
            if each.elsewhere:
                words = Words("别处的数只供参考：{seen}。", "Seen elsewhere, for comparison only: {seen}.")
                yield words.filled(seen=listed(each.elsewhere))


def _fact_not_known(fact: Fact, now: Value | Bounds | None) -> Words:
    if isinstance(now, Bounds) and (now.least or now.most is not None):
        words = Words(
            "“{label}”只知道{now}，要问清楚：{asked}。", "Of “{label}” only {now} is known; find out: {asked}."
        )
        return words.filled(label=fact.label, now=told(fact, now), asked=listed([fact.asked]))
    words = Words("还不知道“{label}”：{asked}。", "Nobody has entered “{label}”: {asked}.")
    return words.filled(label=fact.label, asked=listed([fact.asked]))


def _caution(policy: Policy) -> Iterable[Words]:
    if policy.standing in CAUTIONS:
        yield CAUTIONS[policy.standing]
