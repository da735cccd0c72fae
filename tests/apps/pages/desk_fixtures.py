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
    """The worksheet of an exported table; the response is closed, as a server does."""
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    response.close()
    return sheet


def exported_rows(response):
    """The rows of an exported table, its heads first."""
    return list(exported(response).iter_rows(values_only=True))
