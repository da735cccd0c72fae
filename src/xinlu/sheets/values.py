"""One cell read into a fact, or a Refusal that says what is expected: never a wrong value for a right one."""

from xinlu.sheets.amounts import read_fen
from xinlu.sheets.code_lists import list_of
from xinlu.sheets.codes import read_code, read_codes, read_yes_no
from xinlu.sheets.dates import read_date
from xinlu.sheets.identifiers import read_household_number, read_id_number, read_phone
from xinlu.sheets.quantities import read_count, read_quantity_milli
from xinlu.sheets.reading import NOTHING, Read
from xinlu.sheets.texts import read_name, read_place, read_text
from xinlu.sheets.tidying import plain

__all__ = [
    "NOTHING",
    "Read",
    "list_of",
    "plain",
    "read_code",
    "read_codes",
    "read_count",
    "read_date",
    "read_fen",
    "read_household_number",
    "read_id_number",
    "read_name",
    "read_phone",
    "read_place",
    "read_quantity_milli",
    "read_text",
    "read_yes_no",
]
