"""`xinlu export register`: who may, to where, and what is left behind when it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from apps.exchange.leaving import ID, make_known_desk, said_anywhere, sheets_of
from xinlu.config import exporting as command
from xinlu.kernel.errors import Refusal
from xinlu.registry.models import FileReading


@pytest.fixture
def desk(db, at_noon):
    return make_known_desk()


@pytest.fixture(autouse=True)
def _started(monkeypatch):
    monkeypatch.setattr(command, "start", lambda: None)


def run(file: Path, **asked):
    asked = {"area": "522699", "login": "chen", "language": "zh", "with_numbers": True, "over": False, **asked}
    command.export_register(file, **asked)


def test_a_register_is_written_and_said(desk, tmp_path, capsys):
    run(tmp_path / "册.xlsx")
    assert "1 户、3 人；1 户带身份证号和电话" in capsys.readouterr().out
    assert said_anywhere(sheets_of(tmp_path / "册.xlsx"), ID)
    assert [each.name for each in tmp_path.iterdir()] == ["册.xlsx"]
    assert (tmp_path / "册.xlsx").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"area": "999999"}, "area.unknown"),
        ({"login": "nobody"}, "export.login"),
        ({"login": "far"}, "export.reach"),
    ],
)
def test_a_refusal_leaves_nothing_behind(desk, tmp_path, asked, code):
    with pytest.raises(Refusal) as refused:
        run(tmp_path / "册.xlsx", **asked)
    assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []
    assert not FileReading.objects.exists()


def test_without_numbers_nobody_need_be_named(desk, tmp_path):
    run(tmp_path / "册.xlsx", login=None, with_numbers=False)
    assert not said_anywhere(sheets_of(tmp_path / "册.xlsx"), ID)


def test_what_leaves_at_the_command_line_is_written_down_for_every_household(desk, tmp_path):
    run(tmp_path / "册.xlsx", login=None)
    assert said_anywhere(sheets_of(tmp_path / "册.xlsx"), ID)
    assert [each.page for each in FileReading.objects.all()] == ["export:numbers"]


def test_a_file_that_is_there_is_replaced_only_when_asked(desk, tmp_path):
    file = tmp_path / "册.xlsx"
    file.write_text("别人的")
    with pytest.raises(Refusal, match=r"export\.exists"):
        run(file)
    assert file.read_text() == "别人的"
    run(file, over=True)
    assert file.read_bytes().startswith(b"PK")


def test_a_folder_that_is_not_there_is_refused(desk, tmp_path):
    with pytest.raises(Refusal, match=r"export\.folder"):
        run(tmp_path / "没有" / "册.xlsx")


def test_a_full_disk_leaves_what_was_there(desk, tmp_path, monkeypatch):
    file = tmp_path / "册.xlsx"
    file.write_text("原来的")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("xinlu.exchange.services.exporting.write_book", full)
    with pytest.raises(Refusal, match=r"export\.unwritten"):
        run(file, over=True)
    assert [each.name for each in tmp_path.iterdir()] == ["册.xlsx"]
    assert file.read_text() == "原来的"
