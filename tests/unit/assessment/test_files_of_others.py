"""Files and specifications as others write them: read as they are meant, or told; never a wrong number without a word."""

from __future__ import annotations

import gzip
import json

import pandas
import pyarrow
import pyreadstat
import pytest
from pyarrow import parquet

from unit.assessment.test_own_microdata import called, refusal
from xinlu import assessment
from xinlu.assessment.microdata import read

ROOFS = pandas.DataFrame(
    {"income": [1.0, 2.0, 3.0, 4.0], "roof": [1.0, 1.0, 2.0, 96.0], "people": [1.0, 2.0, 2.0, 3.0]}
)
NAMES = {"roof": {1: "thatch", 2: "tin"}, "people": {1: "one", 2: "two", 3: "three"}}


def told(tmp_path, file, spec, *, how="utf-8"):
    """What `xinlu mpi` says of all together, and its notes in English."""
    specification = tmp_path / "spec.yaml"
    specification.write_bytes(spec.encode(how))
    said = json.loads(called("mpi", file, "--spec", specification, "--json").stdout)
    return said["overall"], " ".join(each["en"] for each in said["notes"])


def one(condition, *, column="toilet", more=""):
    return f"cutoff: 1\n{more}dimensions:\n- name: living\n  indicators:\n  - {{name: x, column: {column}, deprived: {condition}}}\n"


def written(tmp_path, text, *, name="file.csv", how="utf-8"):
    file = tmp_path / name
    file.write_bytes(text.encode(how))
    return file


def stata(tmp_path, names=NAMES):
    file = tmp_path / "roofs.dta"
    pyreadstat.write_dta(ROOFS, str(file), variable_value_labels=names)
    return file


@pytest.mark.parametrize(
    ("values", "condition", "poor"),
    [
        (["no", "pit", "flush", "no"], "{in: [no, pit]}", 0.75),
        (["yes", "no", "yes", "no"], "{not_in: [yes]}", 0.5),
        (["true", "false", "true", "x"], "{in: [true]}", 0.5),
        (["010", "8", "10", "9"], "{in: [010]}", 0.5),
        (["1.0", "0.0", "1.0", "1.0"], "{in: ['1']}", 0.75),
        (["1e3", "999", "5", "2000"], "{below: 1e3}", 0.5),
        (["a", "1", "b", "1"], "{in: [1]}", 0.5),
    ],
)
def test_values_are_taken_as_they_are_written(tmp_path, values, condition, poor):
    file = written(tmp_path, "toilet\n" + "\n".join(values) + "\n")
    found, notes = told(tmp_path, file, one(condition))
    assert found["h"] == poor and "nowhere" not in notes


def test_a_value_that_stands_nowhere_is_told(tmp_path):
    file = written(tmp_path, "toilet\npit\nflush\n")
    assert "“pitt”, which stands nowhere" in told(tmp_path, file, one("{in: [pitt, flush]}"))[1]


def test_floats_of_another_program_are_yes_and_no(tmp_path):
    file = written(tmp_path, "toilet\n1.0\n0.0\n\n1.0\n")
    spec = "cutoff: 1\ndimensions: [{name: d, indicators: [{name: toilet}]}]\n"
    assert told(tmp_path, file, spec)[0]["h"] == pytest.approx(2 / 3)


ROUNDED = [
    ("0.1667", "0.0556", "1/3"),
    ("0.1667", "0.0556", "0.3333"),
    (".167", ".055", ".333"),
    ("1/6", "1/18", "1/3"),
]


@pytest.mark.parametrize(("sixth", "eighteenth", "cutoff"), ROUNDED)
def test_rounded_weights_lose_nobody_who_lies_right_at_the_cut_off(tmp_path, sixth, eighteenth, cutoff):
    names = "abcdefghij"
    lacking = [{"a", "b"}, {"a", "e", "f", "g"}, {"e", "f", "g", "h", "i", "j"}, {"a", "e", "f"}]
    rows = "\n".join(",".join(str(int(name in lack)) for name in names) for lack in lacking)
    file = written(tmp_path, ",".join(names) + "\n" + rows + "\n")
    weighed = [(name, sixth if name in "abcd" else eighteenth) for name in names]
    listed = ", ".join(f"{{name: {name}, weight: {weight}}}" for name, weight in weighed)
    found, notes = told(tmp_path, file, f"cutoff: {cutoff}\ndimensions: [{{name: all, indicators: [{listed}]}}]\n")
    assert found["h"] == 0.75 and found["m0"] == pytest.approx(1 / 4)
    assert ("rounded fractions: 1/6, 1/18" in notes) == ("/" not in sixth)


def test_weights_that_add_up_to_something_else_are_told_and_proportions_are_not(tmp_path):
    file = written(tmp_path, "a,b,c\n1,0,0\n0,1,1\n")
    said = {}
    for weights in ("0.5 0.6 0.2", "5 3 2", "0.5 0.3 0.2", "0.10345671 0.3 0.59654329"):
        listed = ", ".join(
            f"{{name: {name}, weight: {each}}}" for name, each in zip("abc", weights.split(), strict=True)
        )
        said[weights] = told(tmp_path, file, f"cutoff: 0.5\ndimensions: [{{name: d, indicators: [{listed}]}}]\n")[1]
    assert ["were scaled" in each for each in said.values()] == [True, False, False, False]


def test_names_of_indicators_may_be_any(tmp_path):
    file = written(tmp_path, "a,b,p,v\n1,1,2,X\n0,1,3,X\n1,0,10,Y\n0,0,1,Y\n")
    for names in (("x", "X"), ("people_", "by_0"), ("rows", 'a"b'), ("weight_", "分数")):
        listed = ", ".join(f"{{name: '{name}', column: {column}}}" for name, column in zip(names, "ab", strict=True))
        spec = f"cutoff: 0.5\npeople: p\nby: [v]\ndimensions: [{{name: d, indicators: [{listed}]}}]\n"
        found, _ = told(tmp_path, file, spec)
        assert found["h"] == 15 / 16 and found[f"headcount_{names[0]}"] == 12 / 16
        assert found[f"headcount_{names[1]}"] == 5 / 16


@pytest.mark.parametrize("how", ["utf-8", "gb18030", "utf-16"])
def test_a_specification_of_any_office_is_read(tmp_path, how):
    file = written(tmp_path, "厕所\n旱厕\n水冲\n")
    assert told(tmp_path, file, one("{in: [旱厕]}", column="厕所"), how=how)[0]["h"] == 0.5


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        (one("{in: [a]}") + "dimensions: []\n", "“dimensions” is said twice"),
        (one("{in: [a]}", more="people: [p]\n"), "followed by one name"),
        (one("{in: [[1]]}"), "lists at least one value"),
        (one("{below: many}"), "followed by a number"),
        (one("{in: [a]}").replace("cutoff: 1", "cutoff: 1e-99999999"), "a number above 0"),
    ],
)
def test_a_specification_that_cannot_be_says_where(tmp_path, spec, says):
    (tmp_path / "spec.yaml").write_text(spec, encoding="utf-8")
    assert says in refusal(assessment.read_spec, tmp_path / "spec.yaml").words.en


def test_what_is_left_empty_is_not_said(tmp_path):
    file = written(tmp_path, "toilet\n1\n0\n")
    spec = "people: null\nweight: ~\nby:\ncutoff: 1\ndimensions: [{name: d, weight: , indicators: [{name: toilet, deprived: }]}]\n"
    assert told(tmp_path, file, spec)[0]["h"] == 0.5


def test_codes_are_numbers_and_their_names_are_groups(tmp_path):
    file = stata(tmp_path)
    found = assessment.indicators(file, income="income", line=10, people="people", by=["roof"])
    assert found.overall.measures["people"] == 8
    assert [each.key["roof"] for each in found.groups] == ["96", "thatch", "tin"]
    for condition, poor in (
        ("{in: [thatch]}", 0.5),
        ("{in: [1]}", 0.5),
        ("{in: [thatch, 96]}", 0.75),
        ("{below: 3}", 0.75),
    ):
        assert told(tmp_path, file, one(condition, column="roof"))[0]["h"] == poor, condition
    alike = assessment.indicators(
        stata(tmp_path, {"roof": {1: "East", 2: "East"}}), income="income", line=10, by=["roof"]
    )
    assert [each.key["roof"] for each in alike.groups] == ["96", "East (1)", "East (2)"]


def test_a_row_without_a_line_is_in_no_measure(tmp_path):
    file = written(tmp_path, "income,z\n1000,3000\n2000,3000\n900000,\n5000,-1\n")
    found = assessment.indicators(file, income="income", line="z").overall.measures
    assert (found["people"], found["mean"], found["people_positive"], found["rows_left_out"]) == (2, 1500, 2, 2)


def test_rows_are_told_by_the_line_of_the_file(tmp_path):
    file = written(tmp_path, '\nincome,people,word\n\n1000,2,"two\nlines"\n\n\n5000,x,a\n')
    assert "row 8 " in refusal(assessment.indicators, file, income="income", people="people", line=10).words.en


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("file.csv", 'income;"a, b, c, d";"e,f,g"\n5;1;1\n20;2;2\n'),
        ("file.tsv", "income\ta,b,c,d,e\n5\t1\n20\t2\n"),
    ],
)
def test_what_stands_in_quotes_parts_no_columns(tmp_path, name, text):
    assert (
        assessment.indicators(written(tmp_path, text, name=name), income="income", line=10).overall.measures[
            "headcount"
        ]
        == 0.5
    )


def test_packed_files_are_known_by_what_they_are(tmp_path):
    for name in ("file.csv", "FILE.CSV.GZ"):
        (tmp_path / name).write_bytes(gzip.compress(b"income\n5\n20\n"))
        assert assessment.indicators(tmp_path / name, income="income", line=10).overall.measures["headcount"] == 0.5


def test_parts_of_a_folder_may_differ_in_how_they_hold_numbers(tmp_path):
    parquet.write_table(pyarrow.table({"income": pyarrow.array([5], pyarrow.int32())}), tmp_path / "a.parquet")
    parquet.write_table(pyarrow.table({"income": [20.5]}), tmp_path / "b.parquet")
    assert assessment.indicators(tmp_path, income="income", line=10).overall.measures["headcount"] == 0.5
    (tmp_path / "none").mkdir()
    assert "no .parquet file" in refusal(assessment.indicators, tmp_path / "none", income="income", line=10).words.en


def test_in_quotes_na_is_a_name(tmp_path):
    file = written(tmp_path, 'income,land\n5,"NA"\n6,NA\n7,""\n8,"KE"\n')
    found = assessment.indicators(file, income="income", line=10, by=["land"])
    assert [each.key["land"] for each in found.groups] == ["KE", "NA", None]


@pytest.mark.parametrize(
    ("values", "line", "says"),
    [
        ([-5, -1, 0, 10], "0.6median", "gives no line"),
        ([1, 2, 3], "60median", "six tenths are 0.6median"),
        ([1e308, 1e308], 3000, "too large to be reckoned with"),
        ([1, 2], None, "is not understood"),
        ([1, "a"], 10, "may be damaged"),
    ],
)
def test_what_gives_no_number_says_why(values, line, says):
    data = pandas.DataFrame({"income": values})
    assert says in refusal(assessment.indicators, data, income="income", line=line).words.en
    assert assessment.indicators(pandas.DataFrame({"income": [1, 5]}), income="income", line="0.6Median")


def test_json_holds_nothing_that_is_no_number(tmp_path):
    file = written(tmp_path, "income\n1e-320\n5\n")
    assert called("indicators", file, "--income", "income", "--line", "3", "--json").exit_code == 0


def test_equal_incomes_are_equal():
    kinds = ("gini", "theil", "mean_log_deviation", "atkinson_1")
    for people in (1, 200_000):
        data = pyarrow.table({"income": [0.1] * people})
        found = assessment.indicators(data, income="income", line=1).overall.measures
        assert all(0 <= found[name] < 1e-11 and not str(found[name]).startswith("-") for name in kinds)


def test_great_numbers_name_groups_too():
    for values in (pyarrow.array([2**63 + 1, 5], pyarrow.uint64()), pyarrow.array([1e19, 5.0])):
        assert len(read(pyarrow.table({"g": values}), columns=["g"]).label("g")) == 2
