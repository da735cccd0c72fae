"""The forms about departments' lists, what they disagree about, and people who stand in the files twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from xinlu.exchange.payment_rows import NO_POLICY, POLICY, PURPOSE, WHEN
from xinlu.exchange.purposes import plain_purpose
from xinlu.exchange.services.same_people import WHY_LEAVES
from xinlu.exchange.topics import TOPICS, Topic, topic_of
from xinlu.kernel.errors import Refusal
from xinlu.pages.desk.forms.intakes import IntakeForm
from xinlu.pages.desk.forms.plain import PlainForm, day_field, words_field
from xinlu.pages.templatetags.look import said
from xinlu.people.models import Area
from xinlu.registry.services.members import LEAVING_REASONS

FIELD_OF = {"left_on": "on", "joined_on": "on", "left_why": "why", "member": "leaves"}
"""Where the registry's refusals are shown."""


class ListForm(IntakeForm):
    """A list, which one it is, for which area, and whether it names everybody."""

    topic = forms.ChoiceField(label=gettext_lazy("Which list it is"))
    complete = forms.BooleanField(
        label=gettext_lazy("It names everybody there is: ask also about who is missing from it"), required=False
    )
    field_order = ("topic", "area", "file", "complete")

    def __init__(self, *args: Any, areas: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(*args, areas=areas, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("choose")), *((each.code, said(each.name)) for each in TOPICS.values())]

    @property
    def topic_chosen(self) -> Topic:
        return topic_of(self.cleaned_data["topic"])


class PurposeAsked(NamedTuple):
    """What a list says that it pays for, in how many rows, and the ids of the policies that may be meant."""

    written: str
    rows: int
    near: tuple[str, ...]


class PaymentsForm(PlainForm):
    """What a list of payments pays for and when, where its rows do not tell; `policies` are their names by id."""

    policy = forms.ChoiceField(label=gettext_lazy("What it pays for, if not told"), required=False)
    when = words_field(gettext_lazy("When it was paid, if not told (2026-11)"), longest=20)

    def __init__(
        self,
        typed: Any = None,
        *,
        policies: Mapping[str, str],
        asked: Sequence[PurposeAsked],
        answers: Mapping[str, str],
    ) -> None:
        super().__init__(typed, initial={POLICY: answers.get(POLICY, ""), WHEN: answers.get(WHEN, "")})
        field = self.fields[POLICY]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("as each row says")), *policies.items()]
        self._purposes: dict[str, str] = {}
        for n, each in enumerate(asked):
            plain = plain_purpose(each.written)
            near = [(id, policies[id]) for id in each.near if id in policies]
            others = [(id, name) for id, name in policies.items() if id not in each.near]
            options = [("", _("not said yet")), *near, (NO_POLICY, _("none of the policies here")), *others]
            self._purposes[f"purpose_{n}"] = plain
            self.fields[f"purpose_{n}"] = forms.ChoiceField(
                label=ngettext("“%(written)s”, %(n)s row", "“%(written)s”, %(n)s rows", each.rows)
                % {"written": each.written, "n": each.rows},
                choices=options,
                initial=answers.get(f"{PURPOSE}{plain}", ""),
                required=False,
                error_messages={"invalid_choice": _("Choose one of those listed")},
            )

    @property
    def answers(self) -> dict[str, str]:
        """What was said, under the keys of `payment_rows`."""
        told = {POLICY: self.cleaned_data[POLICY], WHEN: self.cleaned_data[WHEN].strip()}
        told |= {f"{PURPOSE}{plain}": self.cleaned_data[name] for name, plain in self._purposes.items()}
        return {key: value for key, value in told.items() if value}


class SettleForm(PlainForm):
    """What was found by asking, and whom the list means where several fit."""

    chosen = forms.UUIDField(required=False)
    reason = words_field(gettext_lazy("What you found, or why you decide so"), longest=2000)


class SameForm(PlainForm):
    """Which of two entries is to go, from which day on, and why."""

    leaves = forms.UUIDField(required=False)
    on = day_field(gettext_lazy("From which day it is not there"))
    why = forms.ChoiceField(label=gettext_lazy("Why it goes"), required=False)
    reason = words_field(gettext_lazy("What you found"), longest=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["why"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, said(LEAVING_REASONS[code])) for code in WHY_LEAVES]

    def refuse(self, refusal: Refusal, *, field: str | None = None) -> None:
        super().refuse(refusal, field=field or FIELD_OF.get(refusal.field, refusal.field))
