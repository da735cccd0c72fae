"""A throwaway PostgreSQL for one test run: its own folder, a free port on 127.0.0.1, gone when the run is gone."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from parts import found

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
}

MEMORY = "/dev/shm"
ROOM_BYTES = 4 << 30

# The server lives as long as its standard input stays open. That closes when the run ends in whatever way,
# also by kill -9, and then the server stops and its folder goes.
KEEPER = """
"$@" >"$FOLDER/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$FOLDER"
"""


class OwnPostgres:
    """Starts a server when made; `url` is its address; `stop` ends it and deletes its folder (any number of times)."""

    def __init__(self) -> None:
        binaries = Path(found("postgres"))
        self._as_user = _unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="xinlu-postgres-", dir=_where()))
        if self._as_user:
            os.chown(self.folder, self._as_user["user"], self._as_user["group"])
        try:
            self._run(
                *(binaries / "initdb", "--pgdata", self.folder / "data", "--username", "xinlu"),
                *("--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"),
            )
            self.port = _free_port()
            self.url = f"postgres://xinlu@127.0.0.1:{self.port}/postgres"
            self._keeper = self._start(binaries / "postgres")
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        try:
            self._wait(binaries / "pg_isready")
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server and delete its folder."""
        if self._keeper.stdin:
            self._keeper.stdin.close()
        self._keeper.wait(timeout=60)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, *command: str | Path) -> None:
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=self.folder, stdin=subprocess.DEVNULL, **self._as_user
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")

    def _start(self, server: Path) -> subprocess.Popen[bytes]:
        settings = {**SETTINGS, "port": str(self.port), "unix_socket_directories": str(self.folder)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        # A session of its own: Ctrl-C ends the run first, and the run then ends the server.
        return subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", server, "-D", self.folder / "data", *options],
            stdin=subprocess.PIPE,
            cwd=self.folder,
            env={**os.environ, "FOLDER": str(self.folder)},
            start_new_session=True,
            **self._as_user,
        )

    def _wait(self, pg_isready: Path) -> None:
        until = time.monotonic() + 60
        while subprocess.run([pg_isready, "-q", "-h", "127.0.0.1", "-p", str(self.port)]).returncode:
            if time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")
            time.sleep(0.05)


def _where() -> str:
    """In memory where there is room for it: a test empties and fills hundreds of small files.

    Never TMPDIR: the other user must reach it, and a socket's path may have no more than 107 bytes.
    """
    with suppress(OSError):
        if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM_BYTES:
            return MEMORY
    return "/tmp"


def _unprivileged() -> dict[str, Any]:
    """For root, the user to run as: PostgreSQL refuses to run as root. Nothing for anybody else."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
