# ruff: noqa: T201  (a program: printing is what it does)
"""Walking times over made-up mountains, beside GRASS r.walk and scipy in the same run, and how the cost grows.

    .venv/bin/python bench/terrain.py [--rounds 5] [--largest 64] [--without-roads] [--json]

Cells of 30 m, twenty facilities, seconds to the nearest from every cell. Each measure is a process of its own, so that its
peak of memory is its own; loading and compiling are left out, what is read before is not. r.walk (GPL, a program beside
this one) walks over the same 4 million heights by its own formula, which takes no exponent, where GRASS is installed. Bounds for 4 million
cells: 2 s with 8 neighbours and 5 s with 16, 0.5 GB; for 64 million 60 s and 2.5 GB; a hundred candidate roads 8 s.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
from os import getloadavg
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import numpy as np

from xinlu.terrain.grid import Elevation, Grid
from xinlu.terrain.made import fractal
from xinlu.terrain.solving import Solver
from xinlu.terrain.surface import Terrain

SIDE, CELL_M, FACILITIES, SEED = 2000, 30.0, 20, 2026
GROWTH = (250, 500, 1000, 2000)
CANDIDATES, HOMES = 100, 5000
RWALK = """set -e
g.region n={side_m} s=0 w=0 e={side_m} rows={side} cols={side}
r.in.bin -f input=heights.bin output=dem bytes=4 order=native north={side_m} south=0 west=0 east={side_m} rows={side} cols={side} --q
r.mapcalc "free = 0.0" --q
v.in.ascii input=points.csv output=points separator=comma --q
for k in 8 16; do flag=""; [ $k = 16 ] && flag="-k"
begin=$(date +%s.%N)
r.walk $flag --o --q elevation=dem friction=free output=took start_points=points memory=2000
echo $k $(echo "$(date +%s.%N) - $begin" | bc)
done
"""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--largest", type=int, default=64, help="million cells of the largest run; 0: none")
    asked.add_argument("--without-roads", action="store_true")
    asked.add_argument("--json", action="store_true", help="print the figures as JSON alone")
    asked.add_argument("--child", help=argparse.SUPPRESS)
    asked.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.child:
        kind, side, neighbours = options.child.split(",")
        print(json.dumps(CHILDREN[kind](options.folder, int(side), int(neighbours), options.rounds)))
        return
    with TemporaryDirectory() as name:
        figures = measured(Path(name), options)
    print(json.dumps(figures, indent=2)) if options.json else show(figures)


def measured(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Every measure, in processes of their own."""
    tile = fractal(SIDE, SIDE, seed=SEED)
    np.save(folder / f"{SIDE}.npy", tile)
    for side in GROWTH[:-1]:
        np.save(folder / f"{side}.npy", tile[:side, :side])
    found: dict[str, Any] = {"load": getloadavg()[0]}
    for neighbours in (8, 16):
        found[f"times {neighbours}"] = child(folder, "times", SIDE, neighbours, options.rounds)
    found["scipy 8"] = child(folder, "scipy", SIDE, 8, 1)
    found |= by_grass(folder)
    if not options.without_roads:
        found["roads 16"] = child(folder, "roads", SIDE, 16, 1)
    found["growth"] = [child(folder, "times", side, 16, options.rounds) | {"cells": side * side} for side in GROWTH]
    if options.largest:
        side = round(math.sqrt(options.largest * 1e6))
        repeated = -(-side // SIDE)
        np.save(folder / f"{side}.npy", np.tile(tile, (repeated, repeated))[:side, :side])
        found[f"times 16, {options.largest} million"] = child(folder, "times", side, 16, 1)
    return found


def child(folder: Path, kind: str, side: int, neighbours: int, rounds: int) -> dict[str, Any]:
    """One measure in a process of its own."""
    command = (sys.executable, __file__, "--child", f"{kind},{side},{neighbours}", "--folder", str(folder))
    ran = subprocess.run((*command, "--rounds", str(rounds)), capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def ground(folder: Path, side: int, neighbours: int, **more: Any) -> tuple[Terrain, Any]:
    """The mountains of a file, and facilities upon them."""
    metres = np.load(folder / f"{side}.npy")
    grid = Grid(rows=side, columns=side, cell_x_m=CELL_M, cell_y_m=CELL_M, top_m=side * CELL_M)
    points = np.random.default_rng(SEED).uniform(0, side * CELL_M, (FACILITIES, 2))
    return Terrain(Elevation(grid, metres), neighbours=neighbours, **more), points


def times(folder: Path, side: int, neighbours: int, rounds: int) -> dict[str, Any]:
    """Seconds to the nearest facility, by buckets."""
    compile_first()
    surface, points = ground(folder, side, neighbours)
    return timed(lambda: surface.time_to(points), rounds)


def by_scipy(folder: Path, side: int, neighbours: int, rounds: int) -> dict[str, Any]:
    """The same by scipy's solver, without its list of which is nearest."""
    compile_first()
    surface, points = ground(folder, side, neighbours, solver=Solver.SCIPY)
    cells = surface.grid.cells_of(points)
    return timed(lambda: surface._solved(cells, backwards=True), rounds)


def roads(folder: Path, side: int, neighbours: int, rounds: int) -> dict[str, Any]:
    """The gain of each of a hundred candidate roads of 2 to 5 km, by itself, for 5,000 homes that go there and back;
    `before_s` is what the seconds of every cell take before, both ways."""
    from xinlu.terrain.network import Way
    from xinlu.terrain.roads import Candidate, Errand, Weighed

    surface, points = ground(folder, side, neighbours)
    draw = np.random.default_rng(SEED)
    starts = draw.uniform(0.1, 0.9, (CANDIDATES, 2)) * side * CELL_M
    turn, far = draw.uniform(0, 2 * np.pi, CANDIDATES), draw.uniform(2000, 5000, CANDIDATES)
    ends = starts + np.column_stack((np.cos(turn), np.sin(turn))) * far[:, None]
    lines = np.stack((starts, ends), axis=1)
    candidates = [Candidate(Way(line, 20 / 3.6), cost_yuan=1) for line in lines]
    homes = draw.uniform(0, side * CELL_M, (HOMES, 2))
    errand = Errand(points, np.ones(HOMES))
    Weighed(surface, candidates[:1], homes, [errand]).gain([0])
    began = perf_counter()
    weighed = Weighed(surface, candidates, homes, [errand])
    first_s = perf_counter() - began
    return timed(lambda: [weighed.gain([n]) for n in range(CANDIDATES)], rounds) | {"before_s": first_s}


CHILDREN = {"times": times, "scipy": by_scipy, "roads": roads}


def compile_first() -> None:
    """A few cells, so that no round compiles."""
    grid = Grid(rows=5, columns=5, cell_x_m=CELL_M, cell_y_m=CELL_M, top_m=5 * CELL_M)
    for solver in (Solver.AUTO, Solver.HEAP, Solver.SCIPY):
        small = Terrain(Elevation(grid, np.zeros((5, 5), np.float32)), solver=solver)
        if solver is Solver.SCIPY:
            small._solved(np.array([7]), backwards=True)
        else:
            small.time_to(np.array([[70.0, 70.0]]))


def timed(run: Any, rounds: int) -> dict[str, Any]:
    """Middle of the rounds, seconds and processor seconds; peak memory of this process, MB."""
    took, cpu = [], []
    for _ in range(rounds):
        at, at_cpu = perf_counter(), process_time()
        run()
        took.append(perf_counter() - at)
        cpu.append(process_time() - at_cpu)
    return {"s": median(took), "cpu_s": median(cpu), "peak_mb": getrusage(RUSAGE_SELF).ru_maxrss / 1024}


def by_grass(folder: Path) -> dict[str, Any]:
    """r.walk from the same facilities over the same heights; nothing where there is no GRASS."""
    if not shutil.which("grass"):
        return {}
    np.load(folder / f"{SIDE}.npy").astype(np.float32).tofile(folder / "heights.bin")
    points = np.random.default_rng(SEED).uniform(0, SIDE * CELL_M, (FACILITIES, 2))
    np.savetxt(folder / "points.csv", points, delimiter=",", fmt="%.3f")
    (folder / "job.sh").write_text(RWALK.format(side=SIDE, side_m=SIDE * CELL_M))
    for command in (("-c", "XY", "-e", "place"), ("place/PERMANENT", "--exec", "bash", "job.sh")):
        ran = subprocess.run(("grass", *command), cwd=folder, check=True, capture_output=True, text=True)
    lines = [line.split() for line in ran.stdout.splitlines() if line[:2] in ("8 ", "16")]
    return {f"r.walk {neighbours}": {"s": float(took)} for neighbours, took in lines}


def show(figures: dict[str, Any]) -> None:
    """The figures as a table for bench/README.md."""
    print(f"load at the start {figures['load']:.1f}; 4 million cells where nothing else is said\n")
    print("| | Seconds | Processor seconds | Peak MB | r.walk to this |\n|---|---:|---:|---:|---:|")
    for name, each in figures.items():
        if not isinstance(each, dict):
            continue
        beside = figures.get(f"r.walk {name.split()[1].rstrip(',')}") if name in ("times 8", "times 16") else None
        ratio = f"{beside['s'] / each['s']:.1f}" if beside else ""
        cpu, peak = (
            f"{each['cpu_s']:.2f}" if "cpu_s" in each else "",
            f"{each['peak_mb']:.0f}" if "peak_mb" in each else "",
        )
        print(f"| {name} | {each['s']:.2f} | {cpu} | {peak} | {ratio} |")
    print("\nGrowth, 16 neighbours: nanoseconds for each cell and doubling, n log2 n")
    least = min(each["cpu_s"] / grows(each["cells"]) for each in figures["growth"])
    for each in figures["growth"]:
        share = each["cpu_s"] / grows(each["cells"])
        print(f"{each['cells']:>12,}  {share * 1e9:6.2f}  {'#' * round(20 * share / least)}")


def grows(cells: int) -> float:
    """n log2 n."""
    return cells * math.log2(cells)


if __name__ == "__main__":
    main()
