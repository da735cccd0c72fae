"""Every drawing that a kind, a secret or a page names is in icons.svg, once, in our own hand and harmless."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

import xinlu
from xinlu.recognition.pictures import SECRET_PICTURES

SOURCE = Path(xinlu.__file__).parent
ICONS = SOURCE / "pages/static/look/icons.svg"
SVG = "{http://www.w3.org/2000/svg}"
LARGEST_BYTES = 80_000
PICTURE_BOX = "0 0 64 64"
WASH = re.search(r"--wash: (#\w+);", (ICONS.parent / "look.css").read_text("utf-8"))[1]

NAMED_BY_A_TAG = re.compile(r"""\{%\s*(?:sign|picture)\s+["']([\w-]+)["']""")
NAMED_BY_A_LINK = re.compile(r"icons\.svg(?:['\"]\s*%\})?#([\w-]+)")
NUMBER = re.compile(r"\d*\.\d+")


def missing_or_doubled(drawing: str, named: set[str]) -> list[str]:
    ids = Counter(symbol.get("id") for symbol in ElementTree.fromstring(drawing).iter(f"{SVG}symbol"))
    return sorted(name for name in named | {str(i) for i in ids} if ids[name] != 1)


def not_in_our_hand(drawing: str) -> list[str]:
    """Pictures without exactly one wash in the colour of look.css, and numbers finer than a tenth."""
    faults = []
    for symbol in ElementTree.fromstring(drawing).iter(f"{SVG}symbol"):
        washes = [part for part in symbol.iter() if part.get("class") == "wash"]
        faults += [f"{symbol.get('id')}: {w.get('fill')}" for w in washes if w.get("fill") != WASH]
        expected = 1 if symbol.get("viewBox") == PICTURE_BOX else 0
        if len(washes) != expected:
            faults.append(f"{symbol.get('id')}: {len(washes)} washes, not {expected}")
        numbers = [n for part in symbol.iter() for n in NUMBER.findall(part.get("d", ""))]
        faults += [f"{symbol.get('id')}: {n}" for n in numbers if len(n.partition(".")[2]) > 1 or n.endswith("0")]
    return faults


def not_harmless(drawing: str) -> list[str]:
    """Elements and attributes other than plain paths in plain symbols: no script, no style, nothing from elsewhere."""
    if "<!DOCTYPE" in drawing or "<?" in drawing:
        return ["declaration"]
    allowed = {
        f"{SVG}svg": set(),
        f"{SVG}symbol": {"id", "viewBox"},
        f"{SVG}path": {"d", "class", "fill", "stroke", "stroke-width"},
    }
    faults = []
    for part in ElementTree.fromstring(drawing).iter():
        if part.tag not in allowed:
            faults.append(part.tag)
        else:
            faults += sorted(set(part.attrib) - allowed[part.tag])
    return faults


def pictures_of_the_kinds() -> set[str]:
    kinds = yaml.safe_load((SOURCE / "income/kinds.yaml").read_text("utf-8"))["kinds"]
    return {kind["picture"] for kind in kinds}


def named_in(text: str) -> set[str]:
    return {*NAMED_BY_A_TAG.findall(text), *NAMED_BY_A_LINK.findall(text)}


def named_by_pages() -> set[str]:
    files = [path for ending in ("html", "svg", "js", "py") for path in SOURCE.rglob(f"*.{ending}")]
    return {name for path in files for name in named_in(path.read_text("utf-8"))}


@pytest.fixture(scope="module")
def drawing() -> str:
    return ICONS.read_text("utf-8")


def test_every_kind_of_line_has_its_picture_exactly_once(drawing):
    named = pictures_of_the_kinds()
    assert len(named) > 20
    assert missing_or_doubled(drawing, named) == []


def test_the_twelve_secret_pictures_are_drawn_exactly_once(drawing):
    assert len(SECRET_PICTURES) == 12
    assert missing_or_doubled(drawing, set(SECRET_PICTURES)) == []


def test_everything_that_pages_name_is_drawn_exactly_once(drawing):
    assert missing_or_doubled(drawing, named_by_pages()) == []


def test_no_two_drawings_are_the_same(drawing):
    shapes = Counter(
        "".join(part.get("d", "") for part in symbol) for symbol in ElementTree.fromstring(drawing).iter(f"{SVG}symbol")
    )
    assert [shape for shape, times in shapes.items() if times > 1] == []


def test_each_picture_is_ink_over_one_wash(drawing):
    assert not_in_our_hand(drawing) == []


def test_the_drawings_are_plain_paths_and_small(drawing):
    assert not_harmless(drawing) == []
    assert len(drawing.encode()) < LARGEST_BYTES


def test_a_missing_picture_and_a_doubled_one_are_found(drawing):
    rice = re.search(r'<symbol id="rice".*?</symbol>', drawing)[0]
    assert missing_or_doubled(drawing.replace(rice, ""), pictures_of_the_kinds()) == ["rice"]
    assert missing_or_doubled(drawing.replace(rice, rice * 2), set()) == ["rice"]


def test_a_second_wash_a_lost_wash_and_number_noise_are_found(drawing):
    assert not_in_our_hand(drawing.replace('"wash"', '"ink"', 1)) == ["rice: 0 washes, not 1"]
    assert not_in_our_hand(drawing.replace('<path d="M21 58', '<path class="wash" fill="#cfe0cf" d="M21 58', 1)) == [
        "rice: 2 washes, not 1"
    ]
    assert not_in_our_hand(drawing.replace(f'fill="{WASH}"', 'fill="red"', 1)) == ["rice: red"]
    assert not_in_our_hand(drawing.replace("M30 17c7", "M30.25 17c7.500", 1)) == ["rice: 30.25", "rice: 7.500"]


@pytest.mark.parametrize(
    "inserted",
    ["<script/>", '<path onclick="x()"/>', '<use href="https://example.org/a.svg#b"/>', "<style>@import 'x'</style>"],
)
def test_a_script_and_an_outside_reference_are_found(drawing, inserted):
    assert not_harmless(drawing.replace("</svg>", f"{inserted}</svg>")) != []


def test_names_are_read_from_tags_and_from_links():
    page = """{% sign "yes" %}{% picture 'secret-sun' %}{% picture line.picture %}
    <use href="{% static 'look/icons.svg' %}#pig"/><use href="/static/look/icons.svg#rice"/>"""
    assert named_in(page) == {"yes", "secret-sun", "pig", "rice"}
