"""A sentence in Chinese and in English, for rooms that know no Django and so no gettext."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence, said in both languages of the product.

    >>> Words("还差 {n} 笔", "{n} lines to go").filled(n=3).said("en")
    '3 lines to go'
    """

    zh: str
    en: str

    def __reduce__(self) -> tuple[type[Words], tuple[str, str]]:
        return Words, (self.zh, self.en)

    def filled(self, **values: object) -> Words:
        """The same sentence with its {names} filled; a value that is itself `Words` is said in each language."""
        return Words(self.zh.format(**_in(values, "zh")), self.en.format(**_in(values, "en")))

    def said(self, language: str) -> str:
        """The sentence in `language` (any tag that begins with "zh", else English)."""
        return self.zh if language.lower().startswith("zh") else self.en

    @classmethod
    def read(cls, entry: dict[str, Any]) -> Words:
        """Words from a YAML mapping {zh: ..., en: ...}; KeyError names the language that is missing."""
        return cls(str(entry["zh"]), str(entry["en"]))


def _in(values: dict[str, object], language: str) -> dict[str, object]:
    return {name: value.said(language) if isinstance(value, Words) else value for name, value in values.items()}
