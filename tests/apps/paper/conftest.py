"""What the tests of paper share: static files as they lie in their rooms, and readers of PDF."""

import subprocess
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _static_files_in_their_rooms(settings):
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def _poppler(need, program: str, *arguments: str, pdf: bytes) -> bytes:
    need("poppler")
    return subprocess.run([program, *arguments], input=pdf, capture_output=True, check=True, timeout=60).stdout


@pytest.fixture
def pages_of(need):
    """Reads a PDF: the text of each page, laid out as on paper."""
    need("pango")

    def pages_of(pdf: bytes) -> list[str]:
        return _poppler(need, "pdftotext", "-layout", "-", "-", pdf=pdf).decode().split("\f")[:-1]

    return pages_of


@pytest.fixture
def picture_of(need):
    """Draws the first page of a PDF in grey at ten dots a millimetre."""
    need("pango")

    def picture_of(pdf: bytes):
        import io

        from PIL import Image

        drawn = _poppler(need, "pdftoppm", "-r", "254", "-gray", "-f", "1", "-l", "1", "-", pdf=pdf)
        return Image.open(io.BytesIO(drawn))

    return picture_of
