"""Appending when many do it at once, and when the process dies in the middle: on a real file and a real server."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from django.db import connection

from apps.records.kinds import Cast
from xinlu.casework.models import Visit
from xinlu.kernel.ids import uuid7
from xinlu.records.models import LedgerEntry
from xinlu.records.services import Outcome, append

TESTS = Path(__file__).resolve().parents[1]
APPENDER = TESTS / "faults" / "appender.py"
PROCESSES, THREADS = 4, 3


@pytest.fixture(scope="module")
def prepared(django_db_setup, django_db_blocker, tmp_path_factory):
    """The environment of a database of its own, migrated: a file on SQLite, a new database on PostgreSQL."""
    with django_db_blocker.unblock():
        vendor, settings = connection.vendor, connection.settings_dict
    folder = tmp_path_factory.mktemp("faults")
    environment = {**os.environ, "XINLU_DATA_DIR": str(folder), "PYTHONPATH": str(TESTS)}
    environment["DJANGO_SETTINGS_MODULE"] = "xinlu.config.settings"
    name = f"faults_{uuid.uuid4().hex}"
    if vendor == "postgresql":
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
        environment["DATABASE_URL"] = f"postgres://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{name}"
    run(environment, "prepare")
    yield environment
    if vendor == "postgresql":
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def start(environment, *words):
    command = [sys.executable, APPENDER, *map(str, words)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def run(environment, *words):
    process = start(environment, *words)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return said.split()


def append_at_once(environment, id, gate, how):
    """What each thread of each process came to, when all append the same record at the same moment."""
    processes = [start(environment, "append_at_once", id, gate, how) for _ in range(PROCESSES)]
    assert all(process.stdout.readline() == "ready\n" for process in processes)
    gate.touch()
    outcomes = [outcome for process in processes for outcome in process.communicate(timeout=120)[0].split()]
    assert [process.returncode for process in processes] == [0] * PROCESSES
    return outcomes


@pytest.mark.parametrize("how", ["append", "append_all"])
def test_a_record_appended_by_many_at_once_is_one_row_and_one_ledger_entry(prepared, how, tmp_path):
    id = uuid7()
    outcomes = append_at_once(prepared, id, tmp_path / "gate", how)
    assert sorted(outcomes) == [Outcome.DUPLICATE] * (PROCESSES * THREADS - 1) + [Outcome.NEW]
    assert run(prepared, "count", id) == ["1", "1"]


def test_a_process_killed_between_ledger_and_row_leaves_nothing_and_the_record_can_be_sent_again(prepared, tmp_path):
    id = uuid7()
    process = start(prepared, "stop_between", id)
    assert process.stdout.readline() == "between 1\n"
    process.kill()
    process.communicate()
    assert run(prepared, "count", id) == ["0", "0"]
    (tmp_path / "gate").touch()
    assert Outcome.NEW in run(prepared, "append_at_once", id, tmp_path / "gate", "append")
    assert run(prepared, "count", id) == ["1", "1"]


@pytest.mark.django_db(transaction=True)
def test_an_exception_between_ledger_and_row_leaves_nothing(monkeypatch):
    visit = Cast.stored().record("visit")

    def fails(*_, **__):
        assert LedgerEntry.objects.filter(pk=visit.pk).exists()
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(Visit, "save", fails)
        with pytest.raises(OSError, match="disk full"):
            append(visit)
    assert not LedgerEntry.objects.filter(pk=visit.pk).exists() and not Visit.objects.exists()
    assert append(visit) is Outcome.NEW
