"""An office's own form at the desk and at the command line: filled for whom, for whose eyes, and what is not known."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from apps.pages.desk_fixtures import desk  # noqa: F401
from xinlu.config import form_filling
from xinlu.kernel.errors import Refusal
from xinlu.registry.models import CurrentFile, FileReading

ADDRESS = "/desk/own-form/"


def form(*cells: str) -> bytes:
    book = Workbook()
    book.active.append(list(cells))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def sent(desk, login, query, *cells, **typed):  # noqa: F811
    file = SimpleUploadedFile("申请表.xlsx", form(*cells))
    return desk.client(login).post(ADDRESS + query, {"file": file, **typed})


def first_column(response) -> list:
    book = load_workbook(BytesIO(b"".join(response)))
    return [[cell.value for cell in next(sheet.iter_cols())] for sheet in book.worksheets]


def test_it_comes_back_filled_for_one_household_and_the_reading_is_written_down(desk):  # noqa: F811
    household = desk.yang.household.pk
    response = sent(desk, "shi", f"?household={household}", "{户主姓名}")
    assert response["Content-Type"].endswith("sheet") and "no-store" in response["Cache-Control"]
    assert "%E6%9D%A8%E7%A7%80%E8%8B%B1" in response["Content-Disposition"]
    assert first_column(response) == [["杨秀英"]]
    assert FileReading.objects.filter(household=household, page__startswith="form").exists()


def test_for_a_village_and_for_a_helper_it_becomes_a_list(desk):  # noqa: F811
    desk.household("龙老二", desk.yang.village, helper=desk.users["zhou"])
    desk.household("隔壁", desk.near)
    village = sent(desk, "shi", "", "{户.户主姓名}", area=desk.yang.village.code)
    assert sorted(first_column(village)[0]) == sorted(["杨秀英", "龙老二"])
    helper = sent(desk, "shi", f"?helper={desk.users['zhou'].pk}", "{户.户主姓名}")
    names = CurrentFile.objects.filter(helper=desk.users["zhou"]).values_list("head_name", flat=True)
    assert sorted(first_column(helper)[0]) == sorted(names)


def test_names_that_are_not_known_are_shown_before_anything_leaves(desk):  # noqa: F811
    query = f"?household={desk.yang.household.pk}"
    page = sent(desk, "shi", query, "{户主姓名}", "{户主性命}")
    assert page["Content-Type"].startswith("text/html")
    assert "户主性命" in page.content.decode() and "B1" in page.content.decode()
    filled = sent(desk, "shi", query, "{户主姓名}", "{户主性命}", all_the_same="on")
    assert load_workbook(BytesIO(b"".join(filled))).active["B1"].value == "{户主性命}"


@pytest.mark.parametrize("query", ["?household={far}", "?helper={nobody}", "?household=abc", "?helper=%00"])
def test_nobody_fills_a_form_for_whom_they_do_not_answer(desk, query):  # noqa: F811
    far = desk.household("远处", desk.far)
    asked = query.format(far=far.pk, nobody=desk.users["chen"].pk)
    assert sent(desk, "wu", asked, "{户主姓名}").status_code in (400, 404)


def test_a_village_out_of_reach_is_not_to_be_chosen(desk):  # noqa: F811
    desk.household("远处", desk.far)
    page = sent(desk, "wu", "", "{户.户主姓名}", area=desk.far.code)
    assert page["Content-Type"].startswith("text/html") and "远处" not in page.content.decode()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no book", b"<html></html>"])
def test_a_file_that_is_no_form_is_refused_at_its_field(desk, content):  # noqa: F811
    file = SimpleUploadedFile("x.xlsx", content)
    page = desk.client("shi").post(f"{ADDRESS}?household={desk.yang.household.pk}", {"file": file})
    assert page.status_code == 200 and 'aria-invalid="true"' in page.content.decode()


def wanted(tmp_path, *cells, **asked):
    (tmp_path / "表.xlsx").write_bytes(form(*cells))
    asked = {"household": "", "area": "", "helper": "", "login": "shi", "language": "zh", "over": False, **asked}
    return form_filling.WantedForm(tmp_path / "表.xlsx", tmp_path / "填好.xlsx", **asked)


def test_the_command_fills_and_lists_what_it_does_not_know(desk, tmp_path, capsys, monkeypatch):  # noqa: F811
    monkeypatch.setattr(form_filling, "start", lambda: None)
    form_filling.fill(wanted(tmp_path, "{户.户主姓名}", "{户.电活}", area=desk.yang.village.code))
    said = capsys.readouterr().out
    assert "电活" in said and "B1" in said and "1 户" in said
    assert load_workbook(tmp_path / "填好.xlsx").active["A1"].value == "杨秀英"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "form.for_whom"),
        ({"household": "nobody"}, "form.household"),
        ({"area": "522699", "helper": "zhou"}, "form.for_whom"),
        ({"helper": "nobody"}, "export.login"),
        ({"area": "999999"}, "area.unknown"),
        ({"area": "522699", "login": "far"}, "form.no_households"),
    ],
)
def test_the_command_refuses_and_leaves_nothing(desk, tmp_path, monkeypatch, asked, code):  # noqa: F811
    monkeypatch.setattr(form_filling, "start", lambda: None)
    with pytest.raises(Refusal) as refused:
        form_filling.fill(wanted(tmp_path, "{户.户主姓名}", **asked))
    assert refused.value.code == code
    assert not (tmp_path / "填好.xlsx").exists() and not FileReading.objects.exists()
