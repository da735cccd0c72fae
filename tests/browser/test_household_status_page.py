"""What the household is said to count as, at its own door: judged by axe, on the narrowest phone, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from apps.yang import make_yang
from browser.test_household_loop import come_in
from xinlu.registry.services.status import decide_status

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_status_is_asked_about_without_fault(site, phone, faults_of, overflow_of, language, width):
    yang = make_yang()
    decide_status(
        yang.household,
        by=yang.county_desk,
        status="borderline",
        since=date(2025, 5, 1),
        decision="县里 2025 年第 3 次会",
    )
    page = phone(language=language, width=width)
    come_in(page, yang.secret)
    for address in ("/home/", "/home/status/"):
        page.goto(address)
        assert faults_of(page) == [] and overflow_of(page) <= 0, address
    page.click("button[value=contested]")
    assert page.url.endswith("/home/")
