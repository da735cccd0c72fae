# ruff: noqa: T201  (a program: printing is what it does)
"""Checks that the Chinese messages are complete: each message used is in a catalogue, translated, not fuzzy, well-formed."""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Key = tuple[str | None, str]


def unfinished(path: Path, catalogue: Catalog) -> Iterator[str]:
    """A sentence for each entry that is untranslated, fuzzy, or has a placeholder that the message has not."""
    if catalogue.fuzzy:
        yield f"{path}: its header is fuzzy: take the mark away"
    for message in catalogue:
        if not message.id:
            continue
        name = message.id if isinstance(message.id, str) else message.id[0]
        strings = [message.string] if isinstance(message.string, str) else list(message.string or [""])
        place = f"{path}:{message.lineno}: “{name}”"
        if message.fuzzy:
            yield f"{place} is fuzzy: look at the translation and take the mark away"
        elif not all(strings):
            yield f"{place} is not translated"
        else:
            for error in message.check(catalogue):
                yield f"{place}: {error}"


def used(rooms: Path) -> Iterator[tuple[Path, int, Key]]:
    """Each message that Python files and templates under `rooms` ask for, with its place."""
    for path in sorted(rooms.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield from _extracted(path, "python", path.read_text(encoding="utf-8"))
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            # Django turns a template into calls with the rest blanked out. The result is no Python, but Babel's
            # JavaScript reader, which minds no indentation, reads the calls.
            yield from _extracted(path, "javascript", templatize(path.read_text(encoding="utf-8"), origin=str(path)))


def _extracted(path: Path, method: str, source: str) -> Iterator[tuple[Path, int, Key]]:
    for line, message, _comments, context in extract(method, io.BytesIO(source.encode()), KEYWORDS):
        yield path, line, (context, message if isinstance(message, str) else message[0])


def contradicting(found: dict[Path, Catalog]) -> Iterator[str]:
    """A sentence for each message that two catalogues translate differently: one of them would be shown in both rooms."""
    said: dict[Key, tuple[Path, object]] = {}
    for path, catalogue in found.items():
        for message in catalogue:
            if not message.id:
                continue
            key = (message.context, message.id if isinstance(message.id, str) else message.id[0])
            first, string = said.setdefault(key, (path, message.string))
            if string != message.string:
                yield f"{path}:{message.lineno}: “{key[1]}” is translated otherwise in {first}: give one a context"


def missing(rooms: Path, known: set[Key]) -> Iterator[str]:
    """A sentence for each message that is asked for and stands in no catalogue."""
    for path, line, (context, message) in used(rooms):
        if message and (context, message) not in known:
            yield f"{path}:{line}: “{message}” stands in no django.po: run make messages and translate it"


def findings(rooms: Path) -> list[str]:
    """Everything that is wrong with the messages of the rooms, a sentence each."""
    found: list[str] = []
    known: set[Key] = set()
    read: dict[Path, Catalog] = {}
    for path in sorted(rooms.glob("**/locale/zh_Hans/LC_MESSAGES/django.po")):
        try:
            with path.open("rb") as file:
                catalogue = read_po(file, locale="zh_Hans", domain="django", abort_invalid=True)
        except PoFileError as error:
            found.append(f"{path}:{error.lineno + 1}: {error}")
            continue
        read[path] = catalogue
        found += unfinished(path, catalogue)
        for message in catalogue:
            known.add((message.context, message.id if isinstance(message.id, str) else message.id[0]))
    return found + list(contradicting(read)) + list(missing(rooms, known))


def main() -> int:
    """0 when nothing is wrong, else 1 with each finding on its line."""
    settings.configure(USE_I18N=True)
    warnings.simplefilter("ignore", SyntaxWarning)
    found = findings(Path(__file__).resolve().parents[1] / "src" / "xinlu")
    root = f"{Path.cwd()}/"
    print(*(sentence.replace(root, "") for sentence in found), sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
