"""A form of the office's own is filled and stays the office's: looks, formulas, print set-up; what is not known is said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

from xinlu.kernel.errors import Refusal
from xinlu.sheets import form_opening, own_forms
from xinlu.sheets.form_fields import Of, field_named, field_names, form_fields, nearest_names
from xinlu.sheets.form_references import moved_down, renamed
from xinlu.sheets.own_forms import FormValues, fill_for_household, fill_for_households

THIN = Border(*(Side(style="thin") for _ in range(4)))
ID = "522699194303020021"
YANG = FormValues(
    title="杨秀英",
    household={
        "head.name": "杨秀英",
        "head.id_number": ID,
        "phone": "013885551234",
        "village": "对门坡村",
        "people": 3,
        "income_head.claimed": Decimal("8001.50"),
        "income_head.recognised": "5,000～8,001.50",
        "house_graded_on": date(2025, 3, 1),
        "note": "{户主身份证号} =1+1",
    },
    members=[
        {"name": "杨秀英", "relation": "户主", "age": 83},
        {"name": "杨正明", "relation": "之子", "age": 52},
        {"name": "杨小军", "relation": "之孙子", "age": 11},
    ],
    lines=[
        {"kind": "稻谷", "claimed.amount_fen": Decimal("1260")},
        {"kind": "卖鸡", "claimed.amount_fen": Decimal("1200")},
    ],
)


def workbook(**cells: object) -> Workbook:
    book = Workbook()
    for at, value in cells.items():
        book.active[at] = value
    return book


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def filled(book: Workbook, values: FormValues = YANG):
    done = fill_for_household(saved(book), values)
    return load_workbook(BytesIO(done.content)).active, done


def test_names_give_way_to_what_is_known_and_text_around_them_stays():
    sheet, done = filled(workbook(A1="户主：{户主姓名}（{ 家庭人口 }口人）", B1="{head}", C1="｛村｝"))
    assert (sheet["A1"].value, sheet["B1"].value, sheet["C1"].value) == ("户主：杨秀英（3口人）", "杨秀英", "对门坡村")
    assert done.unknown == []


def test_numbers_of_people_stay_text_and_money_and_days_are_what_they_are():
    sheet, _ = filled(workbook(A1="{身份证号}", B1="{电话}", C1="{人均纯收入·报的}", D1="{鉴定日期}", E1="{家庭人口}"))
    assert (sheet["A1"].value, sheet["A1"].data_type) == (ID, "s")
    assert (sheet["B1"].value, sheet["B1"].data_type, sheet["B1"].number_format) == ("013885551234", "s", "@")
    assert (sheet["C1"].value, sheet["C1"].data_type) == (8001.5, "n")
    assert sheet["D1"].value.date() == date(2025, 3, 1)
    assert sheet["E1"].value == 3


def test_claimed_and_recognised_figures_have_names_of_their_own():
    sheet, done = filled(workbook(A1="{人均纯收入·报的}", A2="{人均纯收入·认同}", A3="{人均纯收入}"))
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A3"].value) == (8001.5, "5,000～8,001.50", "{人均纯收入}")
    assert "“人均纯收入·报的”或者“人均纯收入·认同”" in done.unknown[0].words.zh
    assert not any(each.key == "income_head" for each in form_fields())


def test_an_unknown_name_stays_in_colour_and_the_nearest_known_one_is_offered():
    sheet, done = filled(workbook(A1="{户住姓名}", B1="{户主姓名}的{qqqqq}"))
    assert sheet["A1"].value == "{户住姓名}"
    assert sheet["B1"].value == "杨秀英的{qqqqq}"
    assert [each.written for each in done.unknown] == ["户住姓名", "qqqqq"]
    assert "是不是“户主姓名”" in done.unknown[0].words.zh
    assert done.unknown[0].cell == "A1"
    assert sheet["A1"].fill.fgColor.rgb == "00FFF2CC"
    assert filled(workbook(A1="{户主姓名}"))[0]["A1"].fill.fill_type is None


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(1)", "#N/A", "=HYPERLINK(1)", "\x01=1"])
@pytest.mark.parametrize("name", ["{户主姓名}", "看{户主姓名}", "{成员.姓名}"])
def test_nothing_that_is_filled_in_becomes_a_formula(value, name):
    told = FormValues("甲", {"head.name": value}, members=[{"name": value}])
    sheet, _ = filled(workbook(A1=name), told)
    assert sheet["A1"].data_type == "s"
    assert load_workbook(BytesIO(saved(workbook(A1=value.strip("\x01")))))  # the control: openpyxl takes it for one
    if value.startswith("="):
        assert workbook(A1=value).active["A1"].data_type == "f"


def test_braces_in_what_people_said_are_no_names():
    sheet, done = filled(
        workbook(A1="{备注}", A2="{成员.姓名}", B2="{村}"),
        FormValues("甲", {**YANG.household}, members=[{"name": "{电话}"}] * 3),
    )
    assert sheet["A1"].value == "{户主身份证号} =1+1"
    assert [sheet[f"A{row}"].value for row in (2, 3, 4)] == ["{电话}"] * 3
    assert done.unknown == []


def test_a_row_of_members_repeats_with_its_looks_and_what_is_below_moves_down():
    book = workbook(
        A1="表",
        A2="{成员.序号}",
        B2="{成员.姓名}",
        C2="{成员.年龄}",
        D2="=C2*2",
        A3="合计",
        C3="=SUM(C2:C2)",
        D3="=SUM(D2:D2)",
        A4="{户主姓名}",
        F9="=C3",
    )
    sheet = book.active
    for at in ("A2", "B2", "C2"):
        sheet[at].font = Font(name="仿宋", bold=True)
    sheet["A3"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet.merge_cells("B2:B2")
    sheet.merge_cells("D4:E4")
    sheet.row_dimensions[2].height = 33
    sheet.row_dimensions[4].height = 44
    sheet.print_area = "A1:E4"
    sheet.page_setup.orientation = "landscape"
    validation = DataValidation(type="list", formula1='"是,否"')
    validation.add("E4")
    sheet.add_data_validation(validation)
    found, _ = filled(book)
    assert [found[f"B{row}"].value for row in range(2, 5)] == ["杨秀英", "杨正明", "杨小军"]
    assert [found[f"A{row}"].value for row in range(2, 7)] == [1, 2, 3, "合计", "杨秀英"]
    assert [found[f"D{row}"].value for row in range(2, 5)] == ["=C2*2", "=C3*2", "=C4*2"]
    assert (found["C5"].value, found["D5"].value, found["F11"].value) == ("=SUM(C2:C4)", "=SUM(D2:D4)", "=C5")
    assert all(found[f"B{row}"].font.name == "仿宋" for row in range(2, 5))
    assert found["A5"].fill.fgColor.rgb == "FF00FF00"
    assert "D6:E6" in {str(each) for each in found.merged_cells.ranges}
    assert [found.row_dimensions[row].height for row in (2, 4, 6)] == [33, 33, 44]
    assert str(found.print_area).endswith("$A$1:$E$6")
    assert found.page_setup.orientation == "landscape"
    assert str(found.data_validations.dataValidation[0].sqref) == "E6"


def test_rows_that_the_form_keeps_ready_are_used_first():
    book = workbook(
        A1="姓名", A2="{成员.姓名}", A7="说明", A8="{账目.项目}", A9="{账目.项目}", A10="{账目.项目}", A11="完"
    )
    for row in (2, 3, 4, 5, 6):
        book.active.cell(row, 1).border = THIN
    found, _ = filled(book)
    assert [found.cell(row, 1).value for row in range(1, 12)] == [
        "姓名", "杨秀英", "杨正明", "杨小军", None, None, "说明", "稻谷", "卖鸡", None, "完",
    ]  # fmt: skip


def test_a_label_merged_over_the_rows_goes_on_to_the_new_last_one():
    book = workbook(A2="成员", B2="{成员.姓名}", A4="后面")
    for row in (2, 3):
        book.active.cell(row, 2).border = THIN
    book.active.merge_cells("A2:A3")
    found, _ = filled(book)
    assert "A2:A4" in {str(each) for each in found.merged_cells.ranges}
    assert found["A5"].value == "后面"


def test_without_members_the_row_stays_and_is_empty():
    found, _ = filled(workbook(A1="{成员.姓名}", B1="{户主姓名}"), FormValues("甲", {"head.name": "甲"}))
    assert (found["A1"].value, found["B1"].value) == (None, None)


def test_looks_within_a_cell_stay_unless_they_cut_a_name():
    book = Workbook()
    bold = InlineFont(b=True)
    book.active["A1"] = CellRichText("户主", TextBlock(bold, "{户主姓名}"))
    book.active["A2"] = CellRichText("{户主", TextBlock(bold, "姓名}"))
    done = fill_for_household(saved(book), YANG)
    found = load_workbook(BytesIO(done.content), rich_text=True).active
    assert isinstance(found["A1"].value, CellRichText)
    assert str(found["A1"].value) == "户主杨秀英"
    assert found["A2"].value == "杨秀英"


def test_formulas_stay_whatever_stands_in_them():
    found, done = filled(workbook(A1='="{户主姓名}"&1', B1="{户主姓名}", C1="=SUM({1,2})"))
    assert (found["A1"].value, found["C1"].value) == ('="{户主姓名}"&1', "=SUM({1,2})")
    assert done.unknown == []


def households(number: int) -> list[FormValues]:
    return [
        FormValues(
            f"户/主{n}", {"head.name": f"户主{n}", "village": "对门坡村", "phone": str(n)}, members=[{"name": f"人{n}"}]
        )
        for n in range(1, number + 1)
    ]


def test_each_household_gets_a_sheet_of_its_own_with_the_forms_set_up():
    book = workbook(A1="{户主姓名}", A2="{成员.姓名}", A3="=A1")
    book.active.title = "入户表"
    book.active["B1"] = "=入户表!A1"
    book.active.page_margins.left = 0.3
    book.active.print_title_rows = "1:1"
    book.active.oddFooter.center.text = "第 &P 页"
    other = book.create_sheet("代码")
    other["A1"] = "不动"
    done = fill_for_households(saved(book), households(3))
    found = load_workbook(BytesIO(done.content))
    assert found.sheetnames == ["代码", "1 户主1", "2 户主2", "3 户主3"]
    assert [found[name]["A1"].value for name in found.sheetnames] == ["不动", "户主1", "户主2", "户主3"]
    assert found["2 户主2"]["B1"].value == "='2 户主2'!A1"
    assert found["3 户主3"]["A2"].value == "人3"
    assert found["3 户主3"].page_margins.left == 0.3
    assert found["3 户主3"].print_title_rows in ("1:1", "$1:$1")
    assert found["3 户主3"].oddFooter.center.text == "第 &P 页"


def test_a_list_has_a_row_each_and_only_what_all_share_stands_outside():
    book = workbook(A1="{村}{户主姓名}", A2="{户.序号}", B2="{户.户主姓名}", C2="{户主姓名}", A3="=COUNTA(B2:B2)")
    done = fill_for_households(saved(book), households(12))
    found = load_workbook(BytesIO(done.content)).active
    assert found["A1"].value == "对门坡村"
    assert [found[f"B{row}"].value for row in (2, 13)] == ["户主1", "户主12"]
    assert [found[f"C{row}"].value for row in (2, 13)] == ["户主1", "户主12"]
    assert found["A14"].value == "=COUNTA(B2:B13)"
    assert "每户不一样" in done.notes[0].zh


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"A1": "{成员.姓名}{账目.项目}"}, "form.mixed_row"),
        ({"A1": "没有名字"}, "form.no_names"),
        ({"A1": "{不认得}"}, "form.no_names"),
        ({f"A{row}": "{户主姓名}" for row in range(1, 2100)}, "form.too_many_names"),
        ({f"A{row}": f"{{成员.姓名}}{row}" for row in range(1, 100, 2)}, "form.too_many_names"),
    ],
)
def test_a_form_that_cannot_be_meant_is_refused_in_words(cells, code):
    with pytest.raises(Refusal) as refused:
        fill_for_household(saved(workbook(**cells)), YANG)
    assert refused.value.code == code


def test_a_list_takes_no_rows_of_members():
    with pytest.raises(Refusal, match=r"form\.in_list"):
        fill_for_households(saved(workbook(A1="{户.户主姓名}", A2="{成员.姓名}")), households(2))


def test_more_households_than_a_workbook_takes_are_refused():
    with pytest.raises(Refusal, match=r"form\.too_many_households"):
        fill_for_households(saved(workbook(A1="{户主姓名}")), households(own_forms.HOUSEHOLDS_MOST + 1))
    with pytest.raises(Refusal, match=r"form\.no_households"):
        fill_for_households(saved(workbook(A1="{户主姓名}")), [])


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            read = before.read(name)
            assert name != part or old in read
            after.writestr(name, read.replace(old, new) if name == part else read)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        (b"</sheetData>", b'</sheetData><hyperlinks><hyperlink ref="A:XFD" location="a"/></hyperlinks>'),
        (b"</sheetData>", b'<row r="9">' + b"<c/>" * 60_000 + b"</row></sheetData>"),
        (b"</sheetData>", b"<row/>" * 60_000 + b"</sheetData>"),
        (b"</sheetData>", b"<!--" + b" " * 13_000_000 + b"--></sheetData>"),
        (b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'),
    ],
)
def test_a_form_that_would_keep_the_machine_busy_is_refused_before_it_is_loaded(old, new, monkeypatch):
    good = saved(workbook(A1="{户主姓名}"))
    assert form_opening.open_form(good)
    monkeypatch.setattr(form_opening, "load_workbook", lambda *_, **__: pytest.fail("it was loaded"))
    with pytest.raises(Refusal, match=r"form\.(too|unreadable)"):
        fill_for_household(changed(good, SHEET, old, new), YANG)


def test_a_sheet_under_another_name_is_looked_at_too():
    good = saved(workbook(A1="{户主姓名}"))
    file = BytesIO()
    with ZipFile(BytesIO(good)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == SHEET:
                content = content.replace(
                    b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
                )
            after.writestr(name.replace(SHEET, "xl/other.bin"), content.replace(b"worksheets/sheet1.xml", b"other.bin"))
    with pytest.raises(Refusal, match=r"form\.too_many_cells"):
        fill_for_household(file.getvalue(), YANG)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0" * 100, b"a,b\n1,2\n"])
def test_what_is_no_workbook_is_refused_in_words(content):
    with pytest.raises(Refusal) as refused:
        fill_for_household(content, YANG)
    assert refused.value.code == "form.unreadable"
    assert ".xlsx" in refused.value.words.zh


def test_a_far_cell_costs_nothing():
    found, _ = filled(workbook(A1="{户主姓名}", XFD1048576="远"))
    assert found["A1"].value == "杨秀英"


def test_every_name_is_listed_in_both_languages_and_means_one_thing():
    for language in ("zh", "en"):
        text = field_names(language)
        for each in form_fields():
            assert each.written.said(language) in text
            assert field_named(each.written.said(language).strip("{}")) is each
    assert {each.of for each in form_fields()} == set(Of)
    assert nearest_names("zzz~~~", language="zh") == ()


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=SUM(A5:A5)", "=SUM(A5:A8)"),
        ("=SUM($A$5:$A$9)+A6", "=SUM($A$5:$A$12)+A9"),
        ("=A5&A4&A:A&1:1", "=A5&A4&A:A&1:1"),
        ("=SUM(B5:D5)", "=SUM(B5:D8)"),
        ("='别的 表'!A9+表!A9", "='别的 表'!A9+表!A12"),
        ('="A9"&A9', '="A9"&A12'),
        ("=SUM(5:9)", "=SUM(5:12)"),
    ],
)
def test_references_move_with_their_rows(formula, moved):
    assert moved_down(formula, own="表", sheet="表", below=5, by=3, row=20) == moved


def test_a_range_within_the_row_that_repeats_stays_in_it():
    assert moved_down("=SUM(B5:D5)", own="表", sheet="表", below=5, by=3, row=5) == "=SUM(B5:D5)"


def test_a_copied_sheet_points_to_itself():
    assert renamed("=表!A1+'表'!B2+别的!A1", {"表": "1 李'四"}) == "='1 李''四'!A1+'1 李''四'!B2+别的!A1"
