"""Where a home lies, as it is typed or taken from a phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinlu.kernel.errors import Refusal
from xinlu.land.kinds import HOWS, How
from xinlu.pages.desk.forms.plain import PlainForm
from xinlu.pages.templatetags.look import said


class PlaceForm(PlainForm):
    """Longitude and latitude in WGS-84 degrees, how they were found, and who says so."""

    longitude = forms.DecimalField(
        label=_("Longitude, degrees east"), min_value=-180, max_value=180, decimal_places=7, max_digits=10,
        help_text=_("WGS-84, as a phone's receiver gives it. Points of Chinese map services are shifted and do not fit."),
    )  # fmt: skip
    latitude = forms.DecimalField(
        label=_("Latitude, degrees north"), min_value=-90, max_value=90, decimal_places=7, max_digits=9
    )
    accuracy_m = forms.IntegerField(label=_("Within how many metres, if you know"), min_value=0, required=False)
    how = forms.ChoiceField(label=_("How it was found"))
    said_by = forms.CharField(label=_("Who says so"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["how"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(each.value, said(HOWS[each])) for each in (How.RECEIVER, How.MAP)]

    def where(self) -> dict[str, Any]:
        """What the service takes."""
        told = self.cleaned_data
        return {
            "longitude": float(told["longitude"]),
            "latitude": float(told["latitude"]),
            "accuracy_m": told["accuracy_m"],
            "how": How(told["how"]),
            "said_by": told["said_by"],
        }

    def refuse(self, refusal: Refusal, *, field: str | None = None) -> None:
        super().refuse(refusal, field=field or refusal.field)
