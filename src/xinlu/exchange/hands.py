"""Processes that share the work on a large file; each knows settings, models and keys as the one that starts it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import django

from xinlu.kernel.hands import Hands, cores, many_hands

ALONE_UP_TO_BYTES = 1 << 20
"""Up to some two thousand households: to start processes would take longer than they save."""


def hands_for(file: Path) -> AbstractContextManager[Hands]:
    """As many processes as there are cores; none for a small file, or where there is but one core."""
    is_large = file.exists() and file.stat().st_size > ALONE_UP_TO_BYTES
    return many_hands(cores() if is_large else 1, begin=begin)


def begin() -> None:
    """What a process does first."""
    django.setup()
