# ruff: noqa: T201  (a program: printing is what it does)
"""Every clause and answer of every policy for a million households, and its amount, beside the bare scan of the same columns and OpenFisca.

    .venv/bin/python bench/policies.py [--households 1000000] [--rounds 5] [--without-openfisca] [--json]

The households are invented by DuckDB from a seed: each fact within its bounds, one in ten not known. Each measure runs in
a process of its own, so that its peak of memory is its own. OpenFisca (AGPL, never a part of this product) is put into an
environment that is gone afterwards; that needs uv and a package registry. Ratios hold on other machines, times do not.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from os import getloadavg
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import duckdb

from xinlu.policy.catalogue import packaged_catalogue
from xinlu.policy.choosing import choose
from xinlu.policy.compiling import Layer, columns, people_columns, used_columns
from xinlu.policy.duckdb_engine import write_answers
from xinlu.policy.terms import Edition, Fact, Parameter, ParameterValue, Standing, Type, Value

DAY = date(2026, 11, 25)
PLACE = "52"
POLICIES = 20
FEW = 3  # so many members at most are put into a people fact
INCOME_MOST_FEN = 2_500_000
ALONGSIDE = Path(__file__).with_name("beside") / "openfisca_policies.py"
LAYERS = {"clauses": Layer.CLAUSES, "answers": Layer.ANSWERS, "amounts": Layer.AMOUNTS}
OPENFISCA = ("openfisca-core>=46,<47", "duckdb>=1.4")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--households", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--without-openfisca", action="store_true")
    asked.add_argument("--json", action="store_true", help="print the figures as JSON alone")
    asked.add_argument("--child", choices=("scan", *LAYERS), help=argparse.SUPPRESS)
    asked.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.child:
        print(json.dumps(measured_here(options.child, options.folder, options.rounds)))
        return
    with TemporaryDirectory() as name:
        figures = measured(Path(name), options)
    print(json.dumps(figures, indent=2)) if options.json else show(figures)


def edition() -> Edition:
    """The packaged catalogue in a county of Guizhou that has entered every rate, its first POLICIES entries."""
    catalogue = packaged_catalogue()
    own = {name: [entered(parameter)] for name, parameter in catalogue.parameters.items()}
    found = choose(catalogue, on=DAY, places=(PLACE,), own_values=own)
    return replace(found, policies=found.policies[:POLICIES])


def entered(parameter: Parameter) -> ParameterValue:
    """What the county entered: what is packaged for the place, else a value of the right size."""
    usual: dict[Type, Value] = {Type.FEN: 60_000, Type.PERCENT: 130, Type.YES_NO: True, Type.DAY: DAY}
    value = parameter.values[0].value if parameter.values else usual.get(parameter.type, 2)
    return ParameterValue(
        place=PLACE, start=DAY, end=None, value=value, source=parameter.label, seen_on=DAY, standing=Standing.CONFIRMED
    )


def measured(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """The figures of every measure."""
    asked = edition()
    make_households(asked, folder / "households.parquet", options.households)
    found: dict[str, Any] = {"households": options.households, "load": round(getloadavg()[0], 1)}
    found["policies"] = len(asked.policies)
    found["clauses"] = sum(len(policy.clauses) for policy in asked.policies)
    found["columns read"], found["columns written"] = len(used_columns(asked)), len(columns(asked))
    for child in ("scan", *LAYERS):
        command = [sys.executable, __file__, "--child", child, "--folder", str(folder), "--rounds", str(options.rounds)]
        found[child] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    for child in LAYERS:
        found[f"{child} to the scan"] = round(found[child]["seconds"] / found["scan"]["seconds"], 2)
    if not options.without_openfisca:
        found["openfisca"] = beside_openfisca(folder, options.rounds)
    return found


def measured_here(child: str, folder: Path, rounds: int) -> dict[str, float]:
    """Median and least seconds of one measure, seconds of the processor a round, and the peak of this process in MB."""
    asked = edition()
    source, target = folder / "households.parquet", folder / "answers.parquet"
    seconds = []
    used = process_time()
    for _ in range(rounds):
        begun = perf_counter()
        if child == "scan":
            scan(source, list(used_columns(asked)))
        else:
            write_answers(asked, source, target, keep=("number",), upto=LAYERS[child])
        seconds.append(perf_counter() - begun)
    peak = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    return {
        "seconds": round(median(seconds), 3),
        "least": round(min(seconds), 3),
        "cpu_seconds": round((process_time() - used) / rounds, 3),
        "peak_mb": peak,
    }


def scan(source: Path, names: Sequence[str]) -> None:
    """Reads the columns and keeps nothing of them but their greatest values."""
    with duckdb.connect() as connection:
        greatest = ", ".join(f'max("{name}")' for name in names)
        connection.execute(f"SELECT {greatest} FROM read_parquet('{source}')").fetchall()


def make_households(asked: Edition, target: Path, count: int) -> None:
    """Writes so many invented households, with a column for every fact that the edition reads."""
    used = set(used_columns(asked))
    facts = asked.facts.household.values()
    needed = [fact for fact in facts if used & {fact.name, *people_columns(fact.name)}]
    listed = ", ".join(each for number, fact in enumerate(needed) for each in invented(fact, number))
    with duckdb.connect() as connection:
        connection.execute("SELECT setseed(0.25)")
        connection.execute(
            f"COPY (SELECT number, {listed} FROM range({count}) AS every(number)) TO '{target}' (FORMAT parquet)"
        )


def invented(fact: Fact, number: int) -> Iterator[str]:
    """The SQL of one fact's column or columns, by a hash of the household's number, so that every run draws the same."""
    drawn = f"(hash(number * 1000 + {number}) // 16)"
    known = f"hash(number * 1000 + {number + 500}) % 10 > 0"
    match fact.type:
        case Type.PEOPLE:
            least, most = people_columns(fact.name)
            yield f"CAST({drawn} % {FEW} AS BIGINT) AS {least}"
            yield f"CASE WHEN {known} THEN CAST({drawn} % {FEW} AS BIGINT) END AS {most}"
            return
        case Type.YES_NO:
            value = f"{drawn} % 2 = 0"
        case Type.CODE:
            codes = ", ".join(f"'{code}'" for code in fact.codes)
            value = f"[{codes}][CAST({drawn} % {len(fact.codes)} AS BIGINT) + 1]"
        case Type.DAY:
            value = f"DATE '2020-01-01' + CAST({drawn} % 2500 AS INTEGER)"
        case _:
            most = min(fact.most, INCOME_MOST_FEN) if fact.type is Type.FEN else fact.most
            value = f"CAST({drawn} % {most - max(fact.least, 0) + 1} AS BIGINT) + {max(fact.least, 0)}"
    yield f"CASE WHEN {known} THEN {value} END AS {fact.name}"


def beside_openfisca(folder: Path, rounds: int) -> dict[str, Any]:
    """OpenFisca on the policies that both can express: its seconds, and in how many answers the two differ."""
    uv = shutil.which("uv")
    if uv is None:
        return {"left out": "uv is missing; to have it: pip install uv"}
    python = folder / "openfisca" / "bin" / "python"
    for command in ([uv, "venv", "--quiet", str(folder / "openfisca"), "--python", sys.executable],
                    [uv, "pip", "install", "--quiet", "--python", str(python), *OPENFISCA]):  # fmt: skip
        if subprocess.run(command, check=False).returncode:
            return {"left out": "openfisca-core could not be installed; see above"}
    values = {name: value for name, value in edition().values.items() if isinstance(value, int)}
    (folder / "values.json").write_text(json.dumps(values), encoding="utf-8")
    run = subprocess.run(
        [str(python), str(ALONGSIDE), str(folder), str(rounds)], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def show(figures: dict[str, Any]) -> None:
    """Prints the figures a line each."""
    for name, value in figures.items():
        print(f"{name:20} {value}")


if __name__ == "__main__":
    main()
