"""Reading a catalogue: places and dates, what counts, what a county enters, and every fault told with its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from unit.policy.small_world import DAY, SAID, facts
from xinlu.policy.catalogue import FOLDER, packaged_catalogue, read_texts
from xinlu.policy.checking import check_catalogue
from xinlu.policy.choosing import choose, known_elsewhere
from xinlu.policy.facts import read_facts
from xinlu.policy.faults import CatalogueError
from xinlu.policy.terms import Catalogue, Edition, ParameterValue, Standing

GRANT = f"""
parameters:
  - name: line_fen
    unit: fen
    label: {SAID}
    values:
      - {{value: 5, place: CN, from: 2026-01-01, source: {SAID}, seen_on: 2026-11-24, standing: confirmed}}
      - {{value: 7, place: "52", from: 2026-06-01, source: {SAID}, seen_on: 2026-11-24, standing: confirmed}}
      - {{value: 9, place: "5226", from: 2026-01-01, source: {SAID}, seen_on: 2026-11-24, standing: weak}}
policies:
  - id: grant
    name: {SAID}
    short: {SAID}
    source: {SAID}
    seen_on: 2026-11-24
    standing: confirmed
    place: CN
    from: 2026-01-01
    to: 2026-12-31
    clauses:
      - {{name: low, says: {{zh: "在{{line_fen}}以下", en: "below {{line_fen}}"}}, is: income_per_head_fen < line_fen}}
    amount: {{per: year, tiers: [{{each: line_fen * people, says: {SAID}}}]}}
    where: {SAID}
"""


def catalogue(text: str = GRANT) -> Catalogue:
    return read_texts({"grant.yaml": text}, facts())


def at(*places: str, on: date = DAY, text: str = GRANT) -> Edition:
    return choose(catalogue(text), on=on, places=places)


def test_the_nearest_confirmed_value_counts() -> None:
    assert [at(*places).values["line_fen"] for places in ((), ("52",), ("52", "5226"), ("53",))] == [5, 7, 7, 5]
    assert at("52", on=date(2026, 5, 31)).values["line_fen"] == 5


def test_a_value_that_is_not_confirmed_is_only_known_elsewhere() -> None:
    weak = GRANT.replace("standing: confirmed}", "standing: another_place}")
    edition = at("52", "5226", text=weak)
    assert edition.values["line_fen"] is None
    assert [value.value for value in known_elsewhere(edition, "line_fen")] == [7, 5, 9]
    assert known_elsewhere(at(), "line_fen") == ()


def test_a_policy_holds_from_its_first_to_its_last_day() -> None:
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [len(at(on=day).policies) for day in days] == [0, 1, 1, 0]
    assert [policy.id for policy in at(on=date(2027, 1, 1)).past] == ["grant"]


def test_the_nearest_place_that_has_a_policy_wins() -> None:
    again = GRANT + GRANT.split("policies:\n")[1].replace("place: CN", 'place: "52"').replace("< line_fen", "< 3")
    assert at("52", text=again).policies[0].place == "52"
    assert at("53", text=again).policies[0].place == "CN"


def test_what_a_county_enters_goes_before_what_is_packaged() -> None:
    read = catalogue()
    own = replace(read.parameters["line_fen"].values[0], place="5226", value=6, start=DAY)
    rule = replace(read.policies[0], place="5226", worth=1)
    edition = choose(read, on=DAY, places=("52", "5226"), own_values={"line_fen": [own]}, own_policies=[rule])
    assert (edition.values["line_fen"], edition.policies[0].worth) == (6, 1)
    same_place = replace(own, place="52", start=date(2026, 1, 1))
    assert choose(read, on=DAY, places=("52",), own_values={"line_fen": [same_place]}).values["line_fen"] == 6


@pytest.mark.parametrize("value", [True, "6", -1, 10**12, None])
def test_an_own_value_that_does_not_fit_is_refused(value: object) -> None:
    own = ParameterValue(
        place="CN",
        start=DAY,
        end=None,
        value=value,
        source=facts().household["people"].label,
        seen_on=DAY,
        standing=Standing.CONFIRMED,
    )  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="line_fen"):
        choose(catalogue(), on=DAY, own_values={"line_fen": [own]})


def test_exclusions_hold_both_ways() -> None:
    two = GRANT + GRANT.split("policies:\n")[1].replace("id: grant", "id: other") + "    excludes: [grant]\n"
    assert {policy.id: policy.excludes for policy in catalogue(two).policies} == {
        "grant": {"other"},
        "other": {"grant"},
    }


CHANGES = {
    # what is changed: (from, to, what is told of the place, of the fault)
    "a clause": ("income_per_head_fen < line_fen", "income_per_head < line_fen", "grant.yaml, line 21, grant, low, character 1", "income_per_head_fen"),
    "a unit": ("unit: fen", "unit: yuan", "line 4, line_fen", "no unit “yuan”"),
    "a missing field": ("    where: {zh", "    worth: 3\n    until: {zh", "grant", "“where” is missing"),
    "an unknown field": ("    where:", "    place_to_go: x\n    where:", "line 23, grant", "no field “place_to_go”"),
    "a day": ("to: 2026-12-31", "to: 2025-12-31", "line 19, grant", "lies before"),
    "a sentence": ("en: \"below {line_fen}\"", 'de: "unter"', "grant, low", "both languages"),
    "a placeholder": ("below {line_fen}", "below {line}", "grant, low", "“line” in braces"),
    "an attribute in braces": ("below {line_fen}", "below {line_fen.name}", "grant, low", "in braces"),
    "a brace": ("below {line_fen}", "below {line_fen", "grant, low", "braces do not match"),
    "a name of a fact": ("name: line_fen", "name: people", "people", "taken"),
    "a name of a column": ("name: low", "name: entitled", "grant, entitled", "taken"),
    "a name of SQL": ("name: line_fen", "name: map", "map", "cannot be a name"),
    "an amount": ("each: line_fen * people", "each: people", "line 22, grant, character 1", "money (fen) is wanted"),
    "a place": ('place: "52"', "place: Guizhou", "line_fen", "not the code of a place"),
    "two values at once": ('place: "52", from: 2026-06-01', "place: CN, from: 2026-06-01", "line_fen", "same day"),
    "a standing": ("standing: weak", "standing: rumour", "line_fen", "one of a few"),
    "a value": ("value: 5", "value: 5.5", "line 7", "not clear"),
    "an exclusion": ("    where:", "    excludes: [nothing]\n    where:", "grant", "`excludes` names “nothing”"),
    "a duplicate": ("    to: 2026-12-31", "    from: 2026-12-31", "line 19", "said twice"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_a_fault_names_file_line_policy_clause_and_column(what: str) -> None:
    old, new, place, said = CHANGES[what]
    assert old in GRANT
    with pytest.raises(CatalogueError) as refused:
        catalogue(GRANT.replace(old, new, 1))
    told = refused.value.faults[0].told
    assert place in told.en and said in told.en and told.zh, told.en


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(CatalogueError) as refused:
        catalogue(
            GRANT.replace("< line_fen", "< linefen").replace("unit: fen", "unit: yuan").replace("    where:", "    wo:")
        )
    assert len(refused.value.faults) >= 2


def test_the_packaged_catalogue_has_no_fault_and_a_broken_copy_has(tmp_path: Path) -> None:
    assert check_catalogue(FOLDER) == ()
    (tmp_path / "own.yaml").write_text(GRANT.replace("line_fen", "my_line_fen"), encoding="utf-8")
    assert check_catalogue(tmp_path / "own.yaml") == ()
    (tmp_path / "own.yaml").write_text(GRANT.replace("is: income", "is: incom"), encoding="utf-8")
    assert [(fault.policy, fault.clause) for fault in check_catalogue(tmp_path)] == [("grant", "low")]
    assert check_catalogue(tmp_path / "none.yaml")[0].file == "none.yaml"
    (tmp_path / "own.yaml").write_bytes(b"\xff\xfe")
    assert check_catalogue(tmp_path / "own.yaml")


def test_a_fact_of_a_kind_that_there_is_not_is_refused() -> None:
    text = f"household:\n  x: {{type: money, label: {SAID}, from: {SAID}, asked: {SAID}, changed_by: nobody}}"
    with pytest.raises(CatalogueError, match="line 2, x"):
        read_facts(text, "facts.yaml")


def test_the_packaged_catalogue_has_at_least_eighteen_policies() -> None:
    assert len({policy.id for policy in packaged_catalogue().policies if policy.kind == "policy"}) >= 18
