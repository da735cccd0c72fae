"""Runs an assessment over a folder of tables: range by range of households, then areas. Goes on where it was killed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from xinlu.assessment import leaving_out, soundness
from xinlu.assessment.area_batches import AREAS, BATCHES, Areas
from xinlu.assessment.compiling import compiled
from xinlu.assessment.crew import Opening, crew
from xinlu.assessment.engines.engine import Engine
from xinlu.assessment.files import RANGE_HOUSEHOLDS, Range, TableFiles, look_up, ranges
from xinlu.assessment.household import READS, Assessment, assessment
from xinlu.assessment.manifest import Done, Manifest
from xinlu.assessment.measures.account_history import account_history
from xinlu.assessment.measures.areas import area_steps, counties
from xinlu.assessment.measures.samples import CLUSTER_TOTALS, ClusterTotal, cluster_totals, rates
from xinlu.assessment.places import SCHEMAS, Area, PlaceValue, place_tables
from xinlu.assessment.steps import Dialect, Step, declared
from xinlu.assessment.tables import table
from xinlu.assessment.writing import write_whole
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

HOUSEHOLDS = "households"
ACCOUNTS = "accounts"
"""Below the output, where it is asked for: a row an account, range by range."""
SAMPLES = "sample_rates.json"

_UNUSABLE = Words("这些表不能用，先改好再评估：\n{faults}", "These tables cannot be used; mend them first:\n{faults}")
_TWICE = Words(
    "{table} 里同一个号不止一行，分不清哪一行算数（{key} = {keys}）。用 xinlu tables check 看全部",
    "{table} has more than one row of the same key, and nobody can say which counts ({key} = {keys}). "
    "xinlu tables check lists all",
)
_NOBODY = Words("households 里一户也没有", "there is no household in households")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: households' ranges done, of how many."""

    done: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run came to: rows written, what was left out of which table and why, tables absent, files not readable."""

    households: int
    left_out: Mapping[str, int]
    absent: Sequence[str]
    unread: Sequence[Words]
    resumed: int
    areas: Sequence[Path]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a run. `range_households` None: all at once, as fits a cluster. `with_accounts`: also ACCOUNTS."""

    folder: Path
    target: Path
    as_of: date
    range_households: int | None = RANGE_HOUSEHOLDS
    with_accounts: bool = False
    heard: Callable[[Progress], None] = field(default=lambda progress: None)


def assess(asked: Asked, *, opening: Opening, dialect: Dialect, hands: int = 1) -> Outcome:
    """Assesses every household of the folder and writes rows and areas below the target; Refusal where a needed table is unusable.

    What an earlier run of the same tables, day and criteria finished is not done again. So many engines work side by side.
    """
    found = {name: look_up(asked.folder, table(name)) for name in ("areas", "kinds", "place_values", "checks", *READS)}
    faults = [fault for each in found.values() if each.table.is_needed and not each.files for fault in each.faults]
    if faults:
        told = Words("\n".join(each.zh for each in faults), "\n".join(each.en for each in faults))
        raise Refusal("assessment.tables", _UNUSABLE.filled(faults=told))
    wanted: list[Range | None] = list(
        ranges([found["households"]], size=asked.range_households) if asked.range_households else [None]
    )
    if not wanted or not found["households"].rows:
        raise Refusal("assessment.nobody", _NOBODY)
    planned = assessment(as_of=asked.as_of)
    manifest = Manifest(asked.target, _digest(asked, found, planned, dialect))
    manifest.open()
    _clear(asked, manifest)
    parts = {_part(each): each for each in wanted}
    resumed = [part for part in parts if part in manifest.done]
    areas = Areas(asked.target, planned, manifest, batch_households=asked.range_households)
    if len(resumed) < len(parts) or not areas.are_done:

        def finish(done: Done) -> None:
            manifest.finish(done)
            asked.heard(Progress(len(parts.keys() & manifest.done.keys()), len(parts)))

        with crew(opening, hands, lambda engine: give_places(engine, found)) as engines:
            asked.heard(Progress(len(resumed), len(parts)))
            to_do = [part for part in parts if part not in manifest.done]
            engines.each(to_do, lambda engine, part: _assess_range(engine, asked, found, planned, parts[part]), finish)
            with engines.one() as engine:
                _sample(engine, asked.target, found["checks"])
            areas.reckon(engines, list(parts))
    areas.take_batches_away()
    return _outcome(found, manifest, list(parts), len(resumed), areas.files)


def _assess_range(
    engine: Engine, asked: Asked, found: Mapping[str, TableFiles], planned: Assessment, wanted: Range | None
) -> Done:
    """Works one range out and gives its file its final name; the manifest learns of it only then."""
    for name in READS:
        within = found[name].left_of(wanted)
        engine.read(soundness.FOUND + name, table(name).schema, found[name].of(wanted), wanted=within)
        engine.take(soundness.sound(table(name), looked_at=soundness.unproven(found[name])))
    for name in ("households", "accounts"):
        _refuse_twice(engine, name)
    for step in planned.steps[:-1]:
        engine.take(step)
    part = _part(wanted)
    write_whole(engine, planned.result, asked.target / HOUSEHOLDS / f"{part}.parquet")
    if asked.with_accounts:
        write_whole(engine, account_history(), asked.target / ACCOUNTS / f"{part}.parquet")
    in_counties = {str(code): int(households) for code, households in engine.ask(counties())}
    missing = leaving_out.left_out(engine, READS)
    engine.forget()
    return Done(part, f"{HOUSEHOLDS}/{part}.parquet", sum(in_counties.values()), missing, in_counties)


def _sample(engine: Engine, target: Path, checks: TableFiles) -> None:
    """Writes what the independent samples estimate, where there are any."""
    engine.read(soundness.FOUND + "checks", table("checks").schema, checks.of(None))
    engine.take(soundness.sound(table("checks")))
    totals = [ClusterTotal(**dict(zip(CLUSTER_TOTALS, row, strict=True))) for row in engine.ask(cluster_totals())]
    told = json.dumps([asdict(each) for each in rates(totals)], indent=1)
    unfinished = target / f"{SAMPLES}.unfinished"
    unfinished.write_text(told + "\n", encoding="utf-8")
    unfinished.replace(target / SAMPLES)


def _clear(asked: Asked, manifest: Manifest) -> None:
    """Takes away what no entry of the manifest speaks of, so that nothing of another run is read along."""
    target = asked.target
    kept = {target / each.file for each in manifest.done.values()}
    if asked.with_accounts:
        kept |= {target / ACCOUNTS / path.name for path in kept}
    for folder in (target / HOUSEHOLDS, target / ACCOUNTS, target / AREAS, target / AREAS / BATCHES):
        for path in folder.iterdir() if folder.is_dir() else ():
            if path not in kept and path != target / AREAS / BATCHES:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def give_places(engine: Engine, found: Mapping[str, TableFiles]) -> None:
    """Reads areas, kinds and own values, and gives the engine the small tables that follow from them."""
    for name in ("areas", "kinds", "place_values"):
        engine.read(soundness.FOUND + name, table(name).schema, found[name].of(None))
        engine.take(soundness.sound(table(name)))
    areas = [Area(code, level, parent or "") for code, _, level, parent in engine.ask(_all("areas"))]
    kinds = {int(number): str(kind) for number, kind in engine.ask(_all("kinds"))}
    values = [PlaceValue(*row) for row in engine.ask(_all("place_values"))]
    made = place_tables(areas, kinds=kinds, values=values)
    for name, schema in SCHEMAS.items():
        engine.give(name, schema, made.rows[name])


@cache
def _all(name: str) -> Step:
    return Step(name=f"all_{name}", made=declared(name), schema=table(name).schema)


def _refuse_twice(engine: Engine, name: str) -> None:
    twice = engine.ask(soundness.repeated(table(name), most=3))
    if twice:
        key = ", ".join(table(name).key)
        keys = "; ".join(", ".join(str(value) for value in row[:-1]) for row in twice)
        raise Refusal("assessment.twice", _TWICE.filled(table=name, key=key, keys=keys))


def _part(wanted: Range | None) -> str:
    return "part-all" if wanted is None else f"part-{wanted.low:012}-{wanted.high:012}"


def _digest(asked: Asked, found: Mapping[str, TableFiles], planned: Assessment, dialect: Dialect) -> str:
    steps = [*planned.steps, *area_steps(planned), *([account_history()] if asked.with_accounts else [])]
    told = {
        "as_of": asked.as_of.isoformat(),
        "range": asked.range_households,
        "tables": {name: each.digest for name, each in found.items()},
        "steps": [compiled(step, dialect) for step in steps],
        "sound": [compiled(soundness.sound(table(name)), dialect) for name in READS],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _outcome(
    found: Mapping[str, TableFiles], manifest: Manifest, parts: Sequence[str], resumed: int, areas: Sequence[Path]
) -> Outcome:
    missing: dict[str, int] = {}
    for part in parts:
        for reason, rows in manifest.done[part].left_out.items():
            missing[reason] = missing.get(reason, 0) + rows
    return Outcome(
        households=sum(manifest.done[part].rows for part in parts),
        left_out=missing,
        absent=[name for name, each in found.items() if not each.files and not each.faults],
        unread=[fault for each in found.values() for fault in each.faults],
        resumed=resumed,
        areas=areas,
    )
