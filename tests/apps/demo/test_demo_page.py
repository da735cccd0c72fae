"""The page of the demo county: logins that work, what to try, two cards; and no such page elsewhere."""

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory, override_settings
from django.urls import reverse

from xinlu.pages.entry import demo
from xinlu.pages.entry.views.demo import PAGE
from xinlu.people.roles import Role
from xinlu.people.selectors import actor_of
from xinlu.recognition.services.cards import card_of_secret, issue_card
from xinlu.registry.models import CurrentFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "in_a_demo")]


@pytest.fixture(autouse=True)
def _static_files_in_their_rooms(settings):
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def page(client, language="zh-hans"):
    client.cookies["django_language"] = language
    return client.get(reverse("entry:demo"))


@pytest.mark.parametrize("login", demo.LOGINS, ids=lambda login: login.login)
def test_every_login_shown_opens_and_has_the_role_that_is_said(login):
    user = authenticate(RequestFactory().post("/"), username=login.login, password=login.password)
    assert user is not None and user.name == login.name
    assert actor_of(user).roles == {login.role}


def test_there_is_a_login_for_every_role_with_five_things_to_try_at_most():
    assert {login.role for login in demo.LOGINS} == set(Role)
    assert all(1 <= len(login.tries) <= 5 for login in demo.LOGINS)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_says_everything_in_the_readers_language(client, language):
    shown = page(client, language).content.decode()
    for login in demo.LOGINS:
        assert login.login in shown and login.password in shown
        assert all(each.said(language).replace("'", "&#x27;") in shown for each in (login.sees, *login.tries))


@pytest.mark.parametrize("card", demo.CARDS, ids=lambda card: card.number)
def test_each_card_shown_opens_its_household(client, card):
    secret = demo.open_secret(card.number)
    assert secret and reverse("card", args=[secret]) in page(client).content.decode()
    assert card_of_secret(secret).household.current.number == card.number


def test_a_card_that_the_township_replaced_is_no_longer_offered(client):
    row = CurrentFile.objects.get(number=demo.CARDS[0].number)
    old = demo.open_secret(row.number)
    issue_card(row.household, by=row.helper)
    shown = page(client).content.decode()
    assert old not in shown and PAGE["replaced"].zh in shown


@override_settings(XINLU_DEMO=False)
def test_elsewhere_there_is_no_such_page(client):
    assert page(client).status_code == 404
