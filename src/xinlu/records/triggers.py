"""Append-only by triggers: the database itself refuses to change a record, and to lose one without an erasure.

Django rebuilds a SQLite table when it migrates, and a table's triggers go with it, so they are written anew after
every migration. While one runs on SQLite, those that ask for an erasure are away: SQLite cannot rename a table into
the place of one that a trigger names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connections, models, transaction

from xinlu.records.models import Erasure, LedgerEntry
from xinlu.records.selectors.kinds import kinds

_KEPT_FOR_EVER: tuple[type[models.Model], ...] = (LedgerEntry, Erasure)
"""What tells of an erasure is itself never erased."""

_UNCHANGEABLE = "a record is never changed; append one that supersedes it"
_UNDELETABLE = "a record leaves only through an erasure that names it"
_PERMANENT = "a row of this table is never deleted"
_UNREPLACEABLE = "a record is never replaced"
_UNEMPTIABLE = "records are never emptied out"


def install(using: str) -> None:
    """Write the triggers of every append-only table that stands in the database `using`, over those already there."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    statements = _SQL[connection.vendor]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for model in append_only_models():
            if {model._meta.db_table, Erasure._meta.db_table} <= tables:
                for statement in statements(model):
                    cursor.execute(statement)


def after_migration(*, using: str, **_: Any) -> None:
    """Receiver of post_migrate."""
    install(using)


def before_migration(*, using: str, plan: list[Any], **_: Any) -> None:
    """Receiver of pre_migrate. The refusals of UPDATE and of REPLACE stay."""
    connection = connections[using]
    if connection.vendor != "sqlite" or not plan:
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for model in append_only_models():
            cursor.execute(f"DROP TRIGGER IF EXISTS {_name('delete', model)}")


def append_only_models() -> list[type[models.Model]]:
    """The ledger and every kind of record."""
    return [LedgerEntry, *kinds().values()]


def _sqlite(model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    # REPLACE deletes the row in its way without firing a delete trigger, so it is caught when it inserts.
    in_the_way = " OR ".join(
        f'"{field.column}" = NEW."{field.column}"' for field in model._meta.concrete_fields if field.unique
    )
    refusals = {
        "update": ("UPDATE", "", _UNCHANGEABLE),
        "delete": ("DELETE", _deletion_condition(model), _deletion_message(model)),
        "replace": ("INSERT", f'EXISTS (SELECT 1 FROM "{table}" WHERE {in_the_way})', _UNREPLACEABLE),
    }
    for event, (verb, condition, message) in refusals.items():
        when = f"WHEN {condition}" if condition else ""
        yield f"DROP TRIGGER IF EXISTS {_name(event, model)}"
        yield (
            f'CREATE TRIGGER {_name(event, model)} BEFORE {verb} ON "{table}" FOR EACH ROW {when} '
            f"BEGIN SELECT RAISE(ABORT, '{table}: {message}'); END"
        )


def _postgresql(model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    condition = _deletion_condition(model)
    unless = f"IF NOT ({condition}) THEN RETURN OLD; END IF;" if condition else ""
    refusals = {
        "update": ("UPDATE", "ROW", "", _UNCHANGEABLE),
        "delete": ("DELETE", "ROW", unless, _deletion_message(model)),
        "truncate": ("TRUNCATE", "STATEMENT", "", _UNEMPTIABLE),
    }
    for event, (verb, each, passing, message) in refusals.items():
        name = _name(event, model)
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {passing} "
            f"RAISE EXCEPTION '{table}: {message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        yield f'CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON "{table}" FOR EACH {each} EXECUTE FUNCTION {name}()'


_SQL = {"sqlite": _sqlite, "postgresql": _postgresql}


def _name(event: str, model: type[models.Model]) -> str:
    return f'"append_only_{event}_{model._meta.db_table}"'


def _deletion_condition(model: type[models.Model]) -> str:
    """When a deletion is refused; empty for always."""
    if issubclass(model, _KEPT_FOR_EVER):
        return ""
    return f'NOT EXISTS (SELECT 1 FROM "{Erasure._meta.db_table}" WHERE target = OLD.id)'


def _deletion_message(model: type[models.Model]) -> str:
    return _PERMANENT if issubclass(model, _KEPT_FOR_EVER) else _UNDELETABLE
