"""The way in: the first page of each role, logging in and out, the second factor, the language, and the operator's logins."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from xinlu.pages.entry.views import demo, logins, mine, start

ours: list[URLPattern] = [
    path("", start.start, name="start"),
    path("enter/mine/", mine.mine, name="me"),
    path("enter/demo/", demo.demo, name="demo"),
    path("enter/logins/", logins.list_logins, name="logins"),
    path("enter/logins/new/", logins.new_login, name="new_login"),
    path("enter/logins/<uuid:login>/", logins.one_login, name="login"),
    path("enter/logins/<uuid:login>/post/", logins.give_post, name="give_post"),
    path("enter/logins/<uuid:login>/post/<int:responsibility>/end/", logins.end_post, name="end_post"),
    path("enter/logins/<uuid:login>/password/", logins.new_password, name="new_password"),
    path("enter/logins/<uuid:login>/unlock/", logins.unlock, name="unlock"),
    path("enter/logins/<uuid:login>/second-factor/", logins.forget_second_factor, name="forget_second_factor"),
]

# allauth asks for these names without a namespace; what it offers beyond them (sign-up, e-mail, reset) has no route.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((ours, "entry"))),
    path("language/", set_language, name="set_language"),
    path("enter/login/", account.login, name="account_login"),
    path("enter/logout/", account.logout, name="account_logout"),
    path("enter/closed/", account.account_inactive, name="account_inactive"),
    path("enter/again/", account.reauthenticate, name="account_reauthenticate"),
    path("enter/password/", account.password_change, name="account_change_password"),
    path("enter/second/", mfa.index, name="mfa_index"),
    path("enter/second/code/", mfa.authenticate, name="mfa_authenticate"),
    path("enter/second/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("enter/second/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("enter/second/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("enter/second/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("enter/second/codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("enter/second/codes/file/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
