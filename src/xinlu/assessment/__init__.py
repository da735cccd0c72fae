"""The assessment of a county or a country: declared tables, measures as expressions, and the engines that run them. No Django.

For analysts, on a file or table of their own: `xinlu.assessment.indicators(...)`, `xinlu.assessment.mpi(...)`, and
`xinlu.assessment.read_spec(path)` for what the latter is told.
"""

from __future__ import annotations

from typing import Any

_OF_ANALYSTS = {"indicators": "analysis", "mpi": "analysis", "read_spec": "mpi_spec"}


def __getattr__(name: str) -> Any:
    """The analysts' functions, loaded when asked for: an engine of a county needs none of what they import."""
    from importlib import import_module

    if name not in _OF_ANALYSTS:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_OF_ANALYSTS[name]}"), name)
