"""An import that is killed half-way leaves whole households alone, and the same command goes on where it stopped."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import time
from contextlib import closing

import openpyxl
import pytest

from xinlu.practice.idnumbers import check_digit

HOUSEHOLDS = 1_600
KILLED_WITHIN_SECONDS = 90
COUNTED = {
    "households": "SELECT count(*) FROM records_household",
    "people": "SELECT count(*) FROM registry_memberversion",
    "accounts": "SELECT count(*) FROM casework_incomeaccount",
    "lines": "SELECT count(*) FROM casework_incomeline",
    "listed": "SELECT count(*) FROM registry_currentfile",
    "figures": "SELECT count(*) FROM casework_householdfigures",
    "ledger": "SELECT count(*) FROM records_ledgerentry",
}


@pytest.fixture
def county(place):
    """A machine with areas and a register that nobody has brought in yet."""
    areas = place.folder / "areas.csv"
    areas.write_text(
        "code,name,level,parent\n522699,月岭县,county,\n522699101,望云乡,township,522699\n"
        "522699101200,对门坡村,village,522699101\n",
        encoding="utf-8",
    )
    place("import", "areas", str(areas))
    write_register(place.folder / "register.xlsx")
    return place


def test_a_killed_import_leaves_no_household_half_done_and_goes_on(county):
    kill_half_way(county)
    half = counts(county)
    assert 0 < half["households"] < HOUSEHOLDS
    assert half["people"] == 2 * half["households"], "each household that stands has all its people"
    assert half["accounts"] == half["listed"] == half["figures"] == half["households"]
    assert half["lines"] == 2 * half["households"]
    report = county.folder / "report.json"
    county("import", "register", "register.xlsx", "--json", str(report))
    told = json.loads(report.read_text(encoding="utf-8"))["counts"]
    assert told["new"] == HOUSEHOLDS - half["households"]
    assert told["same"] == half["households"]
    whole = counts(county)
    assert whole["households"] == HOUSEHOLDS
    assert whole["ledger"] == HOUSEHOLDS * 6
    county("import", "register", "register.xlsx")
    assert counts(county) == whole


def test_the_oracle_sees_a_household_that_stands_without_its_people(county):
    county("import", "register", "register.xlsx")
    with closing(sqlite3.connect(county.folder / "var" / "xinlu.sqlite3")) as database:
        database.execute("INSERT INTO records_household (id, entered_at) VALUES ('0' , '2026-01-01')")
        database.commit()
    found = counts(county)
    assert found["people"] != 2 * found["households"]


def kill_half_way(county) -> None:
    """SIGKILL as soon as the first households stand."""
    child = subprocess.Popen(
        [county.program, "import", "register", "register.xlsx"],
        env=county.environment,
        cwd=county.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + KILLED_WITHIN_SECONDS
    while time.monotonic() < until and child.poll() is None:
        if counts(county)["households"]:
            child.send_signal(signal.SIGKILL)
            break
        time.sleep(0.005)
    assert child.wait(timeout=30) == -signal.SIGKILL, "it was still at work"


def counts(county) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{county.folder}/var/xinlu.sqlite3?mode=ro", uri=True)) as database:
        return {name: database.execute(ask).fetchone()[0] for name, ask in COUNTED.items()}


def write_register(file) -> None:
    book = openpyxl.Workbook(write_only=True)
    households, people = book.create_sheet("农户"), book.create_sheet("成员")
    households.append(["户编号", "村", "户主姓名", "家庭人口", "工资性收入", "转移性收入", "家庭年纯收入"])
    people.append(["户编号", "姓名", "身份证号", "与户主关系"])
    for n in range(HOUSEHOLDS):
        number = f"522699{n:06d}"
        households.append([number, "对门坡村", f"杨{chr(0x4E00 + n)}", 2, 1000 + n, 500, 1500 + n])
        people.append([number, f"杨{chr(0x4E00 + n)}", id_number(n, 1950), "户主"])
        people.append([number, f"龙{chr(0x4E00 + n)}", id_number(n, 1951), "配偶"])
    book.save(file)


def id_number(n: int, year: int) -> str:
    seventeen = f"522699{year}{n // 900 % 12 + 1:02d}01{n % 900:03d}"
    return seventeen + check_digit(seventeen)
