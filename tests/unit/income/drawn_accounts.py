"""Accounts drawn by Hypothesis, and the way a property proves that it would notice a broken reckoning."""

from dataclasses import dataclass

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from xinlu.income.answers import Answer, AnsweredLine
from xinlu.income.kinds import kinds
from xinlu.income.lines import reckon_line

AMOUNTS = st.integers(min_value=0, max_value=3_000_000)
OWN = st.integers(min_value=-4_000_000, max_value=4_000_000)


@dataclass(frozen=True)
class Account:
    lines: tuple
    heads: int
    rules: dict


@st.composite
def lines(draw):
    kind = draw(st.sampled_from(kinds()))
    cost_fen = 0 if kind.source.spends else draw(AMOUNTS)
    if draw(st.booleans()):
        return reckon_line(kind, amount_fen=draw(AMOUNTS), cost_fen=cost_fen)
    quantity_milli, price_fen = draw(st.integers(0, 2_000_000)), draw(st.integers(0, 200_000))
    return reckon_line(kind, quantity_milli=quantity_milli, price_fen=price_fen, cost_fen=cost_fen)


@st.composite
def answered_lines(draw, states=tuple(Answer), figure_missing=True):
    state = draw(st.sampled_from(states))
    own_fen = None
    if state is Answer.CONTESTED:
        own_fen = draw(st.none() | OWN) if figure_missing else draw(OWN)
    return AnsweredLine(draw(lines()), state, own_fen)


@st.composite
def accounts(draw, **said):
    return Account(
        lines=tuple(draw(st.lists(answered_lines(**said), min_size=1, max_size=10))),
        heads=draw(st.integers(1, 9)),
        rules=draw(st.dictionaries(st.sampled_from([kind.code for kind in kinds()]), st.booleans())),
    )


def holds(check, *drawn):
    """`check` holds for whatever is drawn."""

    @settings(deadline=None, max_examples=200, database=None)
    @given(st.tuples(*drawn))
    def run(values):
        check(*values)

    run()


def notices(check, *drawn):
    """`check` fails for something that is drawn: the negative control of a property."""

    @settings(
        deadline=None,
        max_examples=500,
        database=None,
        derandomize=True,
        phases=[Phase.generate],  # one failure is enough: nothing is shrunk
        report_multiple_bugs=False,
    )
    @given(st.tuples(*drawn))
    def run(values):
        check(*values)

    with pytest.raises(AssertionError):
        run()
