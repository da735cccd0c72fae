"""What is said beside measures of an analyst's own file: which rows are in none of them or not in all, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xinlu.assessment.measures import multidimensional
from xinlu.assessment.mpi_spec import Spec
from xinlu.kernel.words import Words


def left_out(overall: Mapping[str, Any]) -> tuple[Words, ...]:
    """Of `indicators`: rows in no measure, and those that the measures of incomes above 0 leave out."""
    said: list[Words] = []
    if overall["rows_left_out"]:
        words = Words(
            "{n} 行没算进任何指标：缺收入、人数、权重或贫困线，或者人数、权重是 0，或者贫困线不大于 0",
            "{n} rows are in no measure: income, people, weight or line is missing, or people or weight is 0, or the line is not above 0",
        )
        said.append(words.filled(n=overall["rows_left_out"]))
    if overall["rows_not_positive"]:
        words = Words(
            "{n} 行收入为 0 或负：沃茨、泰尔、平均对数离差、阿特金森没算它们（这些指标在那里没有定义）；FGT、基尼、五等分比照算",
            "{n} rows have an income of 0 or below: Watts, Theil, mean log deviation and Atkinson leave them out (not defined there); FGT, Gini and S80/S20 count them",
        )
        said.append(words.filled(n=overall["rows_not_positive"]))
    return tuple(said)


def left_out_of_mpi(overall: Mapping[str, Any], spec: Spec) -> tuple[Words, ...]:
    """Of `mpi`: rows left out, and what strata with one cluster did to the standard errors."""
    said: list[Words] = []
    if overall["rows_left_out"]:
        if spec.missing is multidimensional.Missing.DROP:
            words = Words(
                "{n} 行没算进去：缺某项指标，或缺人数、权重、层、群，或者人数、权重是 0",
                "{n} rows are left out: an indicator, people, weight, stratum or cluster is missing, or people or weight is 0",
            )
        else:
            words = Words(
                "{n} 行没算进去：缺人数、权重、层或群，或者人数、权重是 0",
                "{n} rows are left out: people, weight, stratum or cluster is missing, or people or weight is 0",
            )
        said.append(words.filled(n=overall["rows_left_out"]))
    if overall["strata_of_one"]:
        how = {
            multidimensional.Single.CENTRED: Words(
                "按离总平均的距离算", "counted by their distance from the grand mean"
            ),
            multidimensional.Single.CERTAINTY: Words(
                "当作必选，不计误差", "taken as drawn for certain, without an error"
            ),
            multidimensional.Single.MISSING: Words("所以标准误算不出", "so there is no standard error"),
        }[spec.single]
        words = Words("{n} 个层里只有一个群：{how}", "{n} strata have one cluster: {how}")
        said.append(words.filled(n=overall["strata_of_one"], how=how))
    return tuple(said)
