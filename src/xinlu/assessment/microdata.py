"""An analyst's own file or table, read column by column: Parquet, CSV and Stata. What cannot be reckoned with is refused here.

It owns no measure. Numbers come out as doubles (NULL where missing), groups as texts or whole numbers. Where a file gives its
codes names (Stata's value labels), numbers are the codes and groups bear the names.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet

from xinlu.assessment.microdata_csv import form_of, line_of, read_csv
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

ENDINGS = (".parquet", ".csv", ".csv.gz", ".tsv", ".dta")
NOT_ENTERED = frozenset({"", "na", "n/a", "nan", ".", "null", "none"})
"""What stands in a cell of text that nobody filled, in any case of letters."""

_NO_COLUMN = Words(
    "{where}里没有“{name}”这一列。{near}",
    "There is no column “{name}” in {where}. {near}",
)
_NEAR = Words("是不是：{names}", "Did you mean: {names}")
_ALL = Words("有这些列：{names}", "It has: {names}")
_ENDING = Words(
    "不认识“{name}”这种文件。能读的是：{known}",
    "A file such as “{name}” cannot be read. What can be read: {known}",
)
_BROKEN = Words(
    "“{name}”打不开：{why}。看看是不是传坏了或者只存了一半，重新导出一次",
    "“{name}” cannot be opened: {why}. It may be damaged or cut off; export it again",
)
_NO_PARTS = Words(
    "“{name}”这个文件夹里没有 .parquet 文件（下一层的不算）",
    "There is no .parquet file in the folder “{name}” (folders within it are not looked into)",
)
_EMPTY = Words("“{name}”里一行数据也没有", "There is not one row of data in “{name}”")
_NOT_A_NUMBER = Words(
    "“{column}”列第 {row} 行写的是“{value}”，不是一个数。改成数字，没有就空着",
    "Column “{column}”, row {row} says “{value}”, which is no number. Write a number, or leave it empty",
)
_INFINITE = Words(
    "“{column}”列第 {row} 行是无穷大，改成数字或者空着",
    "Column “{column}”, row {row} is infinite; write a number or leave it empty",
)
_NEGATIVE = Words(
    "“{column}”列第 {row} 行是 {value}，小于 0：{means}不能是负的",
    "Column “{column}”, row {row} is {value}, below 0: {means} cannot be negative",
)
_TWICE = Words("“{name}”里有两列都叫“{column}”，改一个名字", "“{name}” has two columns called “{column}”: rename one")


@dataclass(frozen=True, slots=True)
class Microdata:
    """A table as it was found, and how to name it.

    `line_of` tells of a row, counted from 0, where it stands for who looks into the file; `names` those of a column's codes.
    """

    table: pyarrow.Table
    name: str
    line_of: Callable[[int], int] = lambda row: row + 1
    names: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)

    def number(self, column: str) -> pyarrow.Array:
        """The column as doubles, NULL where nothing was entered; Refusal for text and for the infinite, with the row."""
        found = self._found(column)
        kind = found.type
        if pyarrow.types.is_string(kind):
            numbers = pyarrow.array(
                [self._typed(column, row, text) for row, text in enumerate(found.to_pylist())], pyarrow.float64()
            )
        elif pyarrow.types.is_null(kind):
            numbers = pyarrow.nulls(len(found), pyarrow.float64())
        elif pyarrow.types.is_boolean(kind):
            numbers = found.cast(pyarrow.int8()).cast(pyarrow.float64())
        elif pyarrow.types.is_integer(kind) or pyarrow.types.is_floating(kind) or pyarrow.types.is_decimal(kind):
            numbers = found.cast(pyarrow.float64(), safe=False)
        else:
            raise Refusal(
                "microdata.number", _NOT_A_NUMBER.filled(column=column, row=self.line_of(0), value=_shown(found[0]))
            )
        numbers = _flat(numbers)
        numbers = pyarrow.compute.if_else(pyarrow.compute.is_nan(numbers), None, numbers)
        self._refuse_first(_INFINITE, column, pyarrow.compute.is_inf(numbers), numbers)
        return numbers

    def not_negative(self, column: str, means: Words) -> pyarrow.Array:
        """As `number`, of what cannot be below 0 (`means` says what it is); Refusal for the first that is, with the row."""
        numbers = self.number(column)
        self._refuse_first(
            _NEGATIVE.filled(column="{column}", row="{row}", value="{value}", means=means),
            column,
            pyarrow.compute.less(numbers, 0),
            numbers,
        )
        return numbers

    def label(self, column: str) -> pyarrow.Array:
        """The column as names of groups: whole numbers stay whole, all else is text; an empty cell is NULL.

        A code that has a name is that name; where two codes share one, each is told apart by its code.
        """
        names = self.names.get(column)
        if not names:
            return self.code(column)
        shared = Counter(names.values())
        plain = [_named(each) for each in self._found(column).to_pylist()]
        told = {_named(code): name if shared[name] == 1 else f"{name} ({_named(code)})" for code, name in names.items()}
        return pyarrow.array([None if each is None else str(told.get(each, each)) for each in plain], pyarrow.string())

    def code(self, column: str) -> pyarrow.Array:
        """As `label`, whatever names the codes have."""
        found = self._found(column)
        if pyarrow.types.is_integer(found.type) and not pyarrow.types.is_uint64(found.type):
            return _flat(found.cast(pyarrow.int64()))
        named = [_named(each) for each in found.to_pylist()]
        if all(name is None or isinstance(name, int) for name in named):
            return pyarrow.array(named, pyarrow.int64())
        return pyarrow.array([None if name is None else str(name) for name in named], pyarrow.string())

    def _found(self, column: str) -> Any:
        names = self.table.column_names
        if column not in names:
            raise self._no_column(column)
        if names.count(column) > 1:
            raise Refusal("microdata.twice", _TWICE.filled(name=self.name, column=column))
        found = self.table.column(column)
        if pyarrow.types.is_dictionary(found.type):
            found = found.cast(found.type.value_type)
        if pyarrow.types.is_large_string(found.type) or pyarrow.types.is_string_view(found.type):
            found = found.cast(pyarrow.string())
        return found

    def _no_column(self, column: str) -> Refusal:
        return no_column(column, self.table.column_names, where=self.name)

    def _typed(self, column: str, row: int, text: str | None) -> float | None:
        if text is None or text.strip().lower() in NOT_ENTERED:
            return None
        found = as_number(text)
        if found is None:
            words = _NOT_A_NUMBER.filled(column=column, row=self.line_of(row), value=text[:60])
            raise Refusal("microdata.number", words)
        return found

    def _refuse_first(self, words: Words, column: str, wrong: Any, numbers: Any) -> None:
        wrong = pyarrow.compute.fill_null(wrong, False)
        row = pyarrow.compute.index(wrong, True).as_py()
        if row >= 0:
            said = words.filled(column=column, row=self.line_of(row), value=f"{numbers[row].as_py():g}")
            raise Refusal("microdata.value", said)


def read(source: Any, *, columns: Sequence[str]) -> Microdata:
    """The wanted columns of a file, of a folder of Parquet files, or of a table in memory.

    In memory: Arrow, or whatever hands out an Arrow stream, as pandas and Polars do.

    Refusal for a file that is not there, of another kind, damaged or empty, and for a column that is missing, with names
    that are near. Rows are told by where they stand: in a CSV by the line of the file, in all else counted from 1.
    """
    wanted = list(dict.fromkeys(columns))
    if not isinstance(source, str | Path):
        try:
            found = Microdata(pyarrow.table(source), "table")
        except (pyarrow.ArrowException, TypeError, ValueError) as wrong:
            raise Refusal("microdata.broken", _BROKEN.filled(name="table", why=_first_line(wrong))) from wrong
    else:
        found = _of_file(Path(source), wanted)
    for column in wanted:
        found._found(column)
    if not found.table.num_rows:
        raise Refusal("microdata.empty", _EMPTY.filled(name=found.name))
    return found


def as_number(text: str) -> float | None:
    """What is written as a number, NaN and the infinite too; None for all else. An underscore is a number to Python alone."""
    try:
        return float(text) if "_" not in text else None
    except ValueError:
        return None


def no_column(column: str, names: Sequence[str], *, where: str) -> Refusal:
    """That a column is missing, with the names that are near it, or all there are."""
    folded = {name.casefold(): name for name in names}
    near = [folded[name] for name in get_close_matches(column.casefold(), folded, n=3, cutoff=0.6)]
    quoted = ", ".join(f"“{name}”" for name in near or names[:30])
    hint = (_NEAR if near else _ALL).filled(names=quoted)
    return Refusal("microdata.column", _NO_COLUMN.filled(where=where, name=column, near=hint), field=column)


def _of_file(path: Path, wanted: Sequence[str]) -> Microdata:
    parts = sorted(path.glob("*.parquet")) if path.is_dir() else []
    if path.is_dir() and not parts:
        raise Refusal("microdata.file", _NO_PARTS.filled(name=path))
    if not path.is_file() and not parts:
        raise Refusal("microdata.file", Words("没有“{name}”这个文件", "There is no file “{name}”").filled(name=path))
    lower = path.name.lower()
    if not parts and not lower.endswith(ENDINGS):
        raise Refusal("microdata.ending", _ENDING.filled(name=path.name, known=", ".join(ENDINGS)))
    if not parts and not path.stat().st_size:
        raise Refusal("microdata.empty", _EMPTY.filled(name=path.name))
    try:
        if parts:
            tables = [_parquet(each, wanted) for each in parts]
            return Microdata(pyarrow.concat_tables(tables, promote_options="permissive"), path.name)
        if lower.endswith(".parquet"):
            return Microdata(_parquet(path, wanted), path.name)
        if lower.endswith(".dta"):
            return _stata(path, wanted)
        form = form_of(path)
        _all_there(path, wanted, form.names)
        return Microdata(read_csv(path, form, wanted), path.name, line_of=lambda row: line_of(path, form, row))
    except Refusal:
        raise
    except (pyarrow.ArrowException, OSError, EOFError, ValueError) as wrong:
        raise Refusal("microdata.broken", _BROKEN.filled(name=path.name, why=_first_line(wrong))) from wrong


def _first_line(wrong: Exception) -> str:
    return str(wrong).splitlines()[0][:200] if str(wrong) else type(wrong).__name__


def _parquet(path: Path, wanted: Sequence[str]) -> pyarrow.Table:
    names = pyarrow.parquet.read_schema(path).names
    _all_there(path, wanted, names)
    return pyarrow.parquet.read_table(path, columns=list(wanted))


def _stata(path: Path, wanted: Sequence[str]) -> Microdata:
    import pyreadstat

    try:
        _, about = pyreadstat.read_dta(str(path), metadataonly=True)
        _all_there(path, wanted, about.column_names)
        columns, about = pyreadstat.read_dta(str(path), usecols=list(wanted), output_format="dict")
    except pyreadstat.ReadstatError as wrong:
        raise ValueError(str(wrong)) from wrong
    table = pyarrow.table({name: pyarrow.array(list(columns[name]), from_pandas=True) for name in wanted})
    return Microdata(table, path.name, names=about.variable_value_labels)


def _all_there(path: Path, wanted: Sequence[str], names: Sequence[str]) -> None:
    for column in wanted:
        if column not in names:
            raise no_column(column, names, where=path.name)
        if list(names).count(column) > 1:
            raise Refusal("microdata.twice", _TWICE.filled(name=path.name, column=column))


def _flat(column: Any) -> pyarrow.Array:
    return column.combine_chunks() if isinstance(column, pyarrow.ChunkedArray) else column


def _named(value: Any) -> int | str | None:
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return value if abs(value) < 2**63 else str(value)
    if isinstance(value, float | Decimal) and abs(float(value)) < 2**63 and value == int(value):
        return int(value)
    return str(value)


def _shown(value: Any) -> str:
    return str(value.as_py())[:60]
