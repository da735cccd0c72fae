"""An assessment of a folder: killed it goes on, changed it starts anew, and it says what it left out."""

import json
from datetime import date

import pytest
from pyarrow import parquet

from unit.assessment.small_country import DAY, account, household, line, planned_once, with_places, written
from xinlu.assessment import area_batches, leaving_out, run
from xinlu.assessment.engines import duckdb
from xinlu.assessment.files import Range, look_up
from xinlu.assessment.manifest import FILE
from xinlu.assessment.measures.areas import AreaSteps
from xinlu.assessment.run import ACCOUNTS, HOUSEHOLDS, Asked, assess
from xinlu.assessment.steps import Dialect
from xinlu.assessment.tables import table
from xinlu.kernel.errors import Refusal

NUMBERS = range(10)


@pytest.fixture(autouse=True)
def _planned(monkeypatch):
    monkeypatch.setattr(run, "assessment", planned_once_of)
    monkeypatch.setattr(run, "area_steps", area_steps_once)
    monkeypatch.setattr(area_batches, "area_steps", area_steps_once)


def planned_once_of(*, as_of):
    return planned_once(as_of)


_STEPS = {}


def area_steps_once(planned, *, made=run.area_steps):
    """A few of the steps of areas: one of each sort of result, and all that they are reckoned from."""
    if planned.as_of not in _STEPS:
        names = ("helper", "village", "township", "county", "county_poverty_low")
        steps = made(planned)
        _STEPS[planned.as_of] = AreaSteps(steps.inward, [step for step in steps.results if step.name in names])
    return _STEPS[planned.as_of]


@pytest.fixture
def folder(tmp_path):
    written(tmp_path / "tables", tables())
    return tmp_path / "tables"


def tables():
    return with_places(
        {
            "households": [household(number) for number in NUMBERS],
            "accounts": [account(number) for number in NUMBERS],
            "income_lines": [line(number, income_fen=1_000_000 * number) for number in NUMBERS],
        }
    )


class Killed(BaseException):
    """The process is gone."""


def in_three_counties():
    """Four households in one county, three in another, three in none."""
    second = [
        {"area_code": "900102", "name": "second", "level": "county", "parent_code": "9001"},
        {"area_code": "900102100200", "name": "far", "level": "village", "parent_code": "900102"},
    ]
    made = tables()
    made["areas"] += second
    places = ["900101100200"] * 4 + ["900102100200"] * 3 + ["90"] * 3
    made["households"] = [household(number, area_code=place) for number, place in enumerate(places)]
    return made


def assess_(folder, target, *, until=None, as_of=DAY, households_at_once=3, hands=1):
    def heard(progress):
        if progress.done == until:
            raise Killed

    asked = Asked(folder=folder, target=target, as_of=as_of, range_households=households_at_once, heard=heard)
    return assess(asked, opening=duckdb.of_crew, dialect=Dialect.DUCKDB, hands=hands)


def rows(target, name=HOUSEHOLDS):
    found = parquet.read_table(target / name).to_pylist()
    return sorted(found, key=lambda row: [str(value) for value in list(row.values())[:3]])


def test_every_household_has_a_row_and_areas_add_them_up(folder, tmp_path):
    outcome = assess_(folder, tmp_path / "out")
    found = rows(tmp_path / "out")
    assert outcome.households == len(NUMBERS) == len(found) == len({row["household_no"] for row in found})
    county = rows(tmp_path / "out", "areas/county.parquet")[0]
    assert county["claimed_fen"] == sum(row["claimed_fen"] for row in found) == 45_000_000
    assert county["recognised_side_above"] + county["recognised_side_below"] == len(NUMBERS)
    assert set(outcome.absent) == {"place_values", "checks", *(set(run.READS) - set(tables()))}


def test_a_run_that_was_killed_goes_on_and_comes_to_the_same(folder, tmp_path):
    assess_(folder, tmp_path / "whole")
    with pytest.raises(Killed):
        assess_(folder, tmp_path / "killed", until=2)
    entries = map(json.loads, (tmp_path / "killed" / FILE).read_text().splitlines()[1:])
    finished = [tmp_path / "killed" / entry["file"] for entry in entries]
    assert len(finished) == 2
    before = [path.stat().st_mtime_ns for path in finished]
    (tmp_path / "killed" / HOUSEHOLDS / "part-x.parquet.unfinished").write_bytes(b"half")
    with (tmp_path / "killed" / FILE).open("a") as manifest:
        manifest.write('{"part": "torn')
    assert assess_(folder, tmp_path / "killed").resumed == 2
    assert [path.stat().st_mtime_ns for path in finished] == before
    assert not list((tmp_path / "killed" / HOUSEHOLDS).glob("*.unfinished"))
    for name in (HOUSEHOLDS, "areas/helper.parquet", "areas/county.parquet", "areas/county_poverty_low.parquet"):
        assert rows(tmp_path / "killed", name) == rows(tmp_path / "whole", name)
    assert assess_(folder, tmp_path / "killed").resumed == 4


def test_a_file_that_is_gone_is_made_again(folder, tmp_path):
    assess_(folder, tmp_path / "out")
    before = rows(tmp_path / "out")
    next((tmp_path / "out" / HOUSEHOLDS).glob("*.parquet")).unlink()
    assert assess_(folder, tmp_path / "out").resumed == 3
    assert rows(tmp_path / "out") == before


def test_other_tables_or_another_day_start_anew(folder, tmp_path):
    assess_(folder, tmp_path / "out")
    changed = tables()
    changed["income_lines"][9]["income_fen"] = 5
    written(folder, changed)
    assert assess_(folder, tmp_path / "out").resumed == 0
    assert max(row["claimed_fen"] for row in rows(tmp_path / "out")) == 8_000_000
    assert assess_(folder, tmp_path / "out", as_of=date(2025, 12, 1)).resumed == 0
    assert {row["account_no"] for row in rows(tmp_path / "out")} == {None}


def test_what_is_left_out_is_said_with_its_reason(folder, tmp_path):
    wrong = tables()
    wrong["households"][3]["people"] = -1
    wrong["accounts"][4]["reckoned_on"] = date(2031, 1, 1)
    wrong["income_lines"][5]["cost_fen"] = -1
    wrong["income_lines"].append(line(9, 2, account_no=99))
    written(folder, wrong)
    outcome = assess_(folder, tmp_path / "out")
    assert outcome.households == 9
    assert {(name, words.en, count) for name, words, count in leaving_out.reasons(outcome.left_out)} == {
        ("households", "people is below 1", 1),
        ("accounts", "of a household that is not there", 1),
        ("accounts", "dated after the day assessed", 1),
        ("income_lines", "cost_fen is below 0", 1),
        ("income_lines", "of an account that is not there, or of an unknown kind", 2),
    }


def test_files_that_each_lie_in_one_range_come_to_the_same_as_one_file_for_all(folder, tmp_path):
    assess_(folder, tmp_path / "one")
    for low in range(0, len(NUMBERS), 3):
        of_range = {
            name: [row for row in rows_ if low <= row["household_no"] < low + 3]
            for name, rows_ in tables().items()
            if name not in ("areas", "kinds")
        }
        written(tmp_path / "many", with_places(of_range), name_of_file=f"part-{low}")
    for name in ("areas", "kinds"):
        for surplus in sorted((tmp_path / "many" / name).glob("*.parquet"))[1:]:
            surplus.unlink()
    found = {name: look_up(tmp_path / "many", table(name)) for name in ("households", "income_lines")}
    assert {each.left_of(Range(3, 6)) for each in found.values()} == {None}
    assert found["households"].left_of(Range(4, 6)) == Range(4, 6)
    assert assess_(tmp_path / "many", tmp_path / "out").left_out == {}
    assert rows(tmp_path / "out") == rows(tmp_path / "one")


def test_a_row_of_a_household_beyond_the_last_is_left_out_and_said(folder, tmp_path):
    beyond = tables()
    beyond["visits"] = [visit(8), visit(9), visit(10)]
    written(folder, beyond)
    outcome = assess_(folder, tmp_path / "out")
    assert outcome.left_out == {"visits: no_household": 1}
    assert {row["household_no"] for row in rows(tmp_path / "out") if row["emotion_possible"]} == {8, 9}


def visit(number):
    return {"household_no": number, "visit_no": 1, "helper_no": 7, "began_on": DAY, "troubles": 0, "grade": 0}


def test_a_household_that_stands_twice_and_tables_that_are_missing_are_refused(folder, tmp_path):
    twice = tables()
    twice["households"].append(household(9))
    written(folder, twice)
    with pytest.raises(Refusal, match="household_no = 9"):
        assess_(folder, tmp_path / "out")
    (folder / "areas" / "part-0.parquet").unlink()
    with pytest.raises(Refusal, match="there is no table areas"):
        assess_(folder, tmp_path / "out")


def test_counties_are_reckoned_batch_by_batch_and_taken_up_where_it_stopped(tmp_path, monkeypatch):
    written(tmp_path / "tables", in_three_counties())
    assess_(tmp_path / "tables", tmp_path / "whole", households_at_once=None)
    begun = []
    reckon = area_batches.Areas._reckon

    def reckoned(self, engine, batch):
        begun.append(batch.counties)
        if len(begun) == 2:
            raise Killed
        return reckon(self, engine, batch)

    monkeypatch.setattr(area_batches.Areas, "_reckon", reckoned)
    with pytest.raises(Killed):
        assess_(tmp_path / "tables", tmp_path / "killed")
    assert assess_(tmp_path / "tables", tmp_path / "killed").resumed == 4
    assert begun.count(("900101",)) == 1
    assert set(begun[2:]) == {("900102",), ("",)}
    for name in ("helper", "village", "county", "county_poverty_low"):
        assert rows(tmp_path / "killed", f"areas/{name}.parquet") == rows(tmp_path / "whole", f"areas/{name}.parquet")
    assert len(rows(tmp_path / "whole", "areas/county.parquet")) == 3
    left = tmp_path / "killed" / "areas" / "batches"
    assert not left.exists()
    (left / "batch-00001").mkdir(parents=True)
    assess_(tmp_path / "tables", tmp_path / "killed")
    assert not left.exists(), "also where a kill came while they were taken away"


def test_a_helper_in_two_counties_has_a_row_in_each(tmp_path):
    written(tmp_path / "tables", in_three_counties())
    assess_(tmp_path / "tables", tmp_path / "out")
    found = rows(tmp_path / "out", "areas/helper.parquet")
    assert [(row["county_code"], row["households"]) for row in found] == [("900101", 4), ("900102", 3), (None, 3)]


def test_areas_tell_what_is_secured_what_is_not_and_what_nobody_knows(tmp_path):
    made = tables()
    grades = ("a", "b", "d")
    made["circumstances"] = [{"household_no": number, "house_grade": grade} for number, grade in enumerate(grades)]
    written(tmp_path / "tables", made)
    assess_(tmp_path / "tables", tmp_path / "out")
    (county,) = rows(tmp_path / "out", "areas/county.parquet")
    counted = [county[f"house_guarantee_{told}"] for told in ("secured", "not_secured", "unknown")]
    assert counted == [2, 1, len(NUMBERS) - 3]
    answers = [row["channel_household"] for row in rows(tmp_path / "out")]
    assert county["channel_household_yes"] == answers.count(True)
    assert county["channel_household_unknown"] == answers.count(None)


def test_households_in_no_county_have_indicators_of_their_own(tmp_path):
    written(tmp_path / "tables", in_three_counties())
    assess_(tmp_path / "tables", tmp_path / "out")
    found = rows(tmp_path / "out", "areas/county_poverty_low.parquet")
    assert {(row["county_code"], row["rows"]) for row in found} == {("900101", 4), ("900102", 3), (None, 3)}


def test_engines_side_by_side_come_to_the_same_as_one(folder, tmp_path):
    assess_(folder, tmp_path / "one")
    assess_(folder, tmp_path / "two", hands=2)
    assert rows(tmp_path / "two") == rows(tmp_path / "one")


def test_a_row_an_account_is_written_where_it_is_asked_for_and_no_other_runs_rows_stay(folder, tmp_path):
    def run_(**asked):
        wanted = Asked(folder=folder, target=tmp_path / "out", as_of=DAY, range_households=3, **asked)
        assess(wanted, opening=duckdb.opened, dialect=Dialect.DUCKDB)
        found = sorted((tmp_path / "out" / ACCOUNTS).glob("*.parquet"))
        return parquet.ParquetDataset(found).read().to_pylist() if found else []

    rows = run_(with_accounts=True)
    assert {row["household_no"]: row["low_head_fen"] for row in rows} == {n: 250_000 * n for n in NUMBERS}
    assert {(row["period_end"], row["heads"], row["lines"], row["lines_answered"]) for row in rows} == {
        (date(2026, 9, 30), 4, 1, 1)
    }
    assert {row["line_fen"] > 0 for row in rows} == {True}
    assert run_() == []
