"""Income claimed and recognised, per account and per head, under the dated counting rules of the place.

Formulas are those of xinlu.income.totals: an unanswered line leaves bounds, income at 0 and costs as claimed, or the
reverse. "Own" figures take only answers of grade E2 and up, given out of the helper's hands; others count as unanswered.
"""

from __future__ import annotations

from datetime import date

import ibis

from xinlu.assessment import places
from xinlu.assessment.steps import Expression, Step, counted, declared, schema_of, unbound
from xinlu.assessment.tables import Schema

UNANSWERED, RECOGNISED, CONTESTED = 0, 1, 2
OWN_WORD = 2
"""The least grade of an answer that the household gave out of the helper's hands: E2."""

PLACED_ACCOUNTS = schema_of(
    account_no="int64", household_no="int64", heads="int32", reckoned_on="date", rules_no="int32", line_fen="int64",
    is_reached="boolean",
)  # fmt: skip
TOTALS = schema_of(
    account_no="int64", lines="int64", claimed_fen="int64", low_fen="int64", high_fen="int64", own_low_fen="int64",
    own_high_fen="int64", rigid_claimed_fen="int64", rigid_low_fen="int64", rigid_high_fen="int64",
    lines_recognised="int64", lines_contested="int64", own_recognised="int64", own_contested="int64",
)  # fmt: skip
STANDING: Schema = {
    **schema_of(household_no="int64", account_no="int64", reckoned_on="date", heads="int32", line_fen="int64"),
    **{name: kind for name, kind in TOTALS.items() if name != "account_no"},
}
LATEST = schema_of(household_no="int64", latest_no="int64")
BEFORE = schema_of(household_no="int64", before_head_fen="int64")
FIGURES = schema_of(
    claimed_head_fen="int64", low_head_fen="int64", high_head_fen="int64", claimed_gap_fen="int64", low_gap_fen="int64",
    high_gap_fen="int64", claimed_side="string", recognised_side="string", own_side="string", is_left_below="boolean",
)  # fmt: skip
"""What `figures` makes of an account's totals."""


def placed_accounts(*, as_of: date) -> Step:
    """Every account of a household that is there, with the rules of its day and the line of its period's end.

    `is_reached`: reckoned by the day `as_of`.
    """
    accounts, households = declared("accounts"), declared("households")
    books = unbound("place_books", places.PLACE_BOOKS)
    rules, lines = unbound("rule_days", places.RULE_DAYS), unbound("line_days", places.LINE_DAYS)
    homes = households.left_join(books, "area_code").select(households.household_no, books.book_no)
    placed = accounts.join(homes, "household_no").select(accounts, homes.book_no)
    ruled = placed.left_join(
        rules,
        [placed.book_no == rules.book_no, placed.reckoned_on >= rules.from_day, placed.reckoned_on <= rules.to_day],
    ).select(placed, rules.rules_no)
    lined = ruled.left_join(
        lines,
        [ruled.book_no == lines.book_no, ruled.period_end >= lines.from_day, ruled.period_end <= lines.to_day],
    ).select(ruled, lines.line_fen)
    made = lined.mutate(is_reached=lined.reckoned_on <= ibis.literal(as_of))
    return Step(name="placed_accounts", made=made.select(list(PLACED_ACCOUNTS)), schema=PLACED_ACCOUNTS, is_kept=True)


def account_totals() -> Step:
    """What the lines of each account come to, in fen; an account without a line is not there.

    Source: DESIGN, "the arithmetic", and xinlu.income.totals.reckon. A contested line without a figure of the household's
    own stays open. Rigid spending is apart, as positive amounts.
    """
    lines = declared("income_lines")
    accounts = unbound("placed_accounts", PLACED_ACCOUNTS)
    rulings = unbound("rulings", places.RULINGS)
    placed = lines.join(accounts.select("account_no", "rules_no"), "account_no")
    ruled = placed.join(rulings, rulings.ruling_no == placed.rules_no + placed.kind_no)
    income, cost = ruled.income_fen * ruled.counts, ruled.cost_fen * ruled.counts
    line = ruled.select(
        "account_no", "answer", "grade",
        income=income,
        cost=cost,
        # The figure that the answer settles, 0 where the kind does not count.
        settled=ibis.cases((ruled.answer == RECOGNISED, income - cost), (ruled.answer == CONTESTED, ruled.own_fen * ruled.counts)),
        spent=ibis.cases((ruled.is_rigid, ruled.cost_fen - ruled.income_fen), else_=0),
        spent_least=_rigid(ruled, unanswered=-ruled.income_fen),
        spent_most=_rigid(ruled, unanswered=ruled.cost_fen),
    )  # fmt: skip
    is_own = line.grade >= OWN_WORD
    own = ibis.cases((is_own, line.settled))
    made = line.group_by("account_no").agg(
        lines=line.count(),
        claimed_fen=(line.income - line.cost).sum(),
        low_fen=ibis.coalesce(line.settled, -line.cost).sum(),
        high_fen=ibis.coalesce(line.settled, line.income).sum(),
        own_low_fen=ibis.coalesce(own, -line.cost).sum(),
        own_high_fen=ibis.coalesce(own, line.income).sum(),
        rigid_claimed_fen=line.spent.sum(),
        rigid_low_fen=line.spent_least.sum(),
        rigid_high_fen=line.spent_most.sum(),
        lines_recognised=counted(line.answer == RECOGNISED),
        lines_contested=counted(line.answer == CONTESTED),
        own_recognised=counted((line.answer == RECOGNISED) & is_own),
        own_contested=counted((line.answer == CONTESTED) & is_own),
    )
    return Step(name="account_totals", made=made, schema=TOTALS, is_kept=True)


def _rigid(line: Expression, *, unanswered: Expression) -> Expression:
    """A line's rigid spending as a positive amount, `unanswered` where the answer leaves it open; 0 for any other line."""
    answered = ibis.cases(
        (line.answer == RECOGNISED, line.cost_fen - line.income_fen), (line.answer == CONTESTED, -line.own_fen)
    )
    return ibis.cases((line.is_rigid, ibis.coalesce(answered, unanswered)), else_=0)


def latest_accounts() -> Step:
    """The account of each household that stands: the latest reckoned by the day. What it lacks an older one does not give."""
    accounts = unbound("placed_accounts", PLACED_ACCOUNTS)
    made = accounts.filter(accounts.is_reached).group_by("household_no").agg(latest_no=accounts.account_no.max())
    return Step(name="latest_accounts", made=made, schema=LATEST, is_kept=True)


def accounts_before() -> Step:
    """The claimed figure per head of the account before the latest, of the households that have one."""
    accounts, totals = unbound("placed_accounts", PLACED_ACCOUNTS), unbound("account_totals", TOTALS)
    older = accounts.filter(accounts.is_reached).anti_join(
        unbound("latest_accounts", LATEST), [("account_no", "latest_no")]
    )
    last = older.group_by("household_no").agg(account_no=older.account_no.max())
    held = last.join(totals.select("account_no", "claimed_fen"), "account_no")
    held = held.join(accounts.select("account_no", "heads"), "account_no")
    made = held.select("household_no", before_head_fen=divided(held.claimed_fen, held.heads))
    return Step(name="accounts_before", made=made, schema=BEFORE)


def standing_accounts() -> Step:
    """The latest account of each household with its totals; an account without a line is not there."""
    latest, accounts = unbound("latest_accounts", LATEST), unbound("placed_accounts", PLACED_ACCOUNTS)
    totals = unbound("account_totals", TOTALS)
    placed = latest.join(accounts, latest.latest_no == accounts.account_no, rname="{name}__placed")
    made = placed.join(totals, "account_no")
    return Step(name="standing_accounts", made=made.select(list(STANDING)), schema=STANDING)


def figures(row: Expression) -> dict[str, Expression]:
    """The columns of FIGURES from a row with an account's totals, `heads` and `line_fen`; NULL without an account.

    On the line is above; recognised is above only if the low bound reaches it, below only if the high one does not. Gaps
    are what is missing to the line per head, 0 above it. `is_left_below`: whether recognised income less rigid spending
    lies below the line, NULL while its bounds lie on both sides.
    """
    line, heads = row.line_fen, row.heads
    head = {name: divided(row[f"{name}_fen"], heads) for name in ("claimed", "low", "high")}
    left_least, left_most = row.low_fen - row.rigid_high_fen, row.high_fen - row.rigid_low_fen
    return {
        **{f"{name}_head_fen": value for name, value in head.items()},
        **{f"{name}_gap_fen": gap(head[name], line) for name in ("claimed", "low", "high")},
        "claimed_side": side(row.claimed_fen, row.claimed_fen, heads, line),
        "recognised_side": side(row.low_fen, row.high_fen, heads, line),
        "own_side": side(row.own_low_fen, row.own_high_fen, heads, line),
        "is_left_below": ibis.cases(
            (reaches(left_least, heads, line), False), (~reaches(left_most, heads, line), True)
        ),
    }


def divided(fen: Expression, by: Expression) -> Expression:
    """Fen divided by a whole number above zero, rounded half away from zero, as xinlu.kernel.money.divided.

    Both engines divide in doubles and take the floor: exact while fen lie within +-10**14 and `by` within 99.
    """
    by = by.cast("int64")
    rounded = (fen.abs() * 2 + by) // (by * 2).nullif(0)
    return ibis.cases((fen < 0, -rounded), else_=rounded)


def gap(head_fen: Expression, line_fen: Expression) -> Expression:
    """What is missing to the line, 0 on or above it, NULL where there is no line."""
    return ibis.cases((head_fen < line_fen, line_fen - head_fen), (head_fen >= line_fen, 0))


def reaches(fen: Expression, heads: Expression, line_fen: Expression) -> Expression:
    """Whether fen per head, rounded as `divided` does, reach a line above zero; in whole numbers, without dividing.

    With x per head rounded half away from zero, round(x) >= line exactly where x + 1/2 >= line, for a line of 1 fen or more.
    """
    people = heads.cast("int64")
    return fen * 2 + people >= people * line_fen * 2


def side(low_fen: Expression, high_fen: Expression, heads: Expression, line_fen: Expression) -> Expression:
    """ "above" where even the low bound reaches the line, "below" where even the high one does not, else "unanswered"."""
    above, may_be_above = reaches(low_fen, heads, line_fen), reaches(high_fen, heads, line_fen)
    return ibis.cases((above, "above"), (~may_be_above, "below"), (above.notnull(), "unanswered"))
