"""What `xinlu publish` does: a county's results as they may be given out, and beside them what stays in the office."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import click

from xinlu.assessment import publishing
from xinlu.assessment.suppression import PUBLIC, Release
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

OFFICE = ".office.json"
_ENDING = Words("结果写成 .csv，不能写成“{name}”", "The results are written as .csv, not as “{name}”")
_THERE = Words("{file} 已经有了，换个名字", "{file} is there already; choose another name")
_DONE = Words(
    "可以公布的在 {file}：{shown} 个数，另有 {hidden} 个不说。{office} 里是真数，留在办公室，下一回用 --before 给它。",
    "What may be given out is in {file}: {shown} figures; {hidden} are not told. {office} holds the true counts: it stays in the "
    "office, and is what --before takes the next time.",
)


def publish(results: Path, *, county: str, out: Path, before: Path | None, least: int, language: str) -> None:
    """Write what may be given out of the county, and what is kept for the next time; nothing is written over."""
    office = out.with_suffix(OFFICE)
    if out.suffix != ".csv":
        raise Refusal("publish.ending", _ENDING.filled(name=out.name))
    for file in (out, office):
        if file.exists():
            raise Refusal("publish.there", _THERE.filled(file=file))
    earlier = publishing.taken_up(before) if before else None
    given = publishing.release(results, county, day=clock.today(), least=least, before=earlier)
    office.touch(mode=0o600)
    office.write_text(json.dumps(publishing.kept(given)), encoding="utf-8")
    shown, hidden = _write(given, out, language)
    click.echo(_DONE.filled(file=out, shown=shown, hidden=hidden, office=office).said(language))


def _write(given: Release, out: Path, language: str) -> tuple[int, int]:
    """The rows of the public file; how many figures it tells, and how many not."""
    shown = hidden = 0
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["area", "column", "means", "value", "release"])
        for area, column, said in publishing.told(given):
            hidden += said.is_hidden
            shown += not said.is_hidden
            value = PUBLIC.said(language) if said.is_hidden else said.value
            rows.writerow([area, column.name, column.words.said(language), value, said.of_board])
    return shown, hidden
