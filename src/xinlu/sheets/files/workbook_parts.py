"""An Excel package (ECMA-376): which part is which sheet, and each sheet looked over before it is read."""

from __future__ import annotations

import posixpath
from functools import partial

from xinlu.sheets.files import refusals
from xinlu.sheets.files.careful_xml import CarefulParser, local
from xinlu.sheets.files.package import Package
from xinlu.sheets.files.sheet_marks import SheetMarks
from xinlu.sheets.files.sheet_scan import scan_sheet

WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


def scan_workbook(package: Package) -> list[SheetMarks]:
    """Every sheet in the workbook's order. Every other part is unpacked too, and what swells is refused."""
    sheets, doubts_zeros = _sheets(package)
    targets = _targets(package)
    marks = []
    for name, relation in sheets:
        part = targets.get(relation, "")
        if part not in package:
            raise refusals.damaged(name)
        marks.append(scan_sheet(name, partial(package.pieces, part), doubts_zeros=doubts_zeros))
    seen = {targets[relation].lower() for _, relation in sheets}
    for other in package.parts.keys() - seen:
        for _ in package.pieces(other):
            pass
    return marks


def notes_of(package: Package) -> list[str]:
    """What the file holds that is left alone: "macros", "links"."""
    notes = []
    if any(name.endswith("vbaproject.bin") for name in package.parts):
        notes.append("macros")
    if package.begins("xl/externalLinks/"):
        notes.append("links")
    return notes


def _sheets(package: Package) -> tuple[list[tuple[str, str]], bool]:
    sheets: list[tuple[str, str]] = []
    asks_anew = False

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal asks_anew
        if local(name) == "sheet":
            relation = next((value for key, value in attributes.items() if local(key) == "id" and ":" in key), "")
            sheets.append((attributes.get("name", ""), relation))
        elif local(name) == "calcPr":
            asks_anew = attributes.get("fullCalcOnLoad") in ("1", "true")

    CarefulParser(started=started).feed(package.small(WORKBOOK), is_last=True)
    return sheets, asks_anew


def _targets(package: Package) -> dict[str, str]:
    targets: dict[str, str] = {}

    def started(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship":
            targets[attributes.get("Id", "")] = posixpath.normpath(
                posixpath.join("xl", attributes.get("Target", "").replace("\\", "/"))
            ).lstrip("/")

    CarefulParser(started=started).feed(package.small(_RELATIONS), is_last=True)
    return targets
