"""An extract that is killed half-way is taken for no whole one, goes on with the same command, and comes out the same."""

from __future__ import annotations

import json
import signal
import subprocess
import time

import duckdb
import pytest

from faults.test_import_killed import write_register
from xinlu.assessment.tables import table
from xinlu.reports.extraction.ranges import FILLED

KILLED_WITHIN_SECONDS = 90


@pytest.fixture
def county(place):
    """A machine with 1,600 households: four ranges."""
    areas = place.folder / "areas.csv"
    areas.write_text(
        "code,name,level,parent\n522699,月岭县,county,\n522699101,望云乡,township,522699\n"
        "522699101200,对门坡村,village,522699101\n",
        encoding="utf-8",
    )
    place("import", "areas", str(areas))
    write_register(place.folder / "register.xlsx")
    place("import", "register", "register.xlsx")
    return place


def test_a_killed_extract_goes_on_and_equals_one_that_was_not(county):
    out, whole = county.folder / "out", county.folder / "whole"
    kill_half_way(county, out)
    finished = {name: (out / "benefits" / name).stat().st_ino for name in written_down(out)}
    assert 0 < len(finished) < 4
    refused = county("assess", "--tables", "out", "--out", "assessed", "--as-of", "2026-11-23", ok=False)
    assert "areas" in refused.stderr
    leftover = out / "households" / "part-00003.parquet.unfinished"
    leftover.write_bytes(b"half")
    said = county("tables", "extract", "--out", "out", "--language", "en").stdout
    assert "1,600 households" in said and f"{4 - len(finished)} of 4 ranges" in said
    assert not leftover.exists() and not list(out.rglob("*.unfinished"))
    kept = {name: (out / "benefits" / name).stat().st_ino for name in finished}
    assert kept == finished, "what was finished was not done again"
    county("tables", "extract", "--out", "whole")
    assert differences(out, whole) == []
    county("tables", "check", "out")
    assert all(file.stat().st_mode & 0o077 == 0 for file in out.rglob("*.parquet"))
    # A row that is not the same is seen by the comparison.
    shift(whole / "accounts" / "part-00002.parquet")
    assert differences(out, whole) == ["accounts"]


def kill_half_way(county, out) -> None:
    """SIGKILL as soon as the first range stands, before the last."""
    child = subprocess.Popen(
        [county.program, "tables", "extract", "--out", str(out)],
        env=county.environment,
        cwd=county.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + KILLED_WITHIN_SECONDS
    while time.monotonic() < until and child.poll() is None:
        if written_down(out):
            child.send_signal(signal.SIGKILL)
            break
        time.sleep(0.005)
    assert child.wait(timeout=30) == -signal.SIGKILL, "it was still at work"


def written_down(out) -> list[str]:
    """The files of each table that the extract holds to be finished."""
    try:
        ranges = json.loads((out / "extract.json").read_text(encoding="utf-8"))["ranges"]
    except FileNotFoundError:
        return []
    return [f"part-{int(number):05}.parquet" for number in ranges]


def differences(one, other) -> list[str]:
    """The tables in which the two folders differ, in rows or in how often a row stands."""
    found = []
    for name in FILLED:
        left, right = (f"SELECT * FROM read_parquet('{folder}/{name}/*.parquet')" for folder in (one, other))
        asked = f"SELECT count(*) FROM (({left} EXCEPT ALL {right}) UNION ALL ({right} EXCEPT ALL {left}))"
        if duckdb.execute(asked).fetchone()[0]:
            found.append(name)
        assert [each.name for each in sorted((one / name).iterdir())] == [f"part-{n:05}.parquet" for n in range(4)]
    return found


def shift(file) -> None:
    """One household's heads are one more."""
    columns = ", ".join(
        f"{name} + (account_no % 400 = 7)::INT AS {name}" if name == "heads" else name
        for name in table("accounts").schema
    )
    duckdb.execute(f"COPY (SELECT {columns} FROM read_parquet('{file}')) TO '{file}.new' (FORMAT parquet)")
    file.with_name(f"{file.name}.new").replace(file)
