"""What the paper's templates ask for: drawings, marks, dates. Screens have a library of their own."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from xinlu.kernel import money
from xinlu.kernel.words import Words
from xinlu.paper import drawings

register = template.Library()

GREEN = "#1d5b45"
MARK_STROKES = {"yes": "#fffdf7", "no": "#98341f", "wait": "#74500a"}


@register.simple_tag
def picture(name: str) -> SafeString:
    """A picture, drawn into the document."""
    return drawings.picture(name)


@register.simple_tag
def sign(name: str) -> SafeString:
    """A sign in the green of the brand, drawn into the document."""
    return drawings.sign(name, stroke=GREEN)


@register.simple_tag
def mark(kind: str, word: str) -> SafeString:
    """A tag whose shape, word and colour say the same: yes, no or wait."""
    return format_html(
        '<span class="mark mark--{}">{}{}</span>', kind, drawings.sign(kind, stroke=MARK_STROKES[kind]), word
    )


@register.filter
def day(value: date) -> str:
    """A day as paper writes it."""
    return formats.date_format(value, pgettext("date on paper", "j F Y"))


@register.filter
def said(words: Words) -> str:
    """The sentence in the paper's language."""
    return words.said(get_language() or "zh")


@register.filter
def whole_yuan(fen: int | None) -> str:
    """A figure in whole yuan; a dash where there is none."""
    return "—" if fen is None else money.yuan(money.whole_yuan(fen))


@register.filter
def thousands(number: float) -> str:
    """A number to the whole, its thousands with a comma."""
    return f"{number:,.0f}"
