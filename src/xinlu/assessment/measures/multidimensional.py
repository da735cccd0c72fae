"""Multidimensional poverty of any table by group, after Alkire and Foster: M0, H, A, by indicator, with standard errors.

Who is deprived in what is decided before: here come columns of yes and no. Expressions only; nothing is run here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from math import ceil, lcm

import ibis

from xinlu.assessment.measures.weighted import finite, within
from xinlu.assessment.steps import Expression
from xinlu.assessment.tables import ColumnType, Schema

FINEST = 1_000_000
"""Weights and cut-offs are read as fractions with at most this denominator: 0.3333333 is a third."""
LARGEST = 10**15
"""Beyond it the whole numbers that weights become would not add up exactly in an engine."""


class Missing(StrEnum):
    """What becomes of a row that lacks an indicator."""

    DROP = "drop"
    NOT_DEPRIVED = "not_deprived"


class Single(StrEnum):
    """What a stratum with one cluster adds to a variance: its distance from the grand mean, nothing, or no answer at all."""

    CENTRED = "centred"
    CERTAINTY = "certainty"
    MISSING = "missing"


def measures(indicators: Sequence[str]) -> Schema:
    """What `af` gives beside the columns of its groups."""
    counts = ("rows", "rows_left_out", "strata", "strata_of_one", "clusters")
    reals = ["people", "poor", "h", "a", "m0", "h_se", "a_se", "m0_se"]
    for name in indicators:
        reals += [f"headcount_{name}", f"censored_{name}", f"contribution_{name}"]
    return dict.fromkeys(counts, ColumnType.INT64) | dict.fromkeys(reals, ColumnType.FLOAT64)


def af(
    table: Expression,
    *,
    deprivations: Mapping[str, float | Fraction],
    cutoff: float | Fraction,
    people: str | None = None,
    weight: str | None = None,
    by: Sequence[str] = (),
    missing: Missing = Missing.DROP,
    strata: str | None = None,
    cluster: str | None = None,
    single: Single = Single.CENTRED,
) -> Expression:
    """A row a group of `by` (one row without) with the columns of `measures`, weighted by people x weight.

    `deprivations` names columns (true or false, or 0 and not 0; missing where not known) with their weights, `cutoff` is k
    in the unit of the weights: who is deprived in weights of k or more is poor. With c the weighted share of deprivations:
    h = share of people who are poor, a = their mean c, m0 = h x a = mean of c where poor and 0 elsewhere (Alkire and Foster
    2011, J. Public Econ. 95, pp. 477-480). headcount_j: share deprived in j; censored_j: poor and deprived in j;
    contribution_j = weight_j censored_j / m0, adding up to 1 (p. 481); NULL where nobody is poor.

    Standard errors are those of ratios after Taylor linearisation, clusters drawn with replacement within strata (Wolter
    2007, Introduction to Variance Estimation, 6.11; Stata's svy): sum over strata of n/(n-1) times the squared distances of
    the clusters' totals of (y - R x) / X. A group is a domain: n counts the clusters of the whole sample. Without `cluster`
    every row is one; without `strata` there is one.
    Left out, and counted: rows whose people or weight is missing or not above 0, whose stratum or cluster is missing, or
    (DROP) which lack an indicator; they are no part of the design. ValueError for weights or a cut-off that cannot be.
    """
    parts, least = whole_weights(deprivations, cutoff=cutoff)
    rows = _rows(
        table,
        parts=parts,
        least=least,
        people=people,
        weight=weight,
        by=by,
        missing=missing,
        strata=strata,
        cluster=cluster,
    )
    sums = ["weight_", "poor_", "score_", *(f"{kind}_{name}" for name in parts for kind in ("headcount", "censored"))]
    counts = ["rows_", "left_out_"]
    rows = rows.select(
        *by, "stratum_", "cluster_", "is_used_",
        rows_=ibis.literal(1).cast("int64"),
        left_out_=ibis.cases((rows.is_used_, 0), else_=1).cast("int64"),
        weight_=rows.weight_,
        poor_=rows.weight_ * rows.is_poor_,
        score_=rows.weight_ * rows.is_poor_ * rows.score_,
        **{f"headcount_{name}": rows.weight_ * rows[f"d_{name}"] for name in parts},
        **{f"censored_{name}": rows.weight_ * rows.is_poor_ * rows[f"d_{name}"] for name in parts},
    )  # fmt: skip
    drawn = rows.filter(rows.is_used_)
    if cluster:
        clusters = drawn.select("stratum_", "cluster_").distinct()
        design = clusters.group_by("stratum_").agg(drawn_=clusters.count())
        totals = {name: rows[name].sum() for name in (*sums, *counts)}
        rows = rows.group_by([*by, "stratum_", "cluster_"]).agg(**totals)
    else:
        design = drawn.group_by("stratum_").agg(drawn_=drawn.count())
    placed = rows.left_join(design, "stratum_").drop("stratum__right")
    summed = _linearised(placed, by=by, whole=float(sum(parts.values())))
    strata_of = _by_stratum(summed, by=by, sums=[*sums, *counts])
    wanted = _measures(strata_of, parts=parts, single=single)
    return strata_of.group_by(list(by)).agg(**wanted) if by else strata_of.aggregate(**wanted)


def whole_weights(
    deprivations: Mapping[str, float | Fraction], *, cutoff: float | Fraction
) -> tuple[dict[str, int], int]:
    """The weights as whole numbers in their exact proportion, and the least score of the poor: 1/6 + 1/6 reaches 1/3.

    ValueError without an indicator, for a weight not above 0, and for a cut-off not above 0 or beyond the sum of weights.
    """
    if not deprivations or any(weight <= 0 for weight in deprivations.values()):
        raise ValueError("there is at least one indicator, and every weight is above 0")
    whole = {name: Fraction(weight) for name, weight in deprivations.items()}
    rounded = {name: weight.limit_denominator(FINEST) for name, weight in whole.items()}
    # Weights of many places have a common measure as they are written, where their nearest short fractions have none.
    for exact in (rounded, whole):
        scale = lcm(*(weight.denominator for weight in exact.values()))
        if all(exact.values()) and scale * sum(exact.values()) <= LARGEST:
            break
    else:
        raise ValueError("these weights have no common measure: write them as fractions, such as 1/18")
    bound = Fraction(cutoff).limit_denominator(FINEST) or Fraction(cutoff)
    if not 0 < bound <= sum(exact.values()):
        raise ValueError("the cut-off lies above 0 and not beyond the sum of the weights")
    return {name: int(weight * scale) for name, weight in exact.items()}, ceil(bound * scale)


def _rows(
    table: Expression,
    *,
    parts: Mapping[str, int],
    least: int,
    people: str | None,
    weight: str | None,
    by: Sequence[str],
    missing: Missing,
    strata: str | None,
    cluster: str | None,
) -> Expression:
    """Each row with whether it is used, its weight (0 where not), its deprivations as 0 or 1, its score, and if it is poor."""
    is_used = ibis.literal(True)
    weighs = ibis.literal(1).cast("float64")
    for name in (people, weight):
        if name:
            number = finite(table[name])
            is_used &= ibis.coalesce(number > 0, False)
            weighs = weighs * number
    for name in (strata, cluster):
        if name:
            is_used &= table[name].notnull()
    lacks = {name: _deprived(table[name]) for name in parts}
    if missing is Missing.DROP:
        for lack in lacks.values():
            is_used &= lack.notnull()
    known = {f"d_{name}": ibis.coalesce(lack, 0) for name, lack in lacks.items()}
    rows = table.select(
        **{name: table[name] for name in by},
        stratum_=table[strata] if strata else ibis.literal(1),
        cluster_=table[cluster] if cluster else ibis.literal(1),
        is_used_=is_used,
        weight_=ibis.cases((is_used, weighs), else_=ibis.literal(0).cast("float64")),
        **known,
    )
    score = ibis.literal(0).cast("int64")
    for name, part in parts.items():
        score = score + rows[f"d_{name}"].cast("int64") * part
    rows = rows.mutate(score_=score)
    return rows.mutate(is_poor_=ibis.cases((rows.score_ >= least, 1), else_=0))


def _deprived(column: Expression) -> Expression:
    """1 where it is said, 0 where it is denied, NULL where it is not known."""
    if column.type().is_boolean():
        return ibis.cases((column, 1), (~column, 0))
    number = finite(column)
    return ibis.cases((number != 0, 1), (number == 0, 0))


def _linearised(placed: Expression, *, by: Sequence[str], whole: float) -> Expression:
    """Beside each cluster's totals what it adds to the linearised h, m0 and a of its group."""
    window = within(by)
    over = {name: placed[name].sum().over(window).nullif(0.0) for name in ("weight_", "poor_")}
    placed = placed.mutate(all_=over["weight_"], all_poor_=over["poor_"], scored_=placed.score_ / whole)
    placed = placed.mutate(
        h_=placed.poor_.sum().over(window) / placed.all_,
        m0_=placed.scored_.sum().over(window) / placed.all_,
        a_=placed.scored_.sum().over(window) / placed.all_poor_,
    )
    return placed.mutate(
        h_z_=(placed.poor_ - placed.h_ * placed.weight_) / placed.all_,
        m0_z_=(placed.scored_ - placed.m0_ * placed.weight_) / placed.all_,
        a_z_=(placed.scored_ - placed.a_ * placed.poor_) / placed.all_poor_,
    )


def _by_stratum(summed: Expression, *, by: Sequence[str], sums: Sequence[str]) -> Expression:
    aggregates = {name: summed[name].sum() for name in (*sums, "scored_")}
    for name in ("h", "m0", "a"):
        apart = summed[f"{name}_z_"]
        aggregates |= {f"{name}_sum_": apart.sum(), f"{name}_squares_": (apart * apart).sum()}
    aggregates["drawn_"] = summed.drawn_.max()
    return summed.group_by([*by, "stratum_"]).agg(**aggregates)


def _measures(strata_of: Expression, *, parts: Mapping[str, int], single: Single) -> dict[str, Expression]:
    people = strata_of.weight_.sum().nullif(0.0)
    poor = strata_of.poor_.sum()
    m0 = strata_of.scored_.sum() / people
    whole = float(sum(parts.values()))
    found = {
        "rows": strata_of.rows_.sum(),
        "rows_left_out": strata_of.left_out_.sum(),
        "strata": ibis.cases((strata_of.weight_ > 0, 1)).count(),
        "strata_of_one": ibis.cases(((strata_of.weight_ > 0) & (strata_of.drawn_ == 1), 1)).count(),
        "clusters": ibis.cases((strata_of.weight_ > 0, strata_of.drawn_)).sum(),
        "people": strata_of.weight_.sum(),
        "poor": poor,
        "h": poor / people,
        "a": strata_of.scored_.sum() / poor.nullif(0.0),
        "m0": m0,
        **{f"{name}_se": _standard_error(strata_of, name, single=single) for name in ("h", "a", "m0")},
    }
    for name, part in parts.items():
        censored = strata_of[f"censored_{name}"].sum() / people
        found |= {
            f"headcount_{name}": strata_of[f"headcount_{name}"].sum() / people,
            f"censored_{name}": censored,
            f"contribution_{name}": (part / whole) * censored / m0.nullif(0.0),
        }
    return found


def _standard_error(strata_of: Expression, name: str, *, single: Single) -> Expression:
    drawn, total, squares = strata_of.drawn_, strata_of[f"{name}_sum_"], strata_of[f"{name}_squares_"]
    is_single = (drawn == 1) & (strata_of.weight_ > 0)
    spread = (squares - total * total / drawn.nullif(0)) * drawn / (drawn - 1).nullif(0)
    # The totals of a linearised ratio add up to 0 over the sample, so that 0 is their grand mean.
    alone = squares if single is Single.CENTRED else squares * 0.0
    variance = ibis.cases((drawn > 1, spread), (drawn == 1, alone)).sum()
    root = ibis.cases((variance > 0, variance), (variance <= 0, variance * 0.0)).sqrt()
    if single is Single.MISSING:
        return ibis.cases((ibis.cases((is_single, 1)).count() == 0, root))
    return root
