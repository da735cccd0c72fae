"""What is stored, without what is random: every table as rows that name instead of numbering."""

from __future__ import annotations

from uuid import UUID

from xinlu.casework.models import HouseholdFigures
from xinlu.people.models import Area, Responsibility, User
from xinlu.recognition.models import StaffDevice
from xinlu.records.models import Household, LedgerEntry, Record
from xinlu.records.selectors import kinds
from xinlu.registry.models import CurrentFile, FileReading, HouseholdFile, MemberVersion

RANDOM = {"id", "salt", "digest", "target_digest", "password", "entered_at"}
"""Ids, salts, what covers them, and hashes with a salt of their own; logins are entered while the clock runs on."""


def stored() -> dict[str, list[str]]:
    """Every table's rows in an order of their own; equal for two makings of one county."""
    names = _names()
    found = {}
    for model in (
        *kinds().values(),
        CurrentFile,
        HouseholdFigures,
        Area,
        User,
        Responsibility,
        StaffDevice,
        FileReading,
    ):
        rows = [_row(each, names) for each in model._default_manager.all()]
        found[model.__name__] = sorted(map(repr, rows))
    found["Household"] = sorted(
        repr((names[pk], entered_at)) for pk, entered_at in Household.objects.values_list("pk", "entered_at")
    )
    found["LedgerEntry"] = sorted(
        repr((kind, names.get(household), received_at))
        for kind, household, received_at in LedgerEntry.objects.values_list("kind", "household_id", "received_at")
    )
    return found


def _names() -> dict[UUID, str]:
    """A name for every id: a login, a household's number, a person's name, a record's own content."""
    names: dict[UUID, str] = dict(User.objects.values_list("pk", "username"))
    names |= dict(HouseholdFile.objects.values_list("household_id", "number"))
    names |= {each.member: f"person {each.name}" for each in MemberVersion.objects.all()}
    for model in kinds().values():
        for each in model._default_manager.all():
            names[each.pk] = f"{each.KIND} {_row(each, names, refers=False)}"
    return names


def _row(row, names, *, refers=True):
    values = {}
    for field in row._meta.concrete_fields:
        if field.name in RANDOM or (field.primary_key and not field.is_relation and field.name != "code"):
            continue
        value = getattr(row, field.attname)
        if field.name == "lines" and isinstance(row, Record):
            value = [names[UUID(line)] for line, _ in value] if refers else len(value)
        elif isinstance(value, UUID):
            known = field.is_relation and not issubclass(field.related_model, Record)
            value = names[value] if refers or known else "an id"
        elif isinstance(value, memoryview):
            value = bytes(value)
        values[field.name] = value
    return values
