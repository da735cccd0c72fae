import pytest

from apps.put_back import put_back


@pytest.fixture
def desk(db, at_noon):
    """The county of the desks, with the Yang household's account reckoned and gone through."""
    return _gone_through()


@put_back
def _gone_through():
    from apps.pages.desk_cast import make_desk

    found = make_desk()
    found.yang.reckon()
    found.yang.goes_through_the_account()
    return found
