"""What `xinlu export` does: a register to a file, for whoever may take it out, or a refusal in words."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from xinlu.config.keeping import start
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

if TYPE_CHECKING:
    from xinlu.people.models import User

_EXISTS = Words("{file} 已经有了。真要换掉，加上 --over", "{file} is there already. To replace it, add --over")
_NO_FOLDER = Words(
    "{folder} 这个文件夹没有，或者不能写。换一个能写的文件夹",
    "The folder {folder} is not there or cannot be written to. Choose one that can",
)
_NO_LOGIN = Words("没有“{login}”这个登录名，或者已经停用", "There is no login “{login}”, or it is closed")
_OUT_OF_REACH = Words(
    "“{login}”不能导出{area}：不在他管的范围内", "“{login}” may not export {area}: it lies outside what they answer for"
)
_UNWRITTEN = Words(
    "{file} 没有写成：{why}。看看磁盘还有没有地方，原来的文件没有动",
    "{file} was not written: {why}. See whether there is room on the disk; what was there before is untouched",
)
_DONE = Words(
    "写好了：{file}。{households} 户、{people} 人；{numbers} 户带身份证号和电话。",
    "Written: {file}. {households} households, {people} people; ID and telephone numbers of {numbers} households.",
)


def export_register(file: Path, *, area: str, login: str | None, language: str, with_numbers: bool, over: bool) -> None:
    """Write the area's register to `file`, with a progress bar.

    Refusal for an unknown area or login, an area out of the login's reach, a file
    that is there (unless `over`), and a folder that cannot be written to.
    """
    start()
    from rich.progress import Progress

    from xinlu.exchange.services.exporting import export_register as write
    from xinlu.exchange.services.intakes import desk_without_a_person
    from xinlu.exchange.services.noting import EXPORT, EXPORT_NUMBERS, note_readings
    from xinlu.pages.desk.reach import reachable
    from xinlu.people.access import Action
    from xinlu.people.selectors import actor_of, area_called
    from xinlu.registry.models import CurrentFile

    place = area_called(area)
    reader: User | None = None
    households = CurrentFile.objects.all()
    if login is not None:
        reader = reader_called(login)
        households = reachable(actor_of(reader), Action.EXPORT)
        if CurrentFile.objects.filter(path__startswith=place.path).exists() and not (
            households.filter(path__startswith=place.path).exists()
        ):
            raise Refusal("export.reach", _OUT_OF_REACH.filled(login=login, area=place.name), field="area")
    check_target(file, over=over)
    if reader is None:
        # Nobody logs in at the command line, and still every household sees that its file went out.
        going = list(households.filter(path__startswith=place.path).values_list("household_id", flat=True))
        note_readings(going, reader=desk_without_a_person(), page=EXPORT_NUMBERS if with_numbers else EXPORT)
    try:
        with beside(file) as out, Progress(disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task("register / 花名册", total=None)
            done = write(
                place,
                out,
                within=households,
                language=language,
                with_numbers=with_numbers,
                reader=reader,
                progress=lambda rows, most: bar.update(task, completed=rows, total=most),
            )
    except OSError as error:
        raise Refusal(
            "export.unwritten", _UNWRITTEN.filled(file=file, why=error.strerror or error), field="file"
        ) from error
    said = _DONE.filled(file=file, households=done.households, people=done.people, numbers=done.numbers)
    click.echo(said.said(language))


def reader_called(login: str) -> User:
    """The open login of that name; Refusal where there is none."""
    from xinlu.people.models import User

    found = User.objects.filter(username=login, is_active=True).first()
    if found is None:
        raise Refusal("export.login", _NO_LOGIN.filled(login=login[:40]), field="login")
    return found


@contextmanager
def beside(file: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of `file` only once it is written whole; readable by its owner alone."""
    descriptor, name = tempfile.mkstemp(dir=file.resolve().parent, prefix=".register-", suffix=".xlsx")
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as out:
            yield out
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)


def check_target(file: Path, *, over: bool) -> None:
    """Refusal where the file may not be written."""
    folder = file.resolve().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise Refusal("export.folder", _NO_FOLDER.filled(folder=folder), field="file")
    if file.exists() and (not over or not file.is_file()):
        raise Refusal("export.exists", _EXISTS.filled(file=file), field="file")
