"""What is given out of a county: no small count in it, none that a reader reckons back, also beside the release before."""

import csv
import json

import pytest
from click.testing import CliRunner
from pyarrow import parquet

from unit.assessment.readers_of_boards import known, moved, narrowed
from unit.assessment.small_country import DAY, account, household, line, with_places, written
from xinlu.assessment import publishing
from xinlu.assessment.engines import duckdb
from xinlu.assessment.run import Asked, assess
from xinlu.assessment.steps import Dialect
from xinlu.assessment.suppression import suppressed
from xinlu.config.command import xinlu
from xinlu.kernel.errors import Refusal

VILLAGES = {"900101100200": 60, "900101100201": 24, "900101100202": 9}
HIDDEN = "Not published"
LEAST = 10


def country(*, answered=3):
    """Three villages; every `answered`-th household contests its line, a few have no account, two were asked about visits."""
    tables = with_places({"households": [], "accounts": [], "income_lines": [], "visits": []})
    for code in list(VILLAGES)[1:]:
        tables["areas"].append({"area_code": code, "name": code, "level": "village", "parent_code": "900101100"})
    number = 0
    for code, count in VILLAGES.items():
        for n in range(count):
            tables["households"].append(household(number, area_code=code))
            if n % 10:
                tables["accounts"].append(account(number))
                contested = {"answer": 2, "own_fen": 100_000} if n % answered == 0 else {}
                tables["income_lines"].append(line(number, **contested))
            if n < 2:
                for visit in range(1, 8):
                    tables["visits"].append(
                        {
                            "household_no": number,
                            "visit_no": visit,
                            "began_on": DAY,
                            "came": True,
                            "sat_down": True,
                            "grade": 2,
                        }
                    )
            number += 1
    return tables


def assessed(folder, **how):
    written(folder / "tables", country(**how))
    assess(
        Asked(folder=folder / "tables", target=folder / "results", as_of=DAY),
        opening=duckdb.opened,
        dialect=Dialect.DUCKDB,
    )
    return folder / "results"


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return assessed(tmp_path_factory.mktemp("first"))


def publish(results, out, *more):
    told = [str(each) for each in ("publish", results, "--county", "900101", "--out", out, "--language", "en", *more)]
    return CliRunner().invoke(xinlu, told, catch_exceptions=False)


def rows(file):
    with file.open(encoding="utf-8-sig") as opened:
        return {(row["area"], row["column"]): row for row in csv.DictReader(opened)}


def test_no_small_count_is_told_nor_can_be_reckoned_back(results, tmp_path):
    said = publish(results, tmp_path / "public.csv")
    assert said.exit_code == 0 and "stays in the office" in said.output
    found = rows(tmp_path / "public.csv")
    true = {
        (row["village_code"], name): row[name]
        for row in parquet.read_table(results / "areas/village.parquet").to_pylist()
        for name in ("households", "recognised_side_below", "emotion_households_asked")
    }
    assert true["900101100202", "households"] == 9 and found["900101100202", "households"]["value"].startswith(HIDDEN)
    # Seven visits each, but two homes: fourteen would have been told.
    assert true["900101100200", "emotion_households_asked"] == 2
    assert found["900101100200", "emotion_households_asked"]["value"].startswith(HIDDEN)
    shown = [int(row["value"]) for row in found.values() if not row["value"].startswith(HIDDEN)]
    assert shown and not [value for value in shown if 0 < value < LEAST]
    given = publishing.release(results, "900101", day=DAY)
    assert narrowed(given) == []
    # With nothing but the small counts themselves hidden the reader finds one: the search would notice.
    bare = suppressed(given.board, least=LEAST)
    also = {cell: given.board.counts[cell] for cell, why in bare.held.items() if why == "to protect another"}
    object.__setattr__(bare, "shown", {**bare.shown, **also})
    object.__setattr__(bare, "of_board", {**bare.of_board, **dict.fromkeys(also, 0)})
    assert narrowed(bare) != []


def test_the_next_release_is_measured_against_the_one_before(results, tmp_path):
    publish(results, tmp_path / "first.csv")
    assert (tmp_path / "first.office.json").stat().st_mode & 0o077 == 0
    again = assessed(tmp_path / "again", answered=2)
    said = publish(again, tmp_path / "second.csv", "--before", tmp_path / "first.office.json")
    assert said.exit_code == 0
    first = publishing.taken_up(tmp_path / "first.office.json")
    second = publishing.release(again, "900101", day=DAY, before=first)
    assert moved(second, first.board.counts) == [] and narrowed(second) == []
    releases = {row["release"] for row in rows(tmp_path / "second.csv").values()}
    assert releases <= {"0", "1", ""} and "1" in releases
    # Without the one before, somebody's move is told.
    assert moved(publishing.release(again, "900101", day=DAY), first.board.counts) != []
    assert known(first) != known(second)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--county", "900109"), "no county with the code “900109”"),
        (("--out", "public.parquet"), "written as .csv"),
        (("--before", "broken.json"), "is not what was kept"),
        (("--before", "other.json"), "is not what was kept"),
    ],
)
def test_what_cannot_be_given_out_says_why(results, tmp_path, monkeypatch, more, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "other.json").write_text(
        json.dumps({"number": "x", "least": 10, "counts": [["a", "b", None]], "shown": []})
    )
    with pytest.raises(Refusal) as refused:
        publish(results, tmp_path / "public.csv", *more)
    assert told in refused.value.words.en
    assert not (tmp_path / "public.csv").exists() and not (tmp_path / "public.office.json").exists()


def test_nothing_is_written_over_and_a_folder_without_results_is_refused(results, tmp_path):
    (tmp_path / "public.csv").write_text("mine")
    with pytest.raises(Refusal, match="there already"):
        publish(results, tmp_path / "public.csv")
    assert (tmp_path / "public.csv").read_text() == "mine"
    with pytest.raises(Refusal, match="Run xinlu assess first"):
        publish(tmp_path, tmp_path / "other.csv")
