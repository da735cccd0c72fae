"""The analysts' guide: each command and program on its page is run in the order of the page, its list of columns is whole."""

import re
import shlex
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from unit.assessment.small_country import planned_once
from xinlu.config.command import xinlu

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide" / "analyst.md"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TEXT = GUIDE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """What each command of the page said, with the folder that it was followed in."""
    folder, said = tmp_path_factory.mktemp("guide"), {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for sort, where, content in BLOCK.findall(TEXT):
            if sort in ("csv", "yaml"):
                (folder / where).write_text(content, encoding="utf-8")
            elif sort == "python":
                exec(compile(content, GUIDE.name, "exec"), {})
            elif not where:
                for line in content.splitlines():
                    program, *arguments = shlex.split(line)
                    assert program == "xinlu"
                    said[line] = CliRunner().invoke(xinlu, arguments, catch_exceptions=False)
    return folder, said


def test_every_command_of_the_page_runs(followed):
    folder, said = followed
    assert [line for line, result in said.items() if result.exit_code] == []
    assert {line.split()[1] for line in said} == {"tables", "assess", "indicators", "mpi", "prospects"}
    assert (folder / "results" / "areas" / "county_poverty_low.parquet").exists()
    assert len((folder / "prospects.csv").read_text().splitlines()) == 121


def test_the_columns_of_a_household_are_all_told_and_no_other():
    rows = re.findall(r"^\| (`.*?) \|", TEXT, re.MULTILINE)
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert len(told) == len(set(told))
    assert set(told) == set(planned_once(date(2026, 11, 25)).result.schema)
