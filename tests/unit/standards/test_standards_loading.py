"""A file of standards that cannot be used says which entry is wrong and how."""

import shutil

import pytest
import yaml

from xinlu.standards.loading import FOLDER, StandardsError, read

FILES = ("lines.yaml", "counting_rules.yaml", "deadlines.yaml", "household_statuses.yaml")


@pytest.fixture
def folder(tmp_path):
    for name in FILES:
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


def rewrite(path, number, **changes):
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    entries[number - 1].update(changes)
    path.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")


def test_an_unchanged_copy_reads_as_the_original(folder):
    assert read(folder) == read(FOLDER)


@pytest.mark.parametrize(
    ("file", "changes", "fault"),
    [
        ("lines.yaml", {"fen": "2300"}, "`fen` must be a whole number"),
        ("lines.yaml", {"fen": 2300.5}, "`fen` must be a whole number"),
        ("lines.yaml", {"fen": 0}, "`fen` must be a whole number"),
        ("lines.yaml", {"fen": True}, "`fen` must be a whole number"),
        ("lines.yaml", {"from": None}, "`from` is missing"),
        ("lines.yaml", {"from": "soon"}, "`from` must be a day"),
        ("lines.yaml", {"from": "2020-13-01"}, "`from` must be a day"),
        ("lines.yaml", {"place": 52}, "`place` must be text"),
        ("lines.yaml", {"source": {"zh": "白皮书"}}, "`source` must be said in both languages"),
        ("lines.yaml", {"source": "白皮书"}, "`source` must be said in both languages"),
        ("lines.yaml", {"standing": "certain"}, "`standing` is one of official, weak, own"),
        ("lines.yaml", {"standing": None}, "`standing` is missing"),
        ("lines.yaml", {"colour": "red"}, "unknown field colour"),
        ("counting_rules.yaml", {"counts": "yes"}, "`counts` must be true or false"),
        ("counting_rules.yaml", {"kinds": "pension"}, "`kinds` must be a list"),
        ("deadlines.yaml", {"name": ""}, "`name` must be text"),
        ("household_statuses.yaml", {"label": None}, "`label` is missing"),
        ("household_statuses.yaml", {"monitored": 1}, "`monitored` must be true or false"),
    ],
)
def test_a_wrong_entry_is_named_with_its_file_number_and_fault(folder, file, changes, fault):
    rewrite(folder / file, 2, **changes)
    with pytest.raises(StandardsError) as wrong:
        read(folder)
    assert f"{file}, entry 2: {fault}" in str(wrong.value)


def test_an_entry_that_ends_before_it_starts_is_refused(folder):
    path = folder / "lines.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("to: 2019-12-31", "to: 2009-12-31"), encoding="utf-8")
    with pytest.raises(StandardsError, match="lies before"):
        read(folder)


def test_two_rules_for_one_kind_place_and_day_are_refused(folder):
    rewrite(folder / "counting_rules.yaml", 2, kinds=["casual_work"])
    with pytest.raises(StandardsError, match="entry 2: casual_work at CN from 2014-01-01 is already said by entry 1"):
        read(folder)


def test_a_kind_named_twice_in_one_rule_is_refused(folder):
    rewrite(folder / "counting_rules.yaml", 2, kinds=["rice", "rice"])
    with pytest.raises(StandardsError, match="entry 2: rice"):
        read(folder)


@pytest.mark.parametrize("text", ["", "name: lines", "- just words", "- ["])
def test_a_file_that_is_no_list_of_entries_is_named(folder, text):
    (folder / "deadlines.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(StandardsError, match=r"^deadlines\.yaml"):
        read(folder)


def test_a_missing_file_is_named(folder):
    (folder / "deadlines.yaml").unlink()
    with pytest.raises(StandardsError, match=r"deadlines\.yaml: cannot be read"):
        read(folder)
