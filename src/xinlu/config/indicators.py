"""What `xinlu indicators` and `xinlu mpi` do: the measures of an analyst's own file, told as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from xinlu.assessment import analysis
from xinlu.assessment.analysis import Found, Group
from xinlu.assessment.measure_words import called
from xinlu.assessment.mpi_spec import Spec, read_spec
from xinlu.kernel.words import Words

WIDEST_KEY = 40
IN_GROUPS = (
    "share_of_people",
    "headcount",
    "poverty_gap",
    "severity",
    "gini",
    "theil",
    "quintile_share_ratio",
    "share_of_poor",
)
OF_MPI = ("h", "h_se", "a", "a_se", "m0", "m0_se")
_ALL = Words("全部", "All together")
_BY = Words("按 {by} 分", "By {by}")
_NOTE = Words("注意：{said}", "Note: {said}")
_NOT_DEFINED = Words("没有", "none")
_NO_NAME = Words("（空着）", "(empty)")
_MORE = Words("每组的全部指标：加 --json", "Every measure of every group: add --json")
_INDICATOR = Words("指标", "Indicator")
_UNCENSORED = Words("缺的人", "Deprived")
_CENSORED = Words("又贫又缺的人", "Poor and deprived")
_CONTRIBUTION = Words("占 M0", "Share of M0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What `xinlu indicators` was asked."""

    file: Path
    income: str
    line: str
    people: str | None
    weight: str | None
    by: tuple[str, ...]
    as_json: bool
    language: str


def tell_indicators(wanted: Wanted) -> None:
    """Say poverty and inequality of the file; Refusal for whatever cannot be reckoned with."""
    found = analysis.indicators(
        wanted.file, income=wanted.income, line=wanted.line, people=wanted.people, weight=wanted.weight, by=wanted.by
    )
    if wanted.as_json:
        _tell_json(found)
        return
    _tell_measures(found.overall, list(found.overall.measures), language=wanted.language)
    if found.groups:
        _tell_groups(found.groups, IN_GROUPS, by=wanted.by, language=wanted.language)
    _tell_notes(found, language=wanted.language)


def tell_mpi(file: Path, specification: Path, *, as_json: bool, language: str) -> None:
    """Say multidimensional poverty of the file; Refusal for a specification or a file that cannot be reckoned with."""
    spec = read_spec(specification)
    found = analysis.mpi(file, spec)
    if as_json:
        _tell_json(found)
        return
    apart = ("headcount_", "censored_", "contribution_")
    _tell_measures(
        found.overall, [name for name in found.overall.measures if not name.startswith(apart)], language=language
    )
    _tell_indicators_of(found.overall, spec, language=language)
    if found.groups:
        _tell_groups(
            found.groups, ("share_of_people", *OF_MPI, "share_of_poor", "share_of_m0"), by=spec.by, language=language
        )
    _tell_notes(found, language=language)


def _tell_json(found: Found) -> None:
    click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2, allow_nan=False))


def _tell_measures(group: Group, names: Sequence[str], *, language: str) -> None:
    rows = [[called(name).said(language), _written(name, group.measures, language)] for name in names]
    _tell_table(["", _ALL.said(language)], rows)


def _tell_indicators_of(group: Group, spec: Spec, *, language: str) -> None:
    heading = [words.said(language) for words in (_INDICATOR, _UNCENSORED, _CENSORED, _CONTRIBUTION)]
    rows = []
    for dimension, names in spec.dimensions.items():
        rows.append([dimension, "", "", _written(f"contribution_{dimension}", group.measures, language)])
        for name in names:
            kinds = ("headcount", "censored", "contribution")
            rows.append([f"  {name}", *(_written(f"{kind}_{name}", group.measures, language) for kind in kinds)])
    click.echo()
    _tell_table(heading, rows)


def _tell_groups(groups: Sequence[Group], names: Sequence[str], *, by: Sequence[str], language: str) -> None:
    click.echo()
    click.echo(_BY.filled(by=", ".join(by)).said(language))
    heading = [", ".join(by), *(called(name).said(language) for name in names)]
    rows = [[_named(each, language), *(_written(name, each.measures, language) for name in names)] for each in groups]
    _tell_table(heading, rows)
    click.echo(_MORE.said(language))


def _tell_notes(found: Found, *, language: str) -> None:
    if found.said:
        click.echo()
    for words in found.said:
        click.echo(_NOTE.filled(said=words).said(language))


def _named(group: Group, language: str) -> str:
    parts = [_NO_NAME.said(language) if value is None else str(value) for value in group.key.values()]
    return ", ".join(parts)[:WIDEST_KEY]


def _written(name: str, measures: Mapping[str, float | int | None], language: str) -> str:
    value = measures[name]
    if value is None:
        return _NOT_DEFINED.said(language)
    if isinstance(value, int):
        return f"{value:,}"
    if name in ("people", "people_positive", "poor", "line", "mean", "mean_positive", "median", "missing_to_line"):
        return f"{value:,.2f}"
    return f"{value:.6f}"


def _tell_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.cells import cell_len

    widths = [max(cell_len(line[place]) for line in (heading, *rows)) for place in range(len(heading))]
    for line in (heading, *rows):
        first, *others = zip(line, widths, strict=True)
        told = [first[0] + " " * (first[1] - cell_len(first[0]))]
        told += [" " * (width - cell_len(text)) + text for text, width in others]
        click.echo("  ".join(told).rstrip())
