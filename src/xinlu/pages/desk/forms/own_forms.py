"""The form in which an office hands in a form of its own to be filled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xinlu.pages.desk.forms.plain import PlainForm


class OwnForm(PlainForm):
    """A workbook with names in braces, for which village where it was not said, and whether unknown names may stay."""

    area = forms.ChoiceField(label=gettext_lazy("For which village"))
    file = forms.FileField(
        label=gettext_lazy("Your form (.xlsx)"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    all_the_same = forms.BooleanField(
        label=gettext_lazy("Fill it all the same, and leave unknown names as they stand"), required=False
    )

    def __init__(self, *args: Any, villages: Sequence[tuple[str, str]] | None, **kwargs: Any) -> None:
        """`villages` are to be chosen from, by code and name; None where the page says already for whom it is."""
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["required"] = _("Choose the file first")
        if villages is None:
            del self.fields["area"]
            return
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("choose")), *villages]
