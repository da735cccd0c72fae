"""The money of one household of a register: totals a source, kinds of line, lines of a ledger; what does not add up is asked."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xinlu.income.kinds import Source, by_code
from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import LARGEST_FEN, yuan
from xinlu.kernel.words import Words
from xinlu.sheets.entries import Asked, CellFault, HouseholdEntry, LineEntry, Register, Spot, Total
from xinlu.sheets.gathering import Gathered
from xinlu.sheets.headings import LINE, kind_words, plain_heading
from xinlu.sheets.rows import ReadRow
from xinlu.sheets.values import read_quantity_milli

TOLERANCE_FEN = 1_000
"""Registers round to whole yuan, sometimes source by source: ten yuan are no difference to ask about."""

TOTAL_OF: Mapping[Source, Total] = MappingProxyType(
    {
        Source.WAGES: Total.WAGES,
        Source.PRODUCTION: Total.PRODUCTION,
        Source.PROPERTY: Total.PROPERTY,
        Source.TRANSFER: Total.TRANSFER,
        Source.PRODUCTION_COST: Total.PRODUCTION_COST,
    }
)
_SOURCES = tuple(TOTAL_OF.values())
_TOTALS = frozenset(Total)


def settle_account(entry: HouseholdEntry, gathered: Gathered, register: Register) -> None:
    """Fill the entry's totals and lines; ask where sums do not agree or a total looks like a figure per head."""
    told = {Total(name): value for name, value in gathered.sums.items() if name in _TOTALS}
    entry.lines = [*_kinds(gathered), *_ledger(gathered)]
    entry.totals = {total: value for total, value in told.items() if total in _SOURCES}
    _leave_remainders(entry)
    people = entry.people or len(entry.persons)
    net = told.get(Total.NET)
    by_head = gathered.sums.get("net_head")
    if not entry.totals and not entry.lines:
        _net_alone(entry, gathered, register, net=net, by_head=by_head, people=people)
        return
    reckoned = net_of(entry)
    if net is not None and not _is_whole(register):
        # The table tells some sources and the whole: what the others brought is the rest, which claims leave apart.
        entry.totals[Total.NET] = net
        return
    if net is not None and abs(net - reckoned) > TOLERANCE_FEN:
        words = _PER_HEAD if people > 1 and _near(net * people, reckoned, people) else _NET_DIFFERS
        entry.asked.append(
            Asked(entry.spot, "net.differs", words.filled(net=yuan(net), reckoned=yuan(reckoned), people=people))
        )
    if by_head is not None and people and not _near(by_head * people, reckoned, people):
        words = _HEAD_IS_WHOLE if abs(by_head - reckoned) <= TOLERANCE_FEN and people > 1 else _HEAD_DIFFERS
        filled = words.filled(by_head=yuan(by_head), reckoned=yuan(reckoned), people=people)
        entry.asked.append(Asked(entry.spot, "net_head.differs", filled))


def net_of(entry: HouseholdEntry) -> int:
    """Net income in fen: what came in less the costs of production; rigid spending stands apart."""
    net = sum(-value if total is Total.PRODUCTION_COST else value for total, value in entry.totals.items())
    for line in entry.lines:
        source = by_code()[line.kind].source
        if source is Source.RIGID_SPENDING:
            continue
        net += -_amount(line) if source.spends else _amount(line) - line.cost_fen
    return net


def _is_whole(register: Register) -> bool:
    """Whether the file's columns tell every source that matters, so that their sum is the household's income."""
    told = {each.meaning for each in register.columns}
    return {"total.wages", "total.production", "total.transfer"} <= told or any(
        each.startswith((LINE, "ledger.")) for each in told
    )


def _near(one: int, other: int, people: int) -> bool:
    """Whether two sums are the same, one of them reckoned from a figure per head that was rounded to the yuan."""
    return abs(one - other) <= TOLERANCE_FEN + 100 * people


def _amount(line: LineEntry) -> int:
    if line.amount_fen is not None:
        return line.amount_fen
    return ((line.quantity_milli or 0) * (line.price_fen or 0) + 500) // 1000


def _kinds(gathered: Gathered) -> list[LineEntry]:
    """Columns that are kinds of line; zero means that there was none."""
    return [
        LineEntry(gathered.spot, code, amount_fen=cells[0])
        for code, cells in (gathered.line_cells or {}).items()
        if cells and cells[0]
    ]


def _ledger(gathered: Gathered) -> list[LineEntry]:
    return [line for row in gathered.ledger if not row.faults and (line := _line(row, gathered)) is not None]


def _line(row: ReadRow, gathered: Gathered) -> LineEntry | None:
    told = row.ledger
    if not told:
        return None
    written = str(told.get("kind", ""))
    code = kind_words().get(plain_heading(written)[0], "")
    amount = told.get("amount")
    price = told.get("price")
    if not code:
        _blame(gathered, row.cell("ledger.kind"), "ledger.kind", _NO_KIND.filled(kind=written or "？"), written)
        return None
    unit = by_code()[code].unit
    try:
        quantity = read_quantity_milli(told.get("quantity"), unit=unit.zh if unit else "").value
    except Refusal as refusal:
        _blame(gathered, row.cell("ledger.quantity"), refusal.code, refusal.words, str(told["quantity"]))
        return None
    spends = by_code()[code].source.spends
    if spends and amount is None and quantity is None:
        amount, told = told.get("cost"), {**told, "cost": 0}
    if quantity is not None and price is not None:
        product = (quantity * price + 500) // 1000
        if amount is not None and amount != product:
            words = _DISAGREES.filled(product=yuan(product), amount=yuan(amount))
            _blame(gathered, row.cell("ledger.amount"), "ledger.disagrees", words, yuan(amount))
            return None
        amount = None
    elif amount is None:
        _blame(gathered, row.cell("ledger.amount"), "ledger.amount", _NO_AMOUNT.filled(kind=written), "")
        return None
    else:
        quantity = price = None
    if amount is not None and amount > LARGEST_FEN:
        _blame(gathered, row.cell("ledger.amount"), "ledger.amount", _NO_AMOUNT.filled(kind=written), yuan(amount))
        return None
    title = str(told.get("title", ""))[:60]
    return LineEntry(
        row.spot,
        code,
        title,
        quantity_milli=quantity,
        price_fen=price,
        amount_fen=amount,
        cost_fen=told.get("cost") or 0,
    )


def _leave_remainders(entry: HouseholdEntry) -> None:
    """Where a source's total and some of its kinds are told, the total keeps only what the kinds do not explain."""
    explained: dict[Total, int] = {}
    for line in entry.lines:
        total = TOTAL_OF.get(by_code()[line.kind].source)
        if total:
            explained[total] = explained.get(total, 0) + _amount(line)
    for total, value in explained.items():
        if total not in entry.totals:
            continue
        rest = entry.totals[total] - value
        if rest < 0:
            words = _KINDS_EXCEED.filled(total=yuan(entry.totals[total]), kinds=yuan(value))
            entry.asked.append(Asked(entry.spot, "total.exceeded", words))
        if rest > 0:
            entry.totals[total] = rest
        else:
            del entry.totals[total]


def _net_alone(
    entry: HouseholdEntry, gathered: Gathered, register: Register, *, net: int | None, by_head: int | None, people: int
) -> None:
    if net is not None:
        entry.totals[Total.NET] = net
        if by_head is not None and people > 1 and not _near(by_head * people, net, people):
            words = _HEAD_IS_WHOLE if abs(by_head - net) <= TOLERANCE_FEN else _HEAD_DIFFERS
            filled = words.filled(by_head=yuan(by_head), reckoned=yuan(net), people=people)
            entry.asked.append(Asked(entry.spot, "net_head.differs", filled))
    elif by_head is not None and people:
        entry.totals[Total.NET] = by_head * people
        _once(register, "net.from_head", _FROM_HEAD)
    elif "gross" in gathered.sums:
        _once(register, "gross.alone", _GROSS_ALONE)


def _once(register: Register, code: str, words: Words) -> None:
    if not any(each.code == code for each in register.asked):
        register.asked.append(Asked(Spot("", 0), code, words))


def _blame(gathered: Gathered, spot: Spot, code: str, words: Words, written: str) -> None:
    gathered.faults += (CellFault(spot, "", written[:80], code, words),)


_NET_DIFFERS = Words(
    "纯收入写的是 {net} 元，按各项加减是 {reckoned} 元。请问一问哪个对",
    "Net income is written as {net} yuan; the sources come to {reckoned}. Ask which is right",
)
_PER_HEAD = Words(
    "纯收入写的是 {net} 元，像是人均的：各项加减是 {reckoned} 元，{people} 口人",
    "Net income is written as {net} yuan, which looks like a figure per head: the sources come to {reckoned} for {people} people",
)
_HEAD_DIFFERS = Words(
    "人均写的是 {by_head} 元，{people} 口人，全家 {reckoned} 元，对不上",
    "{by_head} yuan a head, {people} people, {reckoned} yuan in all: they do not agree",
)
_HEAD_IS_WHOLE = Words(
    "人均写的是 {by_head} 元，和全家的一样，可家里有 {people} 口人",
    "The figure per head, {by_head} yuan, is that of the whole household of {people} people",
)
_KINDS_EXCEED = Words(
    "几项加起来 {kinds} 元，比写的合计 {total} 元还多",
    "The single kinds come to {kinds} yuan, more than the total of {total}",
)
_FROM_HEAD = Words(
    "只有人均纯收入，按人均乘人口算出全家的数",
    "Only net income per head is told; the household's is reckoned from it and the number of people",
)
_GROSS_ALONE = Words(
    "只有总收入，没有说本钱花了多少，不能当纯收入，没有收",
    "Only income before costs is told; it is no net income and was not taken",
)
_NO_KIND = Words(
    "“{kind}”不知道算哪一种收入。请改成认得的项目名，比如打零工、养老金、卖猪",
    "“{kind}” is no kind of line that is known. Write one, such as casual work, old-age pension, pigs sold",
)
_NO_AMOUNT = Words("“{kind}”没有钱数。请写一共几元", "“{kind}” has no amount. Write how many yuan in all")
_DISAGREES = Words(
    "数量乘单价是 {product} 元，金额写的是 {amount} 元，对不上",
    "Quantity times price is {product} yuan, the amount says {amount}",
)
