"""A file that is no table, is torn, is locked or is made to harm is refused in words, before anything of it is laid out."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.sheets.forged import MAIN, SHEET, bytes_of, packed, parts, sheet_xml, workbook
from xinlu.kernel.errors import Refusal
from xinlu.sheets.files import limits, sheet_scan
from xinlu.sheets.files.compound import Compound
from xinlu.sheets.files.delimited import Delimited
from xinlu.sheets.files.frames import Ended, unpacked
from xinlu.sheets.files.frames import packed as frame_payload
from xinlu.sheets.files.old_workbook import scan_old_workbook, stream_of
from xinlu.sheets.files.open_document import scan_open_document
from xinlu.sheets.files.package import Package
from xinlu.sheets.files.sheet_marks import SheetMarks
from xinlu.sheets.files.sheet_scan import scan_sheet
from xinlu.sheets.files.sheet_walk import SheetWalk
from xinlu.sheets.files.workbook_parts import scan_workbook
from xinlu.sheets.grid import Broken, Loss, Merge
from xinlu.sheets.opening import open_book

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refused(path: Path) -> Refusal:
    """Why the file is refused; its words are whole sentences in both languages that say what to do."""
    with pytest.raises(Refusal) as caught, open_book(path) as book:
        for sheet in book.sheets:
            for _ in book.rows(sheet):
                pass
    words = caught.value.words
    assert "什么也没有读入" in words.zh and "Nothing was read" in words.en
    assert len(words.zh.split("什么也没有读入。")[1]) > 5, "what to do"
    return caught.value


def code_of(path: Path) -> str:
    return refused(path).code


def scanned(rows: str, **options: object) -> SheetMarks:
    return scan_sheet("S", lambda: [sheet_xml(rows)], **options)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "sheet.empty_file"),
        ("a.csv", b"", "sheet.empty_file"),
        ("a.xlsx", b"%PDF-1.7 ...", "sheet.other_kind"),
        ("a.csv", b"\x89PNG\r\n\x1a\n....", "sheet.other_kind"),
        ("a.xls", b"\xff\xd8\xff\xe0....", "sheet.other_kind"),
        ("a.xls", b"{\\rtf1 ...", "sheet.other_kind"),
        ("a.xls", b"Rar!\x1a\x07\0", "sheet.other_kind"),
        ("a.xls", b"\x09\x08\x10\x00\x00\x06\x05\x00", "sheet.other_kind"),
        ("a.xlsx", "户主,金额\n".encode(), "sheet.other_kind"),
        ("a.csv", bytes(range(256)), "sheet.other_kind"),
        ("a.csv", "户主,1".encode("utf-16-le"), "sheet.other_kind"),
        ("a.xls", b"\xef\xbb\xbf\r\n<html><table><tr><td>1</td></tr></table>", "sheet.web_page"),
        ("a.xls", "<table><tr><td>户主</td></tr></table>".encode("gb18030"), "sheet.web_page"),
        (
            "a.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "sheet.web_page",
        ),
        ("a.xls", "<html><body>户".encode("utf-16"), "sheet.web_page"),
        ("a.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "sheet.web_page"),
        ("a.csv", b",,,\n\n , \n".replace(b" ", b""), "sheet.nothing"),
        ("a.xlsx", b"P", "sheet.truncated"),
        ("a.xlsx", b"PK\x03", "sheet.truncated"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "sheet.truncated"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "sheet.truncated"),
    ],
)
def test_what_is_no_table_is_refused_by_its_content(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    assert code_of(tmp_path / name) == code


def test_text_that_begins_like_another_kind_is_still_text(tmp_path):
    for number, content in enumerate(["PK,户主\n1,2\n", "BMW,1\nx,2\n", "<户主>,1\nx,2\n", "P"]):
        path = tmp_path / f"{number}.csv"
        path.write_text(content, encoding="utf-8")
        with open_book(path) as book:
            assert list(book.rows(book.sheets[0]))


def test_a_folder_a_missing_file_and_one_that_may_not_be_read_are_refused(tmp_path):
    assert code_of(tmp_path) == "sheet.no_file"
    assert code_of(tmp_path / "nowhere.xlsx") == "sheet.no_file"
    assert code_of(Path("a\0b")) == "sheet.no_file"


@pytest.mark.parametrize(
    ("contents", "code", "kind"),
    [
        ({"word/document.xml": b"<w/>"}, "sheet.other_kind", "Word"),
        ({"ppt/presentation.xml": b"<p/>"}, "sheet.other_kind", "演示"),
        ({"xl/workbook.bin": b""}, "sheet.other_kind", ".xlsb"),
        ({"户表.xlsx": b"PK"}, "sheet.other_kind", "压缩包"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}, "sheet.other_kind", "文字"),
        ({}, "sheet.other_kind", "压缩包"),
    ],
)
def test_another_packed_file_named_xlsx_is_named_for_what_it_is(tmp_path, contents, code, kind):
    refusal = refused(packed(contents, tmp_path / "a.xlsx"))
    assert refusal.code == code and kind in refusal.words.zh


def test_a_workbook_with_nothing_in_it_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active["C3"].number_format = "0.00"
    book.save(tmp_path / "a.xlsx")
    assert code_of(tmp_path / "a.xlsx") == "sheet.nothing"


def test_a_locked_workbook_is_refused_whether_old_new_or_open(tmp_path):
    import xlwt.CompoundDoc

    document = xlwt.CompoundDoc.XlsDoc()
    document.save(
        str(tmp_path / "old.xls"), b"\x09\x08\x10\0" + b"\0" * 16 + b"\x2f\0\x06\0" + b"\0" * 6 + b"\x0a\0\0\0"
    )
    assert code_of(tmp_path / "old.xls") == "sheet.password"
    content = (
        (tmp_path / "old.xls").read_bytes().replace("Workbook".encode("utf-16-le"), "Encrypte".encode("utf-16-le"))
    )
    at = content.index("Encrypte".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le")
    content = content[:at] + name + content[at + len(name) : at + 64] + bytes([len(name) + 2]) + content[at + 65 :]
    (tmp_path / "new.xlsx").write_bytes(content)
    assert code_of(tmp_path / "new.xlsx") == "sheet.password"
    open_document = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": b"\x01\x02",
        "META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>",
    }
    assert code_of(packed(open_document, tmp_path / "open.ods")) == "sheet.password"


def bomb(*, lies: bool) -> bytes:
    content = bytes_of(parts(sheet_xml(ONE)) | {"xl/media/image1.png": b"\0" * (4 << 20)})
    true, said = (4 << 20).to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert content.count(true) == 2
    return content.replace(true, said) if lies else content


@pytest.mark.parametrize("lies", [False, True])
def test_a_part_that_swells_is_refused_whatever_size_it_says_it_has(monkeypatch, lies):
    monkeypatch.setattr(limits, "BOMB_BYTES", 1 << 20)
    with pytest.raises(Refusal) as caught:
        scan_workbook(Package(io.BytesIO(bomb(lies=lies))))
    assert caught.value.code == "sheet.bomb"


def test_a_small_part_that_packs_well_is_no_bomb():
    package = Package(io.BytesIO(bytes_of(parts(sheet_xml(ONE + " " * 5_000_000)))))
    assert [sheet.last_row for sheet in scan_workbook(package)] == [1]


def test_all_parts_together_have_a_bound(monkeypatch):
    monkeypatch.setattr(limits, "INFLATED_BYTES", 10_000)
    contents = parts(sheet_xml(ONE)) | {f"xl/media/{n}.png": b"%06d" % n * 500 for n in range(4)}
    with pytest.raises(Refusal) as caught:
        scan_workbook(Package(io.BytesIO(bytes_of(contents))))
    assert caught.value.code == "sheet.too_large"


def test_more_parts_than_any_workbook_has_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "ENTRIES", 5)
    with pytest.raises(Refusal) as caught:
        Package(io.BytesIO(bytes_of(parts(sheet_xml(ONE)) | {"more.xml": b""})))
    assert caught.value.code == "sheet.bomb"


def test_an_altered_byte_within_a_part_is_noticed(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts(sheet_xml('<row r="1"><c r="A1"><v>1200</v></c></row>')).items():
            package.writestr(name, content)
    (tmp_path / "good.xlsx").write_bytes(out.getvalue())
    with open_book(tmp_path / "good.xlsx") as book:
        assert next(book.rows(book.sheets[0])).values == [1200.0]
    (tmp_path / "bad.xlsx").write_bytes(out.getvalue().replace(b"<v>1200</v>", b"<v>9200</v>"))
    assert code_of(tmp_path / "bad.xlsx") == "sheet.damaged"


def test_two_parts_of_one_name_are_refused(tmp_path):
    contents = parts(sheet_xml(ONE)) | {SHEET.upper(): sheet_xml("")}
    assert code_of(packed(contents, tmp_path / "a.xlsx")) == "sheet.damaged"


@pytest.mark.parametrize(
    "sheet",
    [
        f'<!DOCTYPE x [<!ENTITY a "b">]><worksheet xmlns="{MAIN}"><sheetData>{ONE}</sheetData></worksheet>'.encode(),
        f'<worksheet xmlns="{MAIN}"><sheetData>{ONE}'.encode(),
        f'<worksheet xmlns="{MAIN}"><sheetData>{ONE}</sheetData></worksheet>'.encode("utf-16"),
        sheet_xml('<row r="1"><c r="1A"><v>1</v></c></row>'),
        sheet_xml('<row r="x"><c><v>1</v></c></row>'),
        sheet_xml('<row r="1"><c r="A1" t="s"><v>9</v></c></row>'),
        b"",
    ],
    ids=["entities", "torn", "utf-16", "no place", "no row", "no such text", "empty"],
)
def test_a_sheet_that_makes_no_sense_is_refused_and_never_taken_for_an_empty_one(tmp_path, sheet):
    contents = parts(sheet_xml(ONE)) | {SHEET: sheet}
    assert code_of(packed(contents, tmp_path / "a.xlsx")) == "sheet.damaged"


def test_a_sheet_that_is_listed_and_missing_is_refused(tmp_path):
    contents = parts(sheet_xml(ONE))
    del contents[SHEET]
    assert code_of(packed(contents, tmp_path / "a.xlsx")) == "sheet.damaged"


@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "sheet.too_many_rows", "1,048,576"),
        ('<row r="2000000"><c r="A2000000"><v>1</v></c></row>', "sheet.too_many_rows", "2,000,000"),
        ('<row r="5"><c r="OK5"><v>1</v></c></row>', "sheet.too_many_columns", "OK5"),
        ('<row r="1"><c r="ZZZ1"><f>1+1</f></c></row>', "sheet.too_many_columns", "ZZZ1"),
        (f'{ONE}<row r="900000"><c r="BA900000"><v>1</v></c></row>', "sheet.too_wide_spread", "900,000"),
    ],
)
def test_a_lone_value_far_out_is_refused_with_its_place(tmp_path, rows, code, place):
    refusal = refused(workbook(tmp_path / "a.xlsx", rows))
    assert refusal.code == code and place in refusal.words.zh and "“S”" in refusal.words.zh


def test_a_sheet_may_reach_to_the_last_row_and_column_that_are_read():
    assert scanned('<row r="1000000"><c r="Z1000000"><v>1</v></c></row>').last_row == limits.ROWS
    assert scanned('<row r="65000"><c r="OJ65000"><v>1</v></c></row>').last_column == limits.COLUMNS


def test_merges_and_losses_have_a_bound(monkeypatch):
    monkeypatch.setattr(limits, "MERGES", 2)
    monkeypatch.setattr(limits, "BROKEN", 2)
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 4))
    with pytest.raises(Refusal) as caught:
        scan_sheet("S", lambda: [sheet_xml(ONE, after=f"<mergeCells>{merges}</mergeCells>")])
    assert caught.value.code == "sheet.too_many_merges"
    cells = "".join(f'<c r="{letter}1" t="e"><v>#N/A</v></c>' for letter in "ABC")
    with pytest.raises(Refusal) as caught:
        scanned(f'<row r="1">{cells}</row>')
    assert caught.value.code == "sheet.too_many_broken"


def walked(xml: bytes, *, doubts_zeros: bool) -> SheetMarks:
    marks = SheetMarks(name="S")
    SheetWalk(marks, doubts_zeros=doubts_zeros).feed(xml, is_last=True)
    return marks


CELLS = st.sampled_from(
    [
        '<c r="{p}"><v>7</v></c>',
        '<c r="{p}" s="3" t="s"><v>0</v></c>',
        '<c r="{p}" s="3" />',
        '<c r="{p}" t="inlineStr"><is><t xml:space="preserve"> a&lt;c </t></is></c>',
        '<c r="{p}"><f>SUM(A1:B2)</f><v>7</v></c>',
        '<c r="{p}"><f t="shared" si="0"/><v>7</v></c>',
        '<c r="{p}" t="str"><f>"x"</f><v>x</v></c>',
        '<c r="{p}" t="str"><f>""</f><v></v></c>',
        '<c r="{p}"><f>SUM(A1:B2)</f><v>0</v></c>',
        '<c r="{p}"><v>0</v></c>',
        '<c r="{p}"><f>SUM(A1:B2)</f><v></v></c>',
        '<c r="{p}"><f>SUM(A1:B2)</f></c>',
        '<c r="{p}"><f t="shared" si="0"/><v/></c>',
        '<c r="{p}" t="e"><v>#REF!</v></c>',
        "<c t='e' r='{p}'><v>#N/A</v></c>",
        '<c  r="{p}"  t = "e"><v>#N/A</v></c>',
        '<c r="{p}" t="e" cm="1"><f>1/0</f><v>#DIV/0!</v></c>',
        "<c><v>5</v></c>",
    ]
)
PLAIN_CELLS = st.sampled_from(['<c r="{p}"><v>7</v></c>', '<c r="{p}" t="s"><v>0</v></c>', '<c r="{p}" s="1"/>'])


@st.composite
def sheets(draw):
    rows = []
    for number in range(1, draw(st.integers(2, 16))):
        kinds = CELLS if draw(st.integers(0, 5)) == 0 else PLAIN_CELLS
        columns = sorted(
            draw(st.sets(st.sampled_from(["A", "B", "C", "Z", "AA", "BC"]), max_size=5)), key=lambda c: (len(c), c)
        )
        cells = [draw(kinds).replace("{p}", f"{column}{number}") for column in columns]
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    merges = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>' if draw(st.booleans()) else ""
    return sheet_xml("".join(rows), after=merges)


@settings(max_examples=300, deadline=None)
@given(sheets(), st.booleans())
def test_the_quick_look_finds_exactly_what_the_walk_finds(xml, doubts_zeros):
    was = sheet_scan._BLOCK
    sheet_scan._BLOCK = 200
    try:
        pieces = [xml[at : at + 50] for at in range(0, len(xml), 50)]
        quick, exact = (
            scan_sheet("S", lambda: pieces, doubts_zeros=doubts_zeros),
            walked(xml, doubts_zeros=doubts_zeros),
        )
    finally:
        sheet_scan._BLOCK = was
    assert (quick.broken, quick.merges, quick.written) == (exact.broken, exact.merges, exact.written)
    assert quick.last_row >= exact.last_row and quick.last_column >= exact.last_column
    assert quick.holds_anything == exact.holds_anything


def rows_of_cells(number: int, *, column: str = "V", cell: str = "<v>1</v>") -> str:
    return "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="{column}{n}" s="1">{cell}</c></row>' for n in range(1, number)
    )


def test_the_quick_look_walks_only_where_it_must(monkeypatch):
    fed: list[int] = []
    feed = SheetWalk.feed

    def counted(self: SheetWalk, piece: bytes, *, is_last: bool = False) -> None:
        fed.append(len(piece))
        feed(self, piece, is_last=is_last)

    monkeypatch.setattr(SheetWalk, "feed", counted)
    xml = sheet_xml(
        rows_of_cells(100_000)
        + '<row r="100000"><c r="B100000" t="e"><v>#REF!</v></c></row>'
        + rows_of_cells(3).replace('r="1"', 'r="100001"', 1)
    )
    marks = scan_sheet("S", lambda: [xml[at : at + 65536] for at in range(0, len(xml), 65536)])
    assert marks.broken == {100_000: {2: Broken(Loss.ERROR, "#REF!")}}
    assert sum(fed) < len(xml) / 2, "most blocks were passed over"


def test_cells_that_only_have_a_style_do_not_count_however_many_the_quick_look_guessed_at(monkeypatch):
    monkeypatch.setattr(limits, "CELLS", 1_000_000)
    monkeypatch.setattr(sheet_scan, "_BLOCK", 10_000)
    styled, full = (sheet_xml(rows_of_cells(6000, column="OJ", cell=cell)) for cell in ("", "<v>1</v>"))
    marks = scan_sheet("S", lambda: [styled[at : at + 5000] for at in range(0, len(styled), 5000)])
    assert (marks.last_row, marks.last_column) == (5999, 1)
    with pytest.raises(Refusal) as caught:
        scan_sheet("S", lambda: [full[at : at + 5000] for at in range(0, len(full), 5000)])
    assert caught.value.code == "sheet.too_wide_spread"


def open_document(rows: str) -> Package:
    content = (
        '<document xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:calcext="c"><table:table table:name="S">'
        f"{rows}</table:table></document>"
    )
    return Package(io.BytesIO(bytes_of({"mimetype": b"spreadsheet", "content.xml": content.encode()})))


def test_an_open_document_is_counted_with_its_repeats_and_laid_out_nowhere():
    one = '<table:table-cell office:value-type="float" office:value="1"{more}><text:p>1</text:p></table:table-cell>'
    empty = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    (marks,) = scan_open_document(open_document(f"<table:table-row>{one.format(more='')}</table:table-row>{empty}"))
    assert (marks.last_row, marks.last_column) == (1, 1)
    many = one.format(more=' table:number-columns-repeated="390"')
    with pytest.raises(Refusal) as caught:
        scan_open_document(
            open_document(f'<table:table-row table:number-rows-repeated="900000">{many}</table:table-row>')
        )
    assert caught.value.code == "sheet.too_wide_spread"


def test_losses_and_merges_of_an_open_document_stand_in_their_places():
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row><table:table-row>'
        '<table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=SUM([.A1])"/>'
        '<table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="3" office:value-type="string"><text:p>a</text:p></table:table-cell>'
        "</table:table-row>"
    )
    (marks,) = scan_open_document(open_document(rows))
    assert marks.broken == {3: {3: Broken(Loss.ERROR, "#DIV/0!"), 4: Broken(Loss.UNCALCULATED, "=SUM([.A1])")}}
    assert marks.merges == [Merge(3, 5, 4, 7)]


def old_bytes() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("户表")
    for number in range(300):
        sheet.write(number, 0, f"户{number}")
        sheet.write(number, 3, number * 1.5)
    sheet.row(5).set_cell_error(2, 0x2A)
    sheet.write(6, 2, date(2026, 1, 2))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


OLD = old_bytes()


def test_an_old_workbook_with_its_chains_in_circles_is_refused():
    content = bytearray(OLD)
    first_fat = int.from_bytes(content[76:80], "little")
    at = (first_fat + 1) * 512
    for sector in range(128):
        content[at + 4 * sector : at + 4 * sector + 4] = (sector if sector % 2 else 0).to_bytes(4, "little")
    with pytest.raises(Refusal):
        scan_old_workbook(stream_of(Compound(bytes(content))))


@settings(max_examples=500, deadline=None)
@given(st.data())
def test_an_old_workbook_altered_or_torn_anywhere_is_looked_over_or_refused_and_nothing_else(data):
    content = bytearray(OLD)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(len(content) // 4, len(content)))]
    try:
        scan_old_workbook(stream_of(Compound(bytes(content))))
    except Refusal as error:
        assert error.code.startswith("sheet.")


def test_the_old_workbook_of_these_alterations_is_sound_itself():
    (marks,) = scan_old_workbook(stream_of(Compound(OLD)))
    assert (marks.name, marks.last_row, marks.last_column) == ("户表", 300, 4)
    assert marks.broken == {6: {3: Broken(Loss.ERROR, "#N/A")}}


GOOD = bytes_of(parts(sheet_xml(rows_of_cells(60))))


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_a_workbook_altered_or_torn_anywhere_is_looked_over_or_refused_and_nothing_else(data):
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content
    try:
        scan_workbook(Package(io.BytesIO(bytes(content))))
    except Refusal as error:
        assert error.code.startswith("sheet.")


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_text_table_or_refused_and_nothing_else(content):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(content)
        try:
            with open_book(path) as book:
                assert all(row.values for row in book.rows(book.sheets[0]))
        except Refusal as error:
            assert error.code.startswith("sheet.")


def text_table(path: Path, content: bytes) -> Delimited:
    path.write_bytes(content)
    return Delimited(path, name=path.name)


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"a,b\n" + "杨秀英王老五李大山张三,1\n".encode() + b"\xff,2\n", "sheet.not_text", "第 3 行"),
        (b"a,b\n" + ("杨秀英" * 9).encode()[:-1], "sheet.not_text", "第 2 行"),
        (b"\xef\xbb\xbfa,b\n\xff", "sheet.not_text", "第 2 行"),
        ("a\n".encode("utf-16") + b"\x00\xd8", "sheet.not_text", "第 2 行"),
        (b'a,b\n"x,2\ny,3\n', "sheet.open_quote", "第 2 行"),
        (b'a,b\n1,"x\n' + b"y,3\n" * 50_000, "sheet.open_quote", "第 2 行"),
        (b"a,b\n1," + b"x" * 200_000, "sheet.cell_too_long", "第 2 行"),
        (b"x," * 3_000_000, "sheet.cell_too_long", "第 1 行"),
        (b"a\n" + b"," * 400 + b"x\n", "sheet.too_many_columns", "OK2"),
    ],
    ids=["utf-8", "cut", "marked", "utf-16", "quote", "long quote", "cell", "line", "columns"],
)
def test_a_text_table_is_refused_with_the_line_that_is_wrong(tmp_path, content, code, place):
    with pytest.raises(Refusal) as caught:
        text_table(tmp_path / "a.csv", content)
    assert caught.value.code == code and place in caught.value.words.zh


def test_a_text_table_may_be_a_million_rows_and_no_more(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 1000)
    path = tmp_path / "a.csv"
    text_table(path, b"1,2\n" * 1000 + b"\n" * 1000)
    with pytest.raises(Refusal) as caught:
        text_table(path, b"1,2\n" * 1001)
    assert caught.value.code == "sheet.too_many_rows" and "1,001" in caught.value.words.zh


def test_nothing_but_plain_values_comes_from_the_reading_process():
    import os

    assert unpacked(frame_payload([1, "a", None, date(2026, 1, 2), Broken(Loss.ERROR, "#N/A")]))[3] == date(2026, 1, 2)
    for payload in (frame_payload(os.system), b"cos\nsystem\n(S'true'\ntR.", b"", b"\x80\x05junk"):
        with pytest.raises(Ended):
            unpacked(payload)
