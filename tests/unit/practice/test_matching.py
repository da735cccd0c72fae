"""One listed person among those on file: found without a question only where nothing speaks against it."""

from dataclasses import replace
from datetime import date

import pytest

from unit.practice.county_of_people import county
from xinlu.practice import matching
from xinlu.practice.matching import Found, find_listed
from xinlu.practice.same_person import Person

VILLAGE = "522699001001"
YANG = Person("yang", "杨秀英", date(1965, 3, 2), "female", VILLAGE, "n-yang")
SON = Person("son", "杨大明", date(1988, 5, 20), "male", VILLAGE, "n-son")
TWIN = Person("twin", "杨小明", date(1988, 5, 20), "male", VILLAGE, "n-twin")


@pytest.fixture(scope="module")
def on_file():
    others = [each for each in county(3000, ids=0.9, twice=0).people if each.name not in ("杨秀英", "杨秀瑛")]
    return [*others, YANG, SON, TWIN]


def match(listed, people):
    found = find_listed([replace(listed, key="listed")], people)
    assert len(found) == 1 and found[0].listed.name == listed.name
    return found[0]


def candidates(found):
    return [pair.right.key for pair in found.candidates]


def test_an_id_number_finds_its_person_though_all_else_is_missing(on_file):
    found = match(Person("", "杨秀英", None, "", "", "n-yang"), on_file)
    assert (found.kind, found.person, found.name_differs) == (Found.BY_ID, YANG, False)


def test_a_homophone_beside_the_right_id_number_is_no_other_name(on_file):
    found = match(replace(YANG, name="杨秀瑛"), on_file)
    assert found.person == YANG and found.candidates[0].level_of("name") == "sound"


@pytest.mark.parametrize("name", ["吴梅花", "杨小明", "杨大发"])
def test_an_id_number_with_another_name_is_never_accepted_in_silence(on_file, name):
    found = match(replace(SON, name=name, born_on=None), on_file)
    assert (found.kind, found.name_differs, found.person) == (Found.BY_ID, True, None)
    assert candidates(found)[0] == "son"


def test_whose_name_it_is_comes_after_the_owner_of_the_wrong_number(on_file):
    assert candidates(match(replace(YANG, id_key="n-son"), on_file))[:2] == ["son", "yang"]


def test_without_id_number_the_same_name_birth_date_and_village_suffice(on_file):
    found = match(replace(YANG, id_key=""), on_file)
    assert (found.kind, found.person) == (Found.BY_NAME_BIRTH_PLACE, YANG)


@pytest.mark.parametrize(
    "slip", [{"name": "杨秀瑛"}, {"born_on": date(1965, 3, 22)}, {"place": "522699001002"}, {"id_key": "n-other"}]
)
def test_one_slip_makes_it_a_question(on_file, slip):
    found = match(replace(YANG, **{"id_key": "", **slip}), on_file)
    assert (found.kind, found.person) == (Found.LIKELY, None)
    assert candidates(found)[0] == "yang"


def test_two_who_are_equal_are_both_offered(on_file):
    second = replace(YANG, key="second", id_key="")
    found = match(replace(YANG, id_key=""), [*on_file, second])
    assert (found.kind, found.person) == (Found.SEVERAL, None)
    assert set(candidates(found)) == {"yang", "second"}


def test_two_on_file_with_one_id_number_are_both_offered(on_file):
    found = match(YANG, [*on_file, replace(YANG, key="second", place="522699001002")])
    assert (found.kind, set(candidates(found))) == (Found.SEVERAL, {"yang", "second"})


def test_a_bare_name_in_a_village_offers_all_who_bear_it_there(on_file):
    second = replace(YANG, key="second", born_on=date(1990, 9, 9), id_key="")
    found = match(replace(YANG, born_on=None, id_key=""), [*on_file, second])
    assert (found.kind, set(candidates(found)[:2])) == (Found.SEVERAL, {"yang", "second"})


def test_who_is_not_on_file_is_not_found(on_file):
    found = match(Person("", "尉迟莲娥", date(1971, 7, 7), "female", VILLAGE, "n-none"), on_file)
    assert (found.kind, found.candidates, found.person) == (Found.NONE, (), None)


def test_one_twin_is_at_most_a_question_for_the_other(on_file):
    without = [each for each in on_file if each.key != "twin"]
    assert match(replace(TWIN, id_key=""), without).person is None
    assert match(replace(TWIN, id_key=""), on_file).person == TWIN


def test_a_list_is_matched_person_by_person_in_its_order():
    drawn = county(6000, ids=0.6, twice=0.05)
    listed = [each for each in drawn.people if "-" in each.key]
    on_file = [each for each in drawn.people if "-" not in each.key]
    found = find_listed(listed, on_file)
    assert [each.listed for each in found] == listed
    sure = [each for each in found if each.person]
    assert len(sure) > 0.3 * len(listed)
    assert all(each.person.key == each.listed.key.split("-")[0] for each in sure)
    offered = sum(each.listed.key.split("-")[0] in candidates(each) for each in found)
    assert offered >= 0.97 * len(listed)


def test_the_check_of_the_list_can_fail(monkeypatch):
    monkeypatch.setattr(matching, "likely_pairs", lambda listed, people, at_least: iter(()))
    assert {each.kind for each in find_listed([YANG], [YANG])} == {Found.NONE}
