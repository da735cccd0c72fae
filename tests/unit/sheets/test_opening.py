"""Whatever program wrote a spreadsheet, its rows come out under the numbers and columns that the program shows."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.styles import PatternFill

from unit.sheets.forged import MAIN, packed, parts, workbook
from xinlu.kernel.errors import Refusal
from xinlu.sheets.files import mending
from xinlu.sheets.grid import Broken, Loss, Merge, Row
from xinlu.sheets.opening import open_book

REF = Broken(Loss.ERROR, "#REF!")


def rows_of(path: Path, place: int = 0, **named: str) -> list[tuple[int, list[object]]]:
    """The rows of a sheet as (number, values), empty cells at their end left away."""
    with open_book(path, **named) as book:
        return [trimmed(row) for row in book.rows(book.sheets[place])]


def trimmed(row: Row) -> tuple[int, list[object]]:
    values = list(row.values)
    while values and values[-1] is None:
        values.pop()
    return row.number, values


def saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def an_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "户表"
    sheet["C4"], sheet["E6"], sheet["C8"] = "杨秀英", 3.5, "合"
    sheet["D9"] = True
    sheet.merge_cells("C8:D8")
    hidden = book.create_sheet("藏")
    hidden.sheet_state = "hidden"
    hidden["A1"] = 1
    book.create_sheet("说明")
    return saved(book, path)


def test_rows_keep_their_numbers_and_columns_however_far_from_the_corner_they_begin(tmp_path):
    assert rows_of(an_xlsx(tmp_path / "a.xlsx")) == [
        (4, [None, None, "杨秀英"]),
        (6, [None, None, None, None, 3.5]),
        (8, [None, None, "合"]),
        (9, [None, None, None, True]),
    ]


def test_sheets_come_with_their_names_merges_and_whether_they_are_hidden(tmp_path):
    with open_book(an_xlsx(tmp_path / "a.xlsx")) as book:
        assert book.name == "a.xlsx" and book.notes == ()
        assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [("户表", False), ("藏", True), ("说明", False)]
        assert book.sheets[0].merges == (Merge(8, 3, 8, 4),)
        assert [list(book.rows(sheet)) for sheet in book.sheets[1:]] == [[Row(1, [1.0])], []]


@pytest.mark.parametrize("name", ["a.xls", "a.csv", "a", "a.XLSX", "户 表.txt"])
def test_a_workbook_is_told_by_its_content_and_not_by_its_name(tmp_path, name):
    assert rows_of(an_xlsx(tmp_path / name))[0] == (4, [None, None, "杨秀英"])


def test_dates_times_and_spans_come_as_what_they_are(tmp_path):
    moment = datetime(2026, 1, 2, 3, 4)  # noqa: DTZ001 - a cell has no zone
    book = openpyxl.Workbook()
    book.active.append([date(2026, 1, 2), moment, time(3, 4), timedelta(hours=3), timedelta(hours=30, minutes=5)])
    values = [date(2026, 1, 2), moment, time(3, 4), time(3), "30:05:00"]
    assert rows_of(saved(book, tmp_path / "a.xlsx")) == [(1, values)]


def test_a_number_without_end_comes_as_text_and_never_as_a_number(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1e999</v></c><c r="B1"><v>nan</v></c><c r="C1"><v>7</v></c></row>'
    )
    assert rows_of(path) == [(1, ["inf", "nan", 7.0])]


def test_a_broken_formula_and_one_never_reckoned_say_what_stands_there(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B2"], sheet["A3"] = 1, "#REF!", "=SUM(A1:A2)"
    sheet["H9"] = "=1+1"
    assert rows_of(saved(book, tmp_path / "a.xlsx")) == [
        (1, [1.0]),
        (2, [None, REF]),
        (3, [Broken(Loss.UNCALCULATED, "=SUM(A1:A2)")]),
        (9, [*[None] * 7, Broken(Loss.UNCALCULATED, "=1+1")]),
    ]


def test_a_formula_with_a_value_is_its_value_be_it_number_text_empty_text_or_zero(tmp_path):
    cells = (
        '<c r="A1"><f>SUM(B1)</f><v>0</v></c><c r="B1" t="str"><f>"x"</f><v>x</v></c>'
        '<c r="C1" t="str"><f>""</f><v></v></c><c r="D1" t="b"><f>TRUE()</f><v>1</v></c><c r="E1"><f t="shared" si="0"/><v>7</v></c>'
    )
    assert rows_of(workbook(tmp_path / "a.xlsx", f'<row r="1">{cells}</row>')) == [(1, [0.0, "x", None, True, 7.0])]


def test_a_zero_counts_as_never_reckoned_where_the_file_asks_to_be_reckoned_anew(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_formula(0, 0, "=SUM(B1:C1)")
        sheet.write_formula(0, 1, "=1+1", None, 2)
        sheet.write_number(0, 2, 0)
    assert rows_of(tmp_path / "a.xlsx") == [(1, [Broken(Loss.UNCALCULATED, "=SUM(B1:C1)"), 2.0, 0.0])]


def test_cells_and_rows_without_a_place_follow_the_one_before(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        '<row r="3"><c r="B3"><v>1</v></c><c t="e"><v>#REF!</v></c></row><row><c><v>3</v></c><c><f>X</f></c></row>',
    )
    assert rows_of(path) == [(3, [None, 1.0, REF]), (4, [3.0, Broken(Loss.UNCALCULATED, "=X")])]


def test_elements_with_a_prefix_are_read_like_those_without(tmp_path):
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2" t="e"><x:v>#REF!</x:v></x:c></x:row></x:sheetData>'
        '<x:mergeCells><x:mergeCell ref="B2:C3"/></x:mergeCells></x:worksheet>'
    )
    with open_book(packed(parts(sheet.encode()), tmp_path / "a.xlsx")) as book:
        assert book.sheets[0].merges == (Merge(2, 2, 3, 3),)
        assert [trimmed(row) for row in book.rows(book.sheets[0])] == [(2, [None, REF])]


def an_xls(path: Path) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("户表")
    sheet.write(2, 1, "杨秀英")
    sheet.write(3, 3, 5)
    sheet.write(4, 2, xlwt.Formula("SUM(D4:D9)"))
    sheet.write(5, 2, xlwt.Formula("D4*2"))
    sheet.write_merge(6, 7, 1, 2, "合")
    sheet.row(9).set_cell_error(1, 0x17)
    sheet.write(10, 0, date(2026, 1, 2), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(65535, 255, "", xlwt.easyxf("pattern: pattern solid, fore_colour red"))
    book.add_sheet("藏").write(0, 0, 1)
    book.get_sheet(1).visibility = 1
    book.save(str(path))
    return path


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a"])
def test_an_old_workbook_is_read_with_its_merges_dates_and_losses(tmp_path, name):
    path = an_xls(tmp_path / name)
    with open_book(path) as book:
        assert [(sheet.name, sheet.hidden, sheet.merges) for sheet in book.sheets] == [
            ("户表", False, (Merge(7, 2, 8, 3),)),
            ("藏", True, ()),
        ]
    assert rows_of(path) == [
        (3, [None, "杨秀英"]),
        (4, [None, None, None, 5]),
        (5, [None, None, Broken(Loss.UNCALCULATED, "=…")]),
        (6, [None, None, Broken(Loss.UNCALCULATED, "=…")]),
        (7, [None, "合"]),
        (10, [None, REF]),
        (11, [date(2026, 1, 2)]),
    ]


def test_an_open_document_is_read_with_its_merges_and_losses(tmp_path):
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    cells = (
        '<table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="string" table:number-columns-spanned="2"><text:p>杨秀英</text:p></table:table-cell>'
        '<table:covered-table-cell/><table:table-cell office:value-type="float" office:value="3.5"/>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    content = (
        f'<office:document-content {spaces} xmlns:calcext="urn:c"><office:body><office:spreadsheet><table:table table:name="户表">'
        f'<table:table-row table:number-rows-repeated="3"/><table:table-row>{cells}</table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    contents = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content.encode(),
        "META-INF/manifest.xml": b"<manifest/>",
    }
    path = packed(contents, tmp_path / "a.ods")
    with open_book(path) as book:
        assert [(sheet.name, sheet.merges) for sheet in book.sheets] == [("户表", (Merge(4, 3, 4, 4),))]
    assert rows_of(path) == [(4, [None, None, "杨秀英", None, 3.5, Broken(Loss.ERROR, "#DIV/0!")])]


def test_macros_and_links_are_told_and_left_alone(tmp_path):
    path = workbook(
        tmp_path / "a.xlsm",
        '<row r="1"><c r="A1"><f>[1]S!A1</f><v>5</v></c></row>',
        **{"xl/vbaProject.bin": b"\xd0\xcf", "xl/externalLinks/externalLink1.xml": b"<externalLink/>"},
    )
    with open_book(path) as book:
        assert [note.zh[:5] for note in book.notes] == ["文件里有宏", "文件里有指"]
        assert [row.values for row in book.rows(book.sheets[0])] == [[5.0]]


def test_the_sheet_that_a_returned_copy_began_with_is_not_read_again(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = mending.MEND_SHEET
    book.active["A1"] = "要改"
    book.create_sheet("户表")["A1"] = 1
    with open_book(saved(book, tmp_path / "a.xlsx")) as opened:
        assert [sheet.name for sheet in opened.sheets] == ["户表"]
        assert list(opened.rows(opened.sheets[0])) == [Row(1, [1.0])]


def test_a_fill_far_out_makes_no_sheet_large(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["XFD1048576"].fill = PatternFill("solid", fgColor="FF0000")
    assert rows_of(saved(book, tmp_path / "a.xlsx")) == [(1, [1.0])]


def test_a_sheet_is_read_again_and_two_at_once_and_given_up_half_way(tmp_path):
    book = openpyxl.Workbook()
    for title in ("甲", "乙"):
        sheet = book.active if title == "甲" else book.create_sheet(title)
        sheet.title = title
        for number in range(3000):
            for column in range(1, 9):
                sheet.cell(number + 1, column, f"{title}{number}")
    with open_book(saved(book, tmp_path / "a.xlsx")) as opened:
        first, second = opened.sheets
        begun = opened.rows(first)
        assert next(begun).values[0] == "甲0"
        assert [row.values[0] for row in opened.rows(second)][-1] == "乙2999", "while the first is half read"
        assert len(list(begun)) == 2999
        given_up = opened.rows(first)
        next(given_up)
        given_up.close()
        for _ in range(2):
            assert [row.number for row in opened.rows(first)] == list(range(1, 3001))
    with pytest.raises(ValueError, match="closed"):
        next(opened.rows(first))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_text_table_is_read_in_any_usual_encoding_and_with_any_usual_separator(tmp_path, encoding, separator):
    text = (
        separator.join(["户主", "备注", "金额"])
        + "\r\n\r\n"
        + separator.join(["杨秀英", '"两行\n""字"""', "1200.50"])
        + "\r\n"
    )
    path = tmp_path / "登记.csv"
    path.write_bytes(text.encode(encoding))
    assert rows_of(path) == [(1, ["户主", "备注", "金额"]), (3, ["杨秀英", '两行\n"字"', "1200.50"])]
    with open_book(path) as book:
        assert book.sheets[0].name == "登记"


def test_a_text_table_is_named_as_it_came_and_not_as_it_lies(tmp_path):
    (tmp_path / "3f9a").write_text("a,b\n1,2\n")
    with open_book(tmp_path / "3f9a", name="石门村.csv") as book:
        assert (book.name, book.sheets[0].name) == ("石门村.csv", "石门村")


def test_a_text_table_of_one_column_and_one_with_old_line_ends_are_read(tmp_path):
    (tmp_path / "one.txt").write_text("户主\n杨秀英\n", encoding="utf-8")
    (tmp_path / "old.txt").write_bytes(b"a,b\r1,2\r")
    assert rows_of(tmp_path / "one.txt") == [(1, ["户主"]), (2, ["杨秀英"])]
    assert rows_of(tmp_path / "old.txt") == [(1, ["a", "b"]), (2, ["1", "2"])]


def test_text_under_the_name_of_an_old_workbook_is_read_and_under_that_of_a_new_one_refused(tmp_path):
    for name in ("a.xls", "a.xlsx"):
        (tmp_path / name).write_text("a\tb\n1\t2\n")
    assert rows_of(tmp_path / "a.xls") == [(1, ["a", "b"]), (2, ["1", "2"])]
    with pytest.raises(Refusal) as refused:
        open_book(tmp_path / "a.xlsx")
    assert refused.value.code == "sheet.other_kind"


def open_files() -> set[str]:
    return {file.name for file in Path("/proc/self/fd").iterdir()}


def test_a_closed_book_leaves_no_process_and_no_open_file_behind(tmp_path):
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system does not list open files")
    path = an_xlsx(tmp_path / "a.xlsx")
    before = open_files()
    book = open_book(path)
    pid = book._readers[0]._process.pid
    rows = book.rows(book.sheets[0])
    next(rows)
    book.close()
    assert not Path(f"/proc/{pid}").exists()
    forgotten = open_book(path)
    pid = forgotten._readers[0]._process.pid
    assert Path(f"/proc/{pid}").exists()
    del forgotten
    assert not Path(f"/proc/{pid}").exists(), "a book that nobody closed and nobody has"
    assert open_files() == before
