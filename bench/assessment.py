# ruff: noqa: T201  (a program: printing is what it does)
"""A made-up country assessed, a row for every household, beside the bare scan and writing of the same, Polars and pandas.

    .venv/bin/python bench/assessment.py [--households 30000000] [--tables FOLDER] [--threads 2] [--without-others] [--json]

The country is `xinlu tables synthesize`'s; a FOLDER that is named is made once and kept. Each measure runs in a process of
its own, so that its peak of memory is its own. Polars and pandas reckon income alone (claimed and recognised, both bounds,
sides) on smaller countries, beside the same here; they are put into an environment that is gone afterwards, which needs
a package registry, and come to the same figures or the run says so. Ratios hold on other machines, times do not; where
others use the machine too, take the seconds of the processor. The floor of an assessment is the bare scan of what it
reads and the bare writing of what it writes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from datetime import date
from os import getloadavg
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import duckdb as engine_itself
from pyarrow import parquet

from xinlu.assessment import run, soundness
from xinlu.assessment.engines import duckdb
from xinlu.assessment.files import RANGE_HOUSEHOLDS, look_up, ranges
from xinlu.assessment.household import READS, assessment
from xinlu.assessment.measures import income
from xinlu.assessment.places import SCHEMAS
from xinlu.assessment.run import Asked, assess
from xinlu.assessment.steps import Dialect, Step, unbound
from xinlu.assessment.synthesis import Country, synthesize
from xinlu.assessment.tables import ColumnType, table

DAY = date(2026, 11, 25)
OTHERS = {"polars": (5_000_000, "polars>=1.30"), "pandas": (1_000_000, "pandas>=2.2")}
BESIDE = Path(__file__).with_name("beside")
OF_INCOME = {**income.TOTALS, **income.FIGURES}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--households", type=int, default=30_000_000)
    asked.add_argument("--tables", type=Path, help="the country's folder, made where it is not there, and kept")
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--without-others", action="store_true", help="leave Polars and pandas out")
    asked.add_argument("--json", action="store_true", help="print the figures as JSON alone")
    asked.add_argument("--child", choices=("scan", "write", "households", "income"), help=argparse.SUPPRESS)
    asked.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.child:
        print(json.dumps(measured_here(options)))
        return
    with TemporaryDirectory() as name:
        figures = measured(Path(name), options)
    print(json.dumps(figures, indent=2)) if options.json else show(figures)


def measured(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """The figures of every measure."""
    tables = options.tables or folder / "tables"
    found: dict[str, Any] = {"households": options.households, "load": round(getloadavg()[0], 1)}
    found["synthesis"] = made(tables, options.households)
    found["rows"] = {name: look_up(tables, table(name)).rows for name in READS}
    found["scan"] = of_child("scan", tables, folder / "out", options)
    found["assessment"] = of_child("households", tables, folder / "out", options)
    found["write"] = of_child("write", tables, folder / "out", options)
    found |= ratios(found["assessment"], found["scan"], found["write"], households=options.households)
    if not options.without_others:
        for name in OTHERS:
            found[name] = beside(name, folder, options)
    return found


def ratios(
    assessment: dict[str, Any], scan: dict[str, Any], write: dict[str, Any], *, households: int
) -> dict[str, float]:
    """The assessment of households beside its floor, by the clock and by the seconds of the processor."""
    found = {}
    for unit in ("seconds", "cpu_seconds"):
        told, read = assessment[f"households {unit}"], scan[unit]
        found[f"households to the scan, {unit}"] = round(told / read, 2)
        found[f"households to scan and write, {unit}"] = round(told / (read + write[unit]), 2)
    found["cpu_seconds a million households"] = round(assessment["households cpu_seconds"] / households * 1e6, 2)
    found["cpu_seconds a million, areas"] = round(
        (assessment["cpu_seconds"] - assessment["households cpu_seconds"]) / households * 1e6, 2
    )
    return found


def made(tables: Path, households: int) -> float:
    """Seconds that it took to make the country; 0 where it was there."""
    begun = perf_counter()
    if tables.is_dir() and look_up(tables, table("households")).rows == households:
        return 0.0
    synthesize(Country(households=households, as_of=DAY), tables)
    return round(perf_counter() - begun, 1)


def of_child(child: str, tables: Path, out: Path, options: argparse.Namespace) -> dict[str, Any]:
    """What a process of its own measured."""
    command = [sys.executable, __file__, "--child", child, "--tables", str(tables), "--out", str(out)]
    command += ["--threads", str(options.threads)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(told)
    return found


def measured_here(options: argparse.Namespace) -> dict[str, Any]:
    """Seconds, seconds of the processor, and the peak of this process in MB."""
    begun, used = perf_counter(), process_time()
    more: dict[str, Any] = {}
    if options.child == "scan":
        scan(options.tables, options.threads)
    elif options.child == "write":
        write(options.out, options.threads)
    elif options.child == "income":
        only_income(options.tables, options.out, options.threads)
    else:
        more = assessed(options, begun, used)
    return more | {
        "seconds": round(perf_counter() - begun, 1),
        "cpu_seconds": round(process_time() - used, 1),
        "peak_mb": getrusage(RUSAGE_SELF).ru_maxrss // 1024,
    }


def scan(tables: Path, threads: int) -> None:
    """Reads every column that the assessment reads and keeps nothing of them but a sum."""
    with engine_itself.connect(config={"threads": threads}) as connection:
        for name in READS:
            sums = ", ".join(_read_whole(column, kind) for column, kind in table(name).schema.items())
            files = ", ".join(f"'{path}'" for path in look_up(tables, table(name)).of(None))
            connection.execute(f"SELECT {sums} FROM read_parquet([{files}])").fetchall()


def _read_whole(column: str, kind: ColumnType) -> str:
    """A sum over the column that the statistics of a file cannot answer, as they do a least, a greatest and a count."""
    match kind:
        case ColumnType.STRING:
            return f'sum(strlen("{column}"))'
        case ColumnType.DATE:
            return f"""sum("{column}" - DATE '2000-01-01')"""
        case ColumnType.BOOLEAN:
            return f'count_if("{column}")'
    return f'sum("{column}")'


def write(out: Path, threads: int) -> None:
    """Writes the rows of households that the assessment wrote once more, as the engine writes, and reckons nothing.

    That reads them too: so it is told a little too high, by the reading of a file that lies in memory.
    """
    schema = assessment(as_of=DAY).result.schema
    copy = Step(name="copy", made=unbound("rows", schema), schema=schema)
    with duckdb.opened(threads=threads) as engine:
        for path in sorted((out / run.HOUSEHOLDS).glob("*.parquet")):
            engine.read("rows", schema, [path])
            engine.write(copy, out / "copy.parquet")
    (out / "copy.parquet").unlink()


def assessed(options: argparse.Namespace, begun: float, used: float) -> dict[str, Any]:
    """The whole assessment; the moment when the last household was written is told apart from areas and indicators."""
    seconds = {}

    def heard(progress: run.Progress) -> None:
        if progress.done == progress.of:
            seconds["households seconds"] = round(perf_counter() - begun, 1)
            seconds["households cpu_seconds"] = round(process_time() - used, 1)
            seconds["households peak_mb"] = getrusage(RUSAGE_SELF).ru_maxrss // 1024

    outcome = assess(
        Asked(folder=options.tables, target=options.out, as_of=DAY, heard=heard),
        opening=duckdb.of_crew,
        dialect=Dialect.DUCKDB,
        hands=options.threads,
    )
    written = sum(parquet.read_metadata(path).num_rows for path in (options.out / run.HOUSEHOLDS).glob("*.parquet"))
    size = sum(path.stat().st_size for path in (options.out / run.HOUSEHOLDS).glob("*.parquet"))
    return seconds | {"written": written, "written_mb": size // 2**20, "left_out": dict(outcome.left_out)}


def only_income(tables: Path, out: Path, threads: int) -> None:
    """Income of every account that stands, range by range: what Polars and pandas are asked for too."""
    found = {name: look_up(tables, table(name)) for name in ("areas", "kinds", "place_values", *READS)}
    shutil.rmtree(out, ignore_errors=True)
    steps = [
        income.placed_accounts(as_of=DAY),
        income.line_weights(),
        income.account_sums(as_of=DAY),
        income.account_totals(),
    ]
    steps.append(income.latest_accounts())
    with duckdb.opened(threads=threads) as engine:
        run.give_places(engine, found)
        for number, wanted in enumerate(ranges([found["households"]], size=RANGE_HOUSEHOLDS)):
            for name in ("households", "accounts", "income_lines"):
                engine.read(soundness.FOUND + name, table(name).schema, found[name].of(wanted), wanted=wanted)
                engine.take(soundness.sound(table(name)))
            for step in steps:
                engine.take(step)
            engine.write(_figures(), out / f"{number}.parquet")
            engine.forget()


def _figures() -> Step:
    latest = unbound("latest_accounts", income.LATEST)
    placed = unbound("placed_accounts", income.PLACED_ACCOUNTS).select("account_no", "heads", "line_fen")
    totals = unbound("account_totals", income.TOTALS)
    rows = latest.join(placed, latest.latest_no == placed.account_no).join(totals, "account_no")
    rows = rows.mutate(**income.per_head(rows))
    rows = rows.mutate(**income.figures(rows))
    return Step(name="figures", made=rows.select(list(OF_INCOME)), schema=OF_INCOME)


def beside(name: str, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Another library on income alone, and this one on the same tables; in how many rows they differ."""
    most, wanted = OTHERS[name]
    households = min(most, options.households)
    python = environment(folder / name, wanted)
    if python is None:
        return {"left out": f"{wanted} could not be installed; see above"}
    tables = folder / f"tables_{name}"
    made(tables, households)
    small_tables(tables)
    ours = of_child("income", tables, folder / "ours", options)
    script = BESIDE / f"assessment_{name}.py"
    command = [str(python), str(script), str(tables), str(folder / "theirs.parquet"), DAY.isoformat()]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    found = {"households": households, "ours": ours, "theirs": theirs, "rows that differ": differing(folder)}
    found["to ours"] = round(theirs["seconds"] / ours["seconds"], 1)
    shutil.rmtree(tables)
    return found


def small_tables(tables: Path) -> None:
    """Writes what holds where and when beside the tables, so that others need not find it out."""
    found = {name: look_up(tables, table(name)) for name in ("areas", "kinds", "place_values")}
    with duckdb.opened() as engine:
        run.give_places(engine, found)
        for name, schema in SCHEMAS.items():
            engine.write(Step(name=name, made=unbound(name, schema), schema=schema), tables / f"{name}.parquet")


def differing(folder: Path) -> int:
    """Rows of income that only one of the two has."""
    columns = ", ".join(OF_INCOME)
    ours, theirs = (
        f"SELECT {columns} FROM '{folder}/ours/*.parquet'",
        f"SELECT {columns} FROM '{folder}/theirs.parquet'",
    )
    with engine_itself.connect() as connection:
        found = connection.execute(
            f"SELECT (SELECT count(*) FROM (({ours}) EXCEPT ALL ({theirs}))) + "
            f"(SELECT count(*) FROM (({theirs}) EXCEPT ALL ({ours})))"
        )
        return int(found.fetchall()[0][0])


def environment(folder: Path, wanted: str) -> Path | None:
    """The Python of a new environment with that package; None where it cannot be had."""
    python = folder / "bin" / "python"
    for command in (
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wanted, "pyarrow>=20"],
    ):
        if subprocess.run(command, check=False, stdout=sys.stderr).returncode:
            return None
    return python


def show(figures: dict[str, Any]) -> None:
    """Prints the figures a line each."""
    for name, value in figures.items():
        print(f"{name:22} {value}")


if __name__ == "__main__":
    main()
