"""The small forms of the desk: naming a helper, deciding a status, a card's hand-over and end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xinlu.kernel import clock
from xinlu.pages.desk.forms.plain import PlainForm, since_field, words_field
from xinlu.pages.desk.options import options
from xinlu.pages.templatetags.look import said
from xinlu.people.models import User
from xinlu.registry.selectors.households import HelperLoad
from xinlu.standards import household_statuses


class LongSelect(forms.Select):
    """Hundreds of choices in one box."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """The box as Django's template draws it, for choices without groups."""
        listed = options(self.choices, chosen=self.format_value(value))
        return format_html("<select{}>{}</select>", flatatt({"name": name, **self.build_attrs(attrs or {})}), listed)


class AssignForm(PlainForm):
    """Who answers from which day on."""

    helper = forms.ChoiceField(label=gettext_lazy("Helper"), widget=LongSelect)
    since = since_field(gettext_lazy("From which day on"))
    reason = words_field(gettext_lazy("Why"), longest=300)

    def __init__(self, *args: Any, helpers: Iterable[HelperLoad], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._helpers = {str(each.helper.pk): each for each in helpers}
        field = self.fields["helper"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("choose")), *_load_words(self._helpers)]

    @property
    def helper_chosen(self) -> User:
        return self._helpers[self.cleaned_data["helper"]].helper


class StatusForm(PlainForm):
    """What the household counts as, since when, by which decision."""

    status = forms.ChoiceField(label=gettext_lazy("Counts as"))
    since = since_field(gettext_lazy("From which day on"))
    decision = words_field(gettext_lazy("By which meeting or document"), longest=120, required=True)
    reason = words_field(gettext_lazy("Why"), longest=2000, lines=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["status"]
        assert isinstance(field, forms.ChoiceField)
        known = household_statuses(on=clock.today())
        field.choices = [("", _("choose")), *((each.code, said(each.label)) for each in known)]


class HandoverForm(PlainForm):
    """Into whose hands the card was put, and when."""

    handed_to = words_field(gettext_lazy("Into whose hands"), longest=60, required=True)
    handed_on = since_field(gettext_lazy("On which day"))


class RevocationForm(PlainForm):
    """Why a card opens nothing any more."""

    reason = words_field(gettext_lazy("Why"), longest=300, required=True)


def _load_words(helpers: Mapping[str, HelperLoad]) -> Iterator[tuple[str, str]]:
    plain, too_many = _("%(name)s, %(n)s of %(most)s households"), _("%(words)s: too many")
    for pk, load in helpers.items():
        words = plain % {"name": load.helper.name, "n": load.households, "most": load.most}
        yield pk, too_many % {"words": words} if load.overloaded else words
