"""How paper leaves the server: shown in the browser, kept in no cache, named in the reader's language."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from xinlu.paper.printing import Printed


def paper_answer(printed: Printed, *, filename: str) -> HttpResponse:
    """The PDF, or the page to print where there is none."""
    if printed.pdf is None:
        answer = HttpResponse(printed.html)
    else:
        answer = HttpResponse(printed.pdf, content_type="application/pdf")
        answer.headers["Content-Disposition"] = content_disposition_header(False, filename) or "inline"
        # The site's own policy forbids plug-ins, and a browser's PDF reader counts as one. A PDF loads nothing.
        answer.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
