"""`xinlu import list` and `xinlu look-for-same-people`: what is said, what is written, and what is refused in words."""

from __future__ import annotations

import json

import pytest

from apps.exchange.offices import id_number, write
from xinlu.config import listing as command
from xinlu.exchange.models import Finding, Intake, IntakeKind, IntakeState, PeopleLook
from xinlu.kernel.errors import Refusal

LONG = id_number("19570912", 6)


@pytest.fixture(autouse=True)
def _started(monkeypatch):
    monkeypatch.setattr(command, "make_ready", lambda: None)


def run(tmp_path, *rows, **asked):
    file = write(tmp_path / "医保.xlsx", {"名单": [("姓名", "身份证号", "参保状态"), *rows]})
    wanted = {"topic": "insurance", "dry_run": False, "report": None, "area": "", "login": "", "complete": False}
    command.compare_list(command.WantedList(file=file, language="zh", **{**wanted, **asked}))


def test_a_list_is_compared_and_what_was_found_is_said_and_written(brought, tmp_path, capsys):
    report = tmp_path / "report.json"
    run(tmp_path, ("龙桂花", LONG, "正常参保"), ("杨正明", "123", "停保"), report=report)
    said = capsys.readouterr().out
    assert "龙桂花：参加医保，档案里是“否”，名单上是“是”" in said and "名单!B3" in said and "哪个都没有自动改" in said
    written = json.loads(report.read_text(encoding="utf-8"))
    assert written["counts"]["findings"] == len(written["findings"]) == 1 and len(written["faults"]) == 1
    intake = Intake.objects.get(kind=IntakeKind.LIST)
    assert (intake.topic, intake.state, intake.by.username) == ("insurance", IntakeState.DONE, "xinlu-import")


def test_a_dry_run_stores_no_finding_and_says_so(brought, tmp_path, capsys):
    run(tmp_path, ("龙桂花", LONG, "正常参保"), dry_run=True)
    assert "什么都没存" in capsys.readouterr().out and not Finding.objects.exists()


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"topic": "tax"}, "list.topic"), ({"area": "999"}, "import.area"), ({"login": "nobody"}, "import.login")],
)
def test_what_is_not_there_is_refused_before_anything_is_read(brought, tmp_path, asked, code):
    with pytest.raises(Refusal) as refused:
        run(tmp_path, ("龙桂花", LONG, "正常参保"), **asked)
    assert refused.value.code == code and not Intake.objects.filter(kind=IntakeKind.LIST).exists()


def test_a_file_that_cannot_be_read_keeps_why(brought, tmp_path):
    file = write(tmp_path / "空.xlsx", {"表": [("村", "金额"), ("对门坡村", 3)]})
    wanted = command.WantedList(file, "insurance", False, None, "", "", False, "zh")
    with pytest.raises(Refusal, match=r"sheet\.no_list"):
        command.compare_list(wanted)
    intake = Intake.objects.get(kind=IntakeKind.LIST)
    assert intake.state == IntakeState.REFUSED and intake.why_refused["code"] == "sheet.no_list"


def test_a_search_says_what_it_found_and_needs_an_area(brought, capsys):
    command.look_for_same_people("522699", login="", language="zh")
    assert "看了 6 个人" in capsys.readouterr().out and PeopleLook.objects.get().done_at
    for code in ("", "999"):
        with pytest.raises(Refusal):
            command.look_for_same_people(code, login="", language="zh")
