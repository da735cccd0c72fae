# ruff: noqa: T201  (a program: printing is what it does)
"""What an extract of the declared tables takes from SQLite and from PostgreSQL, beside the bare scan of the same columns.

    .venv/bin/python bench/extraction.py [--folder FOLDER] [--households 20000] [--json]

A folder that bench/county.py made is used as it is; without one a county is made in a folder that is gone afterwards. Its
rows are brought into a PostgreSQL started for this run. Counted are the rows read of the database, all columns that an
extract asks for; the baselines are COPY ... TO STDOUT (binary) of the same columns and, on SQLite, fetching them. Every
measure is taken in a process of its own, so that its peak of memory is its own. The second extract finds nothing changed;
before the third one household's account was written anew.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from multiprocessing import get_context
from pathlib import Path

import county

AT_ONCE = 20_000
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--households", type=int, default=20_000)
    asked.add_argument("--json", action="store_true", help="print the figures as JSON alone")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="xinlu-bench-") as apart:
        folder = options.folder or Path(apart) / "county"
        county.open_folder(folder)
        print(county.make(folder, households=options.households, workers=2, seed=2026), file=sys.stderr)
        from django.db import connections

        connections.close_all()
        with postgres_with(folder) as url:
            found = {
                "sqlite": measured(folder, "", Path(apart) / "sqlite"),
                "postgresql": measured(folder, url, Path(apart) / "postgresql"),
            }
    print(json.dumps(found, indent=2)) if options.json else show(found)


def measured(folder: Path, url: str, out: Path) -> dict[str, dict[str, float]]:
    """Seconds, processor seconds, peak MB and rows of the bare scan and of each extract, by name."""
    found = {"bare scan": alone(scan, folder, url, out), "extract": alone(extract, folder, url, out)}
    found["nothing changed"] = alone(extract, folder, url, out)
    alone(change_one, folder, url, out)
    found["one household changed"] = alone(extract, folder, url, out)
    return found


def alone(work: Callable[[Path, str, Path], dict[str, float]], folder: Path, url: str, out: Path) -> dict[str, float]:
    """What the work says, done in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, folder, url, out).result()


def start(folder: Path, url: str) -> None:
    """Django with the county's own database or the one of the URL."""
    os.environ |= {"XINLU_DATA_DIR": f"{folder}/var", "XINLU_KEYS_FILE": f"{folder}/keys.json"}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "xinlu.config.settings"} | ({"DATABASE_URL": url} if url else {})
    import django

    django.setup()


@contextmanager
def timed(found: dict[str, float]) -> Iterator[None]:
    began, work = time.perf_counter(), time.process_time()
    yield
    found["seconds"] = round(time.perf_counter() - began, 2)
    found["processor_seconds"] = round(time.process_time() - work, 2)
    found["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def extract(folder: Path, url: str, out: Path) -> dict[str, float]:
    """An extract into `out`."""
    start(folder, url)
    from django.db import connection

    from xinlu.kernel import clock
    from xinlu.reports.extraction import database, run

    found: dict[str, float] = {}
    with timed(found), database.opened(connection) as snapshot:
        done = run.extract(snapshot, run.Asked(folder=out, today=clock.today()))
    return found | {"ranges": done.ranges, "written": done.written, "rows_written": sum(done.rows.values())}


def scan(folder: Path, url: str, out: Path) -> dict[str, float]:
    """Every column that an extract asks for, fetched and dropped; and how many rows."""
    start(folder, url)
    from django.conf import settings

    from xinlu.reports.extraction.sources import OF_HOUSEHOLDS, Vendor, selected

    found: dict[str, float] = {"rows": 0, "bytes": 0}
    if not url:
        asked = [selected(source, Vendor.SQLITE) for source in OF_HOUSEHOLDS.values()]
        with timed(found), closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as database:
            for select in asked:
                found["rows"] += sum(1 for _ in database.execute(select))
        return found
    import psycopg

    asked = [selected(source, Vendor.POSTGRES) for source in OF_HOUSEHOLDS.values()]
    with psycopg.connect(url) as database:
        with timed(found):
            for select in asked:
                with database.cursor().copy(f"COPY ({select}) TO STDOUT (FORMAT binary)") as copied:
                    found["bytes"] += sum(len(block) for block in copied)
        found["rows"] = sum(
            database.execute(f"SELECT count(*) FROM ({select}) AS asked").fetchone()[0] for select in asked
        )
    return found


def change_one(folder: Path, url: str, out: Path) -> dict[str, float]:
    """One household's file is written anew, as its helper would."""
    start(folder, url)
    from xinlu.registry.models import CurrentFile
    from xinlu.registry.services.households import write_file

    current = CurrentFile.objects.select_related("household", "file__author").order_by("pk")[7]
    year = (current.file.house_year or 1990) + 1
    write_file(current.household, by=current.file.author, said_by="x", house_year=year)
    return {}


@contextmanager
def postgres_with(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL that holds the county's rows."""
    from postgres import OwnPostgres

    server = OwnPostgres()
    try:
        alone(fill, folder, server.url, folder)
        yield server.url
    finally:
        server.stop()


def fill(folder: Path, url: str, out: Path) -> dict[str, float]:
    """Every row of the county's SQLite brought into the database of the URL."""
    start(folder, url)
    import psycopg
    from django.apps import apps
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.db import connection

    call_command("migrate", verbosity=0)
    with psycopg.connect(url) as target, closing(sqlite3.connect(folder / "var" / "xinlu.sqlite3")) as database:
        target.execute("SET session_replication_role = replica")  # rows come in the order of tables, not of references
        names = [row[0] for row in target.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        target.execute(f"TRUNCATE {', '.join(names)}")
        for name in names:
            rows = database.execute(f'SELECT * FROM "{name}"')
            columns = ", ".join(f'"{column[0]}"' for column in rows.description)
            with target.cursor().copy(f'COPY "{name}" ({columns}) FROM STDIN') as copied:
                while some := rows.fetchmany(AT_ONCE):
                    for row in some:
                        copied.write_row(row)
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            target.execute(statement)
        target.commit()
        target.autocommit = True
        target.execute("VACUUM ANALYZE")
    return {}


def show(found: dict[str, dict[str, dict[str, float]]]) -> None:
    from rich.console import Console
    from rich.table import Table

    shown = Table("", "seconds", "processor s", "peak MB", "rows read/s", "to the bare scan", "ranges written")
    for vendor, measures in found.items():
        bare = measures["bare scan"]
        for name, each in measures.items():
            rows = f"{bare['rows'] / each['seconds']:,.0f}" if name in ("bare scan", "extract") else ""
            ratio = f"{each['seconds'] / bare['seconds']:.1f}"
            written = f"{each['written']} of {each['ranges']}" if "written" in each else ""
            told = (
                f"{each['seconds']}",
                f"{each['processor_seconds']}",
                f"{each['peak_mb']:.0f}",
                rows,
                ratio,
                written,
            )
            shown.add_row(f"{vendor}: {name}", *told)
    Console().print(shown)


if __name__ == "__main__":
    main()
