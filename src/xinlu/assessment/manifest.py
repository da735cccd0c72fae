"""What of a run is finished, written down after each part has its final name: so a killed run goes on where it stood."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FILE = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class Done:
    """One finished part: its file or folder (below the output folder), rows, what was left out of it (reason -> rows).

    `counties`: of a range, how many of its households lie in which county.
    """

    part: str
    file: str
    rows: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    counties: Mapping[str, int] = field(default_factory=dict)


class Manifest:
    """The parts of a run that are finished, under a digest of all that they depend on."""

    def __init__(self, folder: Path, digest: str) -> None:
        self._path = folder / FILE
        self._folder = folder
        self.done: dict[str, Done] = {}
        self.digest = digest

    def open(self) -> None:
        """Takes up what an earlier run of the same digest finished; of any other run nothing counts any more."""
        entries = list(self._entries())
        if entries and entries[0].get("digest") == self.digest:
            found = [Done(**entry) for entry in entries[1:]]
            self.done = {each.part: each for each in found if (self._folder / each.file).exists()}
        self._folder.mkdir(parents=True, exist_ok=True)
        # Written anew, without what a kill left half written at the end.
        kept = [{"digest": self.digest}, *(asdict(each) for each in self.done.values())]
        whole = self._path.with_suffix(".tmp")
        whole.write_text("".join(json.dumps(entry) + "\n" for entry in kept), encoding="utf-8")
        whole.replace(self._path)

    def finish(self, done: Done) -> None:
        """Notes a part whose file has its final name."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(done)) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self.done[done.part] = done

    def _entries(self) -> list[dict[str, Any]]:
        if not self._path.is_file():
            return []
        entries = []
        for line in self._path.read_text(encoding="utf-8").splitlines():
            try:
                entries.append(json.loads(line))
            except json.JSONDecodeError:
                break
        return entries
