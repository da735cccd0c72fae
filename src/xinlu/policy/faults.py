"""What is wrong with a catalogue: where exactly, in words, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from xinlu.kernel.words import Words
from xinlu.policy.scanning import LanguageFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong. `line` counts from 1 in the file, `column` from 1 in the expression (0: not in one)."""

    file: str
    line: int = 0
    policy: str = ""
    clause: str = ""
    column: int = 0
    words: Words
    instead: Words

    @property
    def told(self) -> Words:
        """The whole of it in one sentence."""
        where = Words(self.file, self.file)
        if self.line:
            where = Words("{where} 第{n}行", "{where}, line {n}").filled(where=where, n=self.line)
        for name in (self.policy, self.clause):
            if name:
                where = Words("{where}，{name}", "{where}, {name}").filled(where=where, name=name)
        if self.column:
            where = Words("{where}，第{n}个字符", "{where}, character {n}").filled(where=where, n=self.column)
        return Words("{where}：{what}。{instead}。", "{where}: {what}. Instead: {instead}.").filled(
            where=where, what=self.words, instead=self.instead
        )


class CatalogueError(ValueError):
    """A catalogue cannot be used; `faults` say why, at least one."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(fault.told.en for fault in faults[:20]))
        self.faults = tuple(faults)


class FaultFound(Exception):
    """Ends the reading of one entry; a Collector takes its fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.told.en)
        self.fault = fault


class Collector:
    """Takes faults entry by entry, so that one reading tells all of them."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    @contextmanager
    def entry(self, policy: str = "", clause: str = "") -> Iterator[None]:
        """Whatever fault is found within is kept, with the policy and clause it is about, and the reading goes on."""
        try:
            yield
        except FaultFound as found:
            fault = found.fault
            self.faults.append(replace(fault, policy=fault.policy or policy, clause=fault.clause or clause))

    def settle(self) -> None:
        """CatalogueError where anything was found."""
        if self.faults:
            raise CatalogueError(self.faults)


@contextmanager
def expression_in(file: str, line: int) -> Iterator[None]:
    """A LanguageFault within becomes the fault of that line."""
    try:
        yield
    except LanguageFault as wrong:
        fault = Fault(file=file, line=line, column=wrong.column, words=wrong.words, instead=wrong.instead)
        raise FaultFound(fault) from None
