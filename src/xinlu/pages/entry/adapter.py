"""How allauth behaves here: nobody signs up, refusals say what to do, and the second factor's secret is kept encrypted."""

from __future__ import annotations

import base64
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from xinlu.people.models import User
from xinlu.records.keys import read_keys

_NONCE_BYTES = 12
_BOUND_TO = b"mfa_authenticator.data"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed to sign-up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "The login and the password do not match. Look at capitals and spaces; if it still fails, the operator gives you a new password."
        ),
        "account_inactive": _("This login is closed. Ask the operator."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, or ask the operator to unlock the login."),
        "enter_current_password": _("That is not your present password."),
        "incorrect_password": _("That is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/"


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor, named after the login, its secret under the installation's key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This number is not right. It changes every 30 seconds: type the one shown now, and see that the phone's clock is right."
        ),
    }

    def encrypt(self, text: str) -> str:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), _BOUND_TO)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        raw = base64.b64decode(encrypted_text)
        return _cipher().decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _BOUND_TO).decode()

    def get_totp_label(self, user: User) -> str:
        return user.username

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nobody here has an e-mail address."""


def _cipher() -> AESGCM:
    return AESGCM(read_keys(settings.XINLU_KEYS_FILE).encryption)
