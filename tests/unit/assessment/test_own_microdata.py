"""An analyst's own file: numbers known from elsewhere, every kind of file, and bad input told by column and row."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyarrow
import pyreadstat
import pytest
from click.testing import CliRunner
from pyarrow import csv, parquet

from xinlu import assessment
from xinlu.config.command import xinlu
from xinlu.kernel.errors import Refusal

SURVEYS = Path(__file__).resolve().parents[4] / "shared" / "data" / "surveys"
with_survey = pytest.mark.skipif(not SURVEYS.exists(), reason="the surveys are not beside the project")

SMALL = pyarrow.table(
    {
        "income": [4.0, 9.0, 12.0, 30.0],
        "people": [3, 1, 2, 4],
        "weight": [1.0, 2.0, 1.0, 0.5],
        "village": ["a", "a", "b", "b"],
    }
)


def refusal(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    assert caught.value.words.zh and caught.value.words.en
    return caught.value


def called(*arguments):
    return CliRunner().invoke(xinlu, [str(each) for each in arguments], catch_exceptions=False)


def reference(name, *, after=""):
    """A number of laeken 0.5.2 on eusilc, by what stands before it."""
    text = (SURVEYS / "eusilc_laeken_reference.txt").read_text()
    return float(re.search(rf"{re.escape(name)}\s*([0-9.]+)", text[text.index(after) :])[1])


@with_survey
@pytest.mark.parametrize("weight", ["rb050", None])
def test_every_number_of_laeken_is_met(weight):
    found = assessment.indicators(
        SURVEYS / "eusilc.csv.gz", income="eqIncome", weight=weight, line="0.6median"
    ).overall.measures
    kind = "w" if weight else "unw"
    assert found["headcount"] * 100 == pytest.approx(reference(f"arpr {kind}:"), rel=1e-9)
    assert found["median_gap"] * 100 == pytest.approx(reference(f"rmpg {kind}:"), rel=1e-9)
    assert found["gini"] * 100 == pytest.approx(reference(f"gini {kind}:"), rel=1e-9)
    assert found["quintile_share_ratio"] == pytest.approx(reference(f"qsr {kind}:"), rel=1e-9)
    assert found["line"] == pytest.approx(reference("threshold", after=f"arpr {kind}:"), rel=1e-9)
    if weight:
        assert found["median"] == pytest.approx(reference("weightedMedian"), rel=1e-9)
        assert found["mean"] == pytest.approx(reference("weightedMean"), rel=1e-9)
        for power, name in enumerate(("headcount", "poverty_gap", "severity")):
            assert found[name] == pytest.approx(reference(f"FGT a= {power}  strict:"), rel=1e-9)
        assert found["theil"] == pytest.approx(reference("Theil T(pos)"), rel=1e-9)
        assert found["mean_log_deviation"] == pytest.approx(reference("MLD(pos)"), rel=1e-9)
        assert found["rows_not_positive"] == 3


@with_survey
def test_every_region_of_laeken_is_met():
    found = assessment.indicators(
        SURVEYS / "eusilc.csv.gz", income="eqIncome", weight="rb050", line="0.6median", by=["db040"]
    )
    assert len(found.groups) == 9
    for group in found.groups:
        (region,) = group.key.values()
        assert group.measures["headcount"] * 100 == pytest.approx(reference(region, after="arpr by db040"), rel=1e-9)
        assert group.measures["gini"] * 100 == pytest.approx(reference(region, after="gini by db040"), rel=1e-9)


@with_survey
def test_other_shares_of_the_median():
    told = (SURVEYS / "eusilc_laeken_reference.txt").read_text()
    known = [float(each) for each in re.search(r"arpr p=.4,.5,.7:\s+([0-9. ]+?)\s+threshold", told)[1].split()]
    for share, expected in zip((0.4, 0.5, 0.7), known, strict=True):
        found = assessment.indicators(
            SURVEYS / "eusilc.csv.gz", income="eqIncome", weight="rb050", line=f"{share}median"
        )
        assert found.overall.measures["headcount"] * 100 == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".csv.gz", ".dta", ""])
def test_every_kind_of_file_comes_to_the_same(tmp_path, ending):
    file = tmp_path / f"survey{ending}"
    if ending == "":
        file.mkdir()
        for part in (0, 1):
            parquet.write_table(SMALL.slice(part * 2, None if part else 2), file / f"part-{part}.parquet")
    elif ending == ".parquet":
        parquet.write_table(SMALL, file)
    elif ending == ".dta":
        pyreadstat.write_dta(SMALL.to_pandas().astype({"village": object}), str(file))
    elif ending == ".csv":
        csv.write_csv(SMALL, file)
    else:
        with pyarrow.CompressedOutputStream(str(file), "gzip") as target:
            csv.write_csv(SMALL, target)
    how = {"income": "income", "people": "people", "weight": "weight", "by": ["village"], "line": 10}
    assert assessment.indicators(file, **how).as_json() == assessment.indicators(SMALL, **how).as_json()


def test_four_households_by_hand():
    found = assessment.indicators(SMALL, income="income", people="people", weight="weight", line=10).overall.measures
    # People x weight: 3, 2, 2, 2; poor are those with 4 and 9.
    assert found["people"] == 9 and found["headcount"] == pytest.approx(5 / 9)
    assert found["poverty_gap"] == pytest.approx((3 * 0.6 + 2 * 0.1) / 9)
    assert found["missing_to_line"] == pytest.approx(3 * 6 + 2 * 1)


@pytest.mark.parametrize(
    ("columns", "asked", "code", "told"),
    [
        ({}, {"income": "incme"}, "microdata.column", "income"),
        ({"income": ["4", "x", "5", "6"]}, {}, "microdata.number", "x"),
        ({"weight": [1.0, -2.0, 1.0, 1.0]}, {"weight": "weight"}, "microdata.value", "-2"),
        ({"income": [4.0, float("inf"), 5.0, 6.0]}, {}, "microdata.value", "2"),
        ({}, {"line": "nothing like it %"}, "indicators.line", "0.6median"),
        ({}, {"line": -3}, "indicators.line", "-3"),
        ({"people": [0, 0, 0, 0]}, {"people": "people"}, "indicators.nobody", "4"),
    ],
)
def test_bad_input_is_told_by_its_name(columns, asked, code, told):
    table = pyarrow.table({**{name: SMALL[name].to_pylist() for name in SMALL.column_names}, **columns})
    found = refusal(assessment.indicators, table, **{"income": "income", "line": 10, **asked})
    assert found.code == code and told in found.words.en and told in found.words.zh


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("none.csv", None, "microdata.file"),
        ("empty.csv", b"", "microdata.empty"),
        ("heading.csv", b"income,people\n", "microdata.empty"),
        ("broken.parquet", b"PAR1 half", "microdata.broken"),
        ("other.docx", b"x", "microdata.ending"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, name, content, code):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert refusal(assessment.indicators, tmp_path / name, income="income", line=10).code == code


def test_the_command_tells_a_table_and_json_and_what_was_left_out(tmp_path):
    file = tmp_path / "survey.csv"
    csv.write_csv(pyarrow.table({"y": [4.0, 0.0, None, 30.0], "v": ["a", "a", "b", "b"]}), file)
    table = called("indicators", file, "--income", "y", "--line", "10", "--by", "v", "--language", "zh").output
    assert "贫困" in table and "注意：" in table
    told = json.loads(called("indicators", file, "--income", "y", "--line", "10", "--json").stdout)
    assert told["overall"]["rows_left_out"] == 1 and told["overall"]["rows_not_positive"] == 1 and told["notes"]


SPEC = """
cutoff: 0.5
dimensions:
  - {name: living, indicators: [{name: a, column: a}, {name: b, column: b}]}
  - {name: school, indicators: [{name: c, column: c}, {name: d, column: d}]}
"""
MATRIX = [(0, 0, 0, 0), (1, 0, 0, 1), (1, 1, 1, 1), (0, 1, 0, 0)]
"""Alkire and Foster 2011, J. Public Econ. 95, pp. 478-480: four persons, four dimensions, k = 2 of 4."""


def deprived(tmp_path, rows=MATRIX, spec=SPEC, **columns):
    file, specification = tmp_path / "mpi.csv", tmp_path / "spec.yaml"
    lists = {name: [row[n] for row in rows] for n, name in enumerate("abcd")}
    csv.write_csv(pyarrow.table({**lists, **columns}), file)
    specification.write_text(spec, encoding="utf-8")
    return file, specification


def test_the_example_of_alkire_and_foster_is_met(tmp_path):
    file, specification = deprived(tmp_path)
    told = json.loads(called("mpi", file, "--spec", specification, "--json").stdout)["overall"]
    assert (told["h"], told["a"], told["m0"]) == pytest.approx((1 / 2, 3 / 4, 3 / 8))
    contributions = [told[f"contribution_{name}"] for name in "abcd"]
    assert sum(contributions) == pytest.approx(1) and told["contribution_living"] == pytest.approx(
        sum(contributions[:2])
    )
    assert called("mpi", file, "--spec", specification, "--language", "zh").exit_code == 0


def test_groups_add_up_by_their_people(tmp_path):
    file, specification = deprived(tmp_path, spec=f"by: [v]\n{SPEC}", v=["x", "x", "y", "y"])
    told = json.loads(called("mpi", file, "--spec", specification, "--json").stdout)
    assert len(told["groups"]) == 2
    assert sum(each["m0"] / 2 for each in told["groups"]) == pytest.approx(told["overall"]["m0"])
    assert [each["share_of_m0"] for each in told["groups"]] == pytest.approx([1 / 3, 2 / 3])


def test_a_dimension_of_one_indicator_may_bear_its_name(tmp_path):
    spec = "cutoff: 0.5\ndimensions: [{name: a, indicators: [{name: a}]}, {name: b, indicators: [{name: b}]}]\n"
    file, specification = deprived(tmp_path, spec=spec)
    told = json.loads(called("mpi", file, "--spec", specification, "--json").stdout)["overall"]
    assert told["contribution_a"] + told["contribution_b"] == pytest.approx(1) and told["h"] == 0.75


def test_standard_errors_are_those_of_a_mean_where_everybody_was_drawn_alone(tmp_path):
    file, specification = deprived(tmp_path, rows=MATRIX * 25)
    told = json.loads(called("mpi", file, "--spec", specification, "--json").stdout)["overall"]
    assert told["h_se"] == pytest.approx((0.5 * 0.5 / 99) ** 0.5)


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        ("cutoff: 0.5\n", "mpi.spec"),
        (SPEC.replace("cutoff: 0.5", "cutoff: 2"), "mpi.spec"),
        (SPEC.replace("name: b", "name: a"), "mpi.spec"),
        (SPEC + "surprise: 1\n", "mpi.spec"),
        ("- 1\n- 2\n", "mpi.spec"),
        ("a: [", "mpi.spec"),
    ],
)
def test_a_specification_that_cannot_be_is_refused_with_its_place(tmp_path, spec, code):
    _, specification = deprived(tmp_path, spec=spec)
    found = refusal(assessment.read_spec, specification)
    assert found.code == code and "spec.yaml" in found.words.zh
