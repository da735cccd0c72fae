"""What `xinlu policy` does: check a catalogue for its writers, explain a household's policies, look an area through."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.policy.catalogue import FOLDER, packaged_catalogue
from xinlu.policy.explain import Explained, explain
from xinlu.policy.faults import CatalogueError, Fault
from xinlu.policy.terms import Catalogue

if TYPE_CHECKING:
    from xinlu.registry.models import CurrentFile

_SOUND = Words("{n} 条政策、{clauses} 个条件，都写对了。", "{n} policies with {clauses} clauses: nothing is wrong.")
_FAULTS = Words("有 {n} 处写得不对：", "{n} things are wrong:")
_NOBODY = Words(
    "没有编号或代码是“{written}”的户，也没有这个文件",
    "There is no household with the number or id “{written}”, and no such file",
)
_LOOKED = Words("{area}：{n} 户的政策都看过了。", "{area}: the policies of {n} households were looked through.")


def check(path: Path | None, *, language: str) -> None:
    """Say what is wrong with a file or folder of the catalogue (the packaged one, left out), and exit with 1 if anything is."""
    from xinlu.policy.checking import check_catalogue

    faults = check_catalogue(path or FOLDER)
    if faults:
        click.echo(_FAULTS.filled(n=len(faults)).said(language), err=True)
        for each in faults:
            click.echo(_fault_told(each, language), err=True)
        sys.exit(1)
    read = _read(path)
    clauses = sum(len(policy.clauses) for policy in read.policies)
    click.echo(_SOUND.filled(n=len(read.policies), clauses=clauses).said(language))


def explain_household(named: str, *, on: date | None, only: str, language: str) -> None:
    """Tell a household's policies in plain words: of a case file (.yaml), or of a household on file."""
    file = Path(named)
    if file.suffix in (".yaml", ".yml") and file.is_file():
        _explain_cases(file, only=only, language=language)
    else:
        _explain_filed(named, on=on, only=only, language=language)


def look_through_area(code: str) -> None:
    """Look the policies through for every household of an area, so that its pages can add them up."""
    from xinlu.config.installing import make_ready

    make_ready()
    from rich.progress import Progress

    from xinlu.entitlement.services.looking import look_through
    from xinlu.people.selectors import area_called

    area = area_called(code)
    with Progress(transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("policies / 政策", total=None)
        look = look_through(area, by=None, heard=lambda done: bar.update(task, completed=done))
    words = _LOOKED.filled(area=area.name, n=look.households)
    click.echo(f"{words.zh}\n{words.en}")


def _explain_cases(file: Path, *, only: str, language: str) -> None:
    from xinlu.policy.cases import read_cases

    try:
        cases = read_cases(file, packaged_catalogue())
    except CatalogueError as error:
        for each in error.faults:
            click.echo(_fault_told(each, language), err=True)
        sys.exit(1)
    for case in cases:
        click.secho(f"\n== {case.name.said(language)} · {case.edition.on}", bold=True)
        _tell(explain(case.edition, case.household), only=only, language=language)


def _explain_filed(named: str, *, on: date | None, only: str, language: str) -> None:
    from xinlu.config.keeping import start

    start()
    from xinlu.entitlement.selectors.owed import owed_to
    from xinlu.exchange.services.intakes import desk_without_a_person
    from xinlu.exchange.services.noting import note_readings

    row = _household_called(named)
    note_readings([row.household_id], reader=desk_without_a_person(), page="policy explain")
    view = owed_to(row.household, on=on)
    if view is not None:
        click.secho(f"{row.head_name} · {view.on}", bold=True)
        _tell((*(each.explained for each in view.policies), *view.guarantees), only=only, language=language)


def _household_called(named: str) -> CurrentFile:
    from xinlu.registry.models import CurrentFile

    rows = CurrentFile.objects.select_related("household")
    found = rows.filter(number=named).first()
    if found is None:
        try:
            found = rows.filter(household=UUID(named)).first()
        except ValueError:
            found = None
    if found is None:
        raise Refusal("policy.household", _NOBODY.filled(written=named[:60]))
    return found


def _tell(explained: tuple[Explained, ...], *, only: str, language: str) -> None:
    for each in explained:
        if not only or each.policy.id == only:
            click.echo()
            click.secho(each.policy.id, bold=True)
            click.echo(each.said(language))


def _fault_told(fault: Fault, language: str) -> str:
    return f"  {fault.told.said(language)}"


def _read(path: Path | None) -> Catalogue:
    from xinlu.policy.catalogue import read_texts

    if path is None or path.resolve() == FOLDER:
        return packaged_catalogue()
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    return read_texts(texts, beside=packaged_catalogue())
