# ruff: noqa: T201  (a program: printing is what it does)
"""A county at size: 90,000 households with 300,000 members and fifteen lines in every account, made into a folder.

    .venv/bin/python bench/county.py FOLDER [--households 90000] [--workers 2] [--seed 2026]

Twenty townships, three hundred villages, helpers of one to twelve households. Every record is composed and frozen by
the real services, each worker's in a database of its own, so that SQLite's one writer is in nobody's way; the derived
rows are written by the real refresh; at the end the databases are put together and some records are verified.
A folder that holds the county already is left as it is. The logins `county`, `township1` and `village1` have no
password: benchmarks open them, nobody logs in.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, redirect_stdout
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from random import Random

TOWNSHIPS, VILLAGES, GROUPS, MEMBERS_A_HOUSEHOLD = 20, 15, 3, 3.34
WITHOUT_HELPER, OF_HELPER_MOST, AT_ONCE = 0.03, 12, 200
PROVINCE = "52"
SINCE = date(2024, 1, 1)
CHECKED = 400


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--households", type=int, default=90_000)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--seed", type=int, default=2026)
    options = asked.parse_args()
    open_folder(options.folder)
    made = make(options.folder, households=options.households, workers=options.workers, seed=options.seed)
    print(f"{options.folder}: {made}")


def open_folder(folder: Path, *, database: Path | None = None) -> None:
    """Start Django with this folder's data and keys; they are made where they are missing."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "xinlu.config.settings", "XINLU_DEMO": "1", "XINLU_DESK_MFA": "0"}
    os.environ |= {"XINLU_DATA_DIR": f"{folder}/var", "XINLU_KEYS_FILE": f"{folder}/keys.json"}
    os.environ["XINLU_HOSTS"] = "testserver"
    if database is not None:
        os.environ["DATABASE_URL"] = f"sqlite:///{database}"
        import django

        django.setup()
        return
    os.environ.pop("DATABASE_URL", None)
    folder.mkdir(parents=True, exist_ok=True)
    from xinlu.config.installing import make_ready

    with redirect_stdout(sys.stderr):
        make_ready()


def make(folder: Path, *, households: int, workers: int, seed: int) -> str:
    """The county in the folder, unless it is there; what was made, in a sentence."""
    from django.conf import settings
    from django.db import connection

    from xinlu.records.models import Household, LedgerEntry

    if Household.objects.exists():
        return f"{Household.objects.count():,} households are here already"
    began = time.perf_counter()
    found_county(households, seed)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    whole = Path(settings.DATABASES["default"]["NAME"])
    cuts = [households * n // workers for n in range(workers + 1)]
    with tempfile.TemporaryDirectory(dir=folder) as apart:
        jobs = [
            (folder, Path(apart) / f"{n}.sqlite3", cuts[n], cuts[n + 1], households, seed, n) for n in range(workers)
        ]
        for job in jobs:
            shutil.copyfile(whole, job[1])
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            list(pool.map(write_part, jobs))
        written = time.perf_counter()
        print(f"written apart in {written - began:.0f} s; putting together", file=sys.stderr)
        put_together(whole, [job[1] for job in jobs])
    check(seed)
    from xinlu.registry.models import CurrentFile

    people = sum(CurrentFile.objects.values_list("people", flat=True))
    return (
        f"{households:,} households, {people:,} members, {LedgerEntry.objects.count():,} records "
        f"in {time.perf_counter() - began:.0f} s, {whole.stat().st_size / 2**20:,.0f} MB"
    )


def found_county(households: int, seed: int) -> None:
    """Areas, the county's own values, desks, and as many helpers as the households need."""
    from xinlu.demo.county import _PARAMETERS as VALUES
    from xinlu.demo.names import given_name, surname
    from xinlu.kernel import clock
    from xinlu.parameters.services import set_parameter
    from xinlu.people.models import Area, Responsibility, User
    from xinlu.people.roles import Role
    from xinlu.people.services.areas import import_areas
    from xinlu.recognition.models import StaffDevice

    with tempfile.TemporaryDirectory() as apart:
        file = Path(apart) / "areas.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([("code", "name", "level", "parent"), *area_rows()])
        import_areas(file)
    draw = Random(f"{seed}/staff")
    posts = [
        ("county", Role.COUNTY, county()),
        ("inspector", Role.INSPECTOR, county()),
        ("auditor", Role.AUDITOR, county()),
    ]
    posts += [(f"township{n + 1}", Role.TOWNSHIP, township(n)) for n in range(TOWNSHIPS)]
    posts += [(f"village{n + 1}", Role.VILLAGE, village(n)) for n in range(TOWNSHIPS * VILLAGES)]
    posts += [(login, Role.HELPER, village(n)) for n, login in helpers(households, seed)]
    users = [User(username=login, name=_name(draw, surname, given_name)) for login, _, _ in posts]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users, batch_size=500)
    Responsibility.objects.bulk_create(
        (
            Responsibility(user=user, role=role.value, area_id=area, since=SINCE)
            for user, (_, role, area) in zip(users, posts, strict=True)
        ),
        batch_size=500,
    )
    StaffDevice.objects.bulk_create(
        (StaffDevice(device=f"phone-of-{user.username}", first_seen_at=clock.now()) for user in users), batch_size=500
    )
    desk, place = User.objects.get(username="county"), Area.objects.get(code=county())
    for name, value, effective_from, source in VALUES:
        set_parameter(by=desk, area=place, name=name, value=value, effective_from=effective_from, source=source)


def _name(draw: Random, surname, given_name) -> str:
    return surname(draw) + given_name(draw, female=draw.random() < 0.4, born_on=date(draw.randint(1968, 1999), 6, 1))


def county() -> str:
    from xinlu.demo.places import COUNTY

    return COUNTY


def township(n: int) -> str:
    return f"{county()}{101 + n}"


def village(n: int) -> str:
    """The code of the `n`th village of the county."""
    return f"{township(n // VILLAGES)}{201 + n % VILLAGES}"


FIRST, SECOND = "望石平云水柳新上下大岩茶橘雾半桐松竹龙凤", "岭门溪坡井屯桥寨塘坪山脚湾田洞"


def area_rows() -> list[tuple[str, str, str, str]]:
    """Every area as (code, name, level, code of the one above)."""
    rows = [(PROVINCE, "贵州省", "province", ""), (county(), "月岭县", "county", PROVINCE)]
    rows += [(township(n), f"{FIRST[n]}{SECOND[n % len(SECOND)]}乡", "township", county()) for n in range(TOWNSHIPS)]
    for n in range(TOWNSHIPS * VILLAGES):
        name = f"{FIRST[(n * 7) % len(FIRST)]}{SECOND[n % VILLAGES]}村"
        rows.append((village(n), name, "village", township(n // VILLAGES)))
        rows += [(f"{village(n)}{g + 1:02d}", f"{'一二三四五'[g]}组", "group", village(n)) for g in range(GROUPS)]
    return rows


def homes(households: int, seed: int) -> list[tuple[int, str]]:
    """For every household the place of its village among all, and its helper's login; empty where it has none."""
    draw = Random(f"{seed}/homes")
    weights = [draw.uniform(0.4, 1.6) for _ in range(TOWNSHIPS * VILLAGES)]
    whole, places = sum(weights), []
    for n, weight in enumerate(weights):
        places += [n] * round(weight / whole * households)
    places = (places + list(range(TOWNSHIPS * VILLAGES)) * (households // 300 + 1))[:households]
    found, room, nth, last = [], 0, 0, -1
    for place in sorted(places):
        if room == 0 or place != last:
            nth, room, last = nth + 1, draw.randint(1, OF_HELPER_MOST), place
        if draw.random() < WITHOUT_HELPER:
            found.append((place, ""))
        else:
            found.append((place, f"helper{nth}"))
            room -= 1
    return found


def helpers(households: int, seed: int) -> list[tuple[int, str]]:
    """Every helper's village and login."""
    return list(dict.fromkeys((place, login) for place, login in homes(households, seed) if login))


def write_part(job) -> None:
    """One worker's households into its own database: records, then derived rows."""
    folder, database, start, stop, households, seed, nth = job
    open_folder(folder, database=database)
    from county_homes import Home, ManyNumbers
    from django.db import connection, transaction

    from xinlu.demo.places import VILLAGES as TRADING
    from xinlu.people.models import Area, User

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA cache_size=-200000")
    places, users = Area.objects.in_bulk(), {user.username: user for user in User.objects.all()}
    numbers, plan = ManyNumbers(first=nth * 120), homes(households, seed)
    began = time.perf_counter()
    for first in range(start, stop, AT_ONCE):
        some = []
        for order in range(first, min(first + AT_ONCE, stop)):
            where, login = plan[order]
            desks = {
                "village": f"village{where + 1}",
                "township": f"township{where // VILLAGES + 1}",
                "county": "county",
            }
            some.append(
                Home(
                    order,
                    seed=seed,
                    place=places[f"{village(where)}{order % GROUPS + 1:02d}"],
                    village=TRADING[where % len(TRADING)],
                    helper=users.get(login),
                    desks={name: users[desk] for name, desk in desks.items()},
                    numbers=numbers,
                )
            )
        with transaction.atomic():
            _store(some)
        if nth == 0 and first // AT_ONCE % 25 == 0:
            done = first + AT_ONCE - start
            took = time.perf_counter() - began
            print(f"part {nth}: {done:,} of {stop - start:,} in {took:.0f} s", file=sys.stderr, flush=True)
    connection.close()


def _store(some) -> None:
    """Records as `append_all` stores them, without freezing each a second time; then the derived rows."""
    from xinlu.casework.services.figures import refresh_figures_of
    from xinlu.records.models import Household, LedgerEntry
    from xinlu.registry.services.current import refresh_current_many

    Household.objects.bulk_create([home.household for home in some])
    records = [record for home in some for record in home.records]
    LedgerEntry.objects.bulk_create(
        (
            LedgerEntry(
                id=each.pk,
                kind=each.KIND,
                household_id=each.household_id,
                digest=each.digest,
                received_at=each.received_at,
            )
            for each in records
        ),
        batch_size=500,
    )
    of_kind = {}
    for record in records:
        of_kind.setdefault(type(record), []).append(record)
    for kind, rows in of_kind.items():
        kind._default_manager.bulk_create(rows, batch_size=500)
    ids = [home.household.pk for home in some]
    refresh_current_many(ids)
    refresh_figures_of(ids)


def put_together(whole: Path, parts: list[Path]) -> None:
    """Every row that the parts have beyond what they began with, in the whole database."""
    with closing(sqlite3.connect(whole)) as database:
        database.execute("PRAGMA synchronous=OFF")
        database.execute("PRAGMA cache_size=-400000")
        tables = [
            row[0]
            for row in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
        ]
        began = {
            name: database.execute(f'SELECT coalesce(max(rowid), 0) FROM "{name}"').fetchone()[0] for name in tables
        }
        for part in parts:
            database.execute("ATTACH ? AS part", (str(part),))
            for name in sorted(tables, key=lambda each: each != "records_household"):
                columns = [
                    f'"{row[1]}"'
                    for row in database.execute(f'PRAGMA table_info("{name}")')
                    if not (row[5] and row[2].lower() == "integer")  # numbered anew
                ]
                listed = ", ".join(columns)
                rest = f'SELECT {listed} FROM part."{name}" WHERE rowid > ?'
                database.execute(f'INSERT INTO main."{name}" ({listed}) {rest}', (began[name],))
            database.commit()
            database.execute("DETACH part")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def check(seed: int) -> None:
    """Some records of every kind still yield their digest."""
    from xinlu.records.selectors import kinds, verify

    for kind in kinds().values():
        for record in kind._default_manager.all()[: CHECKED // 8]:
            assert verify(record), record


if __name__ == "__main__":
    main()
