"""XML of unknown origin: no document type, hence no entities, nothing fetched; broken XML is a refusal."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from xinlu.sheets.files import refusals


class CarefulParser:
    """An expat parser fed piece by piece; element and attribute names reach the handlers as they are written."""

    def __init__(
        self,
        *,
        started: Callable[[str, dict[str, str]], None],
        ended: Callable[[str], None] | None = None,
        said: Callable[[str], None] | None = None,
        where: str = "",
    ) -> None:
        self._where = where
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = started
        self._parser.EndElementHandler = ended
        self._parser.CharacterDataHandler = said
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def feed(self, piece: bytes, *, is_last: bool = False) -> None:
        """Parse a piece; Refusal where it is not well formed or has a document type."""
        try:
            self._parser.Parse(piece, is_last)
        except expat.ExpatError:
            raise refusals.damaged(self._where) from None

    def _refuse_doctype(self, *_: object) -> None:
        # No office format has one; what has one carries entities, and those are there to swell.
        raise refusals.damaged(self._where)


def local(name: str) -> str:
    """The name without its prefix.

    >>> local("x:row"), local("row")
    ('row', 'row')
    """
    return name.rpartition(":")[2]
