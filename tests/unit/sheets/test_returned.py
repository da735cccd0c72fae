"""A returned file is the office's own: each refused cell is coloured and says why, a first sheet lists them and leads there."""

from __future__ import annotations

import csv
import tempfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from unit.sheets.forged import workbook
from xinlu.kernel.words import Words
from xinlu.sheets import returned
from xinlu.sheets.entries import Asked, CellFault, Spot
from xinlu.sheets.files import mending
from xinlu.sheets.files.mending import MEND_SHEET
from xinlu.sheets.files.streamed_copy import safe_names
from xinlu.sheets.grid import Broken, Loss, Merge
from xinlu.sheets.opening import open_book
from xinlu.sheets.returned import write_returned

S = "户表"
BRICK, AMBER, BRICK_EDGE = "F9E8E1", "FBF0D3", "98341F"
WRONG = Words("“三千五”不是数，请写成 3500", "“三千五” is no number; write 3500")
TWICE = Words("同一个号码在第 9 行也有", "The same number stands in row 9 too")
STRANGE = Words("比去年高三倍，请问一问", "Three times last year's; please ask")
ROW = Words("整行没有户主", "The row has no head")


def fault(row: int, column: int, words: Words = WRONG, *, sheet: str = S, written: str = "三千五") -> CellFault:
    return CellFault(Spot(sheet, row, column), "收入", written, "code", words)


def asked(row: int, column: int, words: Words = STRANGE, *, sheet: str = S) -> Asked:
    return Asked(Spot(sheet, row, column), "code", words)


FAULTS = [
    fault(4, 3),
    fault(3, 2, TWICE, written="532621196001011230"),
    fault(4, 3, TWICE),
    fault(6, 0, ROW, written=""),
]
ASKED = [asked(5, 3)]


def an_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = S
    sheet.append(["姓名", "身份证号", "收入", "合计"])
    for number in range(2, 8):
        sheet.append([f"户{number}", "532621196001011230", 3500, f"=SUM(C{number}:C{number})"])
    sheet["C4"], sheet["A6"] = "三千五", None
    sheet["A1"].font = Font(bold=True, color="FF0000")
    sheet["B2"].comment = Comment("原来的话", "老王")
    sheet["B3"].comment = Comment("原来的话", "老王")
    sheet.column_dimensions["B"].width = 33
    rule = DataValidation(type="list", formula1='"是,否"')
    rule.add("A2:A9")
    sheet.add_data_validation(rule)
    book.create_sheet("说明")["A1"] = "说明"
    book.active = 1
    book.save(path)
    return path


def returned_copy(source: Path, *, faults=FAULTS, asked=ASKED, language: str = "zh") -> openpyxl.Workbook:
    target = source.with_name("returned.xlsx")
    write_returned(source, target, faults=faults, asked=asked, language=language)
    return openpyxl.load_workbook(target)


def streamed_copy(source: Path, monkeypatch, **told) -> openpyxl.Workbook:
    monkeypatch.setattr(returned, "KEPT_CELLS", 0)
    return returned_copy(source, **told)


def fill_of(cell) -> str:
    return cell.fill.fgColor.rgb[2:] if cell.fill.fill_type == "solid" else ""


def listed(book: openpyxl.Workbook) -> list[tuple[object, ...]]:
    rows = list(book[MEND_SHEET].iter_rows(values_only=True))
    heads = next(number for number, row in enumerate(rows) if row[2] and "行" in str(row[2]))
    return rows[heads + 1 :]


@pytest.fixture(params=["kept", "streamed"])
def copied(request, monkeypatch):
    """Either way of writing the copy."""
    if request.param == "streamed":
        monkeypatch.setattr(returned, "KEPT_CELLS", 0)
    return returned_copy


def test_refused_cells_are_brick_and_asked_ones_amber_and_no_other_cell_is(tmp_path, copied):
    sheet = copied(an_xlsx(tmp_path / "a.xlsx"))[S]
    coloured = {cell.coordinate: fill_of(cell) for row in sheet.iter_rows() for cell in row if fill_of(cell)}
    assert coloured == {"B3": BRICK, "C4": BRICK, "C5": AMBER, "B6": BRICK}, "row 6 at its first used cell"
    assert sheet["C4"].border.top.color.rgb[2:] == BRICK_EDGE and sheet["C5"].border.top.color.rgb[2:] != BRICK_EDGE


def test_a_cell_says_all_that_is_wrong_with_it_in_both_languages_the_readers_first(tmp_path, copied):
    source = an_xlsx(tmp_path / "a.xlsx")
    said = copied(source, language="zh-hans")[S]["C4"].comment.text
    assert said.index(WRONG.zh) < said.index(WRONG.en) < said.index(TWICE.zh) < said.index(TWICE.en)
    said = copied(source, language="en")[S]["C4"].comment.text
    assert said.index(WRONG.en) < said.index(WRONG.zh) < said.index(TWICE.en) < said.index(TWICE.zh)


def test_the_first_sheet_lists_what_must_be_mended_then_what_is_asked_and_leads_there(tmp_path, copied):
    book = copied(an_xlsx(tmp_path / "a.xlsx"))
    assert book.sheetnames == [MEND_SHEET, S, "说明"]
    assert [(row[1], row[2], row[3], row[4], row[5] or "") for row in listed(book)] == [
        (S, 3, "B", "收入", "532621196001011230"),
        (S, 4, "C", "收入", "三千五"),
        (S, 4, "C", "收入", "三千五"),
        (S, 6, "整行", "收入", ""),
        (S, 5, "C", "收入", "3500"),
    ]
    assert [row[6].split("\n")[0] for row in listed(book)] == [TWICE.zh, WRONG.zh, TWICE.zh, ROW.zh, STRANGE.zh]
    sheet = book[MEND_SHEET]
    links = [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert links == ["'户表'!B3", "'户表'!C4", "'户表'!C4", "'户表'!A6", "'户表'!C5"]


def test_only_the_first_sheet_is_selected_so_that_nobody_writes_into_two(tmp_path, copied):
    book = copied(an_xlsx(tmp_path / "a.xlsx"))
    assert book.active.title == MEND_SHEET
    assert [sheet.sheet_view.tabSelected or False for sheet in book.worksheets] == [True, False, False]


def test_the_copy_reads_like_the_file_it_was_made_from(tmp_path, copied):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet(S)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, text in enumerate(["=1+1", "@x", "0012", "532621196001011230"]):
        sheet.write_string(0, column, text)
    sheet.write_string(1, 0, "=HYPERLINK(1)")
    sheet.write_number(1, 1, 532621196001011)
    sheet.write_datetime(1, 2, date(2026, 1, 2), day)
    sheet.write_boolean(1, 3, True)
    sheet.write_number(1, 4, -0.125)
    sheet.merge_range(3, 0, 5, 1, "合")
    book.add_worksheet("藏").write(0, 0, 5)
    book.get_worksheet_by_name("藏").hide()
    book.close()
    source = tmp_path / "a.xlsx"
    copied(source, faults=[fault(9, 2)])
    with open_book(source) as before, open_book(tmp_path / "returned.xlsx") as after:
        assert [(each.name, each.hidden) for each in after.sheets] == [(S, False), ("藏", True)]
        assert after.sheets[0].merges == before.sheets[0].merges == (Merge(4, 1, 6, 2),)
        for sheet in before.sheets:
            rows = [list(book.rows(sheet)) for book in (before, after)]
            assert [(row.number, row.values) for row in rows[1]] == [(row.number, row.values) for row in rows[0]]


def test_a_mark_within_a_merged_range_stands_where_it_shows(tmp_path, copied):
    book = openpyxl.Workbook()
    book.active.title = S
    for row in range(1, 6):
        book.active.append([f"户{row}", row])
    book.active.merge_cells("A2:A4")
    book.save(tmp_path / "a.xlsx")
    sheet = copied(tmp_path / "a.xlsx", faults=[fault(4, 1)], asked=[])[S]
    assert fill_of(sheet["A2"]) == BRICK and WRONG.zh in sheet["A2"].comment.text


def test_formats_formulas_lists_and_comments_of_the_office_stay(tmp_path):
    sheet = returned_copy(an_xlsx(tmp_path / "a.xlsx"))[S]
    assert sheet["A1"].font.bold and sheet["A1"].font.color.rgb == "00FF0000"
    assert sheet["D2"].value == "=SUM(C2:C2)" and sheet.column_dimensions["B"].width == 33
    assert sheet.data_validations.dataValidation[0].formula1 == '"是,否"'
    assert sheet["B2"].comment.text == "原来的话"
    assert TWICE.zh in sheet["B3"].comment.text and sheet["B3"].comment.text.endswith("原来的话")


def test_a_copy_returned_a_second_time_has_the_marks_of_this_time_only(tmp_path, copied):
    first = copied(an_xlsx(tmp_path / "a.xlsx"))
    sheet = first[S]
    sheet["C4"] = 3500
    first.save(tmp_path / "mended.xlsx")
    second = copied(tmp_path / "mended.xlsx", faults=[fault(7, 3)], asked=[])
    assert second.sheetnames == [MEND_SHEET, S, "说明"]
    coloured = {cell.coordinate for row in second[S].iter_rows() for cell in row if fill_of(cell)}
    assert coloured == {"C7"} and len(listed(second)) == 1
    assert second[S]["C4"].comment is None and second[S]["C4"].value == 3500


def test_what_begins_like_a_formula_stays_text_in_the_list_and_in_the_sheet(tmp_path, copied):
    evil = '=HYPERLINK("http://x","y")'
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"strings_to_formulas": False}) as source:
        source.add_worksheet(S).write_string(0, 0, evil)
    book = copied(tmp_path / "a.xlsx", faults=[fault(1, 1, Words(evil, evil), written=evil)], asked=[])
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(cell.value == evil for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_formulas_that_ask_another_file_keep_their_value_and_the_link_is_gone(tmp_path):
    source = workbook(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1"><f>[1]表!A1*2</f><v>42</v></c><c r="B1"><f>A1+1</f><v>43</v></c></row>',
        **{"xl/externalLinks/externalLink1.xml": b"<externalLink/>"},
    )
    sheet = returned_copy(source, faults=[fault(1, 2, sheet="S")], asked=[])["S"]
    assert (sheet["A1"].value, sheet["B1"].value) == (42, "=A1+1")


def test_a_lone_style_far_out_does_not_make_the_copy_swell(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = S
    book.active["A1"] = 1
    book.active["XFD1048576"].fill = PatternFill("solid", fgColor="00FF00")
    book.save(tmp_path / "a.xlsx")
    write_returned(tmp_path / "a.xlsx", tmp_path / "b.xlsx", faults=[fault(1, 0)], asked=[], language="zh")
    assert (tmp_path / "b.xlsx").stat().st_size < 20_000


def test_an_xlsx_that_cannot_keep_its_look_comes_back_with_its_values(tmp_path):
    rows = '<row r="1"><c r="A1"><v>42</v></c></row>'
    source = workbook(tmp_path / "a.xlsx", rows, after='<pageMargins left="wide"/>')
    book = returned_copy(source, faults=[fault(1, 1, sheet="S")], asked=[])
    assert book["S"]["A1"].value == 42 and fill_of(book["S"]["A1"]) == BRICK
    assert "只有各格的内容" in book[MEND_SHEET]["A3"].value


def test_text_tables_and_old_workbooks_come_back_as_xlsx_with_their_text_as_text(tmp_path):
    (tmp_path / "石门[村].csv").write_text("身份证号,金额\n532621196001011230,三千五\n0012,=1+1\n", encoding="gb18030")
    book = returned_copy(tmp_path / "石门[村].csv", faults=[fault(2, 2, sheet="file")], asked=[])
    sheet = book["石门村"]
    assert [cell.value for cell in sheet["A"]] == ["身份证号", "532621196001011230", "0012"]
    assert sheet["A2"].number_format == sheet["A3"].number_format == "@"
    assert sheet["B3"].data_type == "s" and fill_of(sheet["B2"]) == BRICK
    assert listed(book)[0][1] == "石门村", "a text table is one sheet, whatever its file was called when it was read"
    old = xlwt.Workbook()
    old.add_sheet(S).write(1, 1, 532621196001011)
    old.save(str(tmp_path / "a.xls"))
    sheet = returned_copy(tmp_path / "a.xls", faults=[fault(2, 2)], asked=[])[S]
    assert sheet["B2"].value == 532621196001011 and sheet["B2"].number_format == "0"


def test_a_lost_value_comes_back_as_what_stood_there(tmp_path, monkeypatch):
    book = openpyxl.Workbook()
    book.active.title = S
    book.active["A1"], book.active["B1"] = "#REF!", "=SUM(A1:A9)"
    book.save(tmp_path / "a.xlsx")
    streamed = streamed_copy(tmp_path / "a.xlsx", monkeypatch, faults=[], asked=[asked(1, 2)])
    assert [cell.value for cell in streamed[S][1]] == ["#REF!", "=SUM(A1:A9)"]
    assert streamed[S]["B1"].data_type == "s" and listed(streamed)[0][5] == "=SUM(A1:A9)"
    with open_book(tmp_path / "a.xlsx") as source:
        row = next(source.rows(source.sheets[0]))
        assert row.values[1] == Broken(Loss.UNCALCULATED, "=SUM(A1:A9)")


def test_comments_of_many_rows_stand_at_their_cells_in_a_streamed_copy(tmp_path, monkeypatch):
    book = openpyxl.Workbook()
    book.active.title = S
    for number in range(1, 1001):
        book.active.append([f"户{number}", number, number * 2])
    book.save(tmp_path / "a.xlsx")
    faults = [fault(row, column, Words(f"{row}-{column}", "x")) for row in range(1, 1001, 7) for column in (3, 1)]
    faults += [fault(2000, 2, Words("below", "below"))]
    sheet = streamed_copy(tmp_path / "a.xlsx", monkeypatch, faults=faults, asked=[])[S]
    found = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert len(found) == len(faults)
    assert all(f"{each.spot.row}-{each.spot.column}" in found[str(each.spot).partition("!")[2]] for each in faults[:-1])
    assert [cell.value for cell in sheet["C"][:1000]] == [number * 2 for number in range(1, 1001)]


def test_beyond_the_most_comments_cells_are_coloured_and_listed_only_and_the_list_says_so(
    tmp_path, copied, monkeypatch
):
    monkeypatch.setattr(mending, "MOST_COMMENTS", 2)
    book = an_xlsx(tmp_path / "a.xlsx")
    monkeypatch.setattr(returned, "KEPT_CELLS", 0)
    copy = returned_copy(book)
    commented = [cell for row in copy[S].iter_rows() for cell in row if cell.comment]
    assert len(commented) == 2 and len(listed(copy)) == 5
    assert any("前 2 个格子" in str(row[0]) for row in copy[MEND_SHEET].iter_rows(values_only=True))


def test_the_copy_may_go_into_an_open_file_that_has_no_name(tmp_path):
    source = an_xlsx(tmp_path / "a.xlsx")
    with tempfile.TemporaryFile() as target:
        write_returned(source, target, faults=FAULTS, asked=ASKED, language="zh")
        target.seek(0)
        assert fill_of(openpyxl.load_workbook(target)[S]["C4"]) == BRICK


def test_sheet_names_are_made_fit_and_kept_apart():
    long = "石门村" * 20
    names = safe_names([long, long + "x", "a/b", "ab", "AB", MEND_SHEET, "'", ""])
    assert len({name.lower() for name in names.values()}) == len(names)
    assert all(1 <= len(name) <= 31 and not set("[]:*?/\\") & set(name) for name in names.values())


def test_a_large_copy_is_streamed_whole(tmp_path):
    rows = 6_000
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([f"户{n}", f"5326211960{n:08d}", *range(12)] for n in range(rows))
    write_returned(
        path, tmp_path / "b.xlsx", faults=[fault(n, 2, sheet="a") for n in range(1, 6000, 7)], asked=[], language="zh"
    )
    with open_book(tmp_path / "b.xlsx") as book:
        read = list(book.rows(book.sheets[0]))
    assert (len(read), read[-1].number, read[-1].values[1]) == (rows, rows, f"5326211960{rows - 1:08d}")
