"""What of an extract is finished, range by range: so that the same command goes on after a kill, and later does only what changed."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from xinlu.assessment.tables import tables
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

FILE = "extract.json"
HELPERS = "helper_ids.parquet"
UNFINISHED = ".unfinished"
_LOCK = "extract.lock"
_OTHERS = Words(
    "{folder} 里已经有别的表（{table}），不是从数据库取出来的。换一个空文件夹",
    "{folder} holds tables already ({table}) that were not extracted from a database. Choose an empty folder",
)
_BUSY = Words(
    "另一个命令正在往 {folder} 里写。等它写完再来",
    "Another command is writing to {folder}. Wait until it has finished",
)
_UNWRITABLE = Words(
    "{folder} 不能写：{why}。换一个能写的文件夹", "{folder} cannot be written to: {why}. Choose a folder that can"
)


@dataclass(frozen=True, slots=True)
class Done:
    """A finished range: what its rows depended on (`mark`), and the days from `made_on` to before `until` on which they hold.

    `accounts_from` is its first account's number, `accounts_room` for how many the numbers are its own.
    """

    mark: str
    made_on: str
    until: str
    rows: dict[str, int]
    accounts_from: int
    accounts_room: int

    def holds(self, mark: str, today: date) -> bool:
        """Whether the rows would come out the same today."""
        return self.mark == mark and self.made_on <= today.isoformat() < self.until


@dataclass
class State:
    """The extract in a folder, as its file tells it. Numbers once given to a household, helper or account are kept."""

    folder: Path
    edition: str
    range_households: int
    next_household: int = 0
    next_account: int = 0
    ranges: dict[int, Done] = field(default_factory=dict)

    def note(self) -> None:
        """Writes the file anew, whole or not at all."""
        told = {
            "edition": self.edition,
            "range_households": self.range_households,
            "next_household": self.next_household,
            "next_account": self.next_account,
            "ranges": {str(number): asdict(done) for number, done in sorted(self.ranges.items())},
        }
        beside = self.folder / f"{FILE}{UNFINISHED}"
        with beside.open("w", encoding="utf-8") as file:
            json.dump(told, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.folder / FILE)


def taken_up(folder: Path, *, edition: str) -> State | None:
    """The extract that is in the folder; None where there is none, or one of another edition of tables and rules.

    Refusal where the folder holds tables that are of no extract.
    """
    try:
        told = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        _refuse_others(folder)
        return None
    except json.JSONDecodeError:
        return None
    if told.get("edition") != edition:
        return None
    ranges = {int(number): Done(**done) for number, done in told.pop("ranges").items()}
    return State(folder, ranges=ranges, **told)


def clear(folder: Path) -> None:
    """Takes every table of an extract out of the folder, its numbers too."""
    (folder / "areas.parquet").unlink(missing_ok=True)
    (folder / FILE).unlink(missing_ok=True)
    for name in tables():
        for file in (folder / f"{name}.parquet", *(folder / name).glob("*.parquet")):
            file.unlink(missing_ok=True)
    (folder / HELPERS).unlink(missing_ok=True)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """The folder, made where it is missing, with nobody else writing into it; what a kill left unfinished is taken away.

    Refusal where somebody else writes, or nobody can.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / _LOCK).open("w")
    except OSError as error:
        raise Refusal("extract.folder", _UNWRITABLE.filled(folder=folder, why=error.strerror)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal("extract.busy", _BUSY.filled(folder=folder)) from None
        for file in (*folder.glob(f"*{UNFINISHED}"), *folder.glob(f"*/*{UNFINISHED}")):
            file.unlink(missing_ok=True)
        yield


def _refuse_others(folder: Path) -> None:
    for name in tables():
        if (folder / f"{name}.parquet").exists() or any((folder / name).glob("*.parquet")):
            raise Refusal("extract.others", _OTHERS.filled(folder=folder, table=name))
