"""Workbooks put together part by part, as no program would: for what a reader must survive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET = "xl/worksheets/sheet1.xml"


def sheet_xml(rows: str, *, after: str = "") -> bytes:
    """A sheet of these rows, and what follows them."""
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def parts(sheet: bytes, *, workbook: str = "") -> dict[str, bytes]:
    """The parts of a workbook with the one sheet S; `workbook` stands in its workbook part behind the list of sheets."""
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="S" sheetId="1" r:id="rId1"/></sheets>{workbook}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }
    return {name: text.encode() for name, text in texts.items()} | {SHEET: sheet}


def packed(contents: Mapping[str, bytes | Iterable[bytes]], path: Path) -> Path:
    """The parts as a packed file; a part may be an iterable of pieces, which never lie in memory together."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in contents.items():
            with package.open(name, "w") as part:
                for piece in [content] if isinstance(content, bytes) else content:
                    part.write(piece)
    return path


def workbook(path: Path, rows: str, *, after: str = "", more: str = "", **others: bytes) -> Path:
    """An .xlsx of one sheet S with these rows; `others` are further parts by name."""
    return packed(parts(sheet_xml(rows, after=after), workbook=more) | others, path)


def bytes_of(contents: Mapping[str, bytes]) -> bytes:
    """The packed file in memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in contents.items():
            package.writestr(name, content)
    return out.getvalue()
