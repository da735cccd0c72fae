"""What the operator fills in about a login."""

from __future__ import annotations

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xinlu.kernel.errors import Refusal
from xinlu.people.roles import ROLE_NAMES, Role


def _roles() -> list[tuple[str, str]]:
    return [(role.value, ROLE_NAMES[role].said(get_language() or "zh")) for role in Role]


class PostForm(forms.Form):
    """A role, the area that it is for, and from when to when."""

    role = forms.ChoiceField(label=_("Role"), choices=_roles, help_text=_("It decides what the login may see and do"))
    area = forms.CharField(
        label=_("Area"),
        required=False,
        max_length=80,
        help_text=_("Its code or its full name. The operator's own role has none."),
    )
    since = forms.DateField(
        label=_("From"), required=False, help_text=_("Empty: from today"), widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=_("Until and including"),
        required=False,
        help_text=_("Empty: no end"),
        widget=forms.DateInput({"type": "date"}),
    )

    def refuse(self, refusal: Refusal) -> None:
        """Show the refusal at the field that it is about."""
        said = refusal.words.said(get_language() or "zh")
        self.add_error(refusal.field if refusal.field in self.fields else None, said)


class LoginForm(PostForm):
    """A new login, and the first role that it has."""

    username = forms.CharField(label=_("Login"), max_length=60, help_text=_("What they type to log in, no spaces"))
    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("As households know them"))

    field_order = ("username", "name", "role", "area", "since", "until")
