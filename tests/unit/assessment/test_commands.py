"""`xinlu tables` and `xinlu assess` as a person calls them."""

import json
from datetime import date, datetime

import pytest
from click.testing import CliRunner
from pyarrow import parquet

from unit.assessment.small_country import household, with_places, written
from xinlu.config.command import xinlu
from xinlu.kernel import clock

NOON = datetime.fromisoformat("2026-11-25T12:00:00+08:00")


def called(*arguments):
    with clock.standing_at(NOON):
        return CliRunner().invoke(xinlu, [str(each) for each in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("tables")
    said = called("tables", "synthesize", "--households", 700, "--out", made, "--language", "en")
    assert said.output == f"Made: 700 households, in {made}\n"
    return made


def test_what_was_made_up_is_sound_and_can_be_assessed(folder, tmp_path):
    assert called("tables", "check", folder, "--language", "zh").output == "表都能用，没有查出问题。\n"
    said = called("assess", "--tables", folder, "--out", tmp_path, "--threads", 1, "--language", "zh")
    assert said.output == f"评估好了：700 户（2026-11-25），在 {tmp_path}\n"
    assert parquet.read_table(tmp_path / "households").num_rows == 700
    assert {path.name for path in tmp_path.iterdir()} == {"households", "areas", "manifest.jsonl", "sample_rates.json"}
    rates = json.loads((tmp_path / "sample_rates.json").read_text())
    assert {each["draw"] for each in rates} <= {"spring"}
    (tmp_path / "unfinished").mkdir()
    (tmp_path / "unfinished" / "of a killed run").write_bytes(b"half")
    again = called("assess", "--tables", folder, "--out", tmp_path, "--threads", 1, "--language", "zh")
    assert "有 1 段上次已经算好，没有再算。" in again.output


def test_violations_and_what_is_left_out_are_said_in_both_languages(tmp_path):
    written(tmp_path / "tables", with_places({"households": [household(0), household(1, people=-3)]}))
    wrong = called("tables", "check", tmp_path / "tables", "--language", "en")
    assert wrong.exit_code == 1
    assert "households: people is below 1 (1 rows), such as household_no 1" in wrong.stderr
    said = called("assess", "--tables", tmp_path / "tables", "--out", tmp_path / "out", "--language", "zh").output
    assert "没有算进去的：households 1 行，people小于 1" in said
    assert "没有这些表，凭它们算的就是“没问过”：" in said and "visits" in said


def test_the_day_can_be_said(folder, tmp_path):
    called("assess", "--tables", folder, "--out", tmp_path, "--as-of", "2020-01-01", "--threads", 1)
    assert set(parquet.read_table(tmp_path / "households")["account_no"].to_pylist()) == {None}
    assert clock.today() > date(2020, 1, 1)
