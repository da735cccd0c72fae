"""Areas reckoned from the rows of households, a few counties at a time: within bounded memory, and taken up where it stopped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xinlu.assessment.crew import Crew
from xinlu.assessment.engines.engine import Engine
from xinlu.assessment.household import Assessment
from xinlu.assessment.manifest import Done, Manifest
from xinlu.assessment.measures.areas import COUNTIES_ASKED, area_steps
from xinlu.assessment.steps import Step, unbound
from xinlu.assessment.writing import parquet_files, put_in_place, write_whole

AREAS = "areas"
BATCHES = "batches"
"""Below AREAS: results of a few counties each, until they are put together."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Counties reckoned together, and the parts in which their households lie."""

    name: str
    counties: Sequence[str]
    parts: Sequence[str]


class Areas:
    """The results of areas below the target."""

    def __init__(self, target: Path, planned: Assessment, manifest: Manifest, *, batch_households: int | None) -> None:
        self._target, self._planned, self._manifest = target, planned, manifest
        self._steps = area_steps(planned)
        self._most = batch_households

    @property
    def are_done(self) -> bool:
        """Whether every result is there."""
        return all(step.name in self._manifest.done for step in self._steps.results)

    @property
    def files(self) -> list[Path]:
        """The file (on Spark the folder of files) of each result."""
        return [self._target / AREAS / f"{step.name}.parquet" for step in self._steps.results]

    def reckon(self, engines: Crew, parts: Sequence[str]) -> None:
        """Reckons batch after batch from the households' parts, then puts each result together."""
        if self.are_done:
            return
        batches = list(self._batches(parts))
        to_do = [batch for batch in batches if batch.name not in self._manifest.done]
        engines.each(to_do, self._reckon, self._manifest.finish)
        missing = [step for step in self._steps.results if step.name not in self._manifest.done]
        engines.each(missing, lambda engine, step: self._put_together(engine, step, batches), self._manifest.finish)

    def take_batches_away(self) -> None:
        """Once the results are put together nobody needs the batches."""
        shutil.rmtree(self._target / AREAS / BATCHES, ignore_errors=True)

    def _batches(self, parts: Sequence[str]) -> Iterator[Batch]:
        """Counties in the order in which their households lie, so many that a batch has about as many as a range."""
        lies_in: dict[str, list[str]] = {}
        households: dict[str, int] = {}
        for part in parts:
            for county, count in sorted(self._manifest.done[part].counties.items()):
                lies_in.setdefault(county, []).append(part)
                households[county] = households.get(county, 0) + count
        group: list[str] = []
        for number, county in enumerate(lies_in, start=1):
            group.append(county)
            is_full = self._most is not None and sum(households[each] for each in group) >= self._most
            if is_full or number == len(lies_in):
                wanted = {part for each in group for part in lies_in[each]}
                yield Batch(f"batch-{number:05}", tuple(group), [part for part in parts if part in wanted])
                group = []

    def _reckon(self, engine: Engine, batch: Batch) -> Done:
        """Works one batch out, and gives its folder its final name."""
        result = self._planned.result
        files = [self._target / self._manifest.done[part].file for part in batch.parts]
        engine.read(result.name, result.schema, parquet_files(files))
        asked = [{"county_no": number, "county_code": county} for number, county in enumerate(batch.counties)]
        engine.give("counties_asked", COUNTIES_ASKED, asked)
        made = f"{AREAS}/{BATCHES}/{batch.name}"
        unfinished = self._target / f"{made}.unfinished"
        for step in self._steps:
            engine.take(step)
        for step in self._steps.results:
            engine.write(step, unfinished / f"{step.name}.parquet")
        put_in_place(unfinished, self._target / made)
        engine.forget()
        return Done(batch.name, made)

    def _put_together(self, engine: Engine, step: Step, batches: Sequence[Batch]) -> Done:
        file = f"{AREAS}/{step.name}.parquet"
        parts = [self._target / self._manifest.done[each.name].file / f"{step.name}.parquet" for each in batches]
        engine.read(f"parts_of_{step.name}", step.schema, parquet_files(parts))
        whole = Step(name=step.name, made=unbound(f"parts_of_{step.name}", step.schema), schema=step.schema)
        write_whole(engine, whole, self._target / file)
        return Done(step.name, file)
