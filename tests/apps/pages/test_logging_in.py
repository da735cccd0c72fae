"""The way in: who is sent where, what a wrong password says, the second factor of desks, and the language."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from apps.cast import PASSWORD
from xinlu.people.roles import Role

LOGIN = "/enter/login/"


def log_in(client, user, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": user.username, "password": password}, **more)


def number_now(secret):
    """What an authenticator app shows now (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.HELPER, "/field/"),
        (Role.VILLAGE, "/desk/"),
        (Role.TOWNSHIP, "/desk/"),
        (Role.COUNTY, "/desk/"),
        (Role.INSPECTOR, "/desk/"),
        (Role.AUDITOR, "/desk/"),
        (Role.OPERATOR, "/enter/logins/"),
    ],
)
def test_each_role_is_sent_to_its_own_first_page(county, client, role, page):
    assert log_in(client, county.logins[role])["Location"] == "/"
    assert client.get("/")["Location"] == page


def test_nobody_is_sent_to_the_login_page(client, db):
    assert client.get("/")["Location"] == LOGIN


def test_a_login_without_a_post_is_told_so(county, client):
    from xinlu.people.services.users import end_responsibility

    helper = county.logins[Role.HELPER]
    end_responsibility(helper.responsibilities.get())
    log_in(client, helper)
    response = client.get("/", headers={"accept-language": "en"})
    assert "nobody has said what you answer for" in response.content.decode()
    assert client.get("/field/").status_code == 403


def test_a_page_asked_for_comes_after_the_login(county, client):
    asked = client.get("/enter/mine/")["Location"]
    response = client.post(asked, {"login": "helper", "password": PASSWORD, "next": "/enter/mine/"})
    assert response["Location"] == "/enter/mine/"


def test_the_login_leads_to_no_other_site(county, client):
    response = client.post(LOGIN, {"login": "helper", "password": PASSWORD, "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


def test_a_wrong_password_says_what_to_do_and_keeps_the_login_typed(county, client):
    page = log_in(client, county.logins[Role.HELPER], "not this one", headers={"accept-language": "zh-CN"})
    body = page.content.decode()
    assert "登录名和密码对不上" in body and "管机器的人" in body
    assert 'value="helper"' in body and "not this one" not in body


def test_an_unknown_login_and_a_wrong_password_look_the_same(county, client):
    wrong = log_in(client, county.logins[Role.HELPER], "not this one").content.decode()
    unknown = client.post(LOGIN, {"login": "nobody", "password": "not this one"}).content.decode()
    assert wrong.replace("helper", "nobody").count("<p>") == unknown.count("<p>")


def test_a_closed_login_does_not_let_in(county, client):
    helper = county.logins[Role.HELPER]
    helper.is_active = False
    helper.save()
    log_in(client, helper)
    assert client.get("/enter/mine/").status_code == 302


def test_eight_wrong_passwords_lock_the_login_in_words_and_the_operator_unlocks_it(county, client, settings):
    settings.XINLU_DESK_MFA = False
    helper = county.logins[Role.HELPER]
    for _ in range(7):
        assert log_in(client, helper, "not this one").status_code == 200
    locked = log_in(client, helper, "not this one", headers={"accept-language": "en"})
    assert locked.status_code == 429
    assert "locked for half an hour" in locked.content.decode() and "operator" in locked.content.decode()
    assert log_in(client, helper).status_code == 429, "the right password must not help while it is locked"

    log_in(client, county.logins[Role.OPERATOR])
    page = f"/enter/logins/{helper.pk}/"
    assert "Unlock" in client.get(page, headers={"accept-language": "en"}).content.decode()
    client.post(f"{page}unlock/")
    client.post("/enter/logout/")
    assert log_in(client, helper)["Location"] == "/"


def test_a_lock_on_one_login_leaves_the_others_alone(county, client):
    for _ in range(8):
        log_in(client, county.logins[Role.HELPER], "not this one")
    assert log_in(client, county.logins[Role.VILLAGE])["Location"] == "/"


def test_a_desk_sets_up_its_second_factor_before_it_sees_anything(county, client, at_noon):
    clerk = county.logins[Role.TOWNSHIP]
    log_in(client, clerk)
    assert client.get("/desk/households/")["Location"] == "/enter/second/on/"
    again = client.get("/enter/second/on/")["Location"]
    assert again.startswith("/enter/again/")
    assert client.post(again, {"password": PASSWORD, "next": "/enter/second/on/"})["Location"] == "/enter/second/on/"
    secret = client.get("/enter/second/on/").context["form"].secret
    wrong = client.post("/enter/second/on/", {"code": "000000"}, headers={"accept-language": "en"})
    assert "every 30 seconds" in wrong.content.decode() or wrong.status_code == 302
    set_up = client.post("/enter/second/on/", {"code": number_now(secret)})
    assert set_up["Location"] == "/enter/second/codes/"
    assert client.get("/enter/second/codes/").status_code == 200
    assert client.get("/desk/households/").status_code == 200

    stored = Authenticator.objects.get(user=clerk, type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data), "the secret must not lie in the database in the clear"


def test_the_next_login_asks_for_the_number_and_takes_a_recovery_code_once(county, client):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    clerk = county.logins[Role.TOWNSHIP]
    secret = generate_totp_secret()
    TOTP.activate(clerk, secret)
    code = RecoveryCodes.activate(clerk).get_unused_codes()[0]

    assert log_in(client, clerk)["Location"] == "/enter/second/code/"
    assert client.get("/desk/households/")["Location"].startswith(LOGIN), "the password alone must open nothing"
    assert client.get("/enter/second/code/").status_code == 200
    assert client.post("/enter/second/code/", {"code": number_now(secret)})["Location"] == "/"
    assert client.get("/desk/households/").status_code == 200

    client.post("/enter/logout/")
    log_in(client, clerk)
    assert client.post("/enter/second/code/", {"code": code})["Location"] == "/"
    client.post("/enter/logout/")
    log_in(client, clerk)
    assert client.post("/enter/second/code/", {"code": code}).status_code == 200, "a recovery code works once"


def test_a_helper_needs_no_second_factor(county, client):
    log_in(client, county.logins[Role.HELPER])
    assert client.get("/enter/mine/").status_code == 200


def test_there_is_no_way_to_sign_up_or_to_reset_by_mail(client, db):
    for page in (
        "signup",
        "enter/signup",
        "enter/password/reset",
        "enter/email",
        "accounts/signup",
        "enter/login/code",
    ):
        assert client.get(f"/{page}/").status_code == 404


def test_the_language_follows_the_browser_and_then_the_choice(client, db):
    assert "<h1>登录</h1>" in client.get(LOGIN, headers={"accept-language": "zh-CN"}).content.decode()
    assert "<h1>Log in</h1>" in client.get(LOGIN, headers={"accept-language": "en"}).content.decode()
    chosen = client.post("/language/", {"language": "en", "next": LOGIN})
    assert chosen["Location"] == LOGIN and chosen.cookies["django_language"].value == "en"
    assert 'lang="en"' in client.get(LOGIN, headers={"accept-language": "zh-CN"}).content.decode()


def test_logging_out_ends_the_session(county, client):
    log_in(client, county.logins[Role.HELPER])
    client.post("/enter/logout/")
    assert client.get("/enter/mine/")["Location"].startswith(LOGIN)


def test_one_changes_ones_own_password(county, client):
    helper = county.logins[Role.HELPER]
    log_in(client, helper)
    new = {"oldpassword": PASSWORD, "password1": "xin-lu-2027", "password2": "xin-lu-2027"}
    assert client.post("/enter/password/", {**new, "oldpassword": "wrong"}).status_code == 200
    assert client.post("/enter/password/", new).status_code == 302
    helper.refresh_from_db()
    assert helper.check_password("xin-lu-2027")
    assert client.get("/enter/mine/").status_code == 200, "one's own session goes on"


def test_a_form_without_its_token_is_refused_in_words(db):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(LOGIN, {"login": "x"}, headers={"accept-language": "zh-CN"})
    assert response.status_code == 403
    assert "什么都没改动" in response.content.decode()


def test_what_is_not_there_is_said_in_words_and_tells_nothing(client, db):
    response = client.get("/nowhere/", headers={"accept-language": "zh-CN"})
    assert response.status_code == 404 and "这里不说是哪一种" in response.content.decode()


def test_a_page_that_fails_is_said_in_both_languages_without_a_traceback(client, db, monkeypatch):
    client.raise_request_exception = False

    def broken(*arguments, **named):
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("xinlu.pages.entry.views.start.redirect", broken)
    response = client.get("/")
    body = response.content.decode()
    assert response.status_code == 500 and "不是您的" in body and "not yours" in body and "secret detail" not in body


def test_the_demo_is_linked_only_where_there_is_one(client, db, settings):
    assert "/enter/demo/" not in client.get(LOGIN).content.decode()
    settings.XINLU_DEMO = True
    assert "/enter/demo/" in client.get(LOGIN).content.decode()
