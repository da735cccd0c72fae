"""One mapping of a file, asked field by field; whatever is missing or of the wrong sort is a fault with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import TypeVar

from xinlu.kernel.words import Words
from xinlu.policy.faults import Fault, FaultFound
from xinlu.policy.scanning import NAME
from xinlu.policy.strict_yaml import Item

LONGEST_TEXT = 400
AnyChoice = TypeVar("AnyChoice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Entry:
    """A mapping with its file and line."""

    file: str
    line: int
    fields: dict[str, Item]

    @classmethod
    def of(cls, item: Item, file: str) -> Entry:
        """The entry in an item that must be a mapping."""
        if not isinstance(item.value, dict):
            raise FaultFound(
                Fault(
                    file=file,
                    line=item.line,
                    words=Words("这里要一组“名字: 内容”", "a mapping of fields is wanted here"),
                    instead=Words(
                        "照 xinlu/policy/__init__.py 里的例子写",
                        "write it as the example in xinlu/policy/__init__.py has it",
                    ),
                )
            )
        return cls(file, item.line, item.value)

    def fault(self, words: Words, instead: Words, *, at: str = "") -> FaultFound:
        """A fault on the line of the field `at`, or of the entry."""
        line = self.fields[at].line if at in self.fields else self.line
        return FaultFound(Fault(file=self.file, line=line, words=words, instead=instead))

    def only(self, *names: str) -> None:
        """A fault where a field is not among `names`."""
        for name in self.fields:
            if name not in names:
                raise self.fault(
                    Words("这里没有“{name}”这一项", "there is no field “{name}” here").filled(name=name[:60]),
                    Words("可以写的有 {names}", "there are {names}").filled(names=", ".join(names)),
                    at=name,
                )

    def has(self, name: str) -> bool:
        return name in self.fields and self.fields[name].value is not None

    def item(self, name: str) -> Item:
        if not self.has(name):
            raise self.fault(
                Words("少了“{name}”", "“{name}” is missing").filled(name=name),
                Words("补上它", "add it"),
            )
        return self.fields[name]

    def text(self, name: str) -> str:
        value = self.item(name).value
        if not isinstance(value, str) or not value.strip() or len(value) > 4 * LONGEST_TEXT:
            raise self._wrong(
                name,
                Words("一段文字", "a text"),
                Words("写一段不太长的文字，是数字就放进引号", "write a text, not too long; a number in quotes"),
            )
        return value.strip()

    def name(self, name: str) -> str:
        """A text that can name something."""
        value = self.text(name)
        if not NAME.fullmatch(value) or len(value) > 60:
            raise self._wrong(
                name,
                Words("一个名字", "a name"),
                Words(
                    "用小写英文字母、数字和单个下划线，不超过60个字符",
                    "lower-case letters, digits and single underlines, 60 characters at most",
                ),
            )
        return value

    def words(self, name: str, fillable: Sequence[str] | None = None) -> Words:
        """A sentence in both languages; in braces only names of `fillable` (None: no braces at all)."""
        return self.words_of(self.item(name), fillable)

    def words_of(self, item: Item, fillable: Sequence[str] | None = None) -> Words:
        plain = item.plain
        is_said = isinstance(plain, dict) and plain.keys() == {"zh", "en"}
        if not is_said or not all(
            isinstance(each, str) and 0 < len(each.strip()) <= LONGEST_TEXT for each in plain.values()
        ):
            raise self._at(
                item,
                Words("这里要中英文各一句", "a sentence in both languages is wanted here"),
                Words(
                    "写成 {zh: ..., en: ...}，每句不超过400字",
                    "write {zh: ..., en: ...}, each of at most 400 characters",
                ),
            )
        for said in plain.values():
            for placed in self._braces(item, said):
                if fillable is None or placed not in fillable:
                    raise self._at(
                        item,
                        Words("花括号里的“{name}”填不了", "“{name}” in braces cannot be filled").filled(
                            name=placed[:60]
                        ),
                        Words("只能写情况或参数的名字", "only the name of a fact or parameter can stand there"),
                    )
        return Words(plain["zh"].strip(), plain["en"].strip())

    def _braces(self, item: Item, said: str) -> Iterator[str]:
        try:
            for _, placed, form, conversion in Formatter().parse(said):
                if placed is not None:
                    yield placed + (f":{form}" if form else "") + (f"!{conversion}" if conversion else "")
        except ValueError:
            raise self._at(
                item,
                Words("花括号没有配对", "braces do not match"),
                Words("每个左括号都要有右括号", "every { needs its }"),
            ) from None

    def day(self, name: str) -> date:
        value = self.item(name).value
        if not isinstance(value, date):
            raise self._wrong(name, Words("一个日期", "a day"), Words("写成 2026-01-31", "write it as 2026-01-31"))
        return value

    def whole(self, name: str, *, least: int, most: int) -> int:
        value = self.item(name).value
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self._wrong(
                name,
                Words("{least}到{most}的整数", "a whole number from {least} to {most}").filled(least=least, most=most),
                Words("写一个整数", "write a whole number"),
            )
        return value

    def choice(self, name: str, among: type[AnyChoice]) -> AnyChoice:
        value = self.item(name).value
        if value not in tuple(among):
            raise self._wrong(
                name,
                Words("几个里面的一个", "one of a few"),
                Words("可以写 {codes}", "it can be {codes}").filled(codes=", ".join(among)),
            )
        return among(str(value))

    def listed(self, name: str) -> list[Item]:
        value = self.item(name).value
        if not isinstance(value, list):
            raise self._wrong(name, Words("一个列表", "a list"), Words("每一项前面写“- ”", "put “- ” before each"))
        return value

    def below(self, name: str) -> Entry:
        """The mapping in a field."""
        return Entry.of(self.item(name), self.file)

    def _wrong(self, name: str, wanted: Words, instead: Words) -> FaultFound:
        shown = repr(self.fields[name].plain)[:60]
        words = Words("“{name}”要是{wanted}，写的是 {shown}", "“{name}” must be {wanted}, and is {shown}")
        return self.fault(words.filled(name=name, wanted=wanted, shown=shown), instead, at=name)

    def _at(self, item: Item, words: Words, instead: Words) -> FaultFound:
        return FaultFound(Fault(file=self.file, line=item.line, words=words, instead=instead))
