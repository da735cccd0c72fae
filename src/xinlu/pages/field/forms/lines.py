"""The entry of one line of the account: what was typed, and the line that it makes."""

from __future__ import annotations

from decimal import Decimal

from django.http import QueryDict

from xinlu.casework.drafts import BASIS_NAMES, Basis, DraftLine
from xinlu.income.kinds import Kind, kind
from xinlu.income.lines import reckon_line
from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import parse_fen
from xinlu.kernel.words import Words
from xinlu.pages.field.drafting import new_key
from xinlu.pages.field.forms.typed import Chip, chips, read_quantity_milli

TITLE_MAX = 60


def blank(code: str) -> QueryDict:
    """The entry of a new line of that kind, before anything is typed; most figures are what they say at the table."""
    typed = QueryDict(mutable=True)
    typed.update({"kind": code, "key": new_key(), "basis": str(Basis.SAID)})
    return typed


def written(line: DraftLine) -> QueryDict:
    """The entry of a line that stands in the draft, to be changed."""
    typed = QueryDict(mutable=True)
    typed.update(
        {
            "kind": line.kind,
            "key": line.key,
            "basis": str(line.basis),
            "title": line.title,
            "quantity": "" if line.quantity_milli is None else plain(Decimal(line.quantity_milli) / 1000),
            "price": "" if line.price_fen is None else plain(Decimal(line.price_fen) / 100),
            "amount": "" if line.amount_fen is None else plain(Decimal(line.amount_fen) / 100),
            "cost": plain(Decimal(line.cost_fen) / 100) if line.cost_fen else "",
        }
    )
    return typed


def read(typed: QueryDict, *, replaces: DraftLine | None) -> DraftLine:
    """The line as typed, whole and reckonable. Refusals name the field. `replaces` is the line whose place it takes."""
    of_kind = kind(typed.get("kind", ""))
    line = DraftLine(
        key=replaces.key if replaces else typed.get("key", "")[:40] or new_key(),
        kind=of_kind.code,
        basis=_basis(typed.get("basis", "")),
        title=_title(typed.get("title", "")),
        quantity_milli=read_quantity_milli(typed.get("quantity", "")) if of_kind.quantity else None,
        price_fen=_fen(typed, "price") if of_kind.quantity else None,
        amount_fen=_fen(typed, "amount"),
        cost_fen=_fen(typed, "cost") or 0,
        keeps=replaces.keeps if replaces and replaces.kind == of_kind.code else None,
    )
    reckon_line(
        of_kind,
        quantity_milli=line.quantity_milli,
        price_fen=line.price_fen,
        amount_fen=line.amount_fen,
        cost_fen=line.cost_fen,
    )
    return line


def bases(typed: QueryDict) -> list[Chip]:
    """Where the figure is from, with the one chosen."""
    return chips({str(basis): words for basis, words in BASIS_NAMES.items()}, [typed.get("basis", "")])


def kind_of(typed: QueryDict) -> Kind:
    """The kind of line that the entry is for; Refusal for an unknown one."""
    return kind(typed.get("kind", ""))


def plain(number: Decimal) -> str:
    """A number as one types it: no exponent, no needless zeros.

    >>> plain(Decimal("1.40")), plain(Decimal(900))
    ('1.4', '900')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fen(typed: QueryDict, name: str) -> int | None:
    text = typed.get(name, "")
    return parse_fen(text, field=name) if text.strip() else None


def _basis(chosen: str) -> Basis:
    if chosen not in set(Basis):
        raise Refusal("line.basis", Words("这个数从哪来，要选一个", "Choose where the figure is from"), field="basis")
    return Basis(chosen)


def _title(text: str) -> str:
    title = text.strip()
    if len(title) > TITLE_MAX:
        raise Refusal(
            "line.title",
            Words(
                "名字写了 {length} 个字，最多 {most} 个字", "The name has {length} characters; {most} at most"
            ).filled(length=len(title), most=TITLE_MAX),
            field="title",
        )
    return title
