"""The measures on an analyst's own microdata: reads it, checks it, runs the same expressions on DuckDB, and says what was left out.

It decides no definition; these stand in xinlu.assessment.measures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow
import pyarrow.compute

from xinlu.assessment.analysis_notes import left_out, left_out_of_mpi
from xinlu.assessment.compiling import compiled
from xinlu.assessment.measures import inequality, multidimensional, poverty
from xinlu.assessment.microdata import Microdata, read
from xinlu.assessment.mpi_indicators import never_found
from xinlu.assessment.mpi_spec import Spec
from xinlu.assessment.steps import Dialect, Expression, Step, unbound
from xinlu.assessment.tables import ColumnType, Schema
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

Measures = Mapping[str, float | int | None]
TABLE = "microdata"
_PEOPLE = Words("人数", "a number of people")
_WEIGHT = Words("权重", "a weight")
_NO_LINE = Words(
    "看不懂贫困线“{line}”。可以写一个数（如 3000）、一列的名字，或者 0.6median（中位数的六成）",
    "The line “{line}” is not understood. Write a number (3000), the name of a column, or 0.6median",
)
_LARGEST_SHARE = 5
_LINE_SHARE = Words(
    "“{line}”是中位数（平均数）的 {share} 倍，不像贫困线；六成写 0.6median",
    "“{line}” is {share} times the median (mean), which is no line of poverty; six tenths are 0.6median",
)
_NO_MEDIAN = Words(
    "“{line}”定不出贫困线：全体的中位数（平均数）不大于 0",
    "“{line}” gives no line: the median (mean) of all is not above 0",
)
_TOO_LARGE = Words(
    "“{column}”列里有 {value} 这么大的数，算不下去：看看单位是不是错了，或者换成万元",
    "Column “{column}” holds {value}, too large to be reckoned with: is the unit right? Else use a larger one",
)
_AVERSION = Words("阿特金森的 epsilon 要大于 0，现在是 {value}", "Atkinson's epsilon lies above 0; it is {value}")
_WEIGHTS = Words(
    "这些权重或 cutoff 没法凑成整数比：{why}。写成分数，如 1/18",
    "These weights or this cut-off cannot be made whole: {why}. Write fractions, such as 1/18",
)
LARGEST = 1e100
"""Beyond it squares of amounts, and their sums, are no numbers any more."""
_LINE_BELOW = Words("贫困线要大于 0，现在是 {line}", "The line must lie above 0; it is {line}")
_NOBODY = Words(
    "一个能算的人也没有：{rows} 行全都缺收入、人数或权重，或者人数、权重是 0",
    "There is nobody to reckon with: all {rows} rows lack income, people or weight, or have 0 of them",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What was found for a group; `key` is empty for all together, a value of it None where the file leaves it empty."""

    key: Mapping[str, str | int | None]
    measures: Measures


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All together, each group in the order of its key, and in plain sentences what was left out of which measure."""

    overall: Group
    groups: tuple[Group, ...]
    said: tuple[Words, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps; a measure that is not defined is null."""
        return {
            "overall": dict(self.overall.measures),
            "groups": [{"group": dict(each.key), **each.measures} for each in self.groups],
            "notes": [{"zh": words.zh, "en": words.en} for words in self.said],
        }


def indicators(
    data: Any,
    *,
    income: str,
    line: str | float,
    people: str | None = None,
    weight: str | None = None,
    by: Sequence[str] = (),
    aversions: Sequence[float] = inequality.AVERSIONS,
) -> Found:
    """Poverty and inequality of a file (.parquet, .csv, .csv.gz, .tsv, .dta) or of a table in memory (Arrow, pandas, Polars).

    `income` is the column of income per person (equivalised, say), `people` that of how many people the row stands for (one,
    where left out), `weight` that of the survey weight (1); `by` columns whose combinations are the groups. `line`: a number,
    a column, or "0.6median" of all people. The measures and their sources: `measures.poverty.indicators` and
    `measures.inequality.indicators`; shares are 0 to 1. Groups have `share_of_people` and `share_of_poor` too, and all
    together, where there are groups, Theil and mean log deviation within and between them (Shorrocks 1980, p. 624).
    Refusal for whatever cannot be reckoned with.
    """
    bound = _line(line)
    for aversion in aversions:
        if not (math.isfinite(aversion) and aversion > 0):
            raise Refusal("indicators.aversion", _AVERSION.filled(value=aversion))
    columns = [income, *(name for name in (people, weight) if name), *by]
    found = _read_with_line(data, columns, line=bound)
    given: dict[str, pyarrow.Array] = {"income": _of_some_size(found, income)}
    if people:
        given["people"] = found.not_negative(people, _PEOPLE)
    if weight:
        given["weight"] = found.not_negative(weight, _WEIGHT)
    if _is_column(bound):
        given["line"], bound = found.number(str(bound)), "line"
        # Whoever has no line is in no measure, so that all are of the same people.
        has_line = pyarrow.compute.fill_null(pyarrow.compute.greater(given["line"], 0), False)
        given["income"] = pyarrow.compute.if_else(has_line, given["income"], None)
    keys = [f"by_{number}" for number in range(len(by))]
    given |= {key: found.label(name) for key, name in zip(keys, by, strict=True)}
    table, source = _given(given)
    heads, weights = "people" if people else None, "weight" if weight else None
    results = []
    for grouped in ([], keys) if by else ([],):
        poor = poverty.indicators(table, income="income", people=heads, weight=weights, line=bound, by=grouped)
        unequal = inequality.indicators(
            table, income="income", people=heads, weight=weights, by=grouped, aversions=aversions
        )
        of_poor = _asked(poor, poverty.MEASURES, source, grouped)
        of_unequal = _asked(unequal, inequality.measures(aversions=aversions), source, grouped)
        results.append({key: {**of_unequal[key], **of_poor[key]} for key in of_poor})
    everybody = results[0][()]
    if not everybody["people"]:
        if everybody["mean"] is not None:  # there are people, and no line for any of them
            raise Refusal("indicators.line", _NO_MEDIAN.filled(line=line))
        raise Refusal("indicators.nobody", _NOBODY.filled(rows=found.table.num_rows))
    groups = [_with_shares(each, everybody) for each in results[1].values()] if by else []
    overall = {**everybody, **_within_and_between(groups, everybody)} if groups else everybody
    return _told(overall, list(results[1]) if by else [], groups, by=by, said=left_out(overall))


def mpi(data: Any, spec: Spec) -> Found:
    """Multidimensional poverty of a file or table as `spec` (xinlu.assessment.mpi_spec.read_spec) asks for it.

    Measures and sources: `measures.multidimensional.af`; beside them contribution_DIMENSION for each dimension. Refusal for
    whatever cannot be reckoned with.
    """
    columns = [each.column for each in spec.indicators]
    others = [name for name in (spec.people, spec.weight, spec.strata, spec.cluster, *spec.by) if name]
    found = read(data, columns=[*columns, *others])
    # Names of the run alone: the file's and the specification's may be any, and an engine does not tell a from A.
    inward = {f"d{number}": each.name for number, each in enumerate(spec.indicators)}
    given: dict[str, pyarrow.Array] = {
        name: each.deprived(found) for name, each in zip(inward, spec.indicators, strict=True)
    }
    names = {"people_": spec.people, "weight_": spec.weight}
    given |= {
        name: found.not_negative(column, _PEOPLE if name == "people_" else _WEIGHT)
        for name, column in names.items()
        if column
    }
    given |= {
        name: found.label(column) for name, column in (("strata_", spec.strata), ("cluster_", spec.cluster)) if column
    }
    keys = [f"by_{number}" for number in range(len(spec.by))]
    given |= {key: found.label(name) for key, name in zip(keys, spec.by, strict=True)}
    table, source = _given(given)
    results = []
    for grouped in ([], keys) if spec.by else ([],):
        try:
            asked = multidimensional.af(
                table,
                deprivations={name: each.weight for name, each in zip(inward, spec.indicators, strict=True)},
                cutoff=spec.cutoff,
                people="people_" if spec.people else None,
                weight="weight_" if spec.weight else None,
                by=grouped,
                missing=spec.missing,
                strata="strata_" if spec.strata else None,
                cluster="cluster_" if spec.cluster else None,
                single=spec.single,
            )
        except ValueError as wrong:
            raise Refusal("mpi.weights", _WEIGHTS.filled(why=wrong)) from None
        rows = _asked(asked, multidimensional.measures(list(inward)), source, grouped)
        results.append({key: _outward(row, inward) for key, row in rows.items()})
    everybody = results[0][()]
    if not everybody["people"]:
        raise Refusal("indicators.nobody", _NOBODY.filled(rows=found.table.num_rows))
    groups = [_with_share_of_m0(each, everybody, spec) for each in results[1].values()] if spec.by else []
    said = (*spec.said, *never_found(spec.indicators, found), *left_out_of_mpi(everybody, spec))
    return _told(_by_dimension(everybody, spec), list(results[1]) if spec.by else [], groups, by=spec.by, said=said)


def _line(line: str | float) -> str | float:
    """The line as a number above 0, as "0.6median", or as what must be the name of a column."""
    relative = poverty.RELATIVE_LINE.fullmatch(str(line))
    try:
        bound = float(relative[1] if relative else line)
    except (TypeError, ValueError):
        name = str(line) if isinstance(line, str) else ""
        if not name.strip() or any(sign in name for sign in "*%<>="):
            raise Refusal("indicators.line", _NO_LINE.filled(line=line)) from None
        return name
    if not (math.isfinite(bound) and bound > 0):
        raise Refusal("indicators.line", _LINE_BELOW.filled(line=line))
    if relative and bound > _LARGEST_SHARE:
        raise Refusal("indicators.line", _LINE_SHARE.filled(line=line, share=f"{bound:g}"))
    return line if relative else bound


def _of_some_size(found: Microdata, column: str) -> pyarrow.Array:
    """The column's numbers; Refusal for what is too large to be squared."""
    numbers = found.number(column)
    most = pyarrow.compute.max(pyarrow.compute.abs(numbers)).as_py()
    if most is not None and most > LARGEST:
        raise Refusal("indicators.size", _TOO_LARGE.filled(column=column, value=f"{most:g}"))
    return numbers


def _outward(measures: Mapping[str, Any], inward: Mapping[str, str]) -> dict[str, Any]:
    """Measures under the names of the specification's indicators."""
    told = {}
    for name, value in measures.items():
        kind, _, indicator = name.partition("_")
        told[f"{kind}_{inward[indicator]}" if indicator in inward else name] = value
    return told


def _is_column(line: str | float) -> bool:
    return isinstance(line, str) and poverty.RELATIVE_LINE.fullmatch(line) is None


def _read_with_line(data: Any, columns: Sequence[str], *, line: str | float) -> Microdata:
    if not _is_column(line):
        return read(data, columns=columns)
    try:
        return read(data, columns=[*columns, str(line)])
    except Refusal as refused:
        if refused.code != "microdata.column" or refused.field != line or line in columns:
            raise
        both = Words("{line}。{column}", "{line}. {column}")
        words = both.filled(line=_NO_LINE.filled(line=line), column=refused.words)
        raise Refusal("indicators.line", words) from None


def _given(columns: Mapping[str, pyarrow.Array]) -> tuple[Expression, pyarrow.Table]:
    """The columns as an unbound table, and as the table itself."""
    kinds = {
        pyarrow.float64(): ColumnType.FLOAT64,
        pyarrow.int64(): ColumnType.INT64,
        pyarrow.string(): ColumnType.STRING,
    }
    kinds[pyarrow.bool_()] = ColumnType.BOOLEAN
    source = pyarrow.table(dict(columns))
    schema: Schema = {field.name: kinds[field.type] for field in source.schema}
    return unbound(TABLE, schema), source


def _asked(
    made: Expression, measures: Schema, source: pyarrow.Table, keys: Sequence[str]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The rows that the expression gives, by the values of their keys, in order; a group without a value comes last."""
    kinds = {pyarrow.int64(): ColumnType.INT64, pyarrow.string(): ColumnType.STRING}
    schema: Schema = {**{key: kinds[source.schema.field(key).type] for key in keys}, **measures}
    query = compiled(Step(name="asked", made=made, schema=schema), Dialect.DUCKDB)
    with duckdb.connect(
        config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    ) as connection:
        connection.register(TABLE, source)
        rows = connection.execute(query).fetchall()
    found = {
        row[: len(keys)]: {name: _defined(value) for name, value in zip(measures, row[len(keys) :], strict=True)}
        for row in rows
    }
    return dict(sorted(found.items(), key=lambda each: [(value is None, value) for value in each[0]]))


def _defined(value: Any) -> Any:
    """A measure, None where it is no number: what cannot be held is not defined."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _with_shares(group: dict[str, Any], everybody: Measures) -> dict[str, Any]:
    return {
        **group,
        "share_of_people": _divided(group["people"], everybody["people"]),
        "share_of_poor": _divided(group["poor"], everybody["poor"]),
    }


def _with_share_of_m0(group: dict[str, Any], everybody: Measures, spec: Spec) -> dict[str, Any]:
    """A group's measures with its shares, also of M0: what the group adds to it (Alkire and Foster 2011, p. 481)."""
    m0, people = group["m0"], group["people"]
    whole = everybody["m0"] * everybody["people"] if everybody["m0"] and everybody["people"] else None
    part = m0 * people if m0 is not None else None
    return {**_with_shares(_by_dimension(group, spec), everybody), "share_of_m0": _divided(part, whole)}


def _within_and_between(groups: Sequence[Measures], everybody: Measures) -> dict[str, float | None]:
    """Theil and mean log deviation within groups and between them, over incomes above 0 (Shorrocks 1980)."""
    people, mean = everybody["people_positive"], everybody["mean_positive"]
    if not people or not mean:
        return {}
    within = {"theil": 0.0, "mean_log_deviation": 0.0}
    for group in groups:
        if group["people_positive"] and group["mean_positive"]:
            share = group["people_positive"] / people
            within["theil"] += share * group["mean_positive"] / mean * (group["theil"] or 0.0)
            within["mean_log_deviation"] += share * (group["mean_log_deviation"] or 0.0)
    parts: dict[str, float | None] = {}
    for name, inside in within.items():
        parts[f"{name}_within"] = inside
        parts[f"{name}_between"] = max((everybody[name] or 0.0) - inside, 0.0)
    return parts


def _by_dimension(measures: Measures, spec: Spec) -> dict[str, Any]:
    told = dict(measures)
    for dimension, names in spec.dimensions.items():
        parts = [measures[f"contribution_{name}"] for name in names]
        told[f"contribution_{dimension}"] = None if None in parts else sum(part for part in parts if part is not None)
    return told


def _divided(part: float | None, whole: float | None) -> float | None:
    return part / whole if whole and part is not None else None


def _told(
    overall: Measures,
    keys: Sequence[tuple[Any, ...]],
    groups: Sequence[Measures],
    *,
    by: Sequence[str],
    said: tuple[Words, ...],
) -> Found:
    named = [
        Group(key=dict(zip(by, key, strict=True)), measures=group) for key, group in zip(keys, groups, strict=True)
    ]
    return Found(overall=Group(key={}, measures=overall), groups=tuple(named), said=said)
