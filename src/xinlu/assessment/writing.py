"""What an engine writes, whole under its final name or not there; and files that may be folders of files."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from xinlu.assessment.engines.engine import Engine
from xinlu.assessment.steps import Step


def write_whole(engine: Engine, step: Step, target: Path) -> None:
    """Writes beside the target and then renames."""
    unfinished = target.with_name(target.name + ".unfinished")
    engine.write(step, unfinished)
    put_in_place(unfinished, target)


def put_in_place(made: Path, target: Path) -> None:
    """Gives a file or folder its final name, in the place of what bears it."""
    if target.is_dir():
        shutil.rmtree(target)
    made.replace(target)


def parquet_files(named: Sequence[Path]) -> list[Path]:
    """The files themselves: an engine may have written a folder of files under one name."""
    return [path for each in named for path in (sorted(each.glob("*.parquet")) if each.is_dir() else [each])]
