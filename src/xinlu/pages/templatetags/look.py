"""The look in templates: signs and pictures of the linked drawing, amounts, sentences, marks, and where one may go."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, TextInput
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from xinlu.kernel import clock, money
from xinlu.kernel.words import Words
from xinlu.pages.days import day_said
from xinlu.pages.gate import row_of
from xinlu.people.access import TABLE

register = template.Library()

DRAWINGS = "look/icons.svg"
MARK_SIGNS = {"yes": "yes", "no": "no", "wait": "wait"}


@register.simple_tag
def sign(name: str) -> SafeString:
    """A sign of one stroke, as large as the words beside it; it says nothing to a screen reader."""
    return _drawn(name, "sign")


@register.simple_tag
def picture(name: str, size: str = "") -> SafeString:
    """A picture in one of the sizes s, l, xl (else the middle one)."""
    return _drawn(name, f"pic pic--{size}" if size else "pic")


def _drawn(name: str, css_class: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css_class, static(DRAWINGS), name
    )


@register.simple_tag
def mark(kind: str, text: str | Words = "") -> SafeString:
    """A tag whose shape, word and colour say the same: yes, no, wait, or plain; `text` in place of its usual word."""
    usual = {
        "yes": pgettext("mark", "recognised"),
        "no": pgettext("mark", "not so"),
        "wait": pgettext("mark", "not looked at yet"),
    }
    word = said(text) or usual.get(kind, "")
    drawing = _drawn(MARK_SIGNS[kind], "sign") if kind in MARK_SIGNS else ""
    return format_html('<span class="mark mark--{}">{}{}</span>', kind, drawing, word)


@register.filter(name="yuan")
def yuan_of(fen: int | None) -> str:
    """Fen in yuan; a dash where there is no amount, so that nothing known is never shown as zero."""
    return "—" if fen is None else money.yuan(fen)


@register.filter
def whole_yuan(fen: int | None) -> str:
    """A figure per head in whole yuan; a dash where there is none. Exports keep the fen."""
    return "—" if fen is None else money.yuan(money.whole_yuan(fen))


@register.filter
def day(moment: date | None) -> str:
    """The day in China as a clerk writes it, with its year where that is not this one; nothing for no day."""
    return said(day_said(moment, today=clock.today())) if moment else ""


@register.filter
def day_and_hour(moment: datetime | None) -> str:
    """The same with the hour and minute, where two things of one day are told apart."""
    return f"{day(moment)} {moment.astimezone(clock.PLACE):%H:%M}" if moment else ""


@register.simple_tag(name="yuan")
def yuan_with_cents(fen: int | None, *, cents: bool = False) -> str:
    """The same as a tag, for amounts that show their cents."""
    return "—" if fen is None else money.yuan(fen, cents=cents)


@register.filter
def said(words: Words | str) -> str:
    """The sentence in the reader's language; plain text stays as it is."""
    return words.said(get_language() or "zh") if isinstance(words, Words) else words


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, text: str = "", css_class: str = "", help_text: str = "") -> dict[str, object]:
    """A form's field in the look: name, help, box, what is wrong. `text` and `help_text` take the place of the form's own."""
    widget = bound.field.widget
    words = isinstance(widget, TextInput) and widget.input_type == "text"
    attributes: dict[str, str | bool] = {"class": f"input {css_class or ('input--words' if words else '')}".strip()}
    if text:
        attributes["placeholder"] = False  # a library's placeholder repeats the name that was replaced
    return {
        "bound": bound,
        "text": text or bound.label,
        "help_text": help_text or bound.help_text,
        "box": bound.as_widget(attrs=attributes),
        "is_tick": isinstance(widget, CheckboxInput),
    }


@register.inclusion_tag("parts/tab.html", takes_context=True)
def tab(context: dict[str, Any], route: str, text: str, drawing: str = "", **arguments: str) -> dict[str, object]:
    """A link of the main navigation; nothing where the route does not exist or the reader's roles may not go."""
    request: HttpRequest = context["request"]
    address = _address(route, arguments, request)
    match = request.resolver_match
    return {"address": address, "text": text, "drawing": drawing, "here": match and match.view_name == route}


def _address(route: str, arguments: dict[str, str], request: HttpRequest) -> str:
    try:
        address = reverse(route, kwargs={name: value for name, value in arguments.items() if value} or None)
    except NoReverseMatch:
        return ""
    row = row_of(resolve(address).func)
    if row is None:
        return ""
    actor = getattr(request, "actor", None)
    if row.action is not None and not (actor and actor.roles & TABLE[row.action].keys()):
        return ""
    return address
