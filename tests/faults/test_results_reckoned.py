"""`xinlu results` as a person calls it: said, written where nobody else reads, again without doing again what stands."""

from __future__ import annotations

from faults.test_extraction_killed import county

__all__ = ["county"]


def test_results_are_reckoned_and_reckoned_again(county):
    said = county("results", "--quarters", "1", "--language", "en").stdout
    assert "Reckoned: 1,600 households" in said and "ends of quarters before it: 1" in said
    assert "No chances were told" in said
    folder = next(county.folder.rglob("results/days")).parent
    files = list(folder.rglob("*.parquet"))
    assert files and all(file.stat().st_mode & 0o077 == 0 for file in files)
    written = {file: file.stat().st_mtime_ns for file in folder.rglob("days/*/households/*.parquet")}
    assert len({file.parent.parent for file in written}) == 2
    county("results", "--quarters", "1")
    assert {file: file.stat().st_mtime_ns for file in written} == written, "what stands is not done again"
    wrong = county("results", "--quarters", "-1", ok=False)
    assert "--quarters" in wrong.stderr


def test_without_a_household_it_says_so(place):
    refused = place("results", "--language", "en", ok=False)
    assert "there is no household" in refused.stderr
