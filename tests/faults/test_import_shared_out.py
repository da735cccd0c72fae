"""A large register that several processes work on comes to the same as with one; whoever of them dies, nothing is half in."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from faults.test_import_killed import COUNTED, counts, id_number
from xinlu.exchange.hands import ALONE_UP_TO_BYTES
from xinlu.kernel.hands import cores

HOUSEHOLDS = 2_600
WITHIN_SECONDS = 90
MADE_ANEW = frozenset(
    {
        *("id", "household_id", "file_id", "account_id", "member", "author_id", "by_id", "device", "intake_id"),
        *("salt", "digest", "lines", "key", "body", "made_at", "received_at", "entered_at", "raised_at"),
        *("phone", "id_number", "disability_number"),
    }
)
"""Ids, salts, times, and what is sealed under a nonce of its own: they differ each time."""
COMPARED = (
    "records_household", "records_ledgerentry", "registry_householdfile", "registry_memberversion", "registry_currentfile",
    "casework_incomeline", "casework_incomeaccount", "casework_householdfigures", "exchange_proposal",
)  # fmt: skip

pytestmark = pytest.mark.skipif(cores() < 2, reason="with one core one process does it all")


@pytest.fixture
def county(place):
    """A machine with areas and a register large enough to be shared out, which nobody has brought in yet."""
    areas = place.folder / "areas.csv"
    areas.write_text(
        "code,name,level,parent\n522699,月岭县,county,\n522699101,望云乡,township,522699\n"
        "522699101200,对门坡村,village,522699101\n522699101201,岩脚村,village,522699101\n",
        encoding="utf-8",
    )
    place("import", "areas", str(areas))
    file = place.folder / "register.xlsx"
    write_register(file)
    assert file.stat().st_size > ALONE_UP_TO_BYTES
    return place


def test_several_processes_write_what_one_writes(county):
    alone = county.folder / "alone"
    shutil.copytree(county.folder / "var", alone)
    one = told(county, "one.json", data=alone, on={0})
    several = told(county, "several.json", data=county.folder / "var", on=None)
    assert several == one
    assert several["counts"]["new"] == HOUSEHOLDS - 3
    assert (several["counts"]["asked"], several["counts"]["returned"]) == (2, 1)
    assert rows(county.folder / "var") == rows(alone)
    again = told(county, "again.json", data=county.folder / "var", on=None)
    assert (again["counts"]["new"], again["counts"]["changed"]) == (0, 0)
    assert rows(county.folder / "var") == rows(alone)


def test_the_oracle_sees_one_figure_that_differs(county):
    told(county, "several.json", data=county.folder / "var", on=None)
    other = county.folder / "other"
    shutil.copytree(county.folder / "var", other)
    with closing(sqlite3.connect(other / "xinlu.sqlite3")) as database:
        database.execute("UPDATE casework_householdfigures SET claimed_fen = claimed_fen + 1 WHERE rowid = 7")
        database.commit()
    assert rows(other) != rows(county.folder / "var")


def test_with_the_writer_killed_the_others_end_too_and_a_second_start_goes_on(county):
    child, others = started(county)
    wait_for_households(county, child)
    child.send_signal(signal.SIGKILL)
    assert child.wait(timeout=30) == -signal.SIGKILL, "it was still at work"
    until = time.monotonic() + 20
    while any(map(is_at_work, others)) and time.monotonic() < until:
        time.sleep(0.05)
    assert len(others) >= 2 and not any(map(is_at_work, others))
    assert counts(county)["households"] > 0
    goes_on(county)


def test_with_a_helping_process_killed_it_says_so_and_a_second_start_goes_on(county):
    child, others = started(county, stderr=subprocess.PIPE)
    os.kill(max(others), signal.SIGKILL)
    _, said = child.communicate(timeout=60)
    assert child.returncode == 1
    assert "start again" in said.decode()
    assert counts(county)["households"] == 0
    goes_on(county)


def goes_on(county) -> None:
    half = counts(county)
    assert half["households"] < HOUSEHOLDS - 3
    assert half["accounts"] == half["listed"] == half["figures"] == half["households"]
    report = told(county, "rest.json", data=county.folder / "var", on=None)
    assert report["counts"]["new"] == HOUSEHOLDS - 3 - half["households"]
    assert counts(county)["households"] == HOUSEHOLDS - 3


def told(county, name: str, *, data: Path, on: set[int] | None) -> dict:
    """What the report of an import says, on these cores (all, where none are named)."""
    report = county.folder / name
    subprocess.run(
        [county.program, "import", "register", "register.xlsx", "--json", str(report)],
        env={**county.environment, "XINLU_DATA_DIR": str(data)},
        cwd=county.folder,
        preexec_fn=(lambda: os.sched_setaffinity(0, on)) if on else None,
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=300,
    )
    return json.loads(report.read_text(encoding="utf-8"))


def started(county, **pipes) -> tuple[subprocess.Popen[bytes], set[int]]:
    """The command at work, and the processes that share in it."""
    child = subprocess.Popen(
        [county.program, "import", "register", "register.xlsx"],
        env=county.environment,
        cwd=county.folder,
        stdout=subprocess.DEVNULL,
        **{"stderr": subprocess.DEVNULL, **pipes},
    )
    until = time.monotonic() + WITHIN_SECONDS
    while time.monotonic() < until and child.poll() is None:
        others = {each for each in descendants(child.pid) if b"spawn_main" in command_of(each)}
        if len(others) >= 2:
            return child, others
        time.sleep(0.02)
    raise AssertionError("no process shares in it")


def wait_for_households(county, child: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + WITHIN_SECONDS
    while time.monotonic() < until and child.poll() is None and not counts(county)["households"]:
        time.sleep(0.005)


def descendants(process: int) -> set[int]:
    try:
        own = {int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()}
    except OSError:
        return set()
    return own.union(*(descendants(each) for each in own))


def command_of(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def is_at_work(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def rows(data: Path) -> dict[str, list[tuple]]:
    """What the tables say, whatever their rows are called."""
    found = {}
    with closing(sqlite3.connect(f"file:{data}/xinlu.sqlite3?mode=ro", uri=True)) as database:
        for table in COMPARED:
            names = [each[1] for each in database.execute(f"PRAGMA table_info({table})") if each[1] not in MADE_ANEW]
            told = ", ".join(f'"{name}"' for name in names) or "count(*)"
            found[table] = sorted(database.execute(f"SELECT {told} FROM {table}").fetchall(), key=repr)
    assert len(found["registry_currentfile"]) > 1_000 and set(COUNTED)
    return found


def write_register(file: Path) -> None:
    """Two lists; three people stand in a second household too (of the same batch, of the next, of one after that), and
    one sum cannot be read."""
    drawn = random.Random(7)
    book = openpyxl.Workbook(write_only=True)
    households, people = book.create_sheet("农户"), book.create_sheet("成员")
    households.append(["户编号", "村", "户主姓名", "家庭人口", "工资性收入", "转移性收入", "家庭年纯收入", "备注"])
    people.append(["户编号", "姓名", "身份证号", "与户主关系", "文化程度"])
    again = {1_020: 1_015, 1_010: 990, 2_590: 5}
    for n in range(HOUSEHOLDS):
        number, village = f"522699{n:06d}", "对门坡村" if n % 3 else "岩脚村"
        head, spouse = (f"{surname}{chr(0x4E00 + n)}" for surname in "杨龙")
        note = "".join(chr(drawn.randrange(0x4E00, 0x9FA5)) for _ in range(260))
        wages = "不少" if n == 77 else 1000 + n
        households.append([number, village, head, 2, wages, 500, 1500 + n, note])
        people.append([number, head, id_number(n, 1950), "户主", "小学"])
        people.append([number, spouse, id_number(again.get(n, n), 1951), "配偶", "不识字" if n % 2 else "初中"])
    book.save(file)
