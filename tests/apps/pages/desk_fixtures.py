"""The fixtures of the desks' tests; each test file takes them in by name."""

import io

import openpyxl
import pytest

from apps.pages.desk_cast import make_desk


@pytest.fixture
def desk(db, at_noon, without_second_factor):
    """The county of the cast; nobody but the Yang household lives there yet."""
    return make_desk()


def exported(response):
    """The worksheet of an exported table."""
    return openpyxl.load_workbook(io.BytesIO(taken(response))).active


def taken(response):
    """All that the response holds. A streamed one closes itself at its end, and leaves the database connected."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def exported_rows(response):
    """The rows of an exported table, its heads first."""
    return list(exported(response).iter_rows(values_only=True))
