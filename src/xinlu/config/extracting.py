"""What `xinlu tables extract` does: the declared tables from the database into a folder, and what was written of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from xinlu.config.keeping import start
from xinlu.kernel import clock
from xinlu.kernel.words import Words

_DONE = Words("取好了：{n} 户，在 {folder}", "Extracted: {n} households, in {folder}")
_WRITTEN = Words(
    "{ranges} 段里写了 {written} 段，其余的从上次取到现在没有变。",
    "{written} of {ranges} ranges were written; the others have not changed since the last time.",
)
_ROWS = Words("  {table}（{means}）{rows} 行", "  {table} ({means}): {rows} rows")


def extract(folder: Path, *, anew: bool, language: str) -> None:
    """Bring the folder to the state of the database; Refusal where one of the two cannot be used."""
    start()
    from django.db import connection, connections
    from rich.progress import Progress

    from xinlu.assessment.tables import table
    from xinlu.reports.extraction import database, run

    # The rows are of single households, if without names: nobody else on this machine reads them.
    os.umask(0o077)
    connections.close_all()
    with database.opened(connection) as snapshot, Progress(transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("households / 户", total=None)
        asked = run.Asked(
            folder=folder,
            today=clock.today(),
            anew=anew,
            heard=lambda done, of: bar.update(task, completed=done, total=of),
        )
        done = run.extract(snapshot, asked)
    click.echo(_DONE.filled(n=f"{done.households:,}", folder=folder).said(language))
    if done.written < done.ranges:
        click.echo(_WRITTEN.filled(ranges=done.ranges, written=done.written).said(language))
    for name, rows in done.rows.items():
        click.echo(_ROWS.filled(table=name, means=table(name).means, rows=f"{rows:,}").said(language))
