"""A household of which much is known, taken out to an office; and the sheets read back."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from apps.pages.desk_cast import Desk, make_desk
from xinlu.exchange.services.exporting import export_register
from xinlu.pages.desk.reach import reachable
from xinlu.people.access import Action
from xinlu.people.models import Area
from xinlu.people.selectors import actor_of
from xinlu.registry.models import CurrentFile
from xinlu.registry.services.households import write_file
from xinlu.registry.services.members import write_member

ID = "522699194303020022"


def make_known_desk() -> Desk:
    """The desk's cast; of the Yang household everything is known that a register tells, and its account is reckoned."""
    found = make_desk()
    write_file(
        found.yang.household,
        by=found.users["shi"],
        said_by="杨秀英",
        number="52269910120100001",
        phone="013885551234",
        main_cause="illness",
        further_causes=["skills", "labour"],
        fuels=["straw", "electricity"],
        electricity=True,
        house_area_m2=80,
        house_graded_on=date(2025, 3, 1),
        note="=HYPERLINK(1)\n第二行",
    )
    write_member(
        found.yang.household, by=found.users["shi"], said_by="杨秀英", member=found.yang.member("杨秀英"), id_number=ID
    )
    found.yang.reckon()
    return found


def exported(area: Area, *, user=None, language="zh", with_numbers=True, within=None):
    """The sheets as lists of dicts by heading, and what the service said of them."""
    file = BytesIO()
    if within is None:
        within = reachable(actor_of(user), Action.EXPORT) if user else CurrentFile.objects.all()
    said = export_register(area, file, within=within, language=language, with_numbers=with_numbers, reader=user)
    return sheets_of(file), said


def sheets_of(file):
    book = load_workbook(file)
    return {
        sheet.title: [
            dict(zip([c.value for c in sheet[1]], [c.value for c in row], strict=True))
            for row in sheet.iter_rows(min_row=2)
        ]
        for sheet in book.worksheets[1:]
        if sheet.sheet_state == "visible"
    }


def said_anywhere(sheets, *texts: str) -> bool:
    cells = [str(value) for rows in sheets.values() for row in rows for value in row.values() if value is not None]
    return any(text in cell for text in texts for cell in cells)
