"""Shared work comes to what one would have made of it, in its order; whoever shares it is told when another drops out."""

from __future__ import annotations

import os
import time
from operator import neg

import pytest

from xinlu.kernel.errors import Refusal
from xinlu.kernel.hands import in_batches, many_hands

NUMBERS = range(40)
SELF = ["/proc/self"] * 40
"""What a process calls itself there is its number; other processes know no functions of these tests."""
nothing = dict
"""What a process of these tests does first."""


@pytest.mark.parametrize("count", [1, 2])
def test_what_is_made_comes_in_the_order_of_the_items(count):
    with many_hands(count, begin=nothing) as hands:
        assert list(hands(neg, NUMBERS)) == [-each for each in NUMBERS]
        assert list(hands(neg, [])) == []


def test_others_do_the_work():
    with many_hands(2, begin=nothing) as hands:
        assert str(os.getpid()) not in set(hands(os.readlink, SELF))
    with many_hands(1, begin=nothing) as hands:
        assert set(hands(os.readlink, SELF)) == {str(os.getpid())}


@pytest.mark.parametrize(("count", "ahead"), [(1, 1), (2, 3)])
def test_items_are_asked_for_only_as_work_goes_on(count, ahead):
    asked = []
    with many_hands(count, begin=nothing) as hands:
        made = hands(neg, (asked.append(each) or each for each in NUMBERS))
        next(made)
        assert len(asked) == ahead


def test_a_process_that_dies_is_told_in_words():
    with pytest.raises(Refusal) as told, many_hands(2, begin=nothing) as hands:
        list(hands(os._exit, [3]))
    assert told.value.code == "work.ended"


def test_the_processes_end_with_the_block():
    with many_hands(2, begin=nothing) as hands:
        others = set(map(int, hands(os.readlink, SELF)))
    until = time.monotonic() + 10
    while any(map(_is_there, others)) and time.monotonic() < until:
        time.sleep(0.05)
    assert others and not any(map(_is_there, others))


def test_what_goes_wrong_in_another_process_comes_back():
    with pytest.raises(ZeroDivisionError), many_hands(2, begin=nothing) as hands:
        list(hands((1).__truediv__, [1, 0]))


def test_batches_hold_every_item_once():
    assert list(in_batches(range(5), 2)) == [[0, 1], [2, 3], [4]]


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
