"""The files of a folder of tables: which there are, whether they can be read, and which households each holds.

Only footers are read here, so that thirty million households are looked over in a second.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import parquet

from xinlu.assessment.tables import ColumnType, Table
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

BY = "household_no"
RANGE_HOUSEHOLDS = 500_000
"""Households worked on at a time: fewer than a million accounts, which DuckDB joins to their lines by position."""
_CAN_BE: dict[ColumnType, tuple[str, ...]] = {
    ColumnType.INT64: ("int64", "int32", "int16", "int8", "uint8", "uint16", "uint32"),
    ColumnType.INT32: ("int32", "int16", "int8", "uint8", "uint16"),
    ColumnType.FLOAT64: ("double", "float"),
    ColumnType.BOOLEAN: ("bool",),
    ColumnType.STRING: ("string", "large_string", "dictionary<values=string, indices=int32, ordered=0>"),
    ColumnType.DATE: ("date32[day]",),
}
_CUT = Words(
    "{file} 打不开：不是完整的 Parquet 文件（多半是没写完或者没拷全）",
    "{file} cannot be read: it is no whole Parquet file (cut short while it was written or copied)",
)
_MISSING = Words("{file} 缺 {column} 这一列", "{file} has no column {column}")
_TYPE = Words("{file} 的 {column} 是 {found}，应当是 {wanted}", "{column} in {file} is {found} and must be {wanted}")
_NO_TABLE = Words("没有 {table} 这张表（{means}）", "there is no table {table} ({means})")
_NO_BOUNDS = Words(
    "{file} 没有写明里面是哪些户（Parquet 缺 household_no 的统计），请带着统计重新写一遍",
    "{file} does not tell which households it holds (Parquet without statistics of household_no); write it anew with them",
)
_NO_FOLDER = Words("没有 {folder} 这个文件夹", "there is no folder {folder}")


@dataclass(frozen=True, slots=True)
class Range:
    """Households from number `low` to below `high`."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a file's statistics say of a column: least and greatest value, and how many are empty."""

    least: Any
    most: Any
    empty: int


@dataclass(frozen=True, slots=True)
class TableFile:
    """One Parquet file that can be read: rows, and what its statistics say of columns (those of which they say anything)."""

    path: Path
    rows: int
    bounds: Mapping[str, Bounds]

    @property
    def least(self) -> int | None:
        """The least household in it; None where it is not known."""
        return self.bounds[BY].least if BY in self.bounds else None

    @property
    def most(self) -> int | None:
        """The greatest household in it; None where it is not known."""
        return self.bounds[BY].most if BY in self.bounds else None

    def meets(self, wanted: Range | None) -> bool:
        """Whether it can hold a household of the range."""
        if wanted is None or self.least is None or self.most is None:
            return True
        return self.rows > 0 and self.least < wanted.high and self.most >= wanted.low

    def lies_in(self, wanted: Range) -> bool:
        """Whether all its households are of the range."""
        if self.least is None or self.most is None or self.bounds[BY].empty:
            return False
        return self.least >= wanted.low and self.most < wanted.high


@dataclass(frozen=True)
class TableFiles:
    """What was found of one table: files that can be used, and what is wrong with the others."""

    table: Table
    files: Sequence[TableFile]
    faults: Sequence[Words]

    @property
    def rows(self) -> int:
        """Rows in all files that can be used."""
        return sum(each.rows for each in self.files)

    def of(self, wanted: Range | None) -> list[Path]:
        """The files that can hold a household of the range."""
        return [each.path for each in self.files if each.meets(wanted)]

    def left_of(self, wanted: Range | None) -> Range | None:
        """The range, where the files that can hold its households hold others too; None where nothing is to be left out."""
        if wanted is None or all(each.lies_in(wanted) for each in self.files if each.meets(wanted)):
            return None
        return wanted

    def bounds(self, column: str) -> Bounds | None:
        """What the statistics of all files say of a column; None where one of them says nothing."""
        told = [each.bounds.get(column) for each in self.files if each.rows]
        known = [each for each in told if each is not None]
        if not known or len(known) < len(told):
            return None
        return Bounds(
            min(each.least for each in known), max(each.most for each in known), sum(each.empty for each in known)
        )

    @cached_property
    def digest(self) -> str:
        """A digest of names, sizes and times of the files: it changes with them."""
        told = hashlib.sha256()
        for each in self.files:
            seen = each.path.stat()
            told.update(f"{each.path.name} {seen.st_size} {seen.st_mtime_ns} {each.rows}\n".encode())
        return told.hexdigest()


def look_up(folder: Path, table: Table) -> TableFiles:
    """What the folder holds of the table: `<table>.parquet`, or the .parquet files of a folder `<table>`.

    Refusal where there is no such folder at all.
    """
    if not folder.is_dir():
        raise Refusal("tables.no_folder", _NO_FOLDER.filled(folder=folder))
    paths = sorted((folder / table.name).glob("*.parquet"))
    single = folder / f"{table.name}.parquet"
    if single.is_file():
        paths.append(single)
    files: list[TableFile] = []
    faults: list[Words] = []
    for path in paths:
        try:
            footer = parquet.read_metadata(path)
            schema = parquet.read_schema(path)
        except (pyarrow.ArrowInvalid, OSError):
            faults.append(_CUT.filled(file=_short(folder, path)))
            continue
        wrong = list(_wrong(table, schema, _short(folder, path)))
        faults += wrong
        if not wrong:
            files.append(TableFile(path, footer.num_rows, _bounds(footer)))
    if table.is_needed and not files and not faults:
        faults.append(_NO_TABLE.filled(table=table.name, means=table.means))
    return TableFiles(table, files, faults)


def ranges(found: Iterable[TableFiles], *, size: int) -> list[Range]:
    """The ranges of household numbers, `size` each, that the files of these tables span; none where there are no rows.

    Refusal where a file does not tell which households it holds.
    """
    files = [each for table in found for each in table.files if each.rows]
    for each in files:
        if each.least is None or each.most is None:
            raise Refusal("tables.no_statistics", _NO_BOUNDS.filled(file=each.path))
    bounds = [(each.least or 0, each.most or 0) for each in files]
    if not bounds:
        return []
    first, last = min(low for low, _ in bounds), max(high for _, high in bounds)
    return [Range(low, low + size) for low in range(first, last + 1, size)]


def _wrong(table: Table, schema: pyarrow.Schema, file: str) -> Iterator[Words]:
    for column in table.columns:
        place = schema.get_field_index(column.name)
        if place < 0:
            yield _MISSING.filled(file=file, column=column.name)
        elif str(schema.field(place).type) not in _CAN_BE[column.type]:
            yield _TYPE.filled(file=file, column=column.name, found=schema.field(place).type, wanted=column.type)


def _bounds(footer: parquet.FileMetaData) -> dict[str, Bounds]:
    """What the row groups' statistics say of each column; a column of which one group says nothing is not there."""
    found: dict[str, Bounds] = {}
    unknown: set[str] = set()
    for number in range(footer.num_row_groups):
        group = footer.row_group(number)
        for place in range(group.num_columns):
            column = group.column(place)
            name, told = column.path_in_schema, column.statistics
            if told is None or not told.has_min_max or not told.has_null_count:
                unknown.add(name)
                continue
            so_far = found.get(name, Bounds(told.min, told.max, 0))
            found[name] = Bounds(
                min(so_far.least, told.min), max(so_far.most, told.max), so_far.empty + told.null_count
            )
    return {name: bounds for name, bounds in found.items() if name not in unknown}


def _short(folder: Path, path: Path) -> str:
    return str(path.relative_to(folder))
