import pytest


@pytest.fixture
def desk(db, at_noon):
    """The county of the desks; nobody but the Yang household lives there yet."""
    from apps.pages.desk_cast import make_desk

    return make_desk()


@pytest.fixture
def land(desk, tmp_path):
    """The desk's county with its land set: Yang lives across the river from the clinic, a second household beside it."""
    from apps.land.ground import lay

    return lay(desk, tmp_path)
