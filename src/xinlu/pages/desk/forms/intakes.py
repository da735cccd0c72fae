"""The forms about files that offices bring in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xinlu.pages.desk.forms.plain import PlainForm
from xinlu.people.models import Area

ENDINGS = ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt"


class IntakeForm(PlainForm):
    """A file, and for which area where the login answers for several."""

    area = forms.ChoiceField(label=gettext_lazy("For which area"))
    file = forms.FileField(
        label=gettext_lazy("The spreadsheet"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
    )

    def __init__(self, *args: Any, areas: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["required"] = _("Choose the file first")
        self._areas = {each.code: each for each in areas}
        if len(self._areas) == 1:
            del self.fields["area"]
            return
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("choose")), *((each.code, each.name) for each in areas)]

    @property
    def area_chosen(self) -> Area:
        return self._areas[self.cleaned_data["area"]] if "area" in self.fields else next(iter(self._areas.values()))
