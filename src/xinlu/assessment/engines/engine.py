"""What an engine can do for an assessment. Both engines run the same compiled steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from xinlu.assessment.files import Range
from xinlu.assessment.steps import Step
from xinlu.assessment.tables import Schema

Row = Mapping[str, Any]


class Engine(Protocol):
    """Runs steps over tables. Names given, read or taken are seen by the steps that come after, until named anew."""

    @property
    def name(self) -> str:
        """Which engine it is, and its version."""
        ...

    def give(self, name: str, schema: Schema, rows: Sequence[Row]) -> None:
        """Holds a small table of these rows."""
        ...

    def read(self, name: str, schema: Schema, files: Sequence[Path], *, wanted: Range | None = None) -> None:
        """Lets the Parquet files be seen as one table, only the households of the range; without files it is empty."""
        ...

    def take(self, step: Step) -> None:
        """Lets the step be seen under its name; a kept one is worked out now, once."""
        ...

    def ask(self, step: Step) -> list[tuple[Any, ...]]:
        """The step's rows: only of what is small."""
        ...

    def write(self, step: Step, target: Path) -> None:
        """Writes the step's rows as Parquet at `target`: a file, or on Spark a folder of files."""
        ...

    def forget(self) -> None:
        """Lets go of what was kept."""
        ...
