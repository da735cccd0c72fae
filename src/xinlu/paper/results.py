"""An area's results on paper, A4, from what the desk's page shows of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from xinlu.kernel import clock
from xinlu.paper.printing import Printed, django_language, printed


@dataclass(frozen=True, slots=True)
class ResultsPaper:
    """The printed results and the name under which a browser keeps them."""

    printed: Printed
    filename: str


def results_paper(found: Any, *, charts: Mapping[str, str], language: str, as_page: bool = False) -> ResultsPaper:
    """An area's results as reports.results.selectors has them, on paper, in `language`; `charts`: SVG by name, drawn by us."""
    language = django_language(language)
    with translation.override(language):
        title = _("%(name)s: results") % {"name": found.area.name}
    drawn = {name: mark_safe(svg) for name, svg in charts.items()}
    context = {"found": found, "charts": drawn, "title": title, "printed_on": clock.today()}
    return ResultsPaper(
        printed("paper/results.html", context, language=language, as_page=as_page),
        f"{title} {found.reckoning.day:%Y-%m-%d}.pdf",
    )
