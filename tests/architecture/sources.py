"""The files that the architecture rules read."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "xinlu"


@dataclass(frozen=True)
class Source:
    """A file by its name, as the rules see it: its text need not be on the disk."""

    name: str
    text: str

    @property
    def path(self) -> Path:
        return Path(self.name)

    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    def at(self, node: ast.AST, what: str) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 1)}: {what}"


def in_src(*suffixes: str) -> list[Source]:
    """The files of src/xinlu with these suffixes, named from there. Migrations are written by Django and left out."""
    paths = (path for suffix in suffixes for path in SRC.rglob(f"*{suffix}") if "migrations" not in path.parts)
    return [Source(str(path.relative_to(SRC)), path.read_text(encoding="utf-8")) for path in sorted(paths)]


def in_tree() -> Iterator[Source]:
    """Every text file that belongs to the project, named from its root; without git, whatever is not a working folder."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    names = listing.stdout.split("\0") if listing.returncode == 0 else _walked()
    for name in sorted(name for name in names if name and (ROOT / name).is_file()):
        data = (ROOT / name).read_bytes()
        if b"\0" not in data[:1024]:
            yield Source(name, data.decode("utf-8", errors="replace"))


def _walked() -> list[str]:
    working = {"var", "keys", "build", "dist", "staticfiles", "__pycache__"}
    names = [path.relative_to(ROOT) for path in ROOT.rglob("*")]
    return [
        str(name)
        for name in names
        if not working & set(name.parts) and (name.parts[0] == ".ci" or not name.parts[0].startswith("."))
    ]
