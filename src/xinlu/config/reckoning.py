"""What `xinlu results` does: this installation assessed, and what the desks then read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import click

from xinlu.kernel import clock
from xinlu.kernel.words import Words

if TYPE_CHECKING:
    from xinlu.reports.models import Reckoning

NIGHT_HOUR = 2
_DONE = Words(
    "算好了：{n} 户，截至 {day}，连同前面 {before} 个季末",
    "Reckoned: {n} households as of {day}; ends of quarters before it: {before}",
)
_LEFT_OUT = Words("没有算进去的：{table} {rows} 行，{why}", "Left out: {rows} rows of {table}: {why}")
_NOT_FORETOLD = Words("没有推算谁哪天能过线：{why}", "No chances were told: {why}")


def results(*, day: date | None, quarters: int | None, language: str) -> None:
    """Reckon what the desks' pages of results show, and say what was left out and why."""
    from rich.progress import Progress

    from xinlu.config.installing import make_ready

    make_ready(serves_pages=False)
    from xinlu.assessment import leaving_out

    with Progress(transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("results / 结果", total=None)
        done = reckon_results(
            day=day, quarters=quarters, heard=lambda done, of: bar.update(task, completed=done, total=of)
        )
    told = [_DONE.filled(n=f"{done.households:,}", day=done.day, before=len(done.days) - 1)]
    for table, why, rows in leaving_out.reasons(done.left_out):
        told.append(_LEFT_OUT.filled(table=table, rows=f"{rows:,}", why=why))
    if done.not_foretold:
        told.append(_NOT_FORETOLD.filled(why=Words(*done.not_foretold)))
    for each in told:
        click.echo(each.said(language))


def are_due() -> bool:
    """Whether the results are to be reckoned: from two in the morning, where those that stand are of an earlier day."""
    from xinlu.registry.models import CurrentFile
    from xinlu.reports.results.selectors import standing_reckoning

    if clock.now().astimezone(clock.PLACE).hour < NIGHT_HOUR:
        return False
    standing = standing_reckoning()
    return standing.day < clock.today() if standing else CurrentFile.objects.exists()


def reckon_results(
    *, day: date | None = None, quarters: int | None = None, heard: Callable[[int, int], None] = lambda done, of: None
) -> Reckoning:
    """Reckon the results in a folder beside the database, in the place of those that stood. Django is started."""
    from django.conf import settings
    from django.db import connection, connections

    from xinlu.reports.extraction import database
    from xinlu.reports.results import reckoning

    # The rows are of single households, if without names: nobody else on this machine reads them.
    before = os.umask(0o077)
    try:
        connections.close_all()
        with database.opened(connection) as snapshot:
            asked = reckoning.Asked(
                folder=settings.XINLU_DATA_DIR / "results",
                day=day or clock.today(),
                quarters=reckoning.QUARTERS if quarters is None else quarters,
                heard=heard,
            )
            return reckoning.reckon(snapshot, asked)
    finally:
        os.umask(before)
