"""One template, two ways onto paper: a PDF, or a page for the browser's own printing where PDF cannot be made here."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

INSTALL_LINE = "apt-get install libpango-1.0-0 libpangoft2-1.0-0"
"""The one line that brings the system parts of WeasyPrint on Debian and Ubuntu."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Printed:
    """The paper as PDF, and as a page to print. `pdf` is None where only the page was asked for or can be had."""

    pdf: bytes | None
    html: str


def printed(template: str, context: Mapping[str, Any], *, language: str, as_page: bool = False) -> Printed:
    """The template in `language`, as PDF and as page; `as_page` makes no PDF.

    Where the system parts for PDF are missing, the page names the one line that installs them.
    """
    with translation.override(django_language(language)):
        pdf = None if as_page else _pdf_of(render_to_string(template, {**context, "is_pdf": True}))
        install_line = "" if pdf or as_page else INSTALL_LINE
        html = render_to_string(template, {**context, "is_pdf": False, "install_line": install_line})
    return Printed(pdf, html)


def django_language(language: str) -> str:
    """The one of Django's two languages that any tag such as "zh", "zh-CN" or "en-GB" means."""
    return "zh-hans" if language.lower().startswith("zh") else "en"


def _pdf_of(html: str) -> bytes | None:
    try:
        from xinlu.paper.rendering import pdf_of
    except OSError:  # cffi, when a shared library is not there
        _log.warning("no PDF on this machine: %s", INSTALL_LINE)
        return None
    return pdf_of(html)
