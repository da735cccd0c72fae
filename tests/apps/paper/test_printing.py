"""Paper is made of our own static files alone; where PDF cannot be made, the page says what is missing."""

import socket
import sys
import threading

import pytest

from apps.paper.cast import FILE_MARKUP, household_called, reckon_lines
from xinlu.casework.drafts import Basis, DraftLine


@pytest.fixture
def listener():
    """A server on this machine that counts who knocks."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        knocks = []
        done = threading.Event()

        def listen():
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                knocks.append(1)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], knocks
        done.set()
        thread.join()


def test_nothing_is_fetched_from_the_network(need, listener):
    need("pango")
    from xinlu.paper.rendering import pdf_of

    port, knocks = listener
    address = f"http://127.0.0.1:{port}/"
    assert pdf_of(
        f'<link rel=stylesheet href="{address}a.css"><link rel=attachment href="{address}b">'
        f'<img src="{address}c.png"><object data="{address}d.svg"></object>'
        f'<svg viewBox="0 0 1 1"><image href="{address}e.png"/></svg><p style="background: url({address}f.png)">x</p>'
    ).startswith(b"%PDF")
    assert knocks == []
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    for _ in range(50):
        if knocks:
            break
        threading.Event().wait(0.1)
    assert knocks == [1], "the listener would have heard"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "https://paper.invalid/etc/passwd",
        "https://paper.invalid/static/../../../../etc/passwd",
        "https://paper.invalid/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "https://paper.invalid/static//etc/passwd",
        "https://paper.invalid.example/static/look/look.css",
        "https://user@paper.invalid/static/look/look.css",
        "data:text/css,p{}",
        "http://127.0.0.1:9/static/look/look.css",
    ],
)
def test_no_other_address_is_answered(need, address):
    need("pango")
    from xinlu.paper.rendering import StaticFetcher

    with pytest.raises(ValueError):
        StaticFetcher().fetch(address)


def test_our_own_static_files_are_answered(need):
    need("pango")
    from xinlu.paper.rendering import StaticFetcher

    answer = StaticFetcher().fetch("https://paper.invalid/static/look/look.css")
    assert b"--paper" in answer.read() and answer.content_type == "text/css"


def test_a_file_named_in_a_name_is_not_read(yang, need):
    need("pango")
    from xinlu.paper.account import account_paper
    from xinlu.paper.rendering import StaticFetcher

    asked = []
    fetch = StaticFetcher.fetch
    home = household_called(yang, FILE_MARKUP)
    reckon_lines(yang, home, DraftLine("1", "rice", Basis.SAID, amount_fen=100_000))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFetcher, "fetch", lambda self, url, headers=None: asked.append(url) or fetch(self, url))
        account_paper(home, language="zh")
    assert [url.rsplit("/", 1)[-1] for url in asked] == ["look.css", "paper.css"]


class _NoPango:
    """Stands where WeasyPrint is looked for, and fails as cffi does when a shared library is not there."""

    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_where_pango_is_missing_the_page_names_the_line_that_brings_it(yang, monkeypatch):
    from xinlu.paper.account import account_paper
    from xinlu.paper.printing import INSTALL_LINE

    yang.reckon()
    for name in [name for name in sys.modules if name.startswith(("weasyprint", "xinlu.paper.rendering"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [_NoPango(), *sys.meta_path])
    printed = account_paper(yang.household, language="zh").printed
    assert printed.pdf is None
    assert INSTALL_LINE in printed.html and "子女给的" in printed.html


def test_the_page_asked_for_by_choice_names_no_missing_part(yang):
    from xinlu.paper.account import account_paper
    from xinlu.paper.printing import INSTALL_LINE

    yang.reckon()
    printed = account_paper(yang.household, language="zh", as_page=True).printed
    assert printed.pdf is None and INSTALL_LINE not in printed.html
