"""How a person decides what a register proposed: one thing, or several alike at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xinlu.exchange.models import ProposalKind
from xinlu.exchange.services.decisions import DATED
from xinlu.kernel.errors import Refusal
from xinlu.pages.desk.forms.plain import PlainForm, day_field, words_field
from xinlu.pages.templatetags.look import said
from xinlu.practice.vocabulary import Relation
from xinlu.registry.services.members import LEAVING_REASONS

LEAVES = frozenset({ProposalKind.LEFT, ProposalKind.MOVED_HERE})
"""Kinds in which somebody leaves a household, for a reason that the file does not tell."""
FIELD_OF = {"joined_on": "on", "left_on": "on", "place_since": "on", "left_why": "why_left", "relation": "former_is"}
"""Where the services' refusals are shown."""


class DecisionForm(PlainForm):
    """From which day, why somebody left, what the former head is, and why it was decided so: what the kind needs."""

    on = day_field(gettext_lazy("From which day"))
    why_left = forms.ChoiceField(label=gettext_lazy("Why they left"), required=False)
    former_is = forms.ChoiceField(label=gettext_lazy("The former head is to the new one"), required=False)
    reason = words_field(gettext_lazy("Why you decide so"), longest=2000)

    def __init__(self, *args: Any, kind: str, former_is: str = "", **kwargs: Any) -> None:
        initial = {"former_is": former_is, "why_left": "moved" if kind == ProposalKind.MOVED_HERE else ""}
        super().__init__(*args, initial=initial, **kwargs)
        self._keep("on", kind in DATED)
        if self._keep("why_left", kind in LEAVES):
            self._offer("why_left", [(code, said(words)) for code, words in LEAVING_REASONS.items()])
        if self._keep("former_is", kind == ProposalKind.NEW_HEAD):
            others = [(each.value, said(each.words)) for each in Relation if each is not Relation.HEAD]
            self._offer("former_is", others)

    def needed(self) -> None:
        """Say which field is missing where the thing is to be carried out."""
        for name in ("why_left", "former_is"):
            if name in self.fields and not self.cleaned_data.get(name):
                self.add_error(name, _("Fill this in"))

    def how(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def refuse(self, refusal: Refusal, *, field: str | None = None) -> None:
        super().refuse(refusal, field=field or FIELD_OF.get(refusal.field, refusal.field))

    def _keep(self, name: str, is_asked: bool) -> bool:
        if not is_asked:
            del self.fields[name]
        return is_asked

    def _offer(self, name: str, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("choose")), *options]
