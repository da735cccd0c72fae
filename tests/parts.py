# ruff: noqa: T201  (a program: printing is what it does)
"""System parts that tests need: where each is found, and the Debian package that brings it.

Run as a program it prints the packages of what is missing, one a line (scripts/system-parts installs them).
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

POSTGRES_OLDEST = 15


@dataclass(frozen=True)
class Part:
    """A part: `find` answers where it is, or "" when it is not here; `packages` bring it on Debian."""

    find: Callable[[], str]
    packages: tuple[str, ...]


def _answers(*command: str) -> str:
    """The program's answer, "" when it cannot be run or fails."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def _postgres() -> str:
    """The folder of the newest server's binaries."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True
    )
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        version = re.search(r"\d+", _answers(str(folder / "postgres"), "--version"))
        if (folder / "initdb").exists() and version and int(version[0]) >= POSTGRES_OLDEST:
            return str(folder)
    return ""


def _chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        path = shutil.which(name)
        # Ubuntu's chromium-browser is a note that tells of a snap: it does not answer with a version.
        if path and _answers(path, "--version"):
            return path
    return ""


def _cjk_font() -> str:
    known = _answers("fc-list", ":lang=zh-cn", "file")
    if known:
        return known.splitlines()[0].rstrip(": ")
    return next((str(path) for path in sorted(Path("/usr/share/fonts").rglob("*CJK*.tt[cf]"))), "")


def _pango() -> str:
    names = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")
    try:
        for name in names:
            ctypes.CDLL(name)
    except OSError:
        return ""
    return names[0]


PARTS = {
    "postgres": Part(_postgres, ("postgresql",)),
    "chromium": Part(_chromium, ("chromium",)),
    "font": Part(_cjk_font, ("fontconfig", "fonts-noto-cjk")),
    "pango": Part(_pango, ("libpango-1.0-0", "libpangoft2-1.0-0")),
    "poppler": Part(lambda: shutil.which("pdftotext") or "", ("poppler-utils",)),
    "processes": Part(lambda: shutil.which("ps") or "", ("procps",)),
    "java": Part(lambda: shutil.which("java") or "", ("openjdk-17-jre-headless",)),
    "grass": Part(lambda: shutil.which("grass") or "", ("grass-core",)),
    "gettext": Part(lambda: shutil.which("msgfmt") or "", ("gettext",)),
}


@cache
def found(name: str) -> str:
    """Where the part is, or "" when it is not here."""
    return PARTS[name].find()


def is_required() -> bool:
    """Whether a missing part fails its tests (CI) instead of skipping them in sight (a laptop)."""
    return os.environ.get("CI") == "true" or os.environ.get("XINLU_REQUIRE_ALL") == "1"


def what_is_missing(name: str) -> str:
    """The sentence about a missing part: what, and the one line that brings it."""
    return f"{name} is not on this machine; to have it: apt-get install {' '.join(PARTS[name].packages)}"


if __name__ == "__main__":
    for part_name, part in PARTS.items():
        if not found(part_name):
            print(*part.packages, sep="\n")
