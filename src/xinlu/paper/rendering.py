"""WeasyPrint, and the fetcher that gives it our own static files and nothing else. Imported only where it is used."""

from __future__ import annotations

import logging
import mimetypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

import weasyprint
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.utils._os import safe_join
from weasyprint.urls import URLFetcher, URLFetcherResponse

BASE_URL = "https://paper.invalid/"
"""What addresses in a document are relative to. It is nowhere (RFC 2606), and no other host is known here."""

# The look's stylesheet is written for browsers: each of its rules that paper has no use for would be logged.
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)


class StaticFetcher(URLFetcher):  # type: ignore[misc]
    """Answers with static files of our own; any other address, on the network or on disk, is refused unread."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The static file of that address; ValueError for any other address."""
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}/" != BASE_URL or not parts.path.startswith(settings.STATIC_URL):
            raise ValueError("paper is made of our own static files only")
        path = _static_file(unquote(parts.path.removeprefix(settings.STATIC_URL)))
        content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})


def pdf_of(html: str) -> bytes:
    """The document as PDF."""
    document = weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=StaticFetcher(), media_type="print")
    pdf: bytes = document.write_pdf()
    return pdf


def _static_file(name: str) -> Path:
    """Where the file lies, gathered (its name may carry a hash) or in its room. ValueError when it is none of ours."""
    try:
        gathered = Path(safe_join(settings.STATIC_ROOT, name))
        found = str(gathered) if gathered.is_file() else finders.find(name)
    except SuspiciousFileOperation:
        found = None
    if not found:
        raise ValueError("there is no such static file")
    return Path(found)
