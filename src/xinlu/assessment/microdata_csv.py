"""CSV as any office writes it: encoding and delimiter found, gzipped or not; every cell as text, and on which line a row begins."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.csv

ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV is written, and the names in its heading."""

    encoding: str
    delimiter: str
    names: tuple[str, ...]


def form_of(path: Path) -> CsvForm:
    """The form of the whole file; ValueError where it is in no encoding known."""
    encoding, heading = _heading(path)
    unquoted = re.sub(r'"[^"]*"', "", heading)
    delimiter = "\t" if ".tsv" in path.suffixes else max(",;\t", key=unquoted.count)
    return CsvForm(encoding, delimiter, tuple(next(csv.reader([heading], delimiter=delimiter), [])))


def read_csv(path: Path, form: CsvForm, wanted: Sequence[str]) -> pyarrow.Table:
    """The wanted columns as text, NULL where nothing was entered."""
    # Everything is read as text: what is no number must be found with its row, not guessed to be a name. In quotes NA is a
    # name, as R writes it; without them it is nothing.
    reading = pyarrow.csv.ReadOptions(encoding=form.encoding.removesuffix("-sig"))
    parsing = pyarrow.csv.ParseOptions(delimiter=form.delimiter, newlines_in_values=True)
    converting = pyarrow.csv.ConvertOptions(
        include_columns=list(wanted),
        column_types=dict.fromkeys(wanted, pyarrow.string()),
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        null_values=["", "NA", "NaN", "nan", ".", "NULL", "null", "N/A"],
    )
    with _opened(path, "rb") as file:
        return pyarrow.csv.read_csv(file, read_options=reading, parse_options=parsing, convert_options=converting)


def line_of(path: Path, form: CsvForm, row: int) -> int:
    """The line of the file on which a row (counted from 0) begins: empty lines are no rows, a quoted cell may hold several lines."""
    begins, wanted = 1, row + 1
    with _opened(path, "rt", encoding=form.encoding, newline="") as lines:
        reader = csv.reader(lines, delimiter=form.delimiter)
        for record in reader:
            if record and wanted == 0:
                break
            wanted -= bool(record)
            begins = reader.line_num + 1
    return begins


def _opened(path: Path, mode: str, **how: Any) -> Any:
    """The file open for reading, unpacked where it is gzipped, whatever its name says."""
    with path.open("rb") as file:
        is_gzipped = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, mode, **how) if is_gzipped else path.open(mode, **how)


def _heading(path: Path) -> tuple[str, str]:
    """The encoding that the whole file is in, and its first line with anything in it."""
    for encoding in ENCODINGS:
        try:
            with _opened(path, "rt", encoding=encoding, newline="") as lines:
                heading = next((line for line in lines if line.strip()), "")
                for _ in _pieces(lines):
                    pass
            return encoding, heading.rstrip("\r\n")
        except UnicodeDecodeError:
            continue
    raise ValueError("neither UTF-8 nor GB18030")


def _pieces(lines: Any) -> Iterator[str]:
    while piece := lines.read(1 << 20):
        yield piece
