"""What an assessment leaves out of what it read, and why: counted range by range, so that nothing goes missing unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import ibis

from xinlu.assessment import soundness
from xinlu.assessment.engines.engine import Engine
from xinlu.assessment.measures.income import PLACED_ACCOUNTS, TOTALS
from xinlu.assessment.steps import Step, declared, schema_of, unbound
from xinlu.assessment.tables import table
from xinlu.kernel.words import Words

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
    rows = {str(name): int(count or 0) for name, count in engine.ask(_counts_of_all(names))}
    found = {f"accounts: {LATER}": rows[LATER]}
    for name in names:
        if rows[soundness.FOUND + name] > rows[name]:
            found |= _reasons_of(engine, name, rows[soundness.FOUND + name], rows[name])
    return {reason: count for reason, count in found.items() if count}


def _reasons_of(engine: Engine, name: str, found: int, used: int) -> dict[str, int]:
    """Why rows of the table were not used: the rules that they break, and what else they lack."""
    sound = int(engine.ask(soundness.how_many(name, table(name)))[0][0])
    reasons_ = _broken(engine, name) if found > sound else {}
    return reasons_ | {f"{name}: {NO_ACCOUNT if name == 'income_lines' else NO_HOUSEHOLD}": sound - used}


@cache
def _counts_of_all(names: tuple[str, ...]) -> Step:
    """One question for all tables: rows found, and rows used, which are sound and of a household (an account) that is there."""
    homes = declared("households").select("household_no")
    counts = []
    for name in names:
        rows = declared(name)
        counts.append((soundness.FOUND + name, soundness.found(table(name)).count()))
        if name == "income_lines":
            used = unbound("account_totals", TOTALS).lines.sum()
        else:
            used = (rows.semi_join(homes, "household_no") if table(name).of else rows).count()
        counts.append((name, used))
    accounts = unbound("placed_accounts", PLACED_ACCOUNTS)
    counts.append((LATER, accounts.filter(~accounts.is_reached).count()))
    listed = [
        count.name("rows").as_table().mutate(what=ibis.literal(what)).select("what", "rows") for what, count in counts
    ]
    return Step(name="counts_of_all", made=ibis.union(*listed), schema=schema_of(what="string", rows="int64"))


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
