# ruff: noqa: T201  (a program: printing is what it does)
"""Seconds to make the demo county of 600 households, beside a bare insert of as many rows in the same run.

    .venv/bin/python bench/demo.py [--households 600] [--seed 2026]

Everything is made in a folder that is gone afterwards. The bare insert puts as many rows as the county has records,
each of a record's width, into a table without keys, triggers or derived rows, through the same connection: the ratio
says what the digests, the ledger, the checks and the derived rows cost, whatever machine it runs on.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

ROW_BYTES = 320


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--households", type=int, default=600)
    asked.add_argument("--seed", type=int, default=2026)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="xinlu-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "xinlu.config.settings",
            "XINLU_DATA_DIR": str(Path(folder) / "var"),
            "XINLU_KEYS_FILE": str(Path(folder) / "keys.json"),
            "XINLU_DEMO": "1",
        }
        measure(seed=options.seed, households=options.households)


def measure(*, seed: int, households: int) -> None:
    from xinlu.config.installing import make_ready

    make_ready()
    from django.db import connection

    from xinlu.demo.county import make_county
    from xinlu.records.models import LedgerEntry

    began = time.perf_counter()
    make_county(seed=seed, households=households)
    county_seconds = time.perf_counter() - began
    records = LedgerEntry.objects.count()
    began = time.perf_counter()
    bare_insert(connection, rows=2 * records)
    bare_seconds = time.perf_counter() - began
    print(f"{households} households, {records:,} records ({connection.vendor})")
    print(f"demo county   {county_seconds:8.2f} s   {records / county_seconds:10,.0f} records/s")
    print(f"bare insert   {bare_seconds:8.2f} s   {2 * records:10,} rows: each record and its ledger row")
    print(f"ratio         {county_seconds / bare_seconds:8.1f}")


def bare_insert(connection, *, rows: int) -> None:
    from django.db import transaction

    filling = "x" * ROW_BYTES
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (a varchar(36), b text)")
        cursor.executemany("INSERT INTO bare VALUES (%s, %s)", ((f"{n:036d}", filling) for n in range(rows)))
        cursor.execute("DROP TABLE bare")


if __name__ == "__main__":
    main()
