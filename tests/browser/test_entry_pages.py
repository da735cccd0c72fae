"""The door: login, second factor, the operator's pages and the pages of trouble, judged by axe at both sizes."""

from __future__ import annotations

import pytest

from xinlu.people.services.users import appoint_operator

pytestmark = pytest.mark.browser

TO_ANYBODY = ["/enter/login/", "/enter/closed/", "/c/no-such-card/", "/home/closed/"]
TO_THE_OPERATOR = [
    *("/enter/mine/", "/enter/logins/", "/enter/logins/new/", "/enter/password/"),
    *("/enter/second/", "/enter/second/on/", "/nothing/here/", "/desk/"),
]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_at_the_door(site, phone, settings, faults_of, overflow_of, language, width):
    settings.XINLU_DESK_MFA = False
    operator = appoint_operator(username="keeper", password="a good long one", name="管机器的")
    found = []
    for who, addresses in ((None, TO_ANYBODY), (operator, TO_THE_OPERATOR)):
        page = phone(who, language=language, width=width)
        for address in addresses:
            assert page.goto(address).status < 500
            found += faults_of(page)
            assert overflow_of(page) <= 0, address
    assert found == []
