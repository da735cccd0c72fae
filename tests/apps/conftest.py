"""The fixed cast of the application tests."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.fixture
def at_noon():
    """The clock stands at noon (in China) of 23 November 2026."""
    from xinlu.kernel import clock

    with clock.standing_at(NOON):
        yield NOON


@pytest.fixture
def yang(db, at_noon):
    """The 83-year-old's household, its helper, its card; no account yet."""
    from apps.yang import make_yang

    return make_yang()
