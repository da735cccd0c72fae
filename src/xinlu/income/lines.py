"""One line of an income account: what came in, what it cost, and how both follow from what was said at the table."""

from __future__ import annotations

from dataclasses import dataclass

from xinlu.income.kinds import Kind
from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import LARGEST_FEN, yuan
from xinlu.kernel.words import Words

NEGATIVE = {
    "quantity": Words("数量不能是负数，请写 0 或更大的数", "A quantity cannot be below zero; write 0 or more"),
    "price": Words("价钱不能是负数，请写 0 或更大的数", "A price cannot be below zero; write 0 or more"),
    "amount": Words(
        "钱数不能是负数。花掉的钱，请记在本钱或者看病上学那一栏",
        "An amount cannot be below zero; write money spent as a cost, or under illness and school",
    ),
    "cost": Words(
        "本钱不能是负数，花了多少就写多少", "A cost cannot be below zero; write what was spent, without a minus"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Gross income and cost of one line in fen, neither below zero; quantity in thousandths, price in fen a unit."""

    kind: Kind
    quantity_milli: int | None
    price_fen: int | None
    cost_fen: int
    income_fen: int

    @property
    def net_fen(self) -> int:
        """Income less cost; below zero for a cost."""
        return self.income_fen - self.cost_fen


def reckon_line(
    kind: Kind,
    *,
    quantity_milli: int | None = None,
    price_fen: int | None = None,
    amount_fen: int | None = None,
    cost_fen: int = 0,
) -> Line:
    """The line that follows from quantity and price, or from a plain amount; Refusal where neither is whole.

    Quantity times price is rounded half up to the fen. Of a kind that spends, the amount is the cost.

    >>> from xinlu.income.kinds import kind
    >>> reckon_line(kind("rice"), quantity_milli=900_000, price_fen=140).net_fen
    126000
    >>> reckon_line(kind("cost"), amount_fen=143_000).net_fen
    -143000
    """
    said = {"quantity": quantity_milli, "price": price_fen, "amount": amount_fen, "cost": cost_fen}
    for field, value in said.items():
        if value is not None and value < 0:
            raise Refusal(f"line.negative_{field}", NEGATIVE[field], field=field)
    amount = _amount(kind, quantity_milli=quantity_milli, price_fen=price_fen, amount_fen=amount_fen)
    if max(amount, cost_fen) > LARGEST_FEN:
        words = Words(
            "{kind}这一笔太大了，看看是不是多打了几个零",
            "This line ({kind}) is too large; look whether there are zeros too many",
        )
        raise Refusal("line.too_large", words.filled(kind=kind.name), field="amount")
    if kind.source.spends and cost_fen:
        words = Words(
            "{kind}本身就是花掉的钱，只写一个钱数，本钱那一格空着",
            "{kind} is money spent already: write the one amount and leave its cost empty",
        )
        raise Refusal("line.cost_of_a_cost", words.filled(kind=kind.name), field="cost")
    income_fen, cost_fen = (0, amount) if kind.source.spends else (amount, cost_fen)
    return Line(kind=kind, quantity_milli=quantity_milli, price_fen=price_fen, cost_fen=cost_fen, income_fen=income_fen)


def _amount(kind: Kind, *, quantity_milli: int | None, price_fen: int | None, amount_fen: int | None) -> int:
    if quantity_milli is None and price_fen is None:
        if amount_fen is None:
            words = Words("{kind}还没写钱数，请写一共几元", "{kind} has no amount yet; write how many yuan in all")
            raise Refusal("line.no_amount", words.filled(kind=kind.name), field="amount")
        return amount_fen
    if price_fen is None:
        words = Words(
            "{kind}只写了数量，还差价钱；不知道价钱，就把数量空着，写一共几元",
            "{kind} has a quantity but no price; if the price is not known, leave the quantity empty and write the whole",
        )
        raise Refusal("line.no_price", words.filled(kind=kind.name), field="price")
    if quantity_milli is None:
        words = Words(
            "{kind}只写了价钱，还差数量；不知道数量，就把价钱空着，写一共几元",
            "{kind} has a price but no quantity; if the quantity is not known, leave the price empty and write the whole",
        )
        raise Refusal("line.no_quantity", words.filled(kind=kind.name), field="quantity")
    product_fen = (quantity_milli * price_fen + 500) // 1000
    if amount_fen is not None and amount_fen != product_fen:
        words = Words(
            "{kind}：数量乘价钱是 {product} 元，这里写的是 {amount} 元，对不上；请改一个，或者把一共几元空着",
            "{kind}: quantity times price is {product} yuan, but {amount} yuan is written; mend one of them, "
            "or leave the whole empty",
        )
        raise Refusal(
            "line.disagrees",
            words.filled(kind=kind.name, product=yuan(product_fen), amount=yuan(amount_fen)),
            field="amount",
        )
    return product_fen
