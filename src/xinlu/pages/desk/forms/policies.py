"""The forms about policies: a step of a benefit, a value of a place, a rule of its own and its end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xinlu.entitlement.steps import STEP_NAMES, Step
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import parse_fen
from xinlu.pages.desk.forms.plain import PlainForm, day_field, listed, since_field, words_field
from xinlu.pages.templatetags.look import said
from xinlu.parameters.services import EARLIEST, LATEST_AHEAD
from xinlu.policy.terms import UNITS, Parameter, Policy, Type, Value
from xinlu.practice.vocabulary import YesNo

LONGEST_RULE = 20_000


class YuanField(forms.CharField):
    """An amount typed in yuan, as fen; None where nothing is typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return parse_fen(typed)
        except Refusal as refusal:
            raise forms.ValidationError(said(refusal.words)) from refusal


class StepForm(PlainForm):
    """What an office says has happened with a benefit."""

    policy = forms.ChoiceField(label=gettext_lazy("Which policy"))
    step = forms.ChoiceField(label=gettext_lazy("Which step"))
    happened_on = day_field(gettext_lazy("On which day"), required=True, initial=clock.today)
    amount = YuanField(label=gettext_lazy("How much, yuan"), required=False, max_length=60)
    source = words_field(gettext_lazy("How you know: list, notice, bank book"), longest=120, required=True)
    note = words_field(gettext_lazy("Note"), longest=500)

    def __init__(self, *args: Any, policies: Iterable[Policy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policy, step = self.fields["policy"], self.fields["step"]
        assert isinstance(policy, forms.ChoiceField) and isinstance(step, forms.ChoiceField)
        policy.choices = [("", _("choose")), *((each.id, said(each.name)) for each in policies)]
        step.choices = [("", _("choose")), *((each.value, said(STEP_NAMES[each])) for each in Step)]

    @property
    def told(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        typed = dict(self.cleaned_data)
        amount_fen = typed.pop("amount")
        return {**typed, "amount_fen": amount_fen, "step": Step(typed["step"])}


def _is_yes(code: str) -> bool:
    return code == YesNo.YES


def _value_field(parameter: Parameter) -> forms.Field:
    """The box that fits what the parameter is."""
    match parameter.type:
        case Type.FEN:
            return YuanField(label=gettext_lazy("The value, yuan"), max_length=60)
        case Type.YES_NO:
            return forms.TypedChoiceField(label=gettext_lazy("The value"), choices=listed(YesNo), coerce=_is_yes)
        case Type.DAY:
            return day_field(gettext_lazy("The value"), required=True)
        case Type.PERCENT:
            return forms.IntegerField(label=gettext_lazy("The value, percent"))
        case _:
            unit = said(UNITS[parameter.unit]) if parameter.unit else ""
            return forms.IntegerField(label=_("The value, %(unit)s") % {"unit": unit} if unit else _("The value"))


class ValueForm(PlainForm):
    """A value of a place for one parameter, from a day on, and which document says so."""

    effective_from = since_field(gettext_lazy("From which day on"))
    source = words_field(gettext_lazy("Which document says so"), longest=300, required=True)
    field_order = ("value", "effective_from", "source")

    def __init__(self, *args: Any, parameter: Parameter, **kwargs: Any) -> None:
        super().__init__(*args, prefix=parameter.name, **kwargs)
        self.parameter = parameter
        self.fields["value"] = _value_field(parameter)
        self.fields["value"].error_messages["required"] = _("Fill this in")
        self.order_fields(self.field_order)

    def clean_effective_from(self) -> date:
        day: date = self.cleaned_data["effective_from"]
        latest = clock.today() + LATEST_AHEAD
        if not EARLIEST <= day <= latest:
            raise forms.ValidationError(
                _("It lies between %(least)s and %(most)s") % {"least": EARLIEST, "most": latest}
            )
        return day

    @property
    def told(self) -> Value:
        """The value that was typed."""
        value: Value = self.cleaned_data["value"]
        return value

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was typed, by the names of the boxes, to be sent once more."""
        names = [self.add_prefix(name) for name in self.field_order]
        return [(name, self.data.get(name, "")) for name in names]


class RuleForm(PlainForm):
    """A rule of the place's own as text, and which document says so."""

    text = forms.CharField(
        label=gettext_lazy("The rule"),
        max_length=LONGEST_RULE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 26, "spellcheck": "false"}),
    )
    reason = words_field(gettext_lazy("Which document says so, or why"), longest=300, required=True)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n")


class OutForm(PlainForm):
    """Why a rule of the place's own counts no more."""

    reason = words_field(gettext_lazy("Which document says so, or why"), longest=300, required=True)
