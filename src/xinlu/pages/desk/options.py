"""Hundreds of choices in one box, joined at once: a template for each would take longer than all else on the page."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

_SELECTED = mark_safe(" selected")


def options(choices: Iterable[tuple[object, object]], *, chosen: Collection[str]) -> SafeString:
    """The <option>s of these values and labels; those whose value is among `chosen` are selected."""
    return format_html_join(
        "\n",
        '<option value="{}"{}>{}</option>',
        ((value, _SELECTED if str(value) in chosen else "", label) for value, label in choices),
    )
