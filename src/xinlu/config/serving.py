"""`xinlu serve`: gunicorn and the background worker side by side; both end when one ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from types import FrameType

import click
from django.conf import settings

from xinlu.kernel import clock

TICK_SECONDS = 60
LOOK_SECONDS = 0.5
GRACE_SECONDS = 10


def serve(*, host: str, port: int, ready: bool = False) -> None:
    """Serve until Ctrl-C or a termination signal; the exit code is that of the child that ended by itself."""
    from xinlu.config.installing import make_ready

    if not ready:
        make_ready()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "xinlu.config.settings"}
    server = [
        *(sys.executable, "-m", "gunicorn", "xinlu.config.wsgi:application", "--bind", f"{host}:{port}"),
        *("--workers", "2", "--worker-class", "gthread", "--threads", "4", "--timeout", "60"),
        *("--max-requests", "5000", "--max-requests-jitter", "500", "--log-level", "warning"),
        *("--config", "python:xinlu.config.gunicorn_settings"),
    ]
    worker = [sys.executable, "-m", "django", "db_worker", "--no-startup-delay", "--interval", "2"]
    children = [subprocess.Popen(command, env=environment) for command in (server, worker)]
    click.echo(
        f"Xinlu 心路: http://{'localhost' if host == '127.0.0.1' else host}:{port}/   (Ctrl-C stops it; data in {settings.XINLU_DATA_DIR})"
    )
    _stop_on_signals(children)
    try:
        sys.exit(_watch(children))
    finally:
        _end(children)


def _watch(children: list[subprocess.Popen[bytes]]) -> int:
    """Wait for the first child to end; call the clock's work every minute meanwhile, and reckon the results once a day."""
    from xinlu.config.keeping import do_tick
    from xinlu.config.reckoning import are_due

    due = time.monotonic()
    tried_on: date | None = None
    while True:
        for child in children:
            if child.poll() is not None:
                return child.returncode or 0
        if time.monotonic() >= due:
            do_tick()
            if tried_on != clock.today() and are_due():
                # In a process of its own: what it needs of memory is free again afterwards.
                subprocess.Popen([sys.executable, "-m", "xinlu.config.command", "results"], stdout=subprocess.DEVNULL)
                tried_on = clock.today()
            due = time.monotonic() + TICK_SECONDS
        time.sleep(LOOK_SECONDS)


def _stop_on_signals(children: list[subprocess.Popen[bytes]]) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
