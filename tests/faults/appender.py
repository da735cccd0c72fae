"""One process of the fault tests: does one thing to the database named by its environment, and says what came of it."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from uuid import UUID

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from apps.records.kinds import Cast  # noqa: E402
from xinlu.casework.models import Visit  # noqa: E402
from xinlu.records.models import LedgerEntry  # noqa: E402
from xinlu.records.services import append, append_all  # noqa: E402

THREADS = 3


def say(*words):
    print(*words, flush=True)  # noqa: T201


def prepare():
    call_command("migrate", verbosity=0, interactive=False)
    Cast.stored()


def visit(id):
    return Cast.imagined().record("visit", id=UUID(id), salt=bytes(16))


def append_at_once(id, gate, how):
    """Append the visit from several threads as soon as the file `gate` is there; one outcome a line."""
    outcomes = []

    def one():
        record = visit(id)
        while not Path(gate).exists():
            time.sleep(0.001)
        outcomes.extend([append(record)] if how == "append" else append_all([record]))
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    say("ready")
    for thread in threads:
        thread.join()
    say(*outcomes)


def stop_between(id):
    """Append, and stand still for ever between the ledger and the row."""

    def stand_still(*_, **__):
        say("between", LedgerEntry.objects.filter(pk=id).count())
        time.sleep(600)

    Visit.save = stand_still
    append(visit(id))


def count(id):
    say(LedgerEntry.objects.filter(pk=id).count(), Visit.objects.filter(pk=id).count())


if __name__ == "__main__":
    {f.__name__: f for f in (prepare, append_at_once, stop_between, count)}[sys.argv[1]](*sys.argv[2:])
