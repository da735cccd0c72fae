"""The small demo county, made once for the tests of a module and gone with it."""

import pytest
from django.db import transaction
from django.test import override_settings

QUICK = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"], "XINLU_DEMO": True}
"""A demo's settings, with passwords hashed fast: seven of them would take longer than the thirty households."""


@pytest.fixture
def in_a_demo():
    with override_settings(**QUICK):
        yield


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):
    # Not above: this file is read before there are settings.
    from xinlu.demo.county import make_county
    from xinlu.demo.layout import LEAST_HOUSEHOLDS

    with django_db_blocker.unblock(), override_settings(**QUICK), transaction.atomic():
        make_county(households=LEAST_HOUSEHOLDS)
        yield
        transaction.set_rollback(True)
