import pytest

from flushing import django_db_setup  # noqa: F401


@pytest.fixture
def cast(db):
    """The household, helper, area and card of the tests, stored."""
    from apps.records.kinds import Cast

    return Cast.stored()
