"""The same person twice in a county: how many are found, how many are found wrongly, and that either would be noticed."""

from dataclasses import replace
from datetime import date

import pytest

from unit.practice.county_of_people import county
from xinlu.practice import same_person
from xinlu.practice.likeness import blocks, weights
from xinlu.practice.likeness.records import made_ready
from xinlu.practice.same_person import Person, agreement_words, likely_pairs, likeness_words

PEOPLE = 9_000
YANG = Person("1", "杨秀英", date(1965, 3, 2), "female", "522699001002", more={"phone": "a3f9"})


@pytest.fixture(scope="module", params=[0.0, 0.7], ids=["nobody has an ID", "most have an ID"])
def drawn(request):
    return county(PEOPLE, ids=request.param)


@pytest.fixture(scope="module")
def pairs(drawn):
    return tuple(likely_pairs(drawn.people))


def keys(pairs):
    return {frozenset((pair.left.key, pair.right.key)) for pair in pairs}


def holds(drawn, found):
    """The bounds that finding must keep. Where the birth date is missing, a common name is rightly left alone."""
    twice = drawn.all_twice()
    assert len(found & twice) >= 0.94 * len(twice), "too few are found"
    assert len(found & twice) >= 0.95 * len(found), "too many are found wrongly"
    for slip, pairs in drawn.twice.items():
        least = {"no_birth": 0.7, "married": 0.9}.get(slip, 0.95)
        assert len(found & pairs) >= least * len(pairs), f"too few are found: {slip}"
    for kind, pairs in drawn.alike.items():
        assert len(found & pairs) <= 0.03 * len(pairs), f"taken for one person: {kind}"


def test_who_is_written_twice_is_found_and_hardly_anybody_else(drawn, pairs):
    assert all(drawn.twice.values()) and all(drawn.alike.values())
    holds(drawn, keys(pairs))


def test_without_weights_the_bounds_are_not_kept(drawn, monkeypatch):
    monkeypatch.setattr(weights.Model, "likeness", lambda model, weighed: model.expected / model.pairs)
    with pytest.raises(AssertionError, match="too few"):
        holds(drawn, keys(likely_pairs(drawn.people)))


def test_with_everything_likely_the_bounds_are_not_kept(drawn, monkeypatch):
    monkeypatch.setattr(weights.Model, "likeness", lambda model, weighed: 0.9)
    with pytest.raises(AssertionError, match="found wrongly"):
        holds(drawn, keys(likely_pairs(drawn.people)))


def test_twins_would_be_taken_for_one_person_if_twins_were_not_thought_of(monkeypatch):
    drawn = county(PEOPLE)
    monkeypatch.setattr(weights, "TWINS_OF_EACH", 1e-9)
    monkeypatch.setattr(weights, "KIN_OF_EACH", 1e-9)
    found = keys(likely_pairs(drawn.people))
    assert len(found & drawn.alike["twin"]) > 0.2 * len(drawn.alike["twin"])


def test_where_nobody_is_written_twice_hardly_anything_is_found():
    drawn = county(PEOPLE, twice=0)
    assert len(list(likely_pairs(drawn.people))) <= PEOPLE / 2000


def test_likeness_means_a_probability(drawn, pairs):
    """Of pairs between 0.5 and 1 about so many are right as their likeness says."""
    right = len(keys(pairs) & drawn.all_twice())
    assert sum(pair.likeness for pair in pairs) == pytest.approx(right, rel=0.03)


def test_two_lists_are_compared_with_each_other_and_not_within(drawn):
    second = [each for each in drawn.people if "-" in each.key]
    first = [each for each in drawn.people if "-" not in each.key]
    pairs = list(likely_pairs(second, first))
    assert all("-" in pair.left.key and "-" not in pair.right.key for pair in pairs)
    twice = drawn.all_twice()
    assert len(keys(pairs) & twice) >= 0.94 * len(twice)
    assert len(keys(pairs) & twice) >= 0.94 * len(pairs)


def test_each_pair_comes_once_likeliest_first_and_nobody_with_themselves(pairs):
    assert len(keys(pairs)) == len(pairs) and all(len(each) == 2 for each in keys(pairs))
    likenesses = [pair.likeness for pair in pairs if not pair.same_id]
    assert likenesses == sorted(likenesses, reverse=True) and 0.5 <= likenesses[-1] <= likenesses[0] <= 1


def pair_of(one, two, **options):
    found = list(likely_pairs([one, replace(two, key="2")], **options))
    assert len(found) <= 1
    return found[0] if found else None


def test_one_id_is_always_a_pair_of_its_own_kind_however_little_else_agrees():
    other = Person("2", "吴大明", date(1990, 11, 17), "male", "522699009001", "n1")
    pair = pair_of(replace(YANG, id_key="n1"), other, at_least=1.0)
    assert pair.same_id and pair.likeness < 0.5
    assert "登错了人" in likeness_words(pair).zh
    assert pair_of(YANG, replace(other, id_key="")) is None


def test_another_id_speaks_against_and_can_be_outweighed():
    alike, other = pair_of(YANG, YANG, at_least=0), replace(YANG, id_key="n2")
    pair = pair_of(replace(YANG, id_key="n1"), other)
    against = next(each for each in pair.evidence if each.field == "id")
    assert not pair.same_id and against.level == "differs" and against.weight < 0
    assert 0.5 < pair.likeness < alike.likeness


def test_a_rare_name_weighs_more_than_a_common_one():
    drawn = county(3000)
    rare = [replace(YANG, key=f"rare-{nth}", name="尉迟莲娥", more={}) for nth in range(2)]
    common = [replace(YANG, key=f"common-{nth}", name="王秀英", more={}) for nth in range(2)]
    crowd = [replace(each, name="王秀英") for each in drawn.people[:150]] + drawn.people[150:]
    weight = {
        pair.left.name: pair.evidence[0].weight
        for pair in likely_pairs([*crowd, *rare, *common])
        if keys([pair]) & {frozenset(("rare-0", "rare-1")), frozenset(("common-0", "common-1"))}
    }
    assert weight["尉迟莲娥"] > weight["王秀英"] + 2


def test_a_pair_says_why_as_a_clerk_would():
    two = replace(YANG, name="杨秀瑛", born_on=date(1965, 3, 22), sex="male")
    words = agreement_words(pair_of(YANG, two, at_least=0))
    assert words.zh.startswith("姓名读音一样，字不同、生日差一位数字、同一个村、电话一样；性别不一样")
    assert words.en.startswith(
        "names of one sound in other characters, birth dates differ in one digit, the same village"
    )
    assert "; but different sex" in words.en


def test_words_of_an_address_are_compared_where_there_is_no_area_code():
    pair = pair_of(replace(YANG, place="winston hills"), replace(YANG, place="Winstn Hills"))
    assert pair.level_of("address") == "near" and pair.level_of("village") == ""


def test_nothing_is_found_in_nothing():
    assert list(likely_pairs([])) == list(likely_pairs([YANG])) == list(likely_pairs([YANG], [])) == []


def test_who_has_no_name_is_paired_by_id_alone():
    nameless = replace(YANG, name="", id_key="n1")
    assert pair_of(nameless, nameless).same_id
    assert pair_of(replace(nameless, id_key=""), nameless) is None


def test_thousands_of_equal_records_are_not_compared_each_with_each():
    people = [replace(YANG, key=nth, id_key="n1") for nth in range(3000)]
    records = made_ready(people)
    compared = sum(1 for _ in blocks.candidates(records, None))
    assert compared <= len(people) * blocks.NEIGHBOURS * (len(blocks.PASSES) + 1)  # two parts of the name in one pass
    assert len({place for pair in blocks.same_ids(records, None) for place in pair}) == len(people)
    assert sum(1 for _ in blocks.same_ids(records, None)) == len(people) - 1


def test_with_too_many_candidates_the_likeliest_are_kept(drawn, pairs, monkeypatch):
    monkeypatch.setattr(same_person, "KEPT_MOST", 4 * len(pairs))
    assert len(keys(likely_pairs(drawn.people)) & keys(pairs)) >= 0.95 * len(pairs)
    monkeypatch.setattr(same_person, "KEPT_MOST", 10)
    assert len([pair for pair in likely_pairs(drawn.people) if not pair.same_id]) <= 10


def test_blocks_below_the_cap_are_compared_each_with_each():
    records = made_ready(replace(YANG, key=nth) for nth in range(100))
    assert len(set(blocks.candidates(records, None))) == 100 * 99 // 2
