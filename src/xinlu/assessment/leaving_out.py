"""What an assessment leaves out of what it read, and why: counted range by range, so that nothing goes missing unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import ibis

from xinlu.assessment import soundness
from xinlu.assessment.engines.engine import Engine
from xinlu.assessment.measures.income import PLACED_ACCOUNTS, TOTALS
from xinlu.assessment.steps import Step, counted, declared, schema_of, unbound
from xinlu.assessment.tables import table
from xinlu.kernel.words import Words

Span = tuple[int, int | None, int | None]
"""Of a table: rows, least and greatest household."""
NO_HOUSEHOLD = "no_household"
NO_ACCOUNT = "no_account_or_kind"
LATER = "later"
WORDS: Mapping[str, Words] = {
    NO_HOUSEHOLD: Words("没有这一户", "of a household that is not there"),
    NO_ACCOUNT: Words("没有这本账，或者种类不认识", "of an account that is not there, or of an unknown kind"),
    LATER: Words("日期在评估的那天之后", "dated after the day assessed"),
}


def left_out(engine: Engine, names: tuple[str, ...]) -> dict[str, int]:
    """Rows left out of each table in the engine's present range, by "table: reason"; of a rule "table: rule"."""
    told = {str(what): (int(rows), least, most) for what, rows, least, most in engine.ask(_spans(names))}
    later, lines = (int(count or 0) for count in engine.ask(_accounts_and_lines())[0])
    homes = told["households"]
    found = {f"accounts: {LATER}": later}
    for name in names:
        sound, used = told[name][0], told[name][0]
        if name == "income_lines":
            used = lines
        elif table(name).of and not _are_all_there(told[name], homes):
            used = int(engine.ask(_of_a_household(name))[0][0])
        if told[soundness.FOUND + name][0] > sound:
            found |= _broken(engine, name)
        found[f"{name}: {NO_ACCOUNT if name == 'income_lines' else NO_HOUSEHOLD}"] = sound - used
    return {reason: count for reason, count in found.items() if count}


def _are_all_there(rows: Span, homes: Span) -> bool:
    """Whether every row's household is there, told without looking: where households, none twice, lie without a gap.

    True of no rows at all.
    """
    (count, first, last), (_, least, most) = homes, rows
    if least is None or most is None:
        return True
    if first is None or last is None:
        return False
    return count == last - first + 1 and first <= least and most <= last


@cache
def _spans(names: tuple[str, ...]) -> Step:
    """One question for all tables, as found and as sound: how many rows, and their least and greatest household."""
    asked = [(soundness.FOUND + name, soundness.found(table(name))) for name in names]
    asked += [(name, declared(name)) for name in names]
    listed = [
        rows.aggregate(rows=rows.count(), least=rows.household_no.min(), most=rows.household_no.max())
        .mutate(what=ibis.literal(what))
        .select("what", "rows", "least", "most")
        for what, rows in asked
    ]
    schema = schema_of(what="string", rows="int64", least="int64", most="int64")
    return Step(name="spans", made=ibis.union(*listed), schema=schema)


@cache
def _of_a_household(name: str) -> Step:
    """How many sound rows of a table are of a household that is there."""
    rows, homes = declared(name), declared("households").select("household_no")
    made = rows.semi_join(homes, "household_no").aggregate(rows=lambda each: each.count())
    return Step(name="of_a_household", made=made, schema=soundness.COUNTS)


@cache
def _accounts_and_lines() -> Step:
    """How many accounts were reckoned after the day, and how many lines were added up."""
    accounts, totals = unbound("placed_accounts", PLACED_ACCOUNTS), unbound("account_totals", TOTALS)
    later = accounts.aggregate(later=counted(~accounts.is_reached))
    made = later.cross_join(totals.aggregate(lines=totals.lines.sum()))
    return Step(name="accounts_and_lines", made=made, schema=schema_of(later="int64", lines="int64"))


def reasons(found: Mapping[str, int]) -> Iterator[tuple[str, Words, int]]:
    """Each reason as the table's name, words, and how many rows."""
    for reason, rows in sorted(found.items()):
        name, _, why = reason.partition(": ")
        if why in WORDS:
            yield name, WORDS[why], rows
            continue
        for rule in soundness.rules(table(name)):
            if rule.broken.en == why:
                yield name, rule.broken, rows
                break


def _broken(engine: Engine, name: str) -> dict[str, int]:
    """Rows by the rule that they break; a row that breaks several counts under each."""
    counts = engine.ask(soundness.broken(table(name)))[0]
    broken = zip(soundness.rules(table(name)), counts, strict=True)
    return {f"{name}: {rule.broken.en}": int(rows) for rule, rows in broken if rows}
