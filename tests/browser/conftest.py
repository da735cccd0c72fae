"""A real Chromium against a real server: the clock goes on from noon of the cast's day, pages are judged by axe."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from flushing import django_db_setup  # noqa: F401
from parts import found

BROWSER = ["--headless", "--no-sandbox", "--disable-gpu"]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}


@pytest.fixture(scope="session")
def chromium():
    """One browser for the whole run."""
    # Playwright's own loop runs in this thread; the cast is stored beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found("chromium"), args=BROWSER + QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def _place_for_static_files():
    """The server looks for this folder as soon as it starts."""
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(exist_ok=True)


@pytest.fixture
def going_clock(monkeypatch):
    """Every thread's clock stands at noon of 23 November 2026 and goes on from there."""
    from apps.conftest import NOON
    from xinlu.kernel import clock

    began = datetime.now(UTC)
    monkeypatch.setattr(clock, "now", lambda: NOON + (datetime.now(UTC) - began))


@pytest.fixture
def site(transactional_db, settings, going_clock, live_server):
    """The server's address; its static files lie in their rooms."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    return Site(live_server.url)


@dataclass(frozen=True)
class Site:
    """Where the server answers."""

    url: str

    def login(self, user) -> list[dict[str, str]]:
        """The cookies of a browser in which that person is logged in."""
        from django.test import Client

        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.url}]


@pytest.fixture
def phone(chromium, site):
    """Opens a browser window: phone(user, language="en", width=320, script=False) gives its page."""
    opened = []

    def open_phone(user=None, *, language="zh-hans", width=360, height=780, script=True):
        context = chromium.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            locale=LOCALES[language],
            java_script_enabled=script,
        )
        if user is not None:
            context.add_cookies(site.login(user))
        opened.append(context)
        return context.new_page()

    yield open_phone
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def axe_source():
    """axe-core as its Python package carries it."""
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def faults_of(axe_source):
    """What axe finds on the page that is open, a sentence each; the page's own policy lets no script in, so it is evaluated."""

    def faults_of(page):
        page.evaluate(axe_source)
        result = json.loads(page.evaluate("async () => JSON.stringify(await axe.run())"))
        return [
            f"{page.url} {each['id']}: {node['html'][:160]}" for each in result["violations"] for node in each["nodes"]
        ]

    return faults_of


@pytest.fixture
def overflow_of():
    """By how many pixels the page is wider than its window."""
    return lambda page: page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
