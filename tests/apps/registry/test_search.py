"""What a household is found by: name, pinyin and initials from any character on, number from its beginning."""

from __future__ import annotations

import pytest

from xinlu.registry.models import CurrentFile
from xinlu.registry.readings import BREAK, FOUND_BY_LONGEST, found_by
from xinlu.registry.selectors.households import households_within, search
from xinlu.registry.services.current import rebuild_current
from xinlu.registry.services.households import enter_household

NAMES = ("杨秀英", "曾小妹", "尉迟明珠", "吴老根", "覃老三", "阿卜杜热西提·买买提", "Li Ming")


@pytest.fixture
def named(yang):
    """Households of these heads; the first is the cast's own."""
    for n, name in enumerate(NAMES[1:], start=2):
        head, facts = {"name": name}, {"number": f"YL-00{n}7"}
        enter_household(by=yang.township, place=yang.village, said_by="村里", head=head, facts=facts)
    return yang


def found(yang, typed: str) -> list[str]:
    return [row.head_name for row in search(households_within(yang.county.path), typed)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("秀英", "杨秀英"),
        ("英", "杨秀英"),
        ("xiuying", "杨秀英"),
        ("Xiu Ying", "杨秀英"),
        ("ying", "杨秀英"),
        ("yangx", "杨秀英"),
        ("yxy", "杨秀英"),
        ("xy", "杨秀英"),
        (" yx ", "杨秀英"),
        ("zengxiaomei", "曾小妹"),
        ("cengxiao", "曾小妹"),
        ("xiaomei", "曾小妹"),
        ("cxm", "曾小妹"),
        ("yuchimingzhu", "尉迟明珠"),
        ("ycmz", "尉迟明珠"),
        ("qinlao", "覃老三"),
        ("tanlao", "覃老三"),
        ("qls", "覃老三"),
        ("tls", "覃老三"),
        ("laosan", "覃老三"),
        ("mingzhu", "尉迟明珠"),
        ("迟明", "尉迟明珠"),
        ("YL-0047", "吴老根"),
        ("yl-004", "吴老根"),
        ("买买提", "阿卜杜热西提·买买提"),
        ("maimaiti", "阿卜杜热西提·买买提"),
        ("li ming", "Li Ming"),
        ("liming", "Li Ming"),
    ],
)
def test_a_household_is_found_by(named, typed, name):
    assert found(named, typed) == [name]


@pytest.mark.parametrize(
    "typed",
    [
        *("iuying", "angxiu", "xyy", "英秀", "秀 英", "0047", "L-004", "王", "%", "_", "英\nyangxiuying"),
        *("yangxiuyingyxy", "yangxiuying yxy", "yangxiuying\nyxy", "mng"),
    ],
)
def test_what_stands_only_within_a_syllable_or_runs_over_finds_nobody(named, typed):
    assert found(named, typed) == []


def test_several_are_found_in_the_order_asked_for(named):
    assert sorted(found(named, "ming")) == ["Li Ming", "尉迟明珠"]
    assert len(found(named, "yl-")) == len(NAMES) - 1 and len(found(named, "")) == len(NAMES)


def test_a_row_that_carries_nothing_to_find_it_by_is_not_found_until_it_is_rebuilt(named):
    CurrentFile.objects.update(found_by="")
    assert found(named, "xiuying") == [] and found(named, "杨") == []
    rebuild_current()
    assert found(named, "xiuying") == ["杨秀英"]


def test_the_longest_name_keeps_to_its_column_and_is_found_by_its_beginning(yang):
    name = "庄" * 60
    head = {"name": name}
    household = enter_household(
        by=yang.township, place=yang.village, said_by="村里", head=head, facts={"number": "N" * 40}
    )
    kept = CurrentFile.objects.get(household=household).found_by
    assert len(kept) <= FOUND_BY_LONGEST and kept == found_by(name, number="N" * 40)
    for typed in ("nn", "庄庄", "z" * 40, "zhuang"):
        assert found(yang, typed) == [name], typed
    assert BREAK not in name and found(yang, BREAK) == [row.head_name for row in households_within(yang.county.path)]
