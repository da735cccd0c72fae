"""Whether ground fits into this machine's memory, told before a cell of it is read."""

from __future__ import annotations

import math
import os
import re
from pathlib import Path

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.terrain.grid import Grid

BYTES_A_CELL = 64
"""What reading, solving and writing take for each cell, in all."""
SHARE_OF_MEMORY = 0.8
"""Of what is free. The rest is for the system: a machine that swaps answers nobody."""
_TOO_LARGE = Words(
    "{file} 有 {rows} × {columns} 格，算起来要 {need} GB 内存，这台机器现在空着的只有 {have} GB。裁小一些，或者放粗：--resolution {metres}",
    "{file} has {rows} x {columns} cells, which take {need} GB of memory; {have} GB are free on this machine. Cut it smaller, "
    "or make it coarser: --resolution {metres}",
)


def refuse_what_does_not_fit(file: Path, grid: Grid) -> None:
    """Refusal with both figures, and the resolution (metres) that would fit, where the grid takes more memory than is free."""
    need, have = grid.rows * grid.columns * BYTES_A_CELL, memory_bytes()
    if need <= SHARE_OF_MEMORY * have:
        return
    metres = grid.resolution_m * math.sqrt(need / max(SHARE_OF_MEMORY * have, 1.0))
    told = _TOO_LARGE.filled(
        file=file, rows=grid.rows, columns=grid.columns, need=f"{need / 2**30:.1f}", have=f"{have / 2**30:.1f}",
        metres=math.ceil(metres / 10) * 10,
    )  # fmt: skip
    raise Refusal("terrain.too_large", told)


def memory_bytes() -> int:
    """The memory that is free: what Linux calls available, no more than a container is granted; elsewhere what is built in."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min(whole, _available(Path("/proc/meminfo")) or whole, _left_in(Path("/sys/fs/cgroup")) or whole)


def _available(meminfo: Path) -> int | None:
    try:
        found = re.search(r"^MemAvailable:\s+(\d+) kB$", meminfo.read_text(), re.MULTILINE)
    except OSError:
        return None
    return int(found[1]) * 1024 if found else None


def _left_in(cgroup: Path) -> int | None:
    try:
        most, used = (cgroup / "memory.max").read_text().strip(), (cgroup / "memory.current").read_text().strip()
    except OSError:
        return None
    return max(int(most) - int(used), 1) if most.isdigit() and used.isdigit() else None
