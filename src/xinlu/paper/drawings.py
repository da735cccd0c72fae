"""Drawings that stand in the document itself: a linked drawing or a picture file is never fetched for paper."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import segno
from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE_MODULES = 4
"""What ISO/IEC 18004 asks for round a QR code."""

INK = "#1d2622"
_SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="([\d. ]+)">(.*?)</symbol>', re.DOTALL)


def picture(name: str) -> SafeString:
    """A picture of look/icons.svg, one line of ink over one wash."""
    return _drawn(name, css_class="pic", stroke=INK, stroke_width="2.4")


def sign(name: str, *, stroke: str = INK) -> SafeString:
    """A sign of one stroke. The colour is written into it: a page's style does not reach into a drawing on paper."""
    return _drawn(name, css_class="sign", stroke=stroke, stroke_width="2.6")


def qr_code(content: str, *, label: str) -> SafeString:
    """The QR code of `content` at error level M or better, with its quiet zone; it grows with its box."""
    code = segno.make(content, error="m", micro=False)
    modules = [bytes(row) for row in code.matrix_iter(border=QUIET_ZONE_MODULES)]
    path = "".join(
        f"M{match.start()} {y}h{match.end() - match.start()}v1H{match.start()}z"
        for y, row in enumerate(modules)
        for match in re.finditer(b"\x01+", row)
    )
    return format_html(
        '<svg class="qr" viewBox="0 0 {size} {size}" shape-rendering="crispEdges" role="img" aria-label="{label}">'
        '<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>',
        size=len(modules),
        label=label,
        path=path,
    )


def _drawn(name: str, *, css_class: str, stroke: str, stroke_width: str) -> SafeString:
    view_box, strokes = _symbols()[name]
    return format_html(
        '<svg class="{}" viewBox="{}" fill="none" stroke="{}" stroke-width="{}" stroke-linecap="round"'
        ' stroke-linejoin="round" aria-hidden="true">{}</svg>',
        css_class,
        view_box,
        stroke,
        stroke_width,
        strokes,
    )


@cache
def _symbols() -> dict[str, tuple[str, SafeString]]:
    """Every symbol of our own file as (viewBox, what it draws)."""
    text = Path(str(finders.find("look/icons.svg"))).read_text(encoding="utf-8")
    return {name: (view_box, mark_safe(strokes)) for name, view_box, strokes in _SYMBOL.findall(text)}
