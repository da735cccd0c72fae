# ruff: noqa: T201  (a program: printing is what it does)
"""Runs the whole suite stage by stage and ends with one line that counts everything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETTINGS_MODULE = "DJANGO_SETTINGS_MODULE"
TWO_WORKERS = ("-n", "2", "--dist", "loadfile")


@dataclass(frozen=True)
class Stage:
    """A part of the suite: its name, the folders it covers, and pytest's options for it."""

    name: str
    folders: tuple[str, ...]
    options: tuple[str, ...] = ()


STAGES = (
    # Without Django: what is pure stays so.
    Stage("pure", ("tests/unit", "tests/architecture", "tests/engines"), TWO_WORKERS),
    Stage("SQLite", ("tests/apps", "tests/faults", "src/xinlu"), ("--doctest-modules", *TWO_WORKERS)),
    Stage("PostgreSQL", ("tests/apps", "tests/faults"), ("--postgres", *TWO_WORKERS)),
    # Pages that are waited for and pictures that are compared need the machine to themselves.
    Stage("Chromium", ("tests/browser",)),
)


def holds_tests(folder: str) -> bool:
    """Whether there is anything for pytest in the folder."""
    return folder == "src/xinlu" or any((ROOT / folder).rglob("test_*.py"))


def counted(report: Path, exit_code: int) -> Counter[str]:
    """What pytest's report counts; a stage that ended badly without a failed test counts as one failure."""
    counts: Counter[str] = Counter()
    if report.exists():
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            number = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
            counts["failed"] += number["failures"] + number["errors"]
            counts["skipped"] += number["skipped"]
            counts["passed"] += number["tests"] - number["failures"] - number["errors"] - number["skipped"]
    if exit_code and not counts["failed"]:
        counts["failed"] = 1
    return counts


def run(stage: Stage, reports: Path) -> Counter[str]:
    """Run one stage; what it counted."""
    print(f"\n== {stage.name}", flush=True)
    folders = [folder for folder in stage.folders if holds_tests(folder)]
    if not folders:
        print(f"no tests in {' or '.join(stage.folders)}")
        return Counter(failed=1)
    report = reports / f"{stage.name}.xml"
    # Each stage chooses its own database, whatever the shell around has set.
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", SETTINGS_MODULE}}
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *stage.options, *folders]
    child = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    try:
        return counted(report, child.wait())
    except KeyboardInterrupt:
        child.wait()  # it was interrupted too, and is stopping its database
        raise
    except SystemExit:
        child.terminate()
        child.wait()
        raise


def main() -> int:
    """0 when every stage ran and nothing failed, 1 otherwise, 130 when interrupted, 143 when terminated."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    began = time.monotonic()
    total: Counter[str] = Counter()
    by_stage = []
    try:
        with tempfile.TemporaryDirectory(prefix="xinlu-reports-") as reports:
            for stage in STAGES:
                start = time.monotonic()
                counts = run(stage, Path(reports))
                total += counts
                by_stage.append((stage.name, counts, time.monotonic() - start))
    except KeyboardInterrupt:
        print("\nmake test: interrupted")
        return 130
    print()
    for name, counts, seconds in by_stage:
        print(f"{name:30}{said(counts):40}{seconds:5.0f} s")
    print(f"make test: {'FAILED' if total['failed'] else 'all in order'}, {time.monotonic() - began:.0f} s")
    print(said(total))
    return 1 if total["failed"] else 0


def said(counts: Counter[str]) -> str:
    """The counts in one plain line."""
    line = f"{counts['passed']} passed, {counts['failed']} failed"
    return f"{line}, {counts['skipped']} skipped" if counts["skipped"] else line


if __name__ == "__main__":
    sys.exit(main())
