"""Income claimed and recognised, per account and per head, under the dated counting rules of the place.

Formulas are those of xinlu.income.totals: an unanswered line leaves bounds, income at 0 and costs as claimed, or the
reverse. "Own" figures take only answers of grade E2 and up, given out of the helper's hands; others count as unanswered.
"""

from __future__ import annotations

from datetime import date

import ibis

from xinlu.assessment import places
from xinlu.assessment.measures.packing import packed, unpacked
from xinlu.assessment.steps import Expression, Step, declared, schema_of, unbound
from xinlu.assessment.tables import Schema

UNANSWERED, RECOGNISED, CONTESTED = 0, 1, 2
OWN_WORD = 2
"""The least grade of an answer that the household gave out of the helper's hands: E2."""

PLACED_ACCOUNTS = schema_of(
    account_no="int64", household_no="int64", heads="int32", reckoned_on="date", rules_no="int32", line_fen="int64",
    is_reached="boolean",
)  # fmt: skip
WEIGHTS = schema_of(
    weight_no="int32", counts="int64", is_rigid="int64", is_recognised="int64", is_own="int64", is_open="int64",
    by_own_word="int64", is_open_to_own="int64", tally="int64", own_tally="int64",
)  # fmt: skip
"""By what the amounts of a line are multiplied, 0 or 1; tallies are packed counts."""
SUMMED = schema_of(
    claimed_fen="int64", low_fen="int64", high_fen="int64", own_low_fen="int64", own_high_fen="int64",
    rigid_claimed_fen="int64", rigid_low_fen="int64", rigid_high_fen="int64",
)  # fmt: skip
LINES = schema_of(
    lines="int64", lines_recognised="int64", lines_contested="int64", own_recognised="int64", own_contested="int64"
)
PACKED = schema_of(tally="int64", own_tally="int64")
"""The counts of LINES, packed."""
SUMS: Schema = {**schema_of(account_no="int64"), **SUMMED, **PACKED}
TOTALS: Schema = {**schema_of(account_no="int64"), **SUMMED, **LINES}
_OF_ACCOUNT = schema_of(household_no="int64", account_no="int64", reckoned_on="date", heads="int32", line_fen="int64")
STANDING_SUMS: Schema = {**_OF_ACCOUNT, **SUMMED, **PACKED}
STANDING: Schema = {
    **_OF_ACCOUNT,
    **schema_of(lines="int64"),
    **SUMMED,
    **{name: kind for name, kind in LINES.items() if name != "lines"},
}
LATEST = schema_of(household_no="int64", latest_no="int64")
BEFORE = schema_of(household_no="int64", before_head_fen="int64")
HEADS = schema_of(claimed_head_fen="int64", low_head_fen="int64", high_head_fen="int64")
"""What `heads` makes of an account's totals."""
BESIDE_HEADS = schema_of(
    claimed_gap_fen="int64", low_gap_fen="int64", high_gap_fen="int64", claimed_side="string", recognised_side="string",
    own_side="string", is_left_below="boolean",
)  # fmt: skip
"""What `figures` makes of totals and HEADS."""
FIGURES: Schema = {**HEADS, **BESIDE_HEADS}


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


def line_weights() -> Step:
    """A row of WEIGHTS for every ruling and every way to answer: what would be decided line by line is looked up by number."""
    rulings, answers = unbound("rulings", places.RULINGS), unbound("answers", places.ANSWERS)
    each = rulings.cross_join(answers)
    is_recognised, is_contested = each.answer == RECOGNISED, each.answer == CONTESTED
    is_own, by_own_word = is_contested & each.has_own, each.grade >= OWN_WORD
    is_open = ~(is_recognised | is_own)
    columns = {
        "weight_no": each.ruling_no * places.ANSWERS_STEP + each.answer_no,
        "counts": each.counts,
        **{name: _one(condition) for name, condition in {
            "is_rigid": each.is_rigid, "is_recognised": is_recognised, "is_own": is_own, "is_open": is_open,
            "by_own_word": by_own_word, "is_open_to_own": is_open | ~by_own_word,
        }.items()},
        "tally": packed(ibis.literal(True), is_recognised, is_contested),
        "own_tally": packed(is_recognised & by_own_word, is_contested & by_own_word),
    }  # fmt: skip
    made = each.select(**{name: columns[name] for name in WEIGHTS})
    return Step(name="line_weights", made=made, schema=WEIGHTS, is_kept=True)


def _one(condition: Expression) -> Expression:
    return ibis.cases((condition, 1), else_=0)


def account_sums(*, as_of: date) -> Step:
    """What the lines of each account come to, in fen, and packed counts of lines; an account without a line is not there.

    Source: DESIGN, "the arithmetic", and xinlu.income.totals.reckon. A contested line without a figure of the household's
    own stays open. Rigid spending is apart, as positive amounts: what the same line would take from income. What a household
    said after the day `as_of` it had not said yet.
    """
    lines = declared("income_lines")
    accounts = unbound("placed_accounts", PLACED_ACCOUNTS)
    placed = lines.join(accounts.select("account_no", "rules_no"), "account_no")
    ways = placed.answer * places.ANSWER_STEP + placed.grade * places.GRADE_STEP
    ways = ways + placed.own_fen.notnull().cast("int32")
    ways = ibis.cases((placed.answered_on > ibis.literal(as_of), places.NO_ANSWER), else_=ways)
    numbered = placed.mutate(
        line_weight_no=(placed.rules_no + placed.kind_no) * places.ANSWERS_STEP + ways,
        net=placed.income_fen - placed.cost_fen,
        own=ibis.coalesce(placed.own_fen, 0),
    )
    weights = unbound("line_weights", WEIGHTS)
    line = numbered.join(weights, weights.weight_no == numbered.line_weight_no)
    line = line.mutate(settled=line.is_recognised * line.net + line.is_own * line.own)
    own_settled = line.by_own_word * line.settled
    line = line.mutate(
        low=line.settled - line.is_open * line.cost_fen,
        high=line.settled + line.is_open * line.income_fen,
        own_low=own_settled - line.is_open_to_own * line.cost_fen,
        own_high=own_settled + line.is_open_to_own * line.income_fen,
    )
    made = line.group_by("account_no").agg(
        claimed_fen=(line.counts * line.net).sum(),
        low_fen=(line.counts * line.low).sum(),
        high_fen=(line.counts * line.high).sum(),
        own_low_fen=(line.counts * line.own_low).sum(),
        own_high_fen=(line.counts * line.own_high).sum(),
        rigid_claimed_fen=(line.is_rigid * -line.net).sum(),
        rigid_low_fen=(line.is_rigid * -line.high).sum(),
        rigid_high_fen=(line.is_rigid * -line.low).sum(),
        tally=line.tally.sum(),
        own_tally=line.own_tally.sum(),
    )
    return Step(name="account_sums", made=made, schema=SUMS, is_kept=True)


def account_totals() -> Step:
    """The sums of each account with its counts of lines apart."""
    sums = unbound("account_sums", SUMS)
    told = counts(sums)
    made = sums.select(**{name: told[name] if name in told else sums[name] for name in TOTALS})
    return Step(name="account_totals", made=made, schema=TOTALS)


def counts(row: Expression) -> dict[str, Expression]:
    """The columns of LINES from a row with those of PACKED."""
    lines, recognised, contested = unpacked(row.tally)
    own_recognised, own_contested, _ = unpacked(row.own_tally)
    return dict(zip(LINES, (lines, recognised, contested, own_recognised, own_contested), strict=True))


def latest_accounts() -> Step:
    """The account of each household that stands: the latest reckoned by the day. What it lacks an older one does not give."""
    accounts = unbound("placed_accounts", PLACED_ACCOUNTS)
    made = accounts.filter(accounts.is_reached).group_by("household_no").agg(latest_no=accounts.account_no.max())
    return Step(name="latest_accounts", made=made, schema=LATEST, is_kept=True)


def accounts_before() -> Step:
    """The claimed figure per head of the account before the latest, of the households that have one."""
    accounts, totals = unbound("placed_accounts", PLACED_ACCOUNTS), unbound("account_sums", SUMS)
    older = accounts.filter(accounts.is_reached).anti_join(
        unbound("latest_accounts", LATEST), [("account_no", "latest_no")]
    )
    last = older.group_by("household_no").agg(account_no=older.account_no.max())
    held = last.join(totals.select("account_no", "claimed_fen"), "account_no")
    held = held.join(accounts.select("account_no", "heads"), "account_no")
    made = held.select("household_no", before_head_fen=divided(held.claimed_fen, held.heads))
    return Step(name="accounts_before", made=made, schema=BEFORE)


def standing_accounts() -> Step:
    """The latest account of each household with its sums; an account without a line is not there."""
    latest, accounts = unbound("latest_accounts", LATEST), unbound("placed_accounts", PLACED_ACCOUNTS)
    sums = unbound("account_sums", SUMS)
    placed = latest.join(accounts, latest.latest_no == accounts.account_no, rname="{name}__placed")
    made = placed.join(sums, "account_no")
    return Step(name="standing_accounts", made=made.select(list(STANDING_SUMS)), schema=STANDING_SUMS)


def per_head(row: Expression) -> dict[str, Expression]:
    """The columns of HEADS from a row with an account's totals and `heads`; NULL without an account."""
    return {name: divided(row[name.replace("_head_", "_")], row.heads) for name in HEADS}


def figures(row: Expression) -> dict[str, Expression]:
    """The columns of BESIDE_HEADS from a row with totals, `heads`, `line_fen` and HEADS; NULL without an account.

    On the line is above; recognised is above only if the low bound reaches it, below only if the high one does not. Gaps
    are what is missing to the line per head, 0 above it. `is_left_below`: whether recognised income less rigid spending
    lies below the line, NULL while its bounds lie on both sides.
    """
    line, heads = row.line_fen, row.heads
    left_least, left_most = row.low_fen - row.rigid_high_fen, row.high_fen - row.rigid_low_fen
    return {
        **{f"{name}_gap_fen": gap(row[f"{name}_head_fen"], line) for name in ("claimed", "low", "high")},
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
