"""The card's address and the door behind it: what opens, what stays shut, and what is told to nobody."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.db import connection, connections
from django.test import Client

from apps.conftest import NOON
from apps.pages.household_door import HERS, HOME, WRONG, come_in, hidden, scan
from xinlu.config.logs import CardSecretFilter
from xinlu.kernel import clock
from xinlu.pages.card_session import COOKIE
from xinlu.recognition.models import CardSecret
from xinlu.recognition.services.cards import choose_pictures, issue_card, revoke_card
from xinlu.records.models import LedgerEntry

FORGED = "A" * 22


def test_opening_the_address_changes_nothing_and_asks_the_database_nothing(client, yang, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get(f"/c/{yang.secret}")
    assert page.status_code == 200 and list(page.cookies) == ["xinlu_device"]
    assert page.content.decode().count("<button") == 2  # to open, and (where there is a voice) to listen


def test_the_answer_to_a_card_goes_no_further(client, yang):
    for answer in (client.get(f"/c/{yang.secret}"), scan(client, yang.secret), scan(client, FORGED)):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]


def test_the_page_holds_neither_its_secret_nor_a_way_out(client, yang):
    text = client.get(f"/c/{yang.secret}").content.decode()
    assert yang.secret not in text
    assert "http" not in text and "<a " not in text
    assert 'name="referrer" content="no-referrer"' in text


def test_every_page_looks_alike_before_the_button_is_pressed(yang):
    def seen(secret):
        browser = Client()
        page = browser.get(f"/c/{secret}")
        return page.status_code, page.content.decode().replace(hidden(page, "browser"), "")

    assert seen(yang.secret) == seen(FORGED)


def test_pressing_the_button_leads_to_the_pictures_and_the_pictures_to_the_page(client, yang):
    pressed = scan(client, yang.secret)
    assert pressed.status_code == 302 and pressed["Location"] == "/home/"
    cookie = pressed.cookies[COOKIE]
    assert cookie["path"] == "/home/" and cookie["httponly"] and cookie["samesite"] == "Lax"
    assert yang.secret not in cookie.value
    assert client.get("/home/")["Location"] == f"{HOME}pictures/"
    come_in(client, yang)
    assert "杨秀英" in client.get("/home/").content.decode()


def test_a_press_that_comes_from_elsewhere_opens_nothing(yang):
    browser = Client(enforce_csrf_checks=True)
    browser.get(f"/c/{yang.secret}")
    for mark in ("", "0" * 64, hidden(Client().get(f"/c/{yang.secret}"), "browser")):
        pressed = browser.post(f"/c/{yang.secret}", {"browser": mark})
        assert pressed.status_code == 403 and COOKIE not in pressed.cookies


def test_a_form_without_its_token_is_refused(yang):
    browser = Client(enforce_csrf_checks=True)
    scan(browser, yang.secret)
    assert browser.post(f"{HOME}pictures/", {"picture": HERS, "sure": "1"}).status_code == 403
    assert not CardSecret.objects.exists()


@pytest.mark.parametrize("how", ["forged", "revoked", "expired"])
def test_a_card_that_opens_nothing_says_what_to_do(client, yang, how):
    secret, at = yang.secret, NOON
    if how == "forged":
        secret = FORGED
    elif how == "revoked":
        revoke_card(yang.card, by=yang.township, reason="丢了")
    else:
        at = NOON + timedelta(days=401)
    with clock.standing_at(at):
        refused = scan(client, secret)
    assert refused.status_code == 403 and COOKIE not in refused.cookies
    assert "到乡里" in refused.content.decode()
    assert "杨" not in refused.content.decode()


def test_a_card_revoked_while_it_is_open_is_shut_at_once(client, yang):
    come_in(client, yang)
    issue_card(yang.household, by=yang.township)
    assert client.get("/home/")["Location"] == f"{HOME}closed/"


def test_without_a_card_every_page_is_closed_and_tells_nothing(client, yang):
    yang.reckon()
    for page in ("/home/", f"{HOME}account/", f"{HOME}account/1/", f"{HOME}account/1/mine/", f"{HOME}pictures/"):
        assert client.get(page)["Location"] == f"{HOME}closed/", page
    assert client.post(f"{HOME}account/1/", {"answer": "recognised"})["Location"] == f"{HOME}closed/"
    assert client.get(f"{HOME}closed/").status_code == 200


def test_a_copied_cookie_opens_nothing_in_another_browser(client, yang):
    come_in(client, yang)
    thief = Client()
    thief.cookies = SimpleCookie({COOKIE: client.cookies[COOKIE].value})
    assert thief.get("/home/")["Location"] == f"{HOME}closed/"
    thief.cookies["xinlu_device"] = client.cookies["xinlu_device"].value
    assert thief.get("/home/").status_code == 200  # with the browser's own name too, it would have


def test_a_cookie_that_was_tampered_with_opens_nothing(client, yang):
    come_in(client, yang)
    good = client.cookies[COOKIE].value
    for bad in (good[:-2], "x" + good, "", "a:b:c"):
        client.cookies[COOKIE] = bad
        assert client.get("/home/")["Location"] == f"{HOME}closed/"


def test_the_page_closes_half_an_hour_after_the_last_use(client, yang):
    come_in(client, yang)
    for minutes in (29, 58):
        with clock.standing_at(NOON + timedelta(minutes=minutes)):
            assert client.get("/home/").status_code == 200
    client.cookies[COOKIE]["max-age"] = ""  # a browser whose clock is wrong keeps it: the server does not
    with clock.standing_at(NOON + timedelta(minutes=58 + 31)):
        assert client.get("/home/")["Location"] == f"{HOME}closed/"


def test_closing_the_page_closes_it(client, yang):
    come_in(client, yang)
    assert client.post(f"{HOME}out/")["Location"] == f"{HOME}closed/"
    assert client.get("/home/")["Location"] == f"{HOME}closed/"


def test_nothing_behind_the_card_stays_on_the_phone(client, yang):
    come_in(client, yang)
    assert client.get("/home/")["Cache-Control"] == "no-store"


def test_three_pictures_are_shown_once_more_before_they_are_kept(client, yang):
    scan(client, yang.secret)
    page = client.post(f"{HOME}pictures/", {"picture": HERS})
    assert page.status_code == 200 and not CardSecret.objects.exists()
    assert [name for name in HERS if f'value="{name}"' in page.content.decode()] == HERS
    client.post(f"{HOME}pictures/", {"picture": HERS, "again": "1"})
    assert not CardSecret.objects.exists()


@pytest.mark.parametrize("chosen", [[], HERS[:2], [*HERS, "secret-bell"], ["secret-sun"] * 3, ["nonsense"] * 3])
def test_fewer_or_more_than_three_pictures_are_not_kept(client, yang, chosen):
    scan(client, yang.secret)
    page = client.post(f"{HOME}pictures/", {"picture": chosen, "sure": "1"})
    assert page.status_code == 403 and "三张" in page.content.decode()
    assert not CardSecret.objects.exists()


def test_the_pictures_lie_in_another_order_for_another_session_and_in_one_order_within(client, yang):
    def order(browser):
        text = browser.get(f"{HOME}pictures/").content.decode()
        return [part.split('"')[0] for part in text.split('name="picture" value="')[1:]]

    scan(client, yang.secret)
    first = order(client)
    assert len(first) == 12 and order(client) == first
    others = []
    for _ in range(4):
        browser = Client()
        scan(browser, yang.secret)
        others.append(order(browser))
    assert any(other != first for other in others)
    assert all(sorted(other) == sorted(first) for other in others)


def test_a_session_that_was_to_choose_cannot_choose_again(client, yang):
    scan(client, yang.secret)
    choose_pictures(yang.card, pictures=HERS)
    answer = client.post(f"{HOME}pictures/", {"picture": WRONG, "sure": "1"})
    assert answer["Location"] == f"{HOME}closed/"
    assert client.get("/home/")["Location"] == f"{HOME}pictures/"


def test_wrong_pictures_count_down_and_then_lock(client, yang):
    choose_pictures(yang.card, pictures=HERS)
    scan(client, yang.secret)
    said = [client.post(f"{HOME}pictures/", {"picture": WRONG}) for _ in range(5)]
    assert [answer.status_code for answer in said] == [403] * 5
    assert "还能试 4 次" in said[0].content.decode()
    assert "先锁上" in said[-1].content.decode()
    right = client.post(f"{HOME}pictures/", {"picture": HERS})
    assert right.status_code == 403 and "先锁上" in right.content.decode()


@pytest.mark.django_db(transaction=True)
def test_twenty_wrong_tries_at_once_are_no_more_than_five(yang):
    if connection.vendor == "sqlite":
        pytest.skip("the tests' own SQLite lives in memory; tests/browser does this to a served one")
    choose_pictures(yang.card, pictures=HERS)

    def try_once(_):
        browser = Client()
        scan(browser, yang.secret)
        answer = browser.post(f"{HOME}pictures/", {"picture": WRONG}).content.decode()
        connections.close_all()
        return answer

    with ThreadPoolExecutor(10) as pool:
        said = list(pool.map(try_once, range(20)))
    assert sum("还能试" in answer for answer in said) <= 4
    assert CardSecret.objects.get().wrong_tries == 5 and CardSecret.objects.get().locked_until


def test_the_secret_stands_in_no_log_and_in_no_address_that_follows(client, yang, caplog):
    handler = Written()
    handler.addFilter(CardSecretFilter())
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        with caplog.at_level(logging.DEBUG):
            pressed = scan(client, yang.secret)
            client.get(f"/c/{yang.secret}/more")  # not found, and so written into the log
            scan(client, FORGED)
    finally:
        root.removeHandler(handler)
    assert any("/c/" in record.getMessage() for record in caplog.records)  # the check can fail
    written = "\n".join(handler.lines)
    assert "/c/***" in written and yang.secret not in written and FORGED not in written
    assert yang.secret not in pressed["Location"]


def test_coming_in_writes_no_record(client, yang):
    before = LedgerEntry.objects.count()
    come_in(client, yang)
    client.get("/home/")
    assert LedgerEntry.objects.count() == before


class Written(logging.Handler):
    """Keeps what a handler of the configuration would have written."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))
