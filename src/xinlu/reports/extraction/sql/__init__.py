"""The statements, one file each; a file under the name of a declared table is the SELECT that fills it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from xinlu.entitlement.selectors.known import ONCE_REGISTERED
from xinlu.kernel import clock
from xinlu.practice.vocabulary import Relation

SQL: Mapping[str, str] = MappingProxyType(
    {file.stem: file.read_text(encoding="utf-8") for file in sorted(Path(__file__).parent.glob("*.sql"))}
)


def prepared(duckdb: Any, *, today: date) -> None:
    """Gives a connection what the statements call on: the day, the day of a moment in China, the orders of codes."""
    duckdb.execute(f"SET VARIABLE today = DATE '{today.isoformat()}'")
    duckdb.execute("SET VARIABLE once_registered = ?", [list(ONCE_REGISTERED)])
    duckdb.execute("SET VARIABLE relations = ?", [[relation.value for relation in Relation]])
    # China has kept one time since 1992, so that the day needs no table of time zones.
    hours = _offset() // timedelta(hours=1)
    duckdb.execute(f"CREATE OR REPLACE TEMP MACRO local_day(moment) AS CAST(moment + INTERVAL {hours} HOUR AS DATE)")


def _offset() -> timedelta:
    offset = clock.now().astimezone(clock.PLACE).utcoffset()
    if offset is None:
        raise ValueError("the clock's place has no offset")
    return offset
