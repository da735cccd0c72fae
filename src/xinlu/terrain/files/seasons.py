"""In which months a way can be gone: fords and tracks that the rains close, rivers that are waded in the dry months."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.terrain.files.features import Features

MONTHS = ("open_months", "通行月份")
"""The fields that say it, such as "11-4" or "1,2,12"; left empty, the whole year."""
_WRONG = Words(
    "{file} 第 {n} 个图形的通行月份写的是“{here}”：写成 11-4 或者 1,2,12 这样，月份是 1 到 12",
    "Feature {n} of {file} has “{here}” as its open_months: write it such as 11-4 or 1,2,12, months from 1 to 12",
)


def is_seasonal(features: Features) -> NDArray[np.bool_]:
    """Which shapes are open in some months alone."""
    told = features.field(*MONTHS)
    return np.array([told is not None and not _is_blank(told[n]) for n in range(len(features.shapes))], bool)


def is_open_in(month: int, features: Features, file: Path) -> NDArray[np.bool_]:
    """Which shapes are open in this month (1 to 12); Refusal with the feature's number for months that are none."""
    told = features.field(*MONTHS)
    if told is None:
        return np.ones(len(features.shapes), bool)
    found = np.ones(len(told), bool)
    for n, here in enumerate(told):
        if not _is_blank(here):
            months = _months(str(here))
            if months is None:
                number = features.numbers[n]
                raise Refusal("terrain.months", _WRONG.filled(file=file, n=number, here=str(here)), field=str(number))
            found[n] = month in months
    return found


def _is_blank(here: object) -> bool:
    return here is None or (isinstance(here, float) and bool(np.isnan(here))) or not str(here).strip()


def _months(told: str) -> set[int] | None:
    found: set[int] = set()
    for part in re.split(r"[,，、;；\s]+", told.replace("月", "").strip()):
        read = re.fullmatch(r"(\d{1,2})(?:\.0)?(?:[-–—~至到](\d{1,2}))?", part)
        if read is None:
            return None
        first, last = int(read[1]), int(read[2] or read[1])
        if not (1 <= first <= 12 and 1 <= last <= 12):
            return None
        # From November to April goes over the new year.
        found |= {(first - 1 + k) % 12 + 1 for k in range((last - first) % 12 + 1)}
    return found
