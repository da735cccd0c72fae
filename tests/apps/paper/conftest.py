"""What the tests of paper share: static files as they lie in their rooms, without a gathered folder."""

import pytest


@pytest.fixture(autouse=True)
def _static_files_in_their_rooms(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
