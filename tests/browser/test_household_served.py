"""The household's page on a production server over SQLite: many wrong tries at once, the server's log, the weight of a page."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from apps.pages.household_door import HERS, HOME, WRONG

TESTS = Path(__file__).resolve().parents[1]
KEYS = "import os, pathlib; from xinlu.records.keys import make_keys; make_keys(pathlib.Path(os.environ['XINLU_KEYS_FILE']))"
MAKE = "import django; django.setup(); from apps.yang import make_yang; yang = make_yang(); yang.reckon(); print(yang.secret)"
TRIES = "import django; django.setup(); from xinlu.recognition.models import CardSecret; print(CardSecret.objects.get().wrong_tries)"
FORGED = "A" * 22
HEAVIEST_BYTES = 60_000


@dataclass(frozen=True)
class Served:
    """A server of its own folder, keys and database; `secret` is that of its one card."""

    url: str
    secret: str
    log: Path
    environment: dict[str, str]


def python(*arguments, environment):
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@pytest.fixture
def served(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XINLU_", "DATABASE_URL"))}
    data, keys, log = tmp_path / "var", tmp_path / "keys.json", tmp_path / "server.log"
    data.mkdir()
    environment = {
        **kept,
        "PYTHONPATH": str(TESTS),
        "DJANGO_SETTINGS_MODULE": "xinlu.config.settings",
        "XINLU_DATA_DIR": str(data),
        "XINLU_KEYS_FILE": str(keys),
    }
    python("-c", KEYS, environment=environment)
    python("-m", "django", "migrate", "--verbosity", "0", environment=environment)
    python("-m", "django", "collectstatic", "--noinput", "--verbosity", "0", environment=environment)
    secret = python("-c", MAKE, environment=environment)
    command = [sys.executable, "-m", "gunicorn", "xinlu.config.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--worker-class", "gthread", "--threads", "4"]
    command += ["--config", "python:xinlu.config.gunicorn_settings"]
    with log.open("w") as written:
        server = subprocess.Popen(command, env=environment, stdout=written, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://127.0.0.1:{port}{HOME}closed/", server, log)
            yield Served(f"http://127.0.0.1:{port}", secret, log, environment)
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(address, server, log):
    until = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            assert server.poll() is None and time.monotonic() < until, log.read_text()
            time.sleep(0.2)


def test_twenty_wrong_tries_at_once_are_no_more_than_five_and_the_secret_is_not_logged(served):
    first = Phone(served.url)
    first.scan(served.secret)
    first.post(f"{HOME}pictures/", picture=HERS, sure="1")

    def try_once(pictures):
        phone = Phone(served.url)
        phone.scan(served.secret)
        return phone.post(f"{HOME}pictures/", picture=pictures)

    with ThreadPoolExecutor(10) as pool:
        said = list(pool.map(try_once, [WRONG] * 20))
    assert sum("还能试" in text for text in said) <= 4
    assert sum("还能试" in text or "先锁上" in text for text in said) == 20
    assert "先锁上" in try_once(HERS)
    assert python("-c", TRIES, environment=served.environment) == "5"

    assert "打不开" in Phone(served.url).scan(FORGED)
    Phone(served.url).get(f"/c/{served.secret}/more")
    log = served.log.read_text()
    assert "/c/***" in log and served.secret not in log and FORGED not in log


def test_a_page_with_all_that_it_loads_weighs_little(served):
    phone = Phone(served.url)
    phone.scan(served.secret)
    phone.post(f"{HOME}pictures/", picture=HERS, sure="1")
    for path in ("/home/", f"{HOME}account/", f"{HOME}account/5/", f"{HOME}account/5/mine/"):
        page = phone.get(path)
        loaded = sorted(set(re.findall(r'(?:href|src)="(/static/[^"#]+)"', page)))
        assert len(loaded) >= 4
        weight = len(page.encode()) + sum(phone.weight(address) for address in loaded)
        assert 10_000 < weight <= HEAVIEST_BYTES, (path, weight)


class Phone:
    """A browser without a screen: its cookies, and the last page that it saw."""

    def __init__(self, url):
        self.url = url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path, body=None):
        try:
            answer = self.opener.open(self.url + path, body, timeout=60)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            self.page = answer.read().decode()
        return self.page

    def weight(self, address):
        """The bytes that go over the line for a file, packed as the server packs it."""
        asked = urllib.request.Request(self.url + address, headers={"Accept-Encoding": "gzip"})
        with self.opener.open(asked) as answer:
            return len(answer.read())

    def scan(self, secret):
        page = self.get(f"/c/{secret}")
        return self._send(f"/c/{secret}", browser=field(page, "browser"))

    def post(self, path, **fields):
        return self._send(path, **fields, csrfmiddlewaretoken=field(self.page, "csrfmiddlewaretoken"))

    def _send(self, path, **fields):
        return self.get(path, urllib.parse.urlencode(fields, doseq=True).encode())


def field(page, name):
    return page.split(f'name="{name}" value="')[1].split('"')[0]
