"""The bounds of a process that works on a file of unknown origin. Its memory is held by the system and by a thread."""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
import time

from xinlu.sheets.files import limits

OUT_OF_MEMORY = 77
"""How the process ends when the thread finds it past its bound."""
_LOOK_SECONDS = 0.05


def bound() -> None:
    """Bound memory and time of this process, and let it leave no core file behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_CPU, limits.PROCESSOR_SECONDS)
    _lower(resource.RLIMIT_AS, limits.MEMORY_BYTES)
    threading.Thread(target=_watch_memory, daemon=True).start()


def _watch_memory() -> None:
    """Ends the process past its bound also where the system does not hold it."""
    # A process starts with the peak of the one it came from, so what counts is the growth.
    began = _peak_bytes()
    while _peak_bytes() - began < limits.MEMORY_BYTES:
        time.sleep(_LOOK_SECONDS)
    os._exit(OUT_OF_MEMORY)


def _peak_bytes() -> int:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _lower(which: int, value: int) -> None:
    _, most = resource.getrlimit(which)
    allowed = value if most == resource.RLIM_INFINITY else min(value, most)
    try:
        resource.setrlimit(which, (allowed, most))
    except (OSError, ValueError):
        return  # this system does not hold that bound
