"""YAML as far as a catalogue needs it: mappings, lists, texts, whole numbers, true and false, days. Nothing else passes.

Anchors, aliases, tags, merge keys, keys said twice, deep nesting and large files are refused; nothing is ever constructed
but plain values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from xinlu.kernel.words import Words
from xinlu.policy.faults import Fault, FaultFound

LARGEST_FILE = 300_000
"""Characters: a subject of the catalogue has a tenth of that, and reading this much takes about two seconds."""
DEEPEST = 12
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class Item:
    """A value and the line (from 1) on which it stands; mappings and lists hold items again."""

    value: dict[str, Item] | list[Item] | str | int | bool | date | None
    line: int

    @property
    def plain(self) -> Any:
        """The value without its lines."""
        if isinstance(self.value, dict):
            return {name: item.plain for name, item in self.value.items()}
        if isinstance(self.value, list):
            return [item.plain for item in self.value]
        return self.value


def read_yaml(text: str, file: str) -> Item:
    """The one document in the text; `file` is named in faults. FaultFound at the first thing that is refused."""
    if len(text) > LARGEST_FILE:
        raise _fault(
            file, 0,
            Words("文件太大（{n}个字符）", "the file is too large ({n} characters)").filled(n=len(text)),
            Words("按主题分成几个文件，每个不超过{n}个字符", "split it by subject into files of at most {n} characters").filled(n=LARGEST_FILE),
        )  # fmt: skip
    try:
        node = _Loader(text, file).get_single_node()
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        raise _fault(
            file, mark.line + 1 if mark else 0,
            Words("不是写得对的 YAML（{what}）", "this is not well-formed YAML ({what})").filled(what=_short(wrong)),
            Words(
                "看看这一行的缩进、冒号和引号；花括号里带英文标点（, : ? #）的文字要放进引号",
                "look at indents, colons and quotes; within {} a text with , : ? or # needs quotes",
            ),
        ) from None  # fmt: skip
    return _item(node, file)


class _Loader(yaml.SafeLoader):
    """Composes nodes only, and stops at the first anchor, alias, tag or mapping too deep."""

    def __init__(self, text: str, file: str) -> None:
        super().__init__(text)
        self.file = file
        self.depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _fault(
                self.file, line,
                Words("不能用 & 和 * 引用别处", "anchors (&) and aliases (*) are not used"),
                Words("把要写的话再写一遍；以 & 或 * 开头的文字放进引号", "write it out again; put a text that begins with & or * in quotes"),
            )  # fmt: skip
        if getattr(event, "tag", None):
            raise _fault(
                self.file, line,
                Words("不能用标签 {tag}", "tags such as {tag} are not used").filled(tag=str(event.tag)[:40]),
                Words("去掉以 ! 开头的部分；文字里要用 ! 就放进引号", "leave out what begins with !; put a text that begins with ! in quotes"),
            )  # fmt: skip
        if self.depth >= DEEPEST:
            raise _fault(
                self.file, line,
                Words("套得太深，最多{n}层", "nested too deep, {n} levels at most").filled(n=DEEPEST),
                Words("照 xinlu/policy/__init__.py 里的格式写", "write it in the format told in xinlu/policy/__init__.py"),
            )  # fmt: skip
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def _item(node: Any, file: str) -> Item:
    if node is None:
        return Item(None, 1)
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Item(_mapping(node, file), line)
    if isinstance(node, yaml.SequenceNode):
        return Item([_item(each, file) for each in node.value], line)
    return Item(_scalar(node, file, line), line)


def _mapping(node: Any, file: str) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or key.tag != TAG + "str" or key.value == "<<":
            raise _fault(
                file, line,
                Words("这里的名字不是文字", "the name of this field is not a text"),
                Words("名字写成小写英文字母；on、off、yes、no 要放进引号；不用 <<", "write names in lower-case letters; put on, off, yes and no in quotes; << is not used"),
            )  # fmt: skip
        if key.value in found:
            raise _fault(
                file, line,
                Words("“{name}”写了两遍", "“{name}” is said twice").filled(name=key.value[:60]),
                Words("留一个，去掉另一个", "keep one of them"),
            )  # fmt: skip
        found[key.value] = _item(value, file)
    return found


def _scalar(node: Any, file: str, line: int) -> str | int | bool | date | None:
    tag, text = node.tag.removeprefix(TAG), node.value
    if tag == "str":
        return str(text)
    if tag == "null" and text in ("", "null"):
        return None
    if tag == "bool" and text in ("true", "false"):
        return bool(text == "true")
    if tag == "int" and WHOLE.fullmatch(text):
        return int(text)
    if tag == "timestamp" and len(text) == 10:
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise _fault(
        file, line,
        Words("看不懂“{text}”是什么", "it is not clear what “{text}” is").filled(text=text[:40]),
        Words("数写整数，是否写 true 或 false，日期写成 2026-01-31，文字放进引号", "whole numbers, true or false, days such as 2026-01-31, and texts in quotes"),
    )  # fmt: skip


def _short(wrong: yaml.YAMLError) -> str:
    return str(getattr(wrong, "problem", None) or "unexpected characters")[:120]


def _fault(file: str, line: int, words: Words, instead: Words) -> FaultFound:
    return FaultFound(Fault(file=file, line=line, words=words, instead=instead))
