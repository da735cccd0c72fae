"""Refusals: what a person is told when something cannot be done. Never a traceback, never "invalid input"."""

from __future__ import annotations

from xinlu.kernel.words import Words


class Refusal(Exception):
    """Something asked for is refused: `code` for programs, `words` for people, `field` where on the page.

    `words` say what is wrong, where, why, and what to do next.
    """

    def __init__(self, code: str, words: Words, *, field: str = "") -> None:
        super().__init__(f"{code}: {words.en}")
        self.code = code
        self.words = words
        self.field = field
