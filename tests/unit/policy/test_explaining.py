"""What a household is told, in the small world where every sentence can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from unit.policy.small_world import Written, edition, facts, household, policy
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.policy.explain import Explained, explain, most_important
from xinlu.policy.households import read_household
from xinlu.policy.terms import Bounds, Kind, Per, Policy, Standing


def with_words(made: Policy, says: Words, when_not: Words | None = None) -> Policy:
    return replace(made, clauses=(replace(made.clauses[0], says=says, when_not=when_not), *made.clauses[1:]))


LOW = with_words(
    policy("low", ["income_per_head_fen < rate_fen"], Written(((None, "rate_fen * people"),))),
    Words("人均年收入在{rate_fen}以下", "income a head below {rate_fen}"),
)


def told(made: Policy, **known: object) -> Explained:
    return explain(edition(made), household(**known))[0]


def test_one_yuan_over_the_line_is_said() -> None:
    far = replace(facts().household["income_per_head_fen"], most=1000)
    wide = replace(edition(LOW), facts=replace(facts(), household={**facts().household, "income_per_head_fen": far}))
    over = explain(wide, household(income_per_head_fen=400, people=2))[0]
    assert "比标准高1元" in over.said("zh") and "1 yuan over the line" in over.said("en")
    assert "3元以下（不含）" in over.said("zh") and "below 3 yuan" in over.said("en")
    exactly = explain(wide, household(income_per_head_fen=300, people=2))[0]
    assert "正好到标准" in exactly.said("zh") and "exactly at the line" in exactly.said("en")


def test_who_is_entitled_hears_how_much_and_where() -> None:
    said = told(LOW, income_per_head_fen=4, people=2)
    assert said.answer.amount_fen == 600
    assert "够条件" in said.said("zh") and "一年6元" in said.said("zh")
    assert "Policy low: your household is entitled." in said.said("en") and "6 yuan a year" in said.said("en")
    assert "Ask there until when" in said.said("en")


def test_what_nobody_entered_is_named_with_how_to_find_it_out() -> None:
    said = told(LOW, people=2)
    assert [each.named.name for each in said.missing] == ["income_per_head_fen"]
    assert "说不准" in said.said("zh") and "Nobody has entered" in said.said("en")


def test_a_rate_that_the_county_has_not_entered_is_never_invented() -> None:
    made = policy("p0", ["has_car"], Written(((None, "unset_fen * pupils"),)))
    said = told(made, has_car=True, pupils=Bounds(2, 2))
    assert (said.answer.amount_fen, [each.named.name for each in said.amount_missing]) == (None, ["unset_fen"])
    assert "县里还没填" in said.said("zh") and "The county has not entered" in said.said("en")
    nobody = told(made, has_car=True, pupils=Bounds(0, 0))
    assert nobody.answer.amount_fen == 0 and nobody.amount_missing == ()


def test_one_more_person_is_said_as_one_more() -> None:
    said = told(policy("p0", ["pupils >= 2"]), pupils=Bounds(1, 1))
    assert "多1个" in said.said("zh") and "1 more counted among" in said.said("en")
    fewer = told(policy("p0", ["patients = 0"]), patients=Bounds(1, 1))
    assert "少1个" in fewer.said("zh") and "1 fewer" in fewer.said("en")


def test_every_code_that_would_do_is_named() -> None:
    said = told(policy("p0", ["grade IN ('b', 'c')"]), grade="a")
    assert "words or words" in said.said("en")


def test_a_guarantee_is_secured_or_not() -> None:
    house = replace(policy("house", ["grade <> 'c'"]), kind=Kind.GUARANTEE)
    assert [told(house, grade=grade).state for grade in ("a", "c", None)] == [
        "secured",
        "not_secured",
        "to_be_verified",
    ]
    assert "有保障" in told(house, grade="c").said("zh")


def test_of_two_that_exclude_each_other_the_better_one_is_told() -> None:
    one = policy("one", ["has_car"], Written(((None, "rate_fen"),)), excludes=["two"])
    two = policy("two", ["has_car"], Written(((None, "rate_fen"),), per=Per.MONTH), excludes=["one"])
    less, more = explain(edition(one, two), household(has_car=True))
    assert less.instead_of[0][1] is False and "那一样钱多些" in less.said("zh")
    assert more.instead_of[0][1] is True and "This one is worth more" in more.said("en")
    assert explain(edition(one, two), household(has_car=False))[0].instead_of == ()


def test_a_cliff_is_told_with_what_makes_up_for_it() -> None:
    made = policy("p0", ["income_per_head_fen < line_fen"], Written(((None, "rate_fen"),)))
    said = told(made, income_per_head_fen=1, people=4)
    assert "0.05元" in said.said("zh") and "3 yuan a year less" in said.said("en")


def test_a_rule_that_is_not_confirmed_is_told_with_a_caution() -> None:
    weak = replace(LOW, standing=Standing.WEAK)
    assert "没有见到正式文件" in told(weak, income_per_head_fen=4, people=2).said("zh")
    assert "没有见到正式文件" not in told(LOW, income_per_head_fen=4, people=2).said("zh")


def test_what_a_household_is_entitled_to_is_told_first_and_by_worth() -> None:
    policies = [
        replace(policy(name, [text]), worth=worth)
        for name, text, worth in (
            ("no", "has_car", 1),
            ("open", "has_light", 2),
            ("late", "days > 1", 9),
            ("soon", "days > 2", 3),
        )
    ]
    found = most_important(explain(edition(*policies), household(has_car=False, days=4)))
    assert [each.policy.id for each in found] == ["soon", "late", "open"]


def test_members_are_counted_within_bounds() -> None:
    members = [{"age": 7}, {"age": 30, "ill": True}, {"ill": False}]
    found = read_household(facts(), {}, members).known
    assert (found["pupils"], found["patients"], found["people"]) == (Bounds(1, 2), Bounds(1, 2), 3)
    some = read_household(facts(), {}, members, members_complete=False).known
    assert (some["pupils"], some.get("people")) == (Bounds(1, None), None)
    assert read_household(facts(), {}).known["pupils"] == Bounds(0, None)
    assert read_household(facts(), {}, members, people={"pupils": [0, 2]}).known["pupils"] == Bounds(0, 2)


@pytest.mark.parametrize(
    ("known", "field"),
    [({"cows": 1}, "cows"), ({"people": 0}, "people"), ({"people": True}, "people"), ({"grade": "z"}, "grade"), ({"has_car": 1}, "has_car"), ({"pupils": 1}, "pupils")],
)  # fmt: skip
def test_a_fact_that_there_is_not_or_cannot_be_so_is_refused(known: dict[str, object], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_household(facts(), known)
    assert refused.value.field == field and refused.value.words.zh
