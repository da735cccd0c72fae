import pytest


@pytest.fixture
def hamlets(db, at_noon):
    """The desk's county with nine households beside Yang's."""
    from apps.reports.extracted import make_hamlets

    return make_hamlets()
