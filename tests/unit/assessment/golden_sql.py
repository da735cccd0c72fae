"""The SQL of every step in both dialects, as it was once looked through; run as a program, it writes it anew.

PYTHONPATH=src:tests .venv/bin/python -m unit.assessment.golden_sql
"""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

from xinlu.assessment import soundness
from xinlu.assessment.compiling import compiled
from xinlu.assessment.household import READS, assessment
from xinlu.assessment.measures.account_history import account_history
from xinlu.assessment.measures.areas import GROUPS, area_steps, counties
from xinlu.assessment.measures.samples import cluster_totals
from xinlu.assessment.steps import Dialect
from xinlu.assessment.tables import table

FOLDER = Path(__file__).resolve().parents[2] / "golden_sql"
DAY = date(2026, 11, 25)


def statements(dialect: Dialect) -> dict[str, str]:
    """The SQL of each step by its name: rows that are sound, the steps of a household, areas, samples."""
    planned = assessment(as_of=DAY)
    steps = [soundness.sound(table(name)) for name in READS]
    areas = area_steps(planned)
    added = (step for step in areas.results if step.name in GROUPS)
    steps += [*planned.steps, account_history(), counties(), *areas.inward, *added, cluster_totals()]
    return {f"{step.name}.sql": _told(compiled(step, dialect)) for step in steps}


def kept(dialect: Dialect) -> dict[str, str]:
    """What is kept of the dialect, by file name."""
    return {path.name: path.read_text(encoding="utf-8") for path in (FOLDER / dialect).glob("*.sql")}


def write() -> None:
    """Writes every statement of both dialects, in the place of what was kept."""
    for dialect in Dialect:
        shutil.rmtree(FOLDER / dialect, ignore_errors=True)
        (FOLDER / dialect).mkdir(parents=True)
        for name, sql in statements(dialect).items():
            (FOLDER / dialect / name).write_text(sql, encoding="utf-8")


def _told(sql: str) -> str:
    """A statement with an end of line, and columns of a cast list a line each, so that a change is seen in a diff."""
    return re.sub(r", (CAST\(|`\w+` AS|\"\w+\" AS)", r",\n\1", sql) + "\n"


if __name__ == "__main__":
    write()
