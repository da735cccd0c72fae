"""Which columns of a department's list are read, and for what: its own words first, then those of every table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from xinlu.kernel.words import Words
from xinlu.sheets.columns import Plan, Role, TablePlan, Whose, plan_columns
from xinlu.sheets.grid import Row
from xinlu.sheets.headings import WAN_FEN, Match, meanings, plain_heading
from xinlu.sheets.layout import Table, why_no_entry
from xinlu.sheets.paid import AMOUNT, PAID_NAMES

SAMPLE_ROWS = 300
STANDING, DETAIL = "standing", "kept"
"""Meanings of a list's own: whether the row still holds, and what is only kept in words."""
FINDS = ("name", "id_number", "born_on", "sex")
"""Facts by which a listed person is found on file."""
IDENTIFY = ("name", "id_number", "disability_number")
"""Columns of which one at least says who is meant."""


@dataclass(frozen=True, slots=True)
class ListShape:
    """What a kind of list tells: `facts` by the names of the registry, `words` under which offices head its columns.

    A word is a heading as `plain_heading` writes it; it means a fact, a fact of FINDS, STANDING, DETAIL or one of
    PAID_NAMES. Of several columns that tell the same of a payment, that of the word named first is read.
    """

    facts: frozenset[str]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListPlan:
    """The columns that are read, all as told of the person listed; that which tells whether a row holds; those that tell
    what was paid, by meaning; every column as it was understood."""

    columns: TablePlan
    standing: Plan | None
    paid: dict[str, Plan]
    understood: list[Plan]


def plan_list(
    table: Table, ahead: Sequence[Row], shape: ListShape, remembered: Mapping[str, str], unit_fen: int | None
) -> ListPlan | None:
    """What the columns are taken for; None where nobody is named."""
    below = [row for row in ahead if row.number > table.bottom]
    entries = [row for row in below if why_no_entry(row, table, identity=()) is None][:SAMPLE_ROWS]
    own = dict(_own_words(table, shape))
    stand_ins = {plain: _STAND_INS.get(meaning, meaning) for plain, meaning in own.items()}
    plans = plan_columns(table, entries, unit_fen=unit_fen, remembered={**remembered, **stand_ins}).plans
    standing, used, details, paid = None, dict[str, Plan](), list[Plan](), dict[str, Plan]()
    ranks = {word: rank for rank, word in enumerate(shape.words)}
    for plan in plans:
        key = _key(plan, own)
        each = replace(plan, key=key, whose=Whose.MEMBER, why=_OF_TOPIC if plan.heading.plain in own else plan.why)
        if key == STANDING:
            standing = standing or each
        elif key in PAID_NAMES:
            details.append(replace(each, key=DETAIL))
            paid[key] = min(paid.get(key, each), each, key=lambda one: ranks[_leaf(one.heading.plain)])
        elif key == DETAIL and plan.heading.plain in own:
            details.append(each)
        elif key.startswith("place.") or key in FINDS or key in shape.facts:
            used[key] = max(used.get(key, each), each, key=lambda one: _is_of_whom(one, own))
    if not used.keys() & set(IDENTIFY):
        return None
    if AMOUNT in paid and paid[AMOUNT].unit_fen == WAN_FEN:
        paid[AMOUNT] = replace(paid[AMOUNT], why=_IN_WAN)
    read = {
        each.column: each for each in (*used.values(), *details, *paid.values(), *((standing,) if standing else ()))
    }
    understood = [read.get(each.column) or replace(each, key="", why=_why_not(each)) for each in plans]
    return ListPlan(TablePlan(Role.PERSONS, (*used.values(), *details)), standing, paid, understood)


def _is_of_whom(plan: Plan, own: Mapping[str, str]) -> tuple[bool, bool]:
    """Of two columns of names the one that is not the head's is of the person listed."""
    return not plan.heading.of_head, plan.heading.plain in own


def _why_not(plan: Plan) -> Words:
    return plan.why if plan.heading.match is Match.NONE else _NOT_OF_TOPIC


def _own_words(table: Table, shape: ListShape) -> Iterator[tuple[str, str]]:
    """The headings of this table that the kind of list knows by words of its own: by plain heading, what each means."""
    for path in table.paths.values():
        words = [plain for part in path if (plain := plain_heading(part)[0])]
        meaning = shape.words.get(words[-1]) if words else None
        if meaning:
            yield ">".join(words), meaning


def _leaf(plain: str) -> str:
    return plain.rpartition(">")[2]


_STAND_INS = {STANDING: "unused", **dict.fromkeys(PAID_NAMES, DETAIL)}
"""What the meanings of a list's own are taken for while the columns are planned: of these there may be several."""


def _key(plan: Plan, own: Mapping[str, str]) -> str:
    """What the column may be taken for in a list; the table's plan takes one column only for each meaning."""
    meaning = own.get(plan.heading.plain, "")
    if meaning in _STAND_INS:
        return meaning
    return plan.key or (plan.heading.key if plan.heading.match in (Match.EXACT, Match.REMEMBERED) else "")


def meaning_words(key: str) -> Words:
    """What a column of a list is taken for, in words; the meanings of `headings`, and those of lists alone."""
    own = {
        STANDING: Words("这一行还算不算数", "Whether the row still holds"),
        DETAIL: Words("原样写进结果", "Kept in words"),
        **PAID_NAMES,
    }
    found = meanings().get(key)
    return own.get(key) or (found.name if found else Words("不用", "Not used"))


_OF_TOPIC = Words("这种名单的这一列", "This column of such a list")
_IN_WAN = Words("这种名单的这一列；单位是万元", "This column of such a list; in ten thousands of yuan")
_NOT_OF_TOPIC = Words("认得，可这种名单不看这一列", "Known, but such a list is not read for it")
