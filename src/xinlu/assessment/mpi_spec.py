"""How an analyst says what multidimensional poverty is: dimensions, indicators, weights, cut-off, in a YAML file.

It reads and checks the specification; the measure itself stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import yaml

from xinlu.assessment.measures.multidimensional import Missing, Single
from xinlu.assessment.mpi_indicators import COMPARED, Comparison, Indicator, number_of, text_of
from xinlu.assessment.mpi_weights import WRITTEN, meant_cutoff, meant_weights
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

Chosen = TypeVar("Chosen", bound=StrEnum)
LARGEST_SPEC = 200_000
SETTINGS = ("people", "weight", "by", "strata", "cluster", "single_cluster_strata", "cutoff", "missing", "dimensions")
_FAULT = Words("{file} 里{where}：{what}", "{file}, {where}: {what}")
_TOP = Words("最外层", "at the top")
_UNKNOWN = Words("不认识“{name}”，能写的是：{known}", "“{name}” is not known; there are: {known}")
_LACKS = Words("少了“{name}”", "“{name}” is missing")
_TWICE = Words("“{name}”写了两遍", "“{name}” is said twice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A whole specification: weights add up to 1, so that `cutoff` is a share; `dimensions` name their indicators."""

    indicators: tuple[Indicator, ...]
    dimensions: Mapping[str, tuple[str, ...]]
    cutoff: Fraction
    people: str | None = None
    weight: str | None = None
    by: tuple[str, ...] = ()
    strata: str | None = None
    cluster: str | None = None
    missing: Missing = Missing.DROP
    single: Single = Single.CENTRED
    said: tuple[Words, ...] = ()
    """What was made of weights that do not add up to 1, and of a rounded cut-off."""


class _Loader(yaml.BaseLoader):
    """Every value as it is written: "no" is no falsehood and 010 no eight; only nothing is nothing. A name said twice is refused."""

    def construct_scalar(self, node: Any) -> Any:
        is_nothing = node.style is None and node.value in ("", "~", "null")
        return None if is_nothing else super().construct_scalar(node)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value]
        for key, _ in node.value:
            if names.count(key.value) > 1:
                raise _Twice(key.value, key.start_mark.line + 1)
        return super().construct_mapping(node, deep)


class _Twice(Exception):
    """A name that is said twice, and on which line."""

    def __init__(self, name: str, line: int) -> None:
        super().__init__(name)
        self.name, self.line = name, line


def read_spec(path: Path) -> Spec:
    """The specification in a YAML file; Refusal that names the place for whatever is missing, unknown or cannot be."""
    if not path.is_file():
        raise Refusal("mpi.file", Words("没有“{name}”这个文件", "There is no file “{name}”").filled(name=path))
    if path.stat().st_size > LARGEST_SPEC:
        raise Refusal(
            "mpi.file",
            Words("“{name}”太大，不像是说明", "“{name}” is too large for a specification").filled(name=path.name),
        )
    try:
        said = yaml.load(_text_of(path), Loader=_Loader)
    except _Twice as twice:
        where = Words("第 {n} 行", "line {n}").filled(n=twice.line)
        raise _fault(path.name, where, _TWICE.filled(name=twice.name)) from None
    except (yaml.YAMLError, RecursionError) as wrong:
        mark = getattr(wrong, "problem_mark", None)
        where = Words("第 {n} 行", "line {n}").filled(n=mark.line + 1) if mark else _TOP
        what = Words("YAML 写得不对，看看缩进和冒号", "this is not well-formed YAML: look at indents and colons")
        raise _fault(path.name, where, what) from None
    return spec_of(said, file=path.name)


def _text_of(path: Path) -> str:
    """The file's text: UTF-8, UTF-16 with its mark, or GB18030 as many an office's editor writes."""
    raw = path.read_bytes()
    encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    what = Words("读不出文字，请另存为 UTF-8", "this is no text: save it as UTF-8")
    raise _fault(path.name, _TOP, what)


def spec_of(said: Any, *, file: str = "spec") -> Spec:
    """The specification as plain values (what the YAML holds); Refusal as `read_spec`."""
    reader = _Reader(file)
    top = reader.mapping(said, _TOP, known=SETTINGS)
    dimensions = reader.listed(top, "dimensions", _TOP)
    weighed: dict[str, tuple[Fraction | None, list[tuple[Indicator, Fraction | None]]]] = {}
    for number, entry in enumerate(dimensions, 1):
        where = Words("第 {n} 个维度", "dimension {n}").filled(n=number)
        held = reader.mapping(entry, where, known=("name", "weight", "indicators"))
        name = reader.text(held, "name", where)
        if name in weighed:
            raise _fault(file, where, _TWICE.filled(name=name))
        inside = [
            reader.indicator(each, place, where)
            for place, each in enumerate(reader.listed(held, "indicators", where), 1)
        ]
        weighed[name] = (reader.fraction(held, "weight", where), inside)
    indicators, said_of_weights = _shared_out(weighed, reader)
    cutoff = reader.fraction(top, "cutoff", _TOP)
    if cutoff is None:
        raise _fault(file, _TOP, _LACKS.filled(name="cutoff"))
    if cutoff > 1:
        words = Words(
            "cutoff 是占全部权重的份额，在 0 和 1 之间：4 项里缺 2 项写 2/4",
            "cutoff is a share of all weights, between 0 and 1: two of four is 2/4",
        )
        raise _fault(file, _TOP, words)
    meant, said_of_cutoff = meant_cutoff(cutoff)
    by = top.get("by") or ()
    return Spec(
        indicators=indicators,
        dimensions={name: tuple(each.name for each, _ in inside) for name, (_, inside) in weighed.items()},
        cutoff=meant,
        said=said_of_weights + said_of_cutoff,
        by=tuple(str(each) for each in (by if isinstance(by, list) else [by])) if by else (),
        missing=reader.choice(top, "missing", Missing.DROP),
        single=reader.choice(top, "single_cluster_strata", Single.CENTRED),
        **{name: reader.optional_text(top, name) for name in ("people", "weight", "strata", "cluster")},
    )


def _shared_out(
    weighed: Mapping[str, tuple[Fraction | None, list[tuple[Indicator, Fraction | None]]]], reader: _Reader
) -> tuple[tuple[Indicator, ...], tuple[Words, ...]]:
    """Indicators with their shares of 1: a dimension's weight is its own, or that of its indicators, or one like the others.

    Beside them what is to be said of weights that do not add up to 1.
    """
    own = [weight for weight, _ in weighed.values()]
    of_parts = [[weight for _, weight in inside] for _, inside in weighed.values()]
    for weights in (own, *of_parts):
        if None in weights and any(weights):
            raise _fault(
                reader.file,
                _TOP,
                Words("同一层的权重要么都写，要么都不写", "weights side by side are all written, or none is"),
            )
    said: tuple[Words, ...] = ()
    if any(own):
        of_dimensions, said = meant_weights([weight or Fraction(0) for weight in own])
    elif all(None not in weights for weights in of_parts):
        flat, said = meant_weights([weight for weights in of_parts for weight in weights if weight])
        left = iter(flat)
        of_parts = [[next(left) for _ in weights] for weights in of_parts]
        of_dimensions = [sum((weight for weight in weights if weight), Fraction(0)) for weights in of_parts]
    else:
        of_dimensions = [Fraction(1)] * len(own)
    whole = sum(of_dimensions)
    shared: dict[str, Indicator] = {}
    for (dimension, (_, inside)), weights, of_dimension in zip(weighed.items(), of_parts, of_dimensions, strict=True):
        parts = [weight or Fraction(1) for weight in weights]
        for (indicator, _), part in zip(inside, parts, strict=True):
            # A dimension's only indicator may bear its name: they are one and the same, and so is their share.
            is_alone = len(inside) == 1 and indicator.name == dimension
            if indicator.name in shared or (indicator.name in weighed and not is_alone):
                words = Words("“{name}”这个名字用了两次", "The name “{name}” is used twice").filled(name=indicator.name)
                raise _fault(reader.file, _TOP, words)
            share = of_dimension / whole * part / sum(parts)
            shared[indicator.name] = replace(indicator, weight=share)
    return tuple(shared.values()), said


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads parts of a specification, and says of each fault in which file and where it stands."""

    file: str

    def mapping(self, said: Any, where: Words, *, known: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(said, dict):
            words = Words(
                "这里应该是“名字: 值”，能写的名字：{known}", "here stand names with values; the names: {known}"
            )
            raise _fault(self.file, where, words.filled(known=", ".join(known)))
        for name in said:
            if name not in known:
                raise _fault(self.file, where, _UNKNOWN.filled(name=name, known=", ".join(known)))
        return said

    def listed(self, said: Mapping[str, Any], name: str, where: Words) -> list[Any]:
        if not isinstance(said.get(name), list) or not said[name]:
            raise _fault(
                self.file, where, Words("“{name}”要列出至少一项", "“{name}” lists at least one").filled(name=name)
            )
        return list(said[name])

    def text(self, said: Mapping[str, Any], name: str, where: Words) -> str:
        if isinstance(said.get(name), list | dict):
            words = Words("“{name}”后面只写一个名字", "“{name}” is followed by one name").filled(name=name)
            raise _fault(self.file, where, words)
        if not isinstance(said.get(name), str | int) or not str(said[name]).strip():
            raise _fault(self.file, where, _LACKS.filled(name=name))
        return str(said[name])

    def optional_text(self, said: Mapping[str, Any], name: str) -> str | None:
        return self.text(said, name, _TOP) if said.get(name) is not None else None

    def fraction(self, said: Mapping[str, Any], name: str, where: Words) -> Fraction | None:
        if said.get(name) is None:
            return None
        written = str(said[name]).replace(" ", "")
        try:
            found = Fraction(written) if isinstance(said[name], Fraction) or WRITTEN.fullmatch(written) else Fraction(0)
        except ZeroDivisionError:
            found = Fraction(0)
        if found <= 0:
            words = Words(
                "“{name}”要写大于 0 的数，如 1/3 或 0.25，现在是 {value}",
                "“{name}” is a number above 0 such as 1/3 or 0.25; it is {value}",
            )
            raise _fault(self.file, where, words.filled(name=name, value=str(said[name])[:40]))
        return found

    def choice(self, said: Mapping[str, Any], name: str, default: Chosen) -> Chosen:
        kinds = type(default)
        value = said.get(name, default)
        if value not in tuple(kinds):
            raise _fault(self.file, _TOP, _UNKNOWN.filled(name=f"{name}: {value}", known=", ".join(kinds)))
        return kinds(value)

    def indicator(self, said: Any, place: int, dimension: Words) -> tuple[Indicator, Fraction | None]:
        where = Words("{dimension}第 {n} 项指标", "{dimension}, indicator {n}").filled(dimension=dimension, n=place)
        held = self.mapping(said, where, known=("name", "column", "weight", "deprived"))
        name = self.text(held, "name", where)
        column = self.text(held, "column", where) if "column" in held else name
        test, bound, values = self.condition(held.get("deprived"), where)
        found = Indicator(name=name, column=column, weight=Fraction(1), test=test, bound=bound, values=values)
        return found, self.fraction(held, "weight", where)

    def condition(self, said: Any, where: Words) -> tuple[Comparison | None, float, tuple[str, ...]]:
        if said is None:
            return None, 0.0, ()
        held = self.mapping(said, where, known=tuple(Comparison))
        if len(held) != 1:
            raise _fault(self.file, where, Words("deprived 里只写一个条件", "deprived holds one condition"))
        ((name, value),) = held.items()
        test = Comparison(name)
        if test in COMPARED:
            bound = number_of(value)
            if bound is None:
                words = Words("“{name}”后面要写一个数", "“{name}” is followed by a number").filled(name=name)
                raise _fault(self.file, where, words)
            return test, bound, ()
        values = value if isinstance(value, list) else [value]
        if not values or any(each is None or isinstance(each, list | dict) or not str(each).strip() for each in values):
            raise _fault(
                self.file,
                where,
                Words("“{name}”后面要列出至少一个值", "“{name}” lists at least one value").filled(name=name),
            )
        return test, 0.0, tuple(text_of(each) for each in values)


def _fault(file: str, where: Words, what: Words) -> Refusal:
    return Refusal("mpi.spec", _FAULT.filled(file=file, where=where, what=what))
