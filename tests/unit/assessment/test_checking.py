"""Every violation is named with its table and key; and a folder in which nothing is wrong is said to be so."""

import math
from datetime import date

import pytest
from pyarrow import parquet

from unit.assessment.small_country import DAY, account, household, line, with_places, written
from xinlu.assessment.checking import violations
from xinlu.assessment.engines import duckdb
from xinlu.kernel.errors import Refusal


def told(folder):
    with duckdb.opened(threads=1) as engine:
        return [each.told.en for each in violations(folder, engine, today=DAY, size=2)]


def tables(**said):
    known = {
        "households": [household(number) for number in range(5)],
        "accounts": [account(number) for number in range(5)],
        "income_lines": [line(number) for number in range(5)],
    }
    return with_places(known | said)


def test_tables_in_which_nothing_is_wrong_have_no_violation(tmp_path):
    written(tmp_path, tables())
    assert told(tmp_path) == []


CHECKED = {"household_no": 1, "draw": "a", "stratum": "s", "cluster": "c", "group": "exited"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            {"income_lines": [line(0), line(7, account_no=0)]},
            "income_lines: households has no row for it (1 rows), such as account_no 0, line_no 1",
        ),
        ({"income_lines": [line(3, account_no=9)]}, "income_lines: accounts has no row for it (1 rows), such as account_no 9, line_no 1"),
        ({"households": [household(0, people=-2)], "accounts": [], "income_lines": []}, "households: people is below 1 (1 rows), such as household_no 0"),
        ({"accounts": [account(0, heads=-1)], "income_lines": []}, "accounts: heads is below 1 (1 rows), such as account_no 0"),
        ({"checks": [CHECKED | {"weight": math.nan}]}, "checks: weight is not a number (NaN) (1 rows), such as household_no 1, draw a"),
        ({"accounts": [account(4, reckoned_on=date(2031, 1, 1))], "income_lines": []}, "accounts: reckoned_on lies after today (2026-11-25) (1 rows), such as account_no 4"),
        ({"households": [household(0), household(0)], "accounts": [], "income_lines": []}, "households: more than one row of the same key (2 rows), such as household_no 0"),
        ({"kinds": [{"kind_no": 1, "kind": "moon_dust"}], "income_lines": []}, "kinds: there is no kind of line “moon_dust” (1 rows), such as kind_no 1"),
        ({"checks": [CHECKED | {"weight": 1.0, "group": "nobody"}]}, "checks: group is none of exited, unregistered, registered (1 rows), such as household_no 1, draw a"),
        ({"accounts": [account(0, heads=None)], "income_lines": []}, "accounts: heads is empty (1 rows), such as account_no 0"),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value.split(" (")[0],
)  # fmt: skip
def test_a_violation_is_named_with_table_and_key(tmp_path, said, expected):
    written(tmp_path, tables(**said))
    assert expected in told(tmp_path)


def test_a_file_cut_in_half_a_missing_column_and_a_wrong_type_are_named(tmp_path):
    written(tmp_path, tables(visits=[{"household_no": 1, "visit_no": 1, "began_on": DAY, "grade": 0}]))
    cut, bare, typed = (tmp_path / name / "part-0.parquet" for name in ("accounts", "visits", "income_lines"))
    cut.write_bytes(cut.read_bytes()[:400])
    parquet.write_table(parquet.read_table(bare).drop_columns(["came"]), bare)
    lines = parquet.read_table(typed)
    parquet.write_table(lines.set_column(4, "income_fen", lines["income_fen"].cast("double")), typed)
    found = told(tmp_path)
    assert (
        "accounts: accounts/part-0.parquet cannot be read: it is no whole Parquet file (cut short while it was written or copied)"
        in found
    )
    assert "visits: visits/part-0.parquet has no column came" in found
    assert "income_lines: income_fen in income_lines/part-0.parquet is double and must be int64" in found


def test_a_table_that_nothing_goes_without_and_a_folder_that_is_not_there(tmp_path):
    written(tmp_path, {name: rows for name, rows in tables().items() if name != "households"})
    assert "households: there is no table households (households)" in told(tmp_path)
    with pytest.raises(Refusal, match="there is no folder"):
        told(tmp_path / "nowhere")


def test_files_that_do_not_lie_in_the_order_of_households_are_named(tmp_path):
    written(tmp_path, tables())
    written(tmp_path, {"accounts": [account(2, account_no=77)]}, name_of_file="part-1")
    assert any("not in the order of households" in each for each in told(tmp_path))
