# ruff: noqa: T201  (a program: printing is what it does)
"""Seconds to enter a county's households and their first accounts, beside a bare insert of the same rows in the same run.

    .venv/bin/python bench/entering.py [--households 90000] [--batch 2000] [--seed 2026] [--json]

Three and a third members a household, accounts of five lines, into a fresh SQLite folder that is gone afterwards. What
counts is the time within `enter_households` and `write_first_accounts`: checks, digests, encryption, ledger, triggers,
derived rows, commits; not the making up of people. The bare insert then copies every row of those tables into a second
database with the same tables and indexes, but without triggers, by executemany in as many transactions: the ratio says
what all the rest costs, whatever machine it runs on.
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
from collections.abc import Iterator
from contextlib import closing, redirect_stdout
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random

MEMBERS = (4, 3, 4, 1, 3, 5, 4, 2, 4)
TOWNSHIPS, VILLAGES = 20, 15
KINDS = ("rice", "pig", "casual_work", "pension", "cost")
CHECKED = 500


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--households", type=int, default=90_000)
    asked.add_argument("--batch", type=int, default=2_000, help="households in one transaction")
    asked.add_argument("--seed", type=int, default=2026)
    asked.add_argument("--json", action="store_true", help="print the figures as JSON alone")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="xinlu-bench-") as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "xinlu.config.settings", "XINLU_DEMO": "1"}
        os.environ |= {"XINLU_DATA_DIR": f"{folder}/var", "XINLU_KEYS_FILE": f"{folder}/keys.json"}
        os.environ.pop("DATABASE_URL", None)
        from xinlu.config.installing import make_ready

        with redirect_stdout(sys.stderr):
            make_ready()
        figures = measured(households=options.households, batch=options.batch, seed=options.seed)
        figures |= bare_insert(Path(folder) / "bare.sqlite3", transactions=figures["transactions"])
    figures["ratio"] = round(figures["seconds"] / figures["bare_seconds"], 1)
    print(json.dumps(figures, indent=2)) if options.json else show(figures)


def measured(*, households: int, batch: int, seed: int) -> dict[str, float]:
    """Seconds by part, rows, peak memory; ends the program where a record does not verify."""
    from django.db import transaction

    from xinlu.casework.services.first_accounts import write_first_accounts
    from xinlu.people.models import User
    from xinlu.registry.services.entering import enter_households

    clerk = User.objects.create_user("clerk", name="石峰")
    made = county(households, Random(seed))
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cpu, entering, accounts, committing, transactions = 0.0, 0.0, 0.0, 0.0, 0
    while some := list(islice(made, batch)):
        began, began_cpu = time.perf_counter(), time.process_time()
        with transaction.atomic():
            entered = enter_households([new for new, _ in some], by=clerk, device="bench")
            middle = time.perf_counter()
            drafts = [(household, draft) for household, (_, draft) in zip(entered, some, strict=True)]
            write_first_accounts(drafts, by=clerk, device="bench")
            written = time.perf_counter()
        ended = time.perf_counter()
        cpu += time.process_time() - began_cpu
        entering, accounts, committing = (
            entering + middle - began,
            accounts + written - middle,
            committing + ended - written,
        )
        transactions += 1
    check(Random(seed))
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "households": households,
        "transactions": transactions,
        "seconds": round(entering + accounts + committing, 1),
        "entering_seconds": round(entering, 1),
        "accounts_seconds": round(accounts, 1),
        "commit_seconds": round(committing, 1),
        "cpu_seconds": round(cpu, 1),
        "peak_mb": round(peak_kib / 1024),
        "grown_mb": round((peak_kib - before_kib) / 1024),
    }


def county(households: int, chance: Random) -> Iterator[tuple]:
    """Households not entered yet with the drafts of their accounts, made as they are asked for."""
    from xinlu.casework.drafts import Basis, Draft, DraftLine
    from xinlu.kernel import clock
    from xinlu.kernel.periods import campaign_year
    from xinlu.registry.services.entering import NewHousehold

    places, today = villages(), clock.today()
    for number, (place, members) in enumerate(islice(zip(cycle(places), cycle(MEMBERS)), households)):
        persons = [person(chance, nth) for nth in range(members)]
        facts = {
            "number": f"YS-{number:06d}",
            "address": f"{chance.randint(1, 9)} 组 {chance.randint(1, 90)} 号",
            "phone": f"138{chance.randint(0, 99_999_999):08d}",
            "main_cause": chance.choice(("illness", "labour", "skills")),
            "house_area_m2": chance.randint(30, 160),
            "house_structure": chance.choice(("earth", "brick_concrete")),
            "house_year": chance.randint(1960, 2020),
            "electricity": True,
            "water": chance.choice(("tap", "river")),
            "fuels": ["straw"],
        }
        lines = tuple(
            DraftLine(key=str(nth), kind=kind, basis=Basis.REGISTER, amount_fen=chance.randint(10_000, 2_000_000))
            for nth, kind in enumerate(KINDS)
        )
        draft = Draft(period=campaign_year(today.year - 1), heads=members, reckoned_on=today, lines=lines)
        yield NewHousehold(place=place, said_by=persons[0]["name"], facts=facts, persons=persons), draft


def villages() -> list:
    """The villages of a county of twenty townships."""
    from xinlu.people.models import Area
    from xinlu.people.roles import Level

    def area(code: str, name: str, level: Level, parent=None):
        return Area.objects.create(
            code=code, name=name, level=level, parent=parent, path=f"{parent.path if parent else ''}{code}/"
        )

    county = area("522699", "云上县", Level.COUNTY, area("52", "贵州省", Level.PROVINCE))
    found = []
    for nth in range(TOWNSHIPS):
        township = area(f"522699{101 + nth}", f"第 {nth + 1} 乡", Level.TOWNSHIP, county)
        for village in range(VILLAGES):
            found.append(area(f"522699{101 + nth}{201 + village}", f"第 {village + 1} 村", Level.VILLAGE, township))
    return found


def person(chance: Random, nth: int) -> dict:
    """A member's facts; the first is the head."""
    from xinlu.practice.idnumbers import check_digit

    born = date(1935, 1, 1) + timedelta(days=chance.randrange(30_000))
    first = f"522699{born:%Y%m%d}{chance.randint(1, 999):03d}"
    given = "".join(chance.choice("秀英正明小军国庆春梅建民桂花") for _ in range(chance.randint(1, 2)))
    return {
        "name": chance.choice("杨龙石田罗吴潘王李周") + given,
        "relation": ("head", "spouse", "son", "daughter", "sons_son")[nth],
        "sex": "male" if int(first[16]) % 2 else "female",
        "born_on": born,
        "id_number": first + check_digit(first),
        "ethnic_group": chance.choice(("苗族", "侗族", "汉族")),
        "education": chance.choice(("none", "primary", "junior")),
        "health": chance.choice(("healthy", "chronic")),
        "labour": chance.choice(("ordinary", "none")),
        "migrant_work": chance.random() < 0.3,
        "medical_insurance": True,
    }


def check(chance: Random) -> None:
    """Some records of every kind yield their digests."""
    from xinlu.records.models import LedgerEntry
    from xinlu.records.selectors import kinds, verify

    for kind, model in kinds().items():
        ids = list(LedgerEntry.objects.filter(kind=kind).values_list("pk", flat=True)[: 20 * CHECKED])
        for pk in chance.sample(ids, min(CHECKED, len(ids))):
            if not verify(model._default_manager.get(pk=pk)):
                sys.exit(f"{kind} {pk} does not verify")


def bare_insert(path: Path, *, transactions: int) -> dict[str, float]:
    """Seconds to put the same rows into the same tables and indexes without triggers, in as many transactions."""
    from django.db import connection

    from xinlu.casework.models import HouseholdFigures, IncomeAccount, IncomeLine
    from xinlu.records.models import Household, LedgerEntry
    from xinlu.registry.models import CurrentFile, HouseholdFile, MemberVersion

    models = (
        Household, LedgerEntry, HouseholdFile, MemberVersion, CurrentFile, IncomeLine, IncomeAccount, HouseholdFigures,
    )  # fmt: skip
    seconds, rows = 0.0, 0
    with closing(sqlite3.connect(path, isolation_level=None)) as bare, connection.cursor() as cursor:
        bare.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        there = {}
        for model in models:
            table = model._meta.db_table
            cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type <> 'trigger'", [table])
            bare.executescript(";".join(sql for (sql,) in cursor.fetchall() if sql))
            there[table] = cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for nth in range(transactions):
            some = {}
            for table, count in there.items():
                cursor.execute(
                    f"SELECT * FROM {table} WHERE rowid > %s AND rowid <= %s",
                    [count * nth // transactions, count * (nth + 1) // transactions],
                )
                some[table] = cursor.fetchall()
            began = time.perf_counter()
            bare.execute("BEGIN IMMEDIATE")
            for table, values in some.items():
                places = ",".join("?" * len(values[0]))
                bare.executemany(f"INSERT INTO {table} VALUES ({places})", values)
            bare.execute("COMMIT")
            seconds += time.perf_counter() - began
            rows += sum(map(len, some.values()))
    return {"rows": rows, "bare_seconds": round(seconds, 1)}


def show(figures: dict[str, float]) -> None:
    print("{households:,} households, {rows:,} rows in {transactions} transactions".format(**figures))
    print(
        "entering      {seconds:8.1f} s   {each:10,.0f} rows/s".format(
            each=figures["rows"] / figures["seconds"], **figures
        )
    )
    print(
        "  of it       {entering_seconds} s households, {accounts_seconds} s accounts, {commit_seconds} s commits".format(
            **figures
        )
    )
    print("  processor   {cpu_seconds:8.1f} s".format(**figures))
    print("peak memory   {peak_mb:8,} MB   {grown_mb} MB more than before the first household".format(**figures))
    print("bare insert   {bare_seconds:8.1f} s".format(**figures))
    print("ratio         {ratio:8.1f}".format(**figures))


if __name__ == "__main__":
    main()
