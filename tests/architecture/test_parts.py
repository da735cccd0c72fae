"""A missing system part is skipped in sight on a laptop and fails where all is required."""

import pytest

from parts import PARTS, Part, found


@pytest.fixture(autouse=True)
def tea(monkeypatch):
    """A part that is nowhere, on a laptop."""
    monkeypatch.setitem(PARTS, "tea", Part(lambda: "", ("tea-leaves",)))
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("XINLU_REQUIRE_ALL", raising=False)
    found.cache_clear()
    yield
    found.cache_clear()


def test_on_a_laptop_the_test_is_skipped_and_told_what_brings_the_part(need):
    with pytest.raises(pytest.skip.Exception, match="apt-get install tea-leaves"):
        need("tea")


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("XINLU_REQUIRE_ALL", "1")])
def test_where_all_is_required_the_test_fails(need, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(pytest.fail.Exception, match="apt-get install tea-leaves"):
        need("tea")


def test_a_part_that_is_there_is_told_by_its_place(need, monkeypatch):
    monkeypatch.setitem(PARTS, "tea", Part(lambda: "/usr/bin/tea", ("tea-leaves",)))
    assert need("tea") == "/usr/bin/tea"
