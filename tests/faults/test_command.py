"""The one command as an operator runs it, each in a process of its own: set up, serve, back up, put back."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from contextlib import closing

STARTS_WITHIN_SECONDS = 60


def test_init_writes_keys_outside_the_data_and_a_first_operator_once(place):
    said = place("init").stdout
    keys = place.folder / "keys" / "xinlu.json"
    assert keys.stat().st_mode & 0o777 == 0o600
    assert re.search(r"password: \S{12,}", said)
    before = keys.read_text()
    again = place("init").stdout
    assert "there already" in again and "password:" not in again
    assert keys.read_text() == before


def test_a_backup_put_back_brings_what_was_there_and_asks_before_it_replaces(place):
    place("init", "--login", "first", "--password", "a good long one")
    archive = str(place.folder / "kept.tar.gz")
    place("backup", archive)
    assert (place.folder / "kept.tar.gz").stat().st_mode & 0o077 == 0
    place("init", "--login", "second", "--password", "a good long one")
    refused = place("restore", archive, ok=False)
    assert "--over" in refused.stderr and "Traceback" not in refused.stderr
    assert logins(place) == {"first", "second"}
    place("restore", archive, "--over")
    assert logins(place) == {"first"}
    assert "Traceback" not in place("backup", archive, ok=False).stderr, "a name that is taken is not written over"


def test_areas_come_in_once_and_a_faulty_file_changes_nothing(place):
    place("init")
    good = place.folder / "areas.csv"
    good.write_text("code,name,level,parent\n52,贵州省,province,\n5226,黔东南州,prefecture,52\n", encoding="utf-8")
    assert "2 areas added" in place("import", "areas", str(good)).stdout
    assert "0 areas added" in place("import", "areas", str(good)).stdout
    bad = place.folder / "bad.csv"
    bad.write_text("code,name,level,parent\n522699,月岭县,kingdom,5226\n", encoding="utf-8")
    refused = place("import", "areas", str(bad), ok=False)
    assert "kingdom" in refused.stderr and "Traceback" not in refused.stderr
    assert count(place, "people_area") == 2


def test_serve_answers_and_ends_whole_when_it_is_told_to(place, need):
    need("processes")
    place("init")
    port = free_port()
    server = subprocess.Popen(
        [place.program, "serve", "--port", str(port)],
        env=place.environment,
        cwd=place.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        assert "心路" in answer_of(f"http://127.0.0.1:{port}/enter/login/", server)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
    assert server.returncode == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "the port is free again"
    assert not processes_of(server.pid), "neither the server nor the worker outlives it"


def test_without_keys_a_sentence_says_what_to_run(place):
    refused = place("rebuild", ok=False)
    assert "xinlu init" in refused.stderr and "Traceback" not in refused.stderr


def logins(place) -> set[str]:
    with closing(sqlite3.connect(place.folder / "var" / "xinlu.sqlite3")) as database:
        return {name for (name,) in database.execute("SELECT username FROM people_user")}


def count(place, table: str) -> int:
    with closing(sqlite3.connect(place.folder / "var" / "xinlu.sqlite3")) as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer_of(url: str, server: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"no answer from {url}: {server.poll()}")


def processes_of(group: int) -> list[str]:
    listed = subprocess.run(["ps", "-o", "args=", "-g", str(group)], capture_output=True, text=True, check=False)
    return [line for line in listed.stdout.splitlines() if line.strip()]
