import pytest


@pytest.fixture
def areas(db, at_noon):
    from apps.exchange.offices import make_areas

    return make_areas()


@pytest.fixture
def office(areas):
    """The register of a small office; nothing is brought in yet."""
    from apps.exchange.offices import Office

    return Office()


@pytest.fixture
def brought(office, tmp_path):
    """The office's register, brought in."""
    from apps.exchange.offices import bring_in

    bring_in(office.written(tmp_path))
    return office
