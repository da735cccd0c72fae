"""The household file and its members as forms: the fields of the registration form, in groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xinlu.pages.desk.facts import hidden
from xinlu.pages.desk.forms.plain import PlainForm, SeveralField, YesNoField, choice_field, day_field, words_field
from xinlu.pages.templatetags.look import said
from xinlu.people.models import Area
from xinlu.practice.file_quality import FileLimits
from xinlu.practice.vocabulary import (
    CauseOfPoverty,
    DrinkingWater,
    Education,
    Fuel,
    Health,
    HouseGrade,
    HouseStructure,
    LabourAbility,
    Relation,
    Schooling,
    Sex,
)
from xinlu.registry.models import HouseholdFile, MemberVersion
from xinlu.registry.services.members import LEAVING_REASONS

LIMITS = FileLimits()
KEPT_WHEN_EMPTY = ("phone", "id_number", "disability_number")
"""Numbers of persons: a form never shows them again, and leaves them as they are where nothing is typed."""


class FactsForm(PlainForm):
    """What is known of a household as a whole."""

    place = forms.ChoiceField(label=gettext_lazy("Village or group"))
    number = words_field(gettext_lazy("Household number"), longest=40)
    said_by = words_field(gettext_lazy("Who of them said all this"), longest=80, required=True)
    address = words_field(gettext_lazy("Address"), longest=200)
    phone = words_field(gettext_lazy("Phone"), longest=40)
    main_cause = choice_field(gettext_lazy("Main cause of poverty"), CauseOfPoverty)
    further_causes = SeveralField(
        gettext_lazy("Further causes, two at most"), CauseOfPoverty, most=LIMITS.further_causes_most
    )
    house_area_m2 = forms.IntegerField(
        label=gettext_lazy("House, m² (0: no house)"), required=False, min_value=0, max_value=10_000
    )
    house_structure = choice_field(gettext_lazy("Built of"), HouseStructure)
    house_year = forms.IntegerField(
        label=gettext_lazy("Built in the year"), required=False, min_value=1850, max_value=2100
    )
    house_grade = choice_field(gettext_lazy("Danger grade"), HouseGrade)
    house_graded_on = day_field(gettext_lazy("Graded on"))
    electricity = YesNoField(gettext_lazy("Electricity"))
    fuels = SeveralField(gettext_lazy("Cooks with, three at most"), Fuel, most=LIMITS.fuels_most)
    water = choice_field(gettext_lazy("Drinking water"), DrinkingWater)
    market_km = forms.DecimalField(
        label=gettext_lazy("To the nearest market, km"), required=False, min_value=0, max_value=500, decimal_places=2
    )
    note = words_field(gettext_lazy("Note"), longest=4000, lines=3)
    supersedes = forms.UUIDField(required=False, widget=forms.HiddenInput)

    GROUPS = (
        (gettext_lazy("Where, and who said so"), ("place", "number", "said_by", "address", "phone")),
        (gettext_lazy("Causes of poverty"), ("main_cause", "further_causes")),
        (
            gettext_lazy("The house"),
            ("house_area_m2", "house_structure", "house_year", "house_grade", "house_graded_on"),
        ),
        (gettext_lazy("Light, fire, water, way"), ("electricity", "fuels", "water", "market_km")),
        (gettext_lazy("Anything else"), ("note",)),
    )

    def __init__(self, *args: Any, places: Iterable[Area], file: HouseholdFile | None = None, **kwargs: Any) -> None:
        if file is not None:
            kwargs["initial"] = _initial_facts(file)
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        self._places = {each.code: each for each in places}
        field.choices = [("", _("choose")), *((code, _place_name(each)) for code, each in self._places.items())]
        _say_kept(self, file)

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields in their groups, in the order of the paper form."""
        return [(label, [self[name] for name in names]) for label, names in self.GROUPS]

    @property
    def place_chosen(self) -> Area:
        return self._places[self.cleaned_data["place"]]

    def facts(self) -> dict[str, Any]:
        """What services take: metres for kilometres, numbers left empty left out where a version stands before."""
        found = {name: value for name, value in self.cleaned_data.items() if name in FACTS}
        kilometres = self.cleaned_data["market_km"]
        found["market_distance_m"] = None if kilometres is None else int(kilometres * 1000)
        return _without_kept(found)


FACTS = frozenset(HouseholdFile.BODY[1]) - {"place", "said_by"}


class MemberForm(PlainForm):
    """What is known of one person of a household."""

    name = words_field(gettext_lazy("Name"), longest=60, required=True)
    relation = choice_field(gettext_lazy("Relation to the head"), Relation, required=True)
    sex = choice_field(gettext_lazy("Sex"), Sex)
    born_on = day_field(gettext_lazy("Born on"))
    id_number = words_field(gettext_lazy("ID number"), longest=24)
    ethnic_group = words_field(gettext_lazy("Ethnic group"), longest=24)
    education = choice_field(gettext_lazy("Education"), Education)
    schooling = choice_field(gettext_lazy("In school now"), Schooling)
    health = choice_field(gettext_lazy("Health"), Health)
    disability_number = words_field(gettext_lazy("Disability certificate"), longest=40)
    labour = choice_field(gettext_lazy("Able to work"), LabourAbility)
    migrant_work = YesNoField(gettext_lazy("Works away from home"))
    subsistence_allowance = YesNoField(gettext_lazy("Subsistence allowance"))
    medical_insurance = YesNoField(gettext_lazy("Medical insurance"))
    pension_insurance = YesNoField(gettext_lazy("Pension insurance"))
    joined_on = day_field(gettext_lazy("Belongs here since"))

    def __init__(self, *args: Any, version: MemberVersion | None = None, **kwargs: Any) -> None:
        if version is not None:
            names = [name for name in MEMBER_FACTS if name not in KEPT_WHEN_EMPTY]
            kwargs["initial"] = {name: getattr(version, name) for name in names}
        super().__init__(*args, **kwargs)
        _say_kept(self, version)

    def facts(self) -> dict[str, Any]:
        """What services take."""
        return _without_kept({name: value for name, value in self.cleaned_data.items() if name in MEMBER_FACTS})

    @property
    def first(self) -> list[forms.BoundField]:
        """What is asked of everybody first."""
        return [self[name] for name in self.fields if name in FIRST]

    @property
    def rest(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in FIRST and name in MEMBER_FACTS]


MEMBER_FACTS = frozenset(MemberVersion.BODY[1]) - {"member", "said_by", "left_on", "left_why"}
FIRST = frozenset({"name", "relation", "sex", "born_on", "id_number"})


class HeadForm(MemberForm):
    """The head: a member whose relation to itself is not asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["relation"]


class MemberVersionForm(MemberForm):
    """A new version of what is known of a person: who said so is asked."""

    said_by = words_field(gettext_lazy("Who said so"), longest=80, required=True)
    supersedes = forms.UUIDField(required=False, widget=forms.HiddenInput)


class LeavingForm(PlainForm):
    """A member leaves."""

    left_on = day_field(gettext_lazy("From which day"), required=True)
    left_why = forms.ChoiceField(label=gettext_lazy("Why"))
    said_by = words_field(gettext_lazy("Who said so"), longest=80, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["left_why"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("choose")), *((code, said(words)) for code, words in LEAVING_REASONS.items())]


class NewHeadForm(PlainForm):
    """A member becomes head."""

    former_is = forms.ChoiceField(label=gettext_lazy("The former head is to the new one"))
    said_by = words_field(gettext_lazy("Who said so"), longest=80, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["former_is"]
        assert isinstance(field, forms.ChoiceField)
        others = [(each.value, said(each.words)) for each in Relation if each is not Relation.HEAD]
        field.choices = [("", _("choose")), *others]

    @property
    def relation_chosen(self) -> Relation:
        return next(each for each in Relation if each.value == self.cleaned_data["former_is"])


MemberFormSet = forms.formset_factory(MemberForm, extra=2, max_num=30, validate_max=True)


def _initial_facts(file: HouseholdFile) -> dict[str, Any]:
    facts = {name: getattr(file, name) for name in FACTS if name not in KEPT_WHEN_EMPTY}
    metres = file.market_distance_m
    return {
        **facts,
        "place": file.place_id,
        "market_km": None if metres is None else f"{metres / 1000:g}",
        "supersedes": file.pk,
    }


def _say_kept(form: forms.Form, before: HouseholdFile | MemberVersion | None) -> None:
    for name in KEPT_WHEN_EMPTY:
        number = getattr(before, name, "") if before else ""
        if number and name in form.fields:
            form.fields[name].help_text = _("It is %(number)s; leave this empty to keep it") % {
                "number": hidden(number)
            }


def _without_kept(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value or name not in KEPT_WHEN_EMPTY}


def _place_name(area: Area) -> str:
    return f"{area.parent.name} {area.name}" if area.parent else area.name
