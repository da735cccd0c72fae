"""The tests' own PostgreSQL leaves nothing behind, however a run ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from architecture.sources import ROOT

pytestmark = pytest.mark.postgres

# A run in a shell's background is born deaf to Ctrl-C, and so would be its children.
HEARS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
START = f"{HEARS}; from postgres import OwnPostgres; own = OwnPostgres(); print(own.port, own.folder, flush=True)"


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def is_gone(port, folder):
    """Whether server and folder are gone within half a minute."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if not is_listening(port) and not folder.exists():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def run():
    """Start a program that has a server of its own; the program, its port and its folder."""
    running = []

    def run(then):
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
        command = [sys.executable, "-c", f"{START}; {then}"]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        running.append(child)
        port, folder = child.stdout.readline().split()
        return child, int(port), Path(folder)

    yield run
    for child in running:
        child.kill()
        child.wait()
        child.stdout.close()
        child.stdin.close()


def test_a_stopped_server_is_gone_with_its_folder(run):
    child, port, folder = run("own.stop(); own.stop()")
    assert child.wait(timeout=60) == 0
    assert is_gone(port, folder)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_server_whose_run_was_killed_is_gone_with_its_folder(run, how):
    child, port, folder = run("input()")
    assert is_listening(port) and folder.is_dir()
    child.send_signal(how)
    child.wait(timeout=60)
    assert is_gone(port, folder)
