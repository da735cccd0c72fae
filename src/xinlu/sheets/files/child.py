"""Starts a Python process of ours that knows neither settings nor secrets of the program that starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import xinlu

_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
"""Where some Pythons find their own library."""


def start(module: str, *arguments: str, descriptors: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """The module run as a process, with pipes to its input and output; `descriptors` are open in it too."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {
        "PYTHONPATH": str(Path(xinlu.__file__).parents[1]),
        "PYTHONUTF8": "1",
        # One heap for all threads: each further one reserves address space that counts against the bound.
        "MALLOC_ARENA_MAX": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        pass_fds=descriptors,
        env=environment,
        cwd="/",
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End the process at once and leave nothing of it behind."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()
