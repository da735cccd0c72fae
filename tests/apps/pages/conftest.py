"""What the tests of pages share: static files as they lie in their rooms, without a gathered folder."""

import pytest

from flushing import django_db_setup  # noqa: F401


@pytest.fixture(autouse=True)
def _static_files_in_their_rooms(settings):
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _no_tries_left_over():
    """Counted tries are kept in the cache: each test begins with none."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def without_second_factor(settings):
    """Desks need no second factor: for tests of something else."""
    settings.XINLU_DESK_MFA = False


@pytest.fixture
def county(db, at_noon):
    """The two counties of the cast."""
    from apps.cast import make_cast

    return make_cast()


@pytest.fixture
def as_login(client):
    """A function that logs a user of the cast in and returns the client; a page that fails answers 500 as in life."""
    client.raise_request_exception = False

    def log_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in
