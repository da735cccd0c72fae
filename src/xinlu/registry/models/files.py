"""The household file as versions: who said it, when, what stands in it. Codes are those of practice.vocabulary."""

from __future__ import annotations

from django.db import models

from xinlu.records.fields import EncryptedTextField
from xinlu.records.models import Record


def _not_before(later: str, earlier: str, *, name: str) -> models.CheckConstraint:
    either_unknown = models.Q(**{f"{later}__isnull": True}) | models.Q(**{f"{earlier}__isnull": True})
    return models.CheckConstraint(
        condition=either_unknown | models.Q(**{f"{later}__gte": models.F(earlier)}), name=name
    )


class HouseholdFile(Record):
    """One version of what is known of a household as a whole. Null or empty: nobody entered it.

    `place_since` is the day on which the household moved to `place`.
    """

    KIND = "household_file"
    BODY = {
        1: (
            "place", "place_since", "number", "said_by", "address", "phone", "main_cause", "further_causes",
            "house_area_m2", "house_structure", "house_year", "house_grade", "house_graded_on",
            "electricity", "fuels", "water", "market_distance_m", "note",
        )
    }  # fmt: skip

    place = models.ForeignKey("people.Area", on_delete=models.PROTECT, related_name="+")
    place_since = models.DateField(null=True)
    number = models.CharField(max_length=40, blank=True)
    said_by = models.CharField(max_length=80)
    address = models.CharField(max_length=200, blank=True)
    phone = EncryptedTextField(blank=True)
    main_cause = models.CharField(max_length=24, blank=True)
    further_causes = models.JSONField(default=list)
    house_area_m2 = models.PositiveIntegerField(null=True)
    house_structure = models.CharField(max_length=24, blank=True)
    house_year = models.PositiveIntegerField(null=True)
    house_grade = models.CharField(max_length=4, blank=True)
    house_graded_on = models.DateField(null=True)
    electricity = models.BooleanField(null=True)
    fuels = models.JSONField(default=list)
    water = models.CharField(max_length=24, blank=True)
    market_distance_m = models.PositiveIntegerField(null=True)
    note = models.TextField(blank=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = (models.CheckConstraint(condition=~models.Q(said_by=""), name="file_said_by_somebody"),)


class MemberVersion(Record):
    """One version of what is known of a person in a household; `member` is the person, the same in every version."""

    KIND = "member"
    BODY = {
        1: (
            "member", "said_by", "name", "sex", "born_on", "id_number", "disability_number", "relation",
            "ethnic_group", "education", "schooling", "health", "labour", "migrant_work", "subsistence_allowance",
            "medical_insurance", "pension_insurance", "joined_on", "left_on", "left_why",
        )
    }  # fmt: skip

    member = models.UUIDField(db_index=True)
    said_by = models.CharField(max_length=80)
    name = models.CharField(max_length=60)
    sex = models.CharField(max_length=8, blank=True)
    born_on = models.DateField(null=True)
    id_number = EncryptedTextField(blank=True)
    id_index = models.CharField(max_length=64, blank=True, db_index=True)
    id_tail_index = models.CharField(max_length=64, blank=True, db_index=True)
    disability_number = EncryptedTextField(blank=True)
    relation = models.CharField(max_length=24)
    ethnic_group = models.CharField(max_length=24, blank=True)
    education = models.CharField(max_length=24, blank=True)
    schooling = models.CharField(max_length=24, blank=True)
    health = models.CharField(max_length=24, blank=True)
    labour = models.CharField(max_length=24, blank=True)
    migrant_work = models.BooleanField(null=True)
    subsistence_allowance = models.BooleanField(null=True)
    medical_insurance = models.BooleanField(null=True)
    pension_insurance = models.BooleanField(null=True)
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    left_why = models.CharField(max_length=24, blank=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = (
            models.CheckConstraint(condition=~models.Q(name=""), name="member_has_a_name"),
            models.CheckConstraint(condition=~models.Q(said_by=""), name="member_said_by_somebody"),
            _not_before("joined_on", "born_on", name="member_joined_after_birth"),
            _not_before("left_on", "born_on", name="member_left_after_birth"),
            _not_before("left_on", "joined_on", name="member_left_after_joining"),
        )
