"""What every form of the desk shares: how it says that something is missing or is no number, and how refusals land."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.pages.templatetags.look import said
from xinlu.practice.vocabulary import Choice, YesNo

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Label
else:  # the stubs' own name of a lazy message
    from django.utils.functional import Promise as Label

Listed = Callable[[], list[tuple[str, str]]]


class PlainForm(forms.Form):
    """A form that speaks plainly and shows a service's refusal at its field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("Fill this in")
            if isinstance(field, forms.IntegerField):
                field.error_messages["invalid"] = _("Write a number, such as 80")
            elif isinstance(field, forms.DateField):
                field.error_messages["invalid"] = _("Write a day, such as 2026-11-08")
            elif isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField)):
                field.error_messages["invalid_choice"] = _("Choose one of those listed")

    def refuse(self, refusal: Refusal, *, field: str | None = None) -> None:
        """Show the refusal at the field it names, or above the form where it names none of this form's."""
        named = refusal.field if field is None else field
        self.add_error(named if named in self.fields else None, said(refusal.words))


class DayInput(forms.DateInput):
    """A day as browsers let one choose it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: Label, *, required: bool = False, **more: Any) -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, required=required, widget=DayInput(), **more)


def since_field(label: Label) -> forms.DateField:
    """A day from which on something holds: today, unless another is chosen."""
    return day_field(label, required=True, initial=clock.today)


def words_field(label: Label, *, longest: int, required: bool = False, lines: int = 0, **more: Any) -> forms.CharField:
    """A line of words, or several lines."""
    widget = forms.Textarea(attrs={"rows": lines}) if lines else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget, **more)


def listed(choices: type[Choice], *, blank: bool = True) -> Listed:
    """A closed list in the reader's language, with a first line for "not entered"."""

    def found() -> list[tuple[str, str]]:
        rows = [(each.value, said(each.words)) for each in choices]
        return [("", _("not entered")), *rows] if blank else rows

    return found


def choice_field(label: Label, choices: type[Choice], *, required: bool = False) -> forms.ChoiceField:
    """One of a closed list, or not entered."""
    return forms.ChoiceField(label=label, choices=listed(choices), required=required)


class SeveralField(forms.MultipleChoiceField):
    """Some of a closed list, at most so many."""

    def __init__(self, label: Label, choices: type[Choice], *, most: int) -> None:
        self.most = most
        super().__init__(
            label=label, choices=listed(choices, blank=False), required=False, widget=forms.CheckboxSelectMultiple
        )

    def validate(self, value: Sequence[str]) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise forms.ValidationError(_("At most %(n)s; take one away") % {"n": self.most})


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not entered (None)."""

    def __init__(self, label: Label) -> None:
        super().__init__(label=label, choices=listed(YesNo), required=False, empty_value=None, coerce=_is_yes)

    def prepare_value(self, value: Any) -> Any:
        return YesNo.of(value).value if isinstance(value, bool) else value


def _is_yes(code: str) -> bool:
    return code == YesNo.YES
