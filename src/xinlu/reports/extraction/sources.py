"""What is read of the database: which columns of which tables, and nothing else. What identifies a person is not here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from uuid import UUID

from django.db import models

from xinlu.casework.models import IncomeAccount, IncomeLine, Visit
from xinlu.entitlement.models import BenefitStep, StatedFact
from xinlu.exchange.models import Finding, Intake
from xinlu.parameters.models import Parameter
from xinlu.people.models import Area, User
from xinlu.recognition.models import CardHandover, Recognition, SharedDevice, StaffDevice
from xinlu.records.fields import EncryptedTextField
from xinlu.records.models import LedgerEntry, Record, Settlement, Withdrawal
from xinlu.registry.models import Assignment, CurrentFile, HouseholdFile, MemberVersion, Status


class Vendor(StrEnum):
    """The databases, as Django names them."""

    SQLITE = "sqlite"
    POSTGRES = "postgresql"


class Kind(StrEnum):
    """Of what kind a column is, whatever the database calls it."""

    UUID = "UUID"
    MOMENT = "TIMESTAMP"
    DATE = "DATE"
    WHOLE = "BIGINT"
    YES_NO = "BOOLEAN"
    TEXT = "VARCHAR"


_KINDS: tuple[tuple[type[models.Field], Kind], ...] = (  # type: ignore[type-arg]
    (models.UUIDField, Kind.UUID),
    (models.DateTimeField, Kind.MOMENT),
    (models.DateField, Kind.DATE),
    (models.BooleanField, Kind.YES_NO),
    (models.IntegerField, Kind.WHOLE),
    (models.JSONField, Kind.TEXT),
    (models.CharField, Kind.TEXT),
)
"""Free text (TextField) and encrypted text are of no kind: they stay where they are."""


@dataclass(frozen=True)
class Source:
    """Columns of one table; `where` narrows it (SQL that both databases understand)."""

    model: type[models.Model]
    fields: tuple[str, ...]
    where: str = ""

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """Kind of each column by the field's name. ValueError for a field that must not leave."""
        return MappingProxyType({name: self._kind(name) for name in self.fields})

    def column(self, name: str) -> str:
        return f'"{self.model._meta.get_field(name).column}"'  # type: ignore[union-attr]

    def _kind(self, name: str) -> Kind:
        field = self.model._meta.get_field(name)
        target = field.target_field if isinstance(field, models.ForeignKey) else field
        for of, kind in _KINDS:
            if isinstance(target, of) and not isinstance(target, EncryptedTextField):
                return kind
        raise ValueError(f"{self.table}.{name} must not leave the database")


_CHAIN = ("id", "household", "received_at", "supersedes")


def _versions(model: type[Record], *fields: str) -> Source:
    return Source(model, (*_CHAIN, *fields))


OF_HOUSEHOLDS: Mapping[str, Source] = MappingProxyType(
    {
        "homes": Source(CurrentFile, ("household", "file", "place", "helper", "people", "status")),
        "files": Source(HouseholdFile, ("id", "household", "house_grade")),
        "members": _versions(
            MemberVersion, "member", "relation", "sex", "born_on", "schooling", "health", "labour", "migrant_work",
            "subsistence_allowance", "medical_insurance", "pension_insurance", "joined_on", "left_on",
        ),
        "assignments": Source(Assignment, ("household", "helper", "since")),
        "statuses": _versions(Status, "digest", "status", "since"),
        "accounts": _versions(IncomeAccount, "period_end", "reckoned_on", "heads", "lines"),
        "lines": Source(
            IncomeLine, ("id", "household", "supersedes", "digest", "kind", "income_fen", "cost_fen")
        ),
        "visits": _versions(
            Visit, "digest", "author", "began_at", "house", "harvest", "school", "hospital", "water"
        ),
        "recognitions": Source(
            Recognition,
            (
                "id", "household", "received_at", "made_at", "device", "target", "target_kind", "target_digest", "answer",
                "own_fen", "sat_down", "channel", "card",
            ),
        ),
        "withdrawals": Source(Withdrawal, ("household", "target")),
        "settlements": Source(Settlement, ("id", "household", "supersedes", "set_aside")),
        "handovers": _versions(CardHandover, "card", "handed_by", "handed_on"),
        "stated": _versions(StatedFact, "fact", "member", "value"),
        "benefits": _versions(BenefitStep, "digest", "policy", "step", "amount_fen", "happened_on"),
        "findings": Source(Finding, ("id", "household", "intake", "raised_at", "decided_at")),
    }
)  # fmt: skip
"""What is read of the households of a range, by the name that it has in DuckDB."""

OF_ALL: Mapping[str, Source] = MappingProxyType(
    {
        "areas": Source(Area, ("code", "name", "level", "parent")),
        "users": Source(User, ("id",)),
        "everybody": Source(CurrentFile, ("household", "path")),
        "intakes": Source(Intake, ("id", "topic")),
        "staff_devices": Source(StaffDevice, ("device",)),
        "shared_devices": Source(SharedDevice, ("id", "area", "household", "supersedes", "shared")),
        "parameters": Source(Parameter, ("id", "area", "received_at", "supersedes", "name", "value", "effective_from")),
        "withdrawals_of_areas": Source(Withdrawal, ("area", "household", "target"), "household_id IS NULL"),
        "settlements_of_areas": Source(Settlement, ("id", "area", "supersedes", "set_aside"), "household_id IS NULL"),
    }
)
"""What is read once for all."""

ENTRIES = LedgerEntry._meta.db_table
FINDINGS = Finding._meta.db_table
ANSWERS = Recognition._meta.db_table


def selected(source: Source, vendor: Vendor, among: str = "") -> str:
    """The database's SELECT of the source's columns, of the households that `among` names (see `among`) or of all.

    SQLite's driver tells a column's type by what comes first, so that text there is never NULL.
    """
    columns = ", ".join(f"{_plain(source.column(name), kind, vendor)} AS {name}" for name, kind in source.kinds.items())
    conditions = [source.where] if source.where else []
    if among:
        conditions.append(f"{source.column('household')} {among}")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f'SELECT {columns} FROM "{source.table}"{where}'


def landed(source: Source, vendor: Vendor) -> str:
    """DuckDB's SELECT list that brings what `selected` answers to the columns' kinds."""
    return ", ".join(f"{typed(name, kind, vendor)} AS {name}" for name, kind in source.kinds.items())


def typed(name: str, kind: Kind, vendor: Vendor) -> str:
    """DuckDB's expression of the kind for a column as the database gave it."""
    if kind is Kind.TEXT:
        return f"coalesce(CAST({name} AS VARCHAR), '')"
    if vendor is Vendor.SQLITE and kind in (Kind.UUID, Kind.MOMENT, Kind.DATE):
        return f"CAST(nullif(CAST({name} AS VARCHAR), '') AS {kind})"
    if kind is Kind.MOMENT:
        return f"make_timestamp(epoch_us({name}))"
    return f"CAST({name} AS {kind})"


def _plain(column: str, kind: Kind, vendor: Vendor) -> str:
    is_text = vendor is Vendor.SQLITE and kind not in (Kind.WHOLE, Kind.YES_NO)
    return f"coalesce({column}, '')" if is_text else column


def among(households: Collection[UUID], vendor: Vendor) -> str:
    """The condition that a column names one of these households, without the column."""
    if vendor is Vendor.SQLITE:
        listed = ", ".join(f"'{each.hex}'" for each in households)
        return f"IN ({listed})"
    return f"= ANY('{{{','.join(each.hex for each in households)}}}'::uuid[])"
