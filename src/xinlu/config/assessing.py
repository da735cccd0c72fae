"""What `xinlu tables` and `xinlu assess` do: check and make up tables, run the assessment, say what was left out and why."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path

import click

from xinlu.assessment import leaving_out
from xinlu.assessment.engines import duckdb
from xinlu.assessment.files import RANGE_HOUSEHOLDS
from xinlu.assessment.run import Asked, Outcome, assess
from xinlu.assessment.steps import Dialect
from xinlu.kernel import clock
from xinlu.kernel.words import Words

SPILL = "unfinished"
"""Below the output: what does not fit into memory lies on the disk that the output lies on."""

_SOUND = Words("表都能用，没有查出问题。", "The tables can be used: nothing is wrong.")
_FAULTS = Words("有 {n} 处不对：", "{n} things are wrong:")
_MADE = Words("做好了：{n} 户，在 {folder}", "Made: {n} households, in {folder}")
_DONE = Words("评估好了：{n} 户（{day}），在 {folder}", "Assessed: {n} households (as of {day}), in {folder}")
_RESUMED = Words("有 {n} 段上次已经算好，没有再算。", "Ranges that an earlier run had finished, not done again: {n}.")
_LEFT_OUT = Words("没有算进去的：{table} {rows} 行，{why}", "Left out: {rows} rows of {table}: {why}")
_UNREAD = Words("没有读的文件：{why}", "Files not read: {why}")
_ABSENT = Words(
    "没有这些表，凭它们算的就是“没问过”：{tables}",
    "There are no such tables, and what rests on them is “not asked”: {tables}",
)


def check(folder: Path, *, language: str) -> None:
    """Say every violation of the tables in the folder, and exit with 1 if there is any."""
    from xinlu.assessment.checking import violations

    with duckdb.opened() as engine, _bar() as heard:
        found = violations(folder, engine, today=clock.today(), heard=heard)
    if not found:
        click.echo(_SOUND.said(language))
        return
    click.echo(_FAULTS.filled(n=len(found)).said(language), err=True)
    for each in found:
        click.echo(f"  {each.told.said(language)}", err=True)
    sys.exit(1)


def synthesize(folder: Path, *, households: int, seed: int, as_of: date | None, language: str) -> None:
    """Make up a country of so many households in the declared tables."""
    from xinlu.assessment.synthesis import Country, synthesize

    country = Country(households=households, as_of=as_of or clock.today(), seed=seed)
    with _bar() as heard:
        synthesize(country, folder, heard=lambda done: heard(done, households))
    click.echo(_MADE.filled(n=f"{households:,}", folder=folder).said(language))


def run(
    folder: Path,
    target: Path,
    *,
    engine: str,
    master: str,
    as_of: date | None,
    threads: int | None,
    with_accounts: bool,
    language: str,
) -> None:
    """Assess every household of the tables in the folder, and say what was left out and why."""
    dialect = Dialect(engine)
    with _bar() as heard:
        asked = Asked(
            folder=folder,
            target=target,
            as_of=as_of or clock.today(),
            # A cluster is not kept busy by half a million households at a time.
            range_households=RANGE_HOUSEHOLDS if dialect is Dialect.DUCKDB else None,
            with_accounts=with_accounts,
            heard=lambda progress: heard(progress.done, progress.of),
        )
        outcome = _assessed(asked, dialect, master, threads)
    _tell(outcome, asked, language)


def _assessed(asked: Asked, dialect: Dialect, master: str, threads: int | None) -> Outcome:
    if dialect is Dialect.SPARK:
        from xinlu.assessment.engines import spark

        return assess(asked, opening=lambda: spark.opened(master=master or spark.LOCAL), dialect=dialect)
    spills = (asked.target / SPILL / str(number) for number in count())
    try:
        return assess(
            asked,
            opening=lambda: duckdb.of_crew(spill=next(spills)),
            dialect=dialect,
            hands=threads or duckdb.crew_size(),
        )
    finally:
        shutil.rmtree(asked.target / SPILL, ignore_errors=True)


def _tell(outcome: Outcome, asked: Asked, language: str) -> None:
    said = [_DONE.filled(n=f"{outcome.households:,}", day=asked.as_of, folder=asked.target)]
    if outcome.resumed:
        said.append(_RESUMED.filled(n=outcome.resumed))
    said += [_UNREAD.filled(why=why) for why in outcome.unread]
    for table, why, rows in leaving_out.reasons(outcome.left_out):
        said.append(_LEFT_OUT.filled(table=table, rows=f"{rows:,}", why=why))
    if outcome.absent:
        said.append(_ABSENT.filled(tables=", ".join(outcome.absent)))
    for each in said:
        click.echo(each.said(language))


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, and nothing elsewhere; called with how many are done, of how many."""
    from rich.progress import Progress as Bar

    with Bar(transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("households / 户", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
