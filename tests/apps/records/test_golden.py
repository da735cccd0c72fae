import json
from pathlib import Path

import pytest
from django.core.management import call_command

from apps.records import golden
from apps.records.kinds import FIELDS
from xinlu.records.digest import digest_of
from xinlu.records.models import LedgerEntry
from xinlu.records.selectors import kinds, verify
from xinlu.records.services import Outcome, append

WANTED = golden.wanted()


def test_every_kind_and_schema_has_a_golden_body_and_there_is_no_other():
    there = {path.name for path in golden.FOLDER.iterdir()}
    assert there == {golden.path(kind, schema).name for kind, schema in WANTED}


def test_every_kind_writes_a_schema_that_it_lists():
    assert all(max(model.BODY) == model.SCHEMA for model in kinds().values())


@pytest.mark.parametrize(("kind", "schema"), WANTED)
def test_a_golden_body_has_its_digest_as_json_and_as_a_row(kind, schema):
    file = golden.read(kind, schema)
    assert digest_of(file["frozen"], salt=bytes.fromhex(file["salt"])) == file["digest"]
    record = golden.rebuilt(file)
    assert record.frozen() == file["frozen"]
    assert verify(record)


@pytest.mark.parametrize(("kind", "schema"), WANTED)
def test_a_golden_body_with_one_flipped_character_has_another_digest(kind, schema):
    file = golden.read(kind, schema)
    flipped = {**file["frozen"], "device": "phone-2"}
    assert digest_of(flipped, salt=bytes.fromhex(file["salt"])) != file["digest"]
    record = golden.rebuilt(file)
    record.device = "phone-2"
    assert not verify(record)


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_a_row_that_lost_one_field_of_its_body_no_longer_verifies(kind):
    record = golden.rebuilt(golden.read(kind, kinds()[kind].SCHEMA))
    for name in record.BODY[record.schema]:
        attribute = record._meta.get_field(name).attname
        kept = getattr(record, attribute)
        setattr(record, attribute, None if kept is not None else 1)
        assert not verify(record), name
        setattr(record, attribute, kept)
    assert verify(record)


def test_stored_golden_rows_still_verify_after_migrate(cast):
    for kind, schema in WANTED:
        assert append(golden.rebuilt(golden.read(kind, schema))) is Outcome.NEW
    call_command("migrate", verbosity=0, interactive=False)
    for kind, schema in WANTED:
        file = golden.read(kind, schema)
        row = kinds()[kind].objects.get(pk=file["frozen"]["id"])
        assert row.frozen() == file["frozen"]
        assert verify(row)
        assert LedgerEntry.objects.get(pk=row.pk).digest == file["digest"]


def test_missing_golden_bodies_are_written_alike_and_those_there_are_left_alone(tmp_path, monkeypatch):
    there = {path.name: path.read_text() for path in golden.FOLDER.iterdir()}
    monkeypatch.setattr(golden, "FOLDER", tmp_path)
    Path(tmp_path / "visit.1.json").write_text("as it was")
    assert len(golden.write_missing()) == len(WANTED) - 1
    assert golden.write_missing() == []
    assert (tmp_path / "visit.1.json").read_text() == "as it was"
    written = json.loads((tmp_path / "card.1.json").read_text())
    assert set(written) == set(json.loads(there["card.1.json"]))
