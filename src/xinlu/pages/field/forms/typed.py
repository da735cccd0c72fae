"""What every form of the helper's phone shares: sentences under their fields, chips that keep what was chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import LONGEST_TYPED, is_too_long
from xinlu.kernel.words import Words

WHOLE_MAX = 10**9
CHANGED_UNDER_YOU = 409
CANNOT_BE = 422

_TOO_LARGE = Words("“{typed}”太大了，看看是不是多打了几个零", "“{typed}” is too large; look for zeros too many")


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice of a group: what is sent, what is read, and whether it is chosen."""

    value: str
    words: Words
    on: bool


def chips(choices: Mapping[str, Words], chosen: Collection[str]) -> list[Chip]:
    """The choices of a group with those chosen marked."""
    return [Chip(str(value), words, str(value) in chosen) for value, words in choices.items()]


def wrong_of(refusal: Refusal) -> dict[str, str]:
    """The refusal's sentence under its field, in the reader's language; "page" where it belongs to the whole page."""
    return {refusal.field or "page": refusal.words.said(get_language() or "zh")}


def status_of(refusal: Refusal | None) -> int:
    """200, or how a refused form answers: 409 where what was shown has changed meanwhile, else 422."""
    if refusal is None:
        return 200
    return CHANGED_UNDER_YOU if refusal.code == "recognition.not_current" else CANNOT_BE


def answered(
    request: HttpRequest, template: str, context: Mapping[str, object], *, refusal: Refusal | None = None
) -> HttpResponse:
    """The page, with the refusal's sentence at its field as `wrong`."""
    wrong = wrong_of(refusal) if refusal else {}
    return render(request, template, {**context, "wrong": wrong}, status=status_of(refusal))


def read_whole(text: str, *, field: str, empty: Words) -> int:
    """A whole number as typed, full-width digits too; Refusal at its field, `empty` where nothing stands."""
    typed = normalize("NFKC", text).strip().replace("−", "-")
    if not typed:
        raise Refusal("number.empty", empty, field=field)
    digits = typed.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise Refusal(
            "number.not_whole",
            Words(
                "“{typed}”不是一个整数，请只写数字，比如 3",
                "“{typed}” is no whole number; write digits only, such as 3",
            ).filled(typed=text.strip()[:40]),
            field=field,
        )
    if len(digits) > 10 or int(digits) > WHOLE_MAX:
        raise Refusal(
            "number.too_large",
            Words("“{typed}”太大了，看看是不是打错了", "“{typed}” is too large; look whether it is a slip").filled(
                typed=text.strip()[:40]
            ),
            field=field,
        )
    return int(typed)


def read_date(text: str, *, field: str) -> date | None:
    """A day as a date field sends it; None where nothing stands, Refusal where it is no day."""
    typed = normalize("NFKC", text).strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refusal(
            "date.none",
            Words(
                "“{typed}”不是一个日子，请写成 2026-11-08 这样", "“{typed}” is no date; write it like 2026-11-08"
            ).filled(typed=text.strip()[:40]),
            field=field,
        ) from None


def read_quantity_milli(text: str, *, field: str = "quantity") -> int | None:
    """Thousandths of a quantity as typed; None where nothing stands. Refusal for no number or more than three decimals.

    >>> read_quantity_milli("1.5"), read_quantity_milli("１２０")
    (1500, 120000)
    """
    typed = normalize("NFKC", text).strip().replace(",", "").replace("，", "").replace("−", "-")
    if not typed:
        return None
    if is_too_long(typed):
        raise Refusal("quantity.too_large", _TOO_LARGE.filled(typed=typed[:40]), field=field)
    try:
        if len(typed) > LONGEST_TYPED:
            raise InvalidOperation
        quantity = Decimal(typed)
        if not quantity.is_finite() or "e" in typed.lower() or "_" in typed:
            raise InvalidOperation
    except InvalidOperation:
        raise Refusal(
            "quantity.not_a_number",
            Words(
                "“{typed}”不是一个数，请只写数字，比如 24", "“{typed}” is not a number; write digits only, such as 24"
            ).filled(typed=text.strip()[:40]),
            field=field,
        ) from None
    milli = quantity * 1000
    if milli != milli.to_integral_value():
        raise Refusal(
            "quantity.too_fine",
            Words("“{typed}”小数太长，最多三位", "“{typed}” has too many decimals; three at most").filled(
                typed=text.strip()[:40]
            ),
            field=field,
        )
    if abs(milli) > WHOLE_MAX * 1000:
        raise Refusal(
            "quantity.too_large",
            _TOO_LARGE.filled(typed=text.strip()[:40]),
            field=field,
        )
    return int(milli)
