"""`xinlu policy`: for whoever writes the catalogue, and for whoever wants to know what a household is owed."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from xinlu.config import policies
from xinlu.config.command import xinlu
from xinlu.kernel.errors import Refusal
from xinlu.registry.models import CurrentFile, FileReading

RULE = """
policies:
  - id: try_out
    name: {zh: 试一条, en: try out}
    short: {zh: 试一试。, en: Only to try.}
    source: {zh: 文件, en: document}
    seen_on: 2026-11-20
    standing: confirmed
    place: "522699"
    from: 2026-01-01
    clauses:
      - name: river_water
        says: {zh: 喝河水, en: drinks river water}
        is: water = 'river'
    where: {zh: 村委会, en: the village office}
"""
CASE = """
- name: {zh: 喝河水的户, en: a household on river water}
  date: 2026-11-25
  places: ["52", "5226"]
  household: {water: river, people: 2, income_per_head_fen: 300000, has_other_assets: false}
  own: {allowance_line_month_fen: 50000, allowance_pays_difference: true}
"""


@pytest.fixture(autouse=True)
def _ready(monkeypatch):
    monkeypatch.setattr("xinlu.config.keeping.start", lambda: None)
    monkeypatch.setattr("xinlu.config.installing.make_ready", lambda: None)


def run(*arguments):
    return CliRunner().invoke(xinlu, ["policy", *map(str, arguments)])


def test_the_packaged_catalogue_is_sound():
    result = run("check", "--language", "en")
    assert result.exit_code == 0 and "nothing is wrong" in result.output


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_file_with_faults_is_refused_with_where_and_what_to_write_instead(tmp_path, language):
    file = tmp_path / "own.yaml"
    file.write_text(RULE.replace("'river'", "'rivver'").replace("is: water", "is: watre"), encoding="utf-8")
    result = run("check", file, "--language", language)
    assert result.exit_code == 1
    assert "own.yaml" in result.output and "watre" in result.output and "water" in result.output
    file.write_text(RULE, encoding="utf-8")
    assert run("check", file).exit_code == 0


def test_a_case_file_is_explained(tmp_path):
    file = tmp_path / "cases.yaml"
    file.write_text(CASE, encoding="utf-8")
    result = run("explain", file, "--policy", "subsistence_allowance", "--language", "zh")
    assert result.exit_code == 0
    assert "您家够条件" in result.output and "一年6,000元" in result.output
    file.write_text(CASE.replace("water: river", "watre: river"), encoding="utf-8")
    assert run("explain", file).exit_code == 1


def test_a_household_on_file_is_explained_and_sees_that_it_was_read(desk, capsys):
    row = CurrentFile.objects.get(household=desk.yang.household)
    policies.explain_household(str(row.household_id), on=None, only="subsistence_allowance", language="zh")
    assert "还没填" in capsys.readouterr().out
    assert FileReading.objects.filter(household=row.household_id, page="policy explain").exists()
    with pytest.raises(Refusal):
        policies.explain_household("nobody", on=None, only="", language="zh")


def test_an_area_is_looked_through(desk, capsys):
    policies.look_through_area("522699")
    assert "1 户" in capsys.readouterr().out
