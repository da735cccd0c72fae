"""A large workbook is written as it was meant: text stays text, numbers are exact, lists drop down, and it opens."""

from __future__ import annotations

import shutil
import subprocess
import tracemalloc
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from xinlu.income.kinds import offered_kinds
from xinlu.kernel.words import Words
from xinlu.practice.vocabulary import Relation
from xinlu.sheets import households, row_text, writing
from xinlu.sheets.headings import Match, read_heading
from xinlu.sheets.register_columns import (
    FIGURE_COLUMNS,
    HOUSEHOLD_COLUMNS,
    LINE_COLUMNS,
    MEMBER_COLUMNS,
    OFFICIAL_FROM,
    TOTAL_COLUMNS,
    between_choices,
    without_secrets,
)
from xinlu.sheets.row_text import rendered, renderer
from xinlu.sheets.writing import Column, Guide, Sort, Table, write_book

GUIDE = Guide(Words("花名册", "Register"), [Words("这是一份试的", "This is a trial")])
RELATIONS = tuple(choice.words for choice in Relation)
COLUMNS = (
    Column(Words("户编号", "Household number")),
    Column(Words("姓名", "Name")),
    Column(Words("关系", "Relation"), Sort.CHOICE, choices=RELATIONS),
    Column(Words("人口", "People"), Sort.WHOLE),
    Column(Words("钱", "Money"), Sort.YUAN),
    Column(Words("数量", "Quantity"), Sort.QUANTITY),
    Column(Words("出生", "Born"), Sort.DAY),
    Column(Words("几样", "Several"), choices=RELATIONS, several=True),
)
ROW = ("001", "杨秀英", "户主", 3, 123_450, 1_400, date(1943, 3, 2), "户主；配偶")


def book(*rows, columns=COLUMNS, language="zh", most=None, **more):
    file = BytesIO()
    table = Table(Words("农户", "Households"), columns, iter(rows), len(rows) if most is None else most)
    write_book([table], file, guide=GUIDE, language=language, **more)
    file.seek(0)
    return file


def opened(*rows, **more):
    return openpyxl.load_workbook(book(*rows, **more))


def cells(*rows, **more):
    return [[cell.value for cell in row] for row in opened(*rows, **more)["农户"].iter_rows(min_row=2)]


def test_every_kind_of_cell_arrives_as_it_was_meant():
    assert cells(ROW) == [["001", "杨秀英", "户主", 3, 1234.5, 1.4, datetime(1943, 3, 2), "户主；配偶"]]  # noqa: DTZ001
    sheet = opened(ROW)["农户"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "s", "n", "n", "n", "d", "s"]
    assert [sheet[at].number_format for at in ("A2", "C2", "E2", "G2")] == ["@", "@", "#,##0.00", "yyyy-mm-dd"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A1", "#N/A", "TRUE", "1e5"])
def test_no_text_becomes_a_formula_or_a_number(text):
    sheet = opened((text, text, None, None, None, None, None, text))["农户"]
    assert [(sheet[at].value, sheet[at].data_type) for at in ("A2", "B2", "H2")] == [(text, "s")] * 3
    assert openpyxl.Workbook().active.cell(1, 1, "=1+1").data_type == "f"  # the control


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("522699194303020022", "522699194303020022"),
        ("000123456789012345", "000123456789012345"),
        ("阿" * 60, "阿" * 60),
        ("a & b < c > \"d\" 'e'", "a & b < c > \"d\" 'e'"),
        (" 两边有空 ", " 两边有空 "),
        ("一行\n两行\r\n三行", "一行\n两行\n三行"),
        ("坏\x00\x0b字\ud800符\uffff", "坏字符"),
        ("_x0041_", "_x0041_"),
        ("𠮷😀", "𠮷😀"),
        ("长" * 40_000, "长" * 32_766 + "…"),
        ("</t></is></c><c r='Z9'><f>1</f></c>", "</t></is></c><c r='Z9'><f>1</f></c>"),
    ],
)
def test_any_text_comes_back(text, read):
    for row in ((text, "甲"), ("甲", text)):
        file = book((*row, None, None, None, None, None, None))
        (told,) = CalamineWorkbook.from_filelike(file).get_sheet_by_name("农户").to_python()[1:]
        assert told[row.index(text)] == read


def test_money_and_quantities_are_exact():
    amounts = [0, 1, -1, 99, -100, 100_000_000_000, -123_456_789]
    rows = [(None, None, None, None, fen, fen, None, None) for fen in amounts]
    written = b"".join(
        text for _, text in rendered([(fen,) for fen in amounts], [_render(Sort.YUAN)], first=2)
    ).decode()
    for said in ("0", "0.01", "-0.01", "0.99", "-1", "1000000000", "-1234567.89"):
        assert f"<v>{said}</v>" in written
    assert [row[4] for row in cells(*rows)] == [fen / 100 for fen in amounts]
    assert [row[5] for row in cells(*rows)] == [fen / 1000 for fen in amounts]


def _render(sort):
    return renderer(sort, column=1, style="0", shared={})


def test_days_that_spreadsheets_miscount_are_text():
    told = [row[6] for row in cells(*[(*ROW[:6], day, None) for day in (date(1900, 2, 28), date(1900, 3, 1))])]
    assert told == ["1900-02-28", datetime(1900, 3, 1)]  # noqa: DTZ001


def test_empty_cells_are_absent_and_unknown_choices_are_written_as_they_are():
    assert cells(("", None, "", None, None, None, None, ""), ("1", "", "别的 & 关系", 0, 0, 0, None, None)) == [
        [None] * 8,
        ["1", None, "别的 & 关系", 0, 0, 0, None, None],
    ]


def test_choices_drop_down_from_a_hidden_sheet_and_several_are_let_in():
    workbook = opened(ROW)
    validations = {str(each.sqref): each for each in workbook["农户"].data_validations.dataValidation}
    one, several = validations["C2:C1048576"], validations["H2:H1048576"]
    assert workbook["选项"].sheet_state == "hidden"
    assert one.formula1 == several.formula1
    at = one.formula1.rpartition("!")[2].replace("$", "")
    assert [cell.value for (cell,) in workbook["选项"][at]] == [words.zh for words in RELATIONS]
    assert (bool(one.showErrorMessage), bool(several.showErrorMessage)) == (True, False)


def test_headings_stay_in_sight_and_on_every_printed_page():
    sheet = opened(ROW)["农户"]
    assert sheet.freeze_panes == "C2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["A"].width > 11
    assert sheet.column_dimensions["A"].number_format == "@"  # what is typed below keeps its digits too
    assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize(("language", "first"), [("zh", "填表说明"), ("en", "How to fill this in")])
def test_the_first_sheet_says_what_each_column_takes_and_what_a_figure_is(language, first):
    workbook = opened(ROW, language=language)
    assert workbook.sheetnames[0] == first
    assert workbook.active.title == first
    told = "\n".join(str(cell.value) for row in workbook[first].iter_rows() for cell in row if cell.value)
    for column in COLUMNS:
        assert column.head.said(language) in told
    for words in (*GUIDE.about, *writing.RULES, RELATIONS[5]):
        assert words.said(language) in told
    assert ("整户退回来" if language == "zh" else "the whole household is returned") in told
    assert ("户里自己认了，才算数" if language == "zh" else "They count once the household has recognised them") in told


def test_more_rows_than_a_sheet_takes_go_on_in_a_further_one(monkeypatch):
    monkeypatch.setattr(writing, "SHEET_ROWS", 3)
    workbook = opened(*[(str(n), *ROW[1:]) for n in range(7)])
    assert workbook.sheetnames[1:4] == ["农户 1", "农户 2", "农户 3"]
    assert [workbook[name]["A2"].value for name in workbook.sheetnames[1:4]] == ["0", "3", "6"]
    assert all(workbook[name]["A1"].value == "户编号" for name in workbook.sheetnames[1:4])


def test_more_rows_than_were_said_are_no_silent_loss(monkeypatch):
    monkeypatch.setattr(writing, "SHEET_ROWS", 2)
    with pytest.raises(ValueError, match="more rows"):
        book(ROW, ROW, ROW, most=2)
    assert len(cells(ROW, most=2)) == 1


def test_rows_of_another_length_are_refused():
    with pytest.raises(ValueError):
        book(ROW[:3])


def test_a_table_without_rows_has_its_headings():
    sheet = opened()["农户"]
    assert [cell.value for cell in sheet[1]] == [column.head.zh for column in COLUMNS]
    assert sheet.max_row == 1


def test_progress_is_told_and_memory_stays_small():
    heard = []
    peaks = []
    for number in (3_000, 12_000):
        tracemalloc.start()
        rows = ((str(n), *ROW[1:]) for n in range(number))
        write_book(
            [Table(Words("农户", "Households"), COLUMNS, rows, number)],
            BytesIO(),
            guide=GUIDE,
            language="zh",
            progress=lambda done, most: heard.append((done, most)),
        )
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert heard[-1] == (12_000, 12_000)
    assert heard == sorted(heard, key=lambda each: (each[1], each[0]))
    assert peaks[1] < peaks[0] * 1.5  # four times the rows


def test_chunks_join_without_a_seam(monkeypatch):
    monkeypatch.setattr(row_text, "ROWS_AT_ONCE", 2)
    assert [row[0] for row in cells(*[(str(n), *ROW[1:]) for n in range(5)])] == ["0", "1", "2", "3", "4"]


ALL = (*HOUSEHOLD_COLUMNS, *TOTAL_COLUMNS, *FIGURE_COLUMNS, *MEMBER_COLUMNS, *LINE_COLUMNS)


@pytest.mark.parametrize("column", ALL, ids=lambda column: column.name)
def test_the_reader_of_registers_knows_every_heading_in_both_languages(column):
    for written in (column.column.head.zh, column.column.head.en):
        heading = read_heading((written,))
        assert heading.key == (column.reads or "unused"), written
        assert heading.match in (Match.EXACT, Match.PART)
    assert read_heading(("从来没有的列名",)).match is Match.NONE  # the control


def test_no_heading_stands_twice_on_a_sheet():
    for sheet in ((*HOUSEHOLD_COLUMNS, *TOTAL_COLUMNS, *FIGURE_COLUMNS), MEMBER_COLUMNS, LINE_COLUMNS):
        for language in ("zh", "en"):
            heads = [each.column.head.said(language) for each in sheet]
            assert len(heads) == len(set(heads))


def test_what_names_a_person_for_the_state_is_secret():
    assert {each.name for each in ALL if each.secret} == {"id_number", "phone", "disability_number"}
    assert not [each for each in without_secrets(ALL, with_numbers=False) if each.secret]
    assert len(without_secrets(ALL, with_numbers=True)) == len(ALL)


def test_the_reader_keeps_no_number_that_holds_within_one_file():
    assert households.OFFICIAL_FROM == OFFICIAL_FROM


def test_no_choice_has_what_stands_between_choices():
    for column in ALL:
        if column.column.several:
            for language in ("zh", "en"):
                between = between_choices(language).strip()
                assert not [words for words in column.column.choices if between in words.said(language)]


def test_the_kinds_of_line_are_told_apart_by_their_names():
    for language in ("zh", "en"):
        names = [kind.name.said(language) for kind in offered_kinds()]
        assert len(names) == len(set(names))


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_sees_text(tmp_path: Path):
    (tmp_path / "册.xlsx").write_bytes(book(("=1+1", *ROW[1:])).getvalue())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    as_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", as_csv, "--outdir", tmp_path, tmp_path / "册.xlsx"],
        check=True,
        capture_output=True,
        timeout=240,
    )
    (written,) = tmp_path.glob("*.csv")
    assert written.read_text().splitlines()[1].startswith("=1+1,杨秀英,户主,3,")
