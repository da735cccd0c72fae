"""Looks a catalogue through for its writers: every fault at once, and both locks tried."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from xinlu.kernel.words import Words
from xinlu.policy.catalogue import FOLDER, packaged_catalogue, read_texts
from xinlu.policy.choosing import choose
from xinlu.policy.duckdb_engine import bind
from xinlu.policy.faults import CatalogueError, Fault
from xinlu.policy.terms import Catalogue


def check_catalogue(path: Path) -> tuple[Fault, ...]:
    """The faults of a file or folder of the catalogue, in their order; empty where there is none.

    A file outside the packaged folder may name the packaged parameters and policies. Whatever loads is bound once
    against an empty table; RuntimeError there is a fault of this package.
    """
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    try:
        texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    except (OSError, UnicodeDecodeError) as wrong:
        return (_unreadable(path.name, wrong),)
    if not texts:
        return (_unreadable(path.name, FileNotFoundError(0, "no .yaml file")),)
    is_packaged = all(file.resolve().parent == FOLDER for file in files)
    try:
        catalogue = read_texts(texts, beside=None if is_packaged else packaged_catalogue())
    except CatalogueError as wrong:
        return wrong.faults
    bind_all(catalogue, None if is_packaged else packaged_catalogue())
    return ()


def bind_all(catalogue: Catalogue, beside: Catalogue | None = None) -> None:
    """Binds every version of every policy, at its place on its first day. RuntimeError where the locks differ."""
    parameters = {**(beside.parameters if beside else {}), **catalogue.parameters}
    whole = Catalogue(facts=catalogue.facts, parameters=parameters, policies=catalogue.policies)
    days: dict[tuple[date, str], None] = {(policy.start, policy.place): None for policy in catalogue.policies}
    for on, place in days:
        bind(choose(whole, on=on, places=(place,)))


def _unreadable(file: str, wrong: Exception) -> Fault:
    return Fault(
        file=file,
        words=Words("读不了（{why}）", "cannot be read ({why})").filled(
            why=getattr(wrong, "strerror", None) or "UTF-8"
        ),
        instead=Words("给出一个 UTF-8 的 .yaml 文件或文件夹", "give a .yaml file in UTF-8, or a folder of them"),
    )
