"""The table of speeds by cover or class of road, from .csv (UTF-8 or GB18030) or .xlsx; AccessMod's own as it lies."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

CODES = ("code", "class", "cover", "地类", "代码")
SPEEDS = ("speed", "speed_kmh", "km/h", "速度")
MODES = ("mode", "方式")
ON_A_PATH_KMH = 6.0 * math.exp(-3.5 * 0.05)
"""How fast one walks on a flat path, km/h: Tobler's speed on the flat, which a share of 1 stands for."""
_UNREADABLE = Words("{file} 读不出来：要 .csv 或 .xlsx", "{file} cannot be read: it should be .csv or .xlsx")
_NO_COLUMN = Words(
    "{file} 要有“{one}”和“{two}”两列，现在的列是：{here}",
    "{file} needs the columns “{one}” and “{two}”; it has: {here}",
)
_WRONG = Words(
    "{file} 第 {row} 行写的是“{code}”“{speed}”：代码要是整数，速度要是零或者零以上的数（公里每小时）",
    "Row {row} of {file} has “{code}” and “{speed}”: the code must be a whole number, the speed zero or more (km/h)",
)
_WRONG_MODE = Words(
    "{file} 第 {row} 行的 mode 写的是“{here}”：要是 {modes} 里的一个",
    "Row {row} of {file} has “{here}” as its mode: it must be one of {modes}",
)
_TWICE = Words("{file} 里代码 {code} 不止一行", "{file} has more than one row for code {code}")


class Mode(StrEnum):
    """By what one goes over a cover, in the words of AccessMod's tables."""

    WALKING = "WALKING"
    BICYCLING = "BICYCLING"
    MOTORIZED = "MOTORIZED"


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast one goes on the flat, and by what; None where the table does not say."""

    kmh: float
    mode: Mode | None


def read_speeds(file: Path) -> dict[int, Speed]:
    """Code -> speed, from columns "code" (or "class") and "speed" (km/h), and "mode" where there is one.

    Refusal with the row for what makes no sense.
    """
    heading, *rows = _rows(file) or [[]]
    names = [str(each or "").strip().lower() for each in heading]
    code_at, speed_at, mode_at = (
        next((n for n, name in enumerate(names) if name in known), None) for known in (CODES, SPEEDS, MODES)
    )
    if code_at is None or speed_at is None:
        raise Refusal("terrain.shares", _NO_COLUMN.filled(file=file, one="code", two="speed", here=", ".join(names)))
    found: dict[int, Speed] = {}
    for number, row in enumerate(rows, start=2):
        if all(each in (None, "") for each in row):
            continue
        code, speed, mode = (None if at is None or at >= len(row) else row[at] for at in (code_at, speed_at, mode_at))
        key, kmh = _whole(code), _number(speed)
        if key is None or kmh is None:
            told = _WRONG.filled(file=file, row=number, code=str(code), speed=str(speed))
            raise Refusal("terrain.share", told, field=str(number))
        if key in found:
            raise Refusal("terrain.share_twice", _TWICE.filled(file=file, code=key), field=str(number))
        found[key] = Speed(kmh, _mode(mode, file, number))
    return found


def read_shares(file: Path) -> dict[int, float]:
    """Cover code -> walking speed there as a share of that on a path; otherwise as `read_speeds`."""
    return {code: speed.kmh / ON_A_PATH_KMH for code, speed in read_speeds(file).items()}


def _whole(told: object) -> int | None:
    try:
        return int(str(told).strip().removesuffix(".0"))
    except ValueError:
        return None


def _number(told: object) -> float | None:
    try:
        found = float(str(told).strip())
    except ValueError:
        return None
    return found if 0.0 <= found < 1000.0 else None


def _mode(told: object, file: Path, row: int) -> Mode | None:
    written = str(told or "").strip().upper()
    if not written:
        return None
    if written not in {each.value for each in Mode}:
        words = _WRONG_MODE.filled(file=file, row=row, here=written[:40], modes=", ".join(Mode))
        raise Refusal("terrain.share_mode", words, field=str(row))
    return Mode(written)


def _rows(file: Path) -> list[list[Any]]:
    if not file.exists():
        raise FileNotFoundError(f"没有这个文件 / no such file: {file}")
    try:
        if file.suffix.lower() == ".xlsx":
            return _of_workbook(file)
        text = _decoded(file.read_bytes())
        heading = text.partition("\n")[0]
        # Offices write commas, semicolons or tabs, as their system is set.
        separator = max(",;\t", key=heading.count)
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except (UnicodeDecodeError, csv.Error, BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise Refusal("terrain.shares", _UNREADABLE.filled(file=file)) from None


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _of_workbook(file: Path) -> list[list[Any]]:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        # Some programs write that their sheet is one cell wide.
        sheet.reset_dimensions()
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()
