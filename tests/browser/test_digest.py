"""The digest as a browser makes it: the same for every golden body, and the same text for what is tricky to write."""

from __future__ import annotations

import json
import random
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import rfc8785
from playwright.sync_api import Error

TESTS = Path(__file__).resolve().parents[1]
MODULE = TESTS.parent / "src/xinlu/records/static/records"
GOLDEN = sorted((TESTS / "golden").glob("*.json"))

pytestmark = pytest.mark.browser

TRICKY = [
    {"\ue000": 1, "\U0001f600": 2, "é": 3, "z": 4, "": 5, "\ufb33": 6, "10": 7, "9": 8, "__proto__": 9},
    {"text": "".join(map(chr, range(0x20))) + '"\\/\x7f\x80\u2028\u2029\ufeff\ufffe\uffff'},
    {"text": "👵🏽 👨‍👩‍👧 \U0002a6a5 五保户 é e\u0301"},
    {"numbers": [0, -1, 2**53 - 1, 1 - 2**53, 10**15], "others": [True, False, None, [], {}, [[]], {"": {}}]},
]


class Quiet(SimpleHTTPRequestHandler):
    """The module's folder, and one empty page: a page from a folder has no crypto.subtle."""

    extensions_map = {".js": "text/javascript"}

    def do_GET(self):
        if self.path == "/":
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>digest</title>")
        else:
            super().do_GET()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def page(chromium):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=MODULE)) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            page = chromium.new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            yield page
            page.close()
        finally:
            server.shutdown()


def digest(page, frozen, salt):
    return page.evaluate(
        """async ([frozen, salt]) => {
            const { digestOf } = await import("/digest.js");
            const bytes = salt.match(/../g).map((pair) => parseInt(pair, 16));
            return digestOf(JSON.parse(frozen), Uint8Array.from(bytes));
        }""",
        [json.dumps(frozen), salt],
    )


def written(page, expression):
    """What `canonical` makes of a JavaScript expression."""
    return page.evaluate(f'async () => (await import("/digest.js")).canonical({expression})')


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_the_browser_makes_the_digest_of_every_golden_body(page, path):
    golden = json.loads(path.read_text(encoding="utf-8"))
    assert digest(page, golden["frozen"], golden["salt"]) == golden["digest"]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_one_flipped_character_or_salt_bit_gives_another_digest(page, path):
    golden = json.loads(path.read_text(encoding="utf-8"))
    assert digest(page, {**golden["frozen"], "device": "phone-2"}, golden["salt"]) != golden["digest"]
    assert digest(page, golden["frozen"], "01" + golden["salt"][2:]) != golden["digest"]


@pytest.mark.parametrize("value", TRICKY)
def test_tricky_values_are_written_as_in_python(page, value):
    assert written(page, f"JSON.parse({json.dumps(json.dumps(value))})").encode() == rfc8785.dumps(value)


def test_names_and_texts_drawn_at_random_are_written_as_in_python(page):
    draw = random.Random(20260304)
    edges = [0, 0x1F, 0x7F, 0x2028, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF, 0x4E00]

    def text():
        points = (draw.choice([*edges, draw.randrange(0xD800), draw.randrange(0xE000, 0x110000)]) for _ in range(5))
        return "".join(map(chr, points))

    value = [{text(): text() for _ in range(20)} for _ in range(100)]
    assert written(page, f"JSON.parse({json.dumps(json.dumps(value))})").encode() == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "expression",
    ["0.5", "NaN", "Infinity", "2 ** 53", "undefined", "{a: undefined}", "[,]", "10n", "new Date(0)", "new Map()",
     "'\\ud83d'", "'\\udc75\\ud83d'", "{'\\ud83d': 1}"],
)  # fmt: skip
def test_what_json_cannot_hold_exactly_is_refused(page, expression):
    with pytest.raises(Error, match="TypeError"):
        written(page, expression)


def test_a_salt_has_sixteen_bytes(page):
    length, first, second = page.evaluate(
        """async () => {
            const { newSalt } = await import("/digest.js");
            return [newSalt().length, newSalt().join(), newSalt().join()];
        }"""
    )
    assert length == 16 and first != second
    with pytest.raises(Error, match="16 bytes, not 2"):
        digest(page, {}, "0001")
