"""The operator's page: logins made, posts given and ended, passwords renewed, a lost second factor taken off."""

from __future__ import annotations

import pytest

from apps.cast import HOME, PASSWORD
from xinlu.people.models import User
from xinlu.people.roles import Role
from xinlu.people.selectors import actor_of

pytestmark = pytest.mark.usefixtures("without_second_factor")
LIST, NEW = "/enter/logins/", "/enter/logins/new/"


@pytest.fixture
def operator(county, as_login):
    client = as_login(county.logins[Role.OPERATOR])
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    return client


@pytest.fixture
def helper(county):
    return county.logins[Role.HELPER]


def test_a_new_login_gets_its_first_post_and_a_password_shown_once(county, operator):
    page = operator.post(NEW, {"username": "long", "name": "龙家福", "role": "village", "area": "鹭鸶村"})
    login = User.objects.get(username="long")
    password = page.context["fresh_password"]
    assert password in page.content.decode() and login.check_password(password)
    assert [post.area_path for post in actor_of(login).posts] == [county.areas["522698100201"].path]
    assert password not in operator.get(f"{LIST}{login.pk}/").content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"username": "helper"}, "已经有人用了"),
        ({"area": "没有村"}, "没有叫“没有村”的地方"),
        ({"area": ""}, "要写明村里管哪个地方"),
        ({"area": "画眉乡"}, "画眉乡是乡镇一级"),
        ({"role": "operator"}, "不用填地方"),
        ({"since": "2026-05-02", "until": "2026-05-01"}, "早于开始日"),
    ],
)
def test_a_refused_login_says_why_loses_nothing_typed_and_makes_nothing(operator, changed, said):
    typed = {"username": "long", "name": "龙家福", "role": "village", "area": HOME, **changed}
    page = operator.post(NEW, typed)
    assert page.status_code == 400
    assert said in page.content.decode() and 'value="龙家福"' in page.content.decode()
    assert not User.objects.filter(username="long").exists()


def test_a_post_is_given_and_ended(county, operator, helper):
    page = f"{LIST}{helper.pk}/"
    assert operator.post(f"{page}post/", {"role": "helper", "area": "鹭鸶村"}).status_code == 302
    given = helper.responsibilities.get(area=county.areas["522698100201"])
    assert operator.post(f"{page}post/{given.pk}/end/", follow=True).status_code == 200
    assert not helper.responsibilities.filter(pk=given.pk).exists()
    first = helper.responsibilities.get()
    operator.post(f"{page}post/{first.pk}/end/")
    assert actor_of(helper).roles == frozenset()
    assert "已结束" in operator.get(page).content.decode()


def test_a_post_of_somebody_else_is_not_ended_by_a_forged_address(county, operator, helper):
    other = county.logins[Role.COUNTY].responsibilities.get()
    assert operator.post(f"{LIST}{helper.pk}/post/{other.pk}/end/").status_code == 404
    assert actor_of(county.logins[Role.COUNTY]).roles == {Role.COUNTY}


def test_the_line_of_an_inspector_is_said_on_the_page(county, operator):
    inspector = county.logins[Role.INSPECTOR]
    page = operator.post(f"{LIST}{inspector.pk}/post/", {"role": "township", "area": "画眉乡"})
    assert "查的人不能查自己这条线" in page.content.decode()


def test_an_operator_does_not_give_itself_a_post(county, operator):
    own = county.logins[Role.OPERATOR]
    page = operator.post(f"{LIST}{own.pk}/post/", {"role": "county", "area": "孔雀县"})
    assert page.status_code == 400 and "不能给自己安排责任" in page.content.decode()
    assert actor_of(own).roles == {Role.OPERATOR}


def test_a_new_password_ends_what_the_old_one_opened(county, operator, helper, client):
    from django.test import Client

    elsewhere = Client()
    elsewhere.post("/enter/login/", {"login": "helper", "password": PASSWORD})
    assert elsewhere.get("/enter/mine/").status_code == 200
    fresh = operator.post(f"{LIST}{helper.pk}/password/").context["fresh_password"]
    assert elsewhere.get("/enter/mine/").status_code == 302
    helper.refresh_from_db()
    assert helper.check_password(fresh)


def test_a_lost_second_factor_is_taken_off(county, operator):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from allauth.mfa.utils import is_mfa_enabled

    clerk = county.logins[Role.TOWNSHIP]
    TOTP.activate(clerk, generate_totp_secret())
    operator.post(f"{LIST}{clerk.pk}/second-factor/")
    assert not is_mfa_enabled(clerk)


def test_logins_are_found_by_part_of_a_name(operator):
    body = operator.get(LIST, {"q": "inspect"}).content.decode()
    assert "inspector" in body and "auditor" not in body
    assert "没有人叫" in operator.get(LIST, {"q": "无此人"}).content.decode()


def test_the_list_asks_no_more_for_many_logins_than_for_few(county, operator, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    operator.get(LIST)
    with CaptureQueriesContext(connection) as few:
        operator.get(LIST)
    User.objects.bulk_create(User(username=f"u{n}", name=f"某{n}") for n in range(40))
    with django_assert_max_num_queries(len(few)):
        operator.get(LIST)


def test_what_changes_something_is_not_done_by_looking(operator, helper):
    for last in ("post/", "post/1/end/", "password/", "unlock/", "second-factor/"):
        assert operator.get(f"{LIST}{helper.pk}/{last}").status_code == 405


def test_a_login_that_is_nowhere_is_not_found(operator):
    assert operator.get(f"{LIST}00000000-0000-7000-8000-000000000000/").status_code == 404
