"""The four recognitions of each household (M17): goal, method, emotion, interest, each as counts with their denominator.

Definitions are those of xinlu.practice.four_recognitions, by which `possible`, `asked`, `recognised` and `unsettled` are
counted; `own` counts take only answers given out of the helper's hands (E2 and up). Never one blended score. Where nobody
was asked, or the table is empty, `asked` is 0: pages say "not asked", and a measure divides by nothing.
"""

from __future__ import annotations

import ibis

from xinlu.assessment.measures.income import OWN_WORD
from xinlu.assessment.steps import Expression
from xinlu.assessment.tables import ColumnType, Schema
from xinlu.practice.four_recognitions import Respect

COUNTS = ("possible", "asked", "recognised", "unsettled", "own_asked", "own_recognised")


def tally_columns() -> Schema:
    """The counts of all four respects, `<respect>_<count>`."""
    return {f"{respect}_{count}": ColumnType.INT32 for respect in Respect for count in COUNTS}


def tally(*, first: Expression, second: Expression, grade: Expression) -> dict[str, Expression]:
    """For one thing that a household was asked about, under which of COUNTS it falls: a condition each.

    `first` and `second` are the two questions, the second only worth asking after a yes: both yes is recognised, either no
    contested; a yes without an answer to the second is not settled.
    """
    is_asked, is_whole, is_own = first.notnull(), first & second, grade >= OWN_WORD
    return {
        "possible": ibis.literal(True),
        "asked": is_asked,
        "recognised": is_whole,
        "unsettled": first & second.isnull(),
        "own_asked": is_asked & is_own,
        "own_recognised": is_whole & is_own,
    }


def method(row: Expression) -> dict[str, Expression]:
    """Of a row's income account, whether every line is answered and none contested: the six counts, each 0 or 1.

    One contested line, and it is not recognised; where only part is answered and nothing contested it is not settled.
    """
    is_asked = (row.lines_recognised + row.lines_contested) > 0
    is_whole = is_asked & (row.lines_recognised == row.lines)
    return {
        f"{Respect.METHOD}_{count}": ibis.cases((condition, 1), else_=0)
        for count, condition in {
            "possible": row.lines > 0,
            "asked": is_asked,
            "recognised": is_whole,
            "unsettled": is_asked & ~is_whole & (row.lines_contested == 0),
            "own_asked": (row.own_recognised + row.own_contested) > 0,
            "own_recognised": (row.own_recognised > 0) & (row.own_recognised == row.lines),
        }.items()
    }
