"""A county's board as a page and as CSV, and the counties that have one."""

from __future__ import annotations

import csv
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from xinlu.assessment.suppression import PUBLIC
from xinlu.pages.board.parts import heads_of
from xinlu.pages.gate import open_to_all
from xinlu.pages.templatetags.look import said
from xinlu.parameters.selectors import poverty_line_at
from xinlu.people.models import Area
from xinlu.people.roles import LEVEL_NAMES, Level
from xinlu.reports.board.columns import RECOGNISED_MEANS
from xinlu.reports.board.selectors import ShownBoard, counties_with_a_board, days_of, published, releases_of
from xinlu.reports.models import BoardRelease

_BOM = "\ufeff"
"""By it spreadsheet programs know that the text is UTF-8."""
_BECAUSE = "a release is made to be read by anybody: it tells no count that a person could be found by"


@open_to_all(_BECAUSE)
@require_safe
@never_cache
def counties(request: HttpRequest) -> HttpResponse:
    """The counties that have given out a board."""
    return render(request, "board/counties.html", {"counties": counties_with_a_board()})


@open_to_all(_BECAUSE)
@require_safe
@never_cache
def board(request: HttpRequest, county: str) -> HttpResponse:
    """The county's last release; 404 for a code that is no county's."""
    area = _county(county)
    release, shown = _last(area)
    context = {
        "area": area,
        "release": release,
        "number": release.number + 1 if release else None,
        "board": shown,
        "heads": heads_of(),
        "line": poverty_line_at(area.codes, on=release.day) if release else None,
        "public": PUBLIC,
        "means": RECOGNISED_MEANS,
    }
    return render(request, "board/board.html", context)


@open_to_all(_BECAUSE)
@require_safe
@never_cache
def table(request: HttpRequest, county: str) -> HttpResponse:
    """The same, a figure a line."""
    area = _county(county)
    release, shown = _last(area)
    written = StringIO()
    lines = csv.writer(written)
    lines.writerow([_("Code"), _("Level"), _("Place"), _("Lies in"), _("Count of"), _("Figure"), _("Of the day")])
    if release is not None and shown is not None:
        for row, above in shown.rows:
            for figure in row.figures:
                value = pgettext("board", "not published") if figure.value is None else figure.value
                day = "" if figure.value is None else figure.of_day or release.day
                lines.writerow(
                    [row.code, said(LEVEL_NAMES[row.level]), row.name, above, said(figure.column.words), value, day]
                )
    answer = HttpResponse(_BOM + written.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{area.name}{_('board')}.csv"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _county(code: str) -> Area:
    return get_object_or_404(Area, code=code, level=Level.COUNTY)


def _last(county: Area) -> tuple[BoardRelease | None, ShownBoard | None]:
    release = releases_of(county).first()
    return release, published(release, days=days_of(county)) if release else None
