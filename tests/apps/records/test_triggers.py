import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations import Migration

from apps.records.kinds import CARD, FIELDS, Cast
from flushing import lifted
from xinlu.records.models import LedgerEntry, Record
from xinlu.records.selectors import kinds, verify
from xinlu.records.services import append
from xinlu.records.triggers import append_only_models

KINDS = sorted(FIELDS)


def run(sql, *values):
    """Raw SQL in a transaction of its own; how many rows it touched."""
    connection.check_constraints()  # while a check is still to come, PostgreSQL empties no table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def refused(sql, *values):
    with pytest.raises(DatabaseError) as raised:
        run(sql, *values)
    return str(raised.value)


def stored(cast, kind):
    record = cast.record(kind)
    append(record)
    return record, kinds()[kind]._meta.db_table, as_stored(record.pk)


def replacement(table):
    if connection.vendor == "sqlite":
        return f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}" WHERE id = %s'
    same = f'INSERT INTO "{table}" SELECT * FROM "{table}" WHERE id = %s'
    return f"{same} ON CONFLICT (id) DO UPDATE SET device = 'x'"


def emptying(table):
    return f'DELETE FROM "{table}"' if connection.vendor == "sqlite" else f'TRUNCATE "{table}" CASCADE'


def as_stored(id):
    return Record._meta.get_field("id").get_db_prep_value(id, connection)


def test_every_kind_has_a_maker_of_one_valid_row():
    assert set(kinds()) == set(FIELDS)


def test_kinds_are_told_apart_by_their_word():
    concrete = [model for model in append_only_models() if issubclass(model, Record)]
    assert len({model.KIND for model in concrete}) == len(concrete) and all(model.KIND for model in concrete)


@pytest.mark.parametrize("kind", KINDS)
def test_no_record_can_be_updated(cast, kind):
    _, table, id = stored(cast, kind)
    assert f"{table}: a record is never changed" in refused(f'UPDATE "{table}" SET device = %s WHERE id = %s', "x", id)


@pytest.mark.parametrize("kind", KINDS)
def test_no_record_can_be_deleted_without_an_erasure(cast, kind):
    _, table, id = stored(cast, kind)
    assert f"{table}: a r" in refused(f'DELETE FROM "{table}" WHERE id = %s', id)
    assert run(f'SELECT 1 FROM "{table}"')


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "erasure"])
def test_a_record_that_an_erasure_names_can_be_deleted_and_no_other(cast, kind):
    record, table, id = stored(cast, kind)
    append(cast.record("erasure", target=record.pk, target_kind=kind))
    other_id = as_stored(CARD) if kind == "card" else stored(cast, kind)[2]
    assert run(f'DELETE FROM "{table}" WHERE id = %s', id) == 1
    assert f"{table}: a record leaves only" in refused(f'DELETE FROM "{table}" WHERE id = %s', other_id)


def test_an_erasure_stays_also_when_another_erasure_names_it(cast):
    record, table, id = stored(cast, "erasure")
    append(cast.record("erasure", target=record.pk, target_kind="erasure"))
    assert "never deleted" in refused(f'DELETE FROM "{table}" WHERE id = %s', id)


def test_a_ledger_row_can_neither_be_updated_nor_deleted_even_after_an_erasure(cast):
    record, _, id = stored(cast, "visit")
    append(cast.record("erasure", target=record.pk))
    assert "records_ledgerentry" in refused("UPDATE records_ledgerentry SET kind = 'x' WHERE id = %s", id)
    assert "records_ledgerentry" in refused("DELETE FROM records_ledgerentry WHERE id = %s", id)


@pytest.mark.parametrize("kind", KINDS)
def test_no_record_can_be_replaced_by_an_insert(cast, kind):
    _, table, id = stored(cast, kind)
    assert f"{table}: a record is never " in refused(replacement(table), id)


@pytest.mark.parametrize("kind", KINDS)
def test_no_table_of_records_can_be_emptied(cast, kind):
    _, table, _ = stored(cast, kind)
    assert f"{table}: " in refused(emptying(table))


def test_the_ledger_cannot_be_emptied(cast):
    assert "records_ledgerentry: " in refused(emptying("records_ledgerentry"))


def test_a_migrate_that_has_nothing_to_do_lifts_no_trigger(cast, monkeypatch):
    _, table, id = stored(cast, "visit")
    monkeypatch.setattr("xinlu.records.triggers.install", lambda _: None)
    call_command("migrate", verbosity=0, interactive=False)
    assert f"{table}: a record leaves only" in refused(f'DELETE FROM "{table}" WHERE id = %s', id)


@pytest.mark.parametrize("kind", KINDS)
def test_without_the_triggers_the_same_statements_go_through(cast, kind):
    _, table, id = stored(cast, kind)
    with lifted():
        assert run(f'UPDATE "{table}" SET device = %s WHERE id = %s', "x", id) == 1
        assert run(f'DELETE FROM "{table}" WHERE id = %s', id) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_without_the_triggers_a_record_can_be_replaced_and_a_table_emptied(cast, kind):
    _, table, id = stored(cast, kind)
    with lifted():
        run(replacement(table), id)
        run(emptying(table))
        assert run(f'SELECT 1 FROM "{table}"') < 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", append_only_models(), ids=lambda model: model._meta.db_table)
def test_a_migration_that_rebuilds_a_table_gets_its_triggers_back_and_its_rows_still_verify(model):
    cast = Cast.stored()
    records = [cast.record(kind) for kind in KINDS]
    for record in records:
        append(record)
    rebuild(model)
    call_command("migrate", verbosity=0, interactive=False)
    for table in (each._meta.db_table for each in append_only_models()):
        name = "kind" if table == LedgerEntry._meta.db_table else "device"
        assert f"{table}: a record is never changed" in refused(f"UPDATE \"{table}\" SET {name} = 'x'")
    assert all(verify(type(record).objects.get(pk=record.pk)) for record in records)


def rebuild(model):
    """As `migrate` runs an AlterField: between its two signals, through the schema editor."""
    from django.apps import apps
    from django.core.management.sql import emit_pre_migrate_signal

    old = model._meta.get_field("digest")
    new = models.CharField(max_length=65)
    new.set_attributes_from_name("digest")
    new.model = model
    emit_pre_migrate_signal(0, False, "default", apps=apps, plan=[(Migration("9999_altered", "records"), False)])
    with connection.schema_editor() as editor:
        editor.alter_field(model, old, new, strict=True)
    with connection.schema_editor() as editor:
        editor.alter_field(model, new, old, strict=True)
    if connection.vendor == "sqlite":
        assert triggers_of(model) == 0


def triggers_of(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [model._meta.db_table]
        )
        return cursor.fetchone()[0]
