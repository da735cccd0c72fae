"""Keeping the data: rebuild, tick, backup and restore."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from uuid import UUID

import click
import django
from django.conf import settings

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.records.keys import read_keys


def start() -> None:
    """Start Django where it was set up; FileNotFoundError says what to run where it was not."""
    read_keys(settings.XINLU_KEYS_FILE)
    django.setup()


def rebuild() -> None:
    """Write every derived row anew, with a progress bar. It can be stopped and started again."""
    start()
    from rich.progress import Progress

    from xinlu.casework.services.figures import rebuild_figures
    from xinlu.entitlement.services.looking import rebuild_owed
    from xinlu.registry.services.current import rebuild_current

    with Progress(disable=not sys.stderr.isatty()) as bar:
        files = bar.add_task("files / 档案", total=None)
        done = rebuild_current(progress=lambda count, total: bar.update(files, completed=count, total=total))
        figures = bar.add_task("figures / 数", total=done)
        rebuild_figures(progress=lambda count: bar.update(figures, completed=count))
        owed = bar.add_task("policies / 政策", total=None)
        rebuild_owed(lambda count: bar.update(owed, completed=count))
    click.echo(f"{done} households written anew.")


def erase(record: UUID, *, login: str, ground: str) -> None:
    """Erase a record's content by order of a county login. Refusal when there is no such record or it may not."""
    start()
    from xinlu.land.services.undoing import erase_record
    from xinlu.people.access import Action, Subject, decide
    from xinlu.people.models import User
    from xinlu.people.selectors import actor_of
    from xinlu.records.models import LedgerEntry
    from xinlu.registry.selectors.access import subject_of

    user = User.objects.filter(username=login, is_active=True).first()
    entry = LedgerEntry.objects.select_related("household").filter(pk=record).first()
    subject = subject_of(entry.household) if entry and entry.household else None
    decision = decide(actor_of(user), Action.ORDER_ERASURE, subject or Subject()) if user else None
    if user is None or decision is None or not decision.allowed:
        why = decision.reason if decision else Words("没有这个登录名", "There is no such login")
        raise Refusal("erasure.not_allowed", Words("没有删：{why}", "Nothing was erased: {why}").filled(why=why))
    erase_record(record, by=user, legal_ground=ground)
    click.echo(f"{record}: erased. Its id and digest stay in the ledger. / 删了，编号和摘要还在。")


def tick() -> None:
    """Do the clock's work once."""
    start()
    do_tick()


def do_tick() -> None:
    """Forget what has run out (sessions, finished background work); look anew at what households are owed where news came.

    Repeating it changes nothing more.
    """
    from django.core.management import call_command

    from xinlu.entitlement.services.looking import look_at_changed

    call_command("clearsessions")
    call_command("prune_db_task_results", verbosity=0)
    look_at_changed()


def back_up(file: Path) -> None:
    """One .tar.gz of database and media, taken while the server runs: written beside `file`, then moved into place."""
    start()
    if file.exists():
        raise Refusal(
            "backup.exists",
            Words("{file} 已经有了，换个名字", "{file} is there already; choose another name").filled(file=file),
        )
    with tempfile.TemporaryDirectory(dir=file.resolve().parent) as folder:
        dump = Path(folder) / _dump_name()
        _dump(dump)
        partial = Path(folder) / "archive"
        with tarfile.open(partial, "w:gz") as archive:
            archive.add(dump, arcname=dump.name)
            if settings.MEDIA_ROOT.exists():
                archive.add(settings.MEDIA_ROOT, arcname="media")
        partial.chmod(0o600)
        partial.rename(file)
    click.echo(f"{file} written. The keys ({settings.XINLU_KEYS_FILE}) are not in it: keep a copy of them elsewhere.")


def restore(file: Path, *, over: bool) -> None:
    """Put an archive back. Refusal when data is there and `over` is not said, or the archive is another database's."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        dump = Path(folder) / _dump_name()
        if not dump.exists():
            raise Refusal(
                "restore.other_database",
                Words(
                    "这份备份不是这种数据库的，看看 DATABASE_URL",
                    "This archive is of another kind of database; look at DATABASE_URL",
                ),
            )
        if _has_data() and not over:
            raise Refusal(
                "restore.over",
                Words("这里已经有数据。真要换掉，加上 --over", "There is data here already. To replace it, add --over"),
            )
        _load(dump)
        media = Path(folder) / "media"
        if media.exists():
            shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
            shutil.copytree(media, settings.MEDIA_ROOT)
    start()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    click.echo("Restored. Run `xinlu rebuild` to write the derived rows anew.")


def _is_sqlite() -> bool:
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3")


def _dump_name() -> str:
    return "xinlu.sqlite3" if _is_sqlite() else "xinlu.dump"


def _database_file() -> Path:
    return Path(settings.DATABASES["default"]["NAME"])


def _has_data() -> bool:
    if _is_sqlite():
        return _database_file().exists() and _database_file().stat().st_size > 0
    from django.db import connection

    return bool(connection.introspection.table_names())


def _dump(target: Path) -> None:
    if _is_sqlite():
        with closing(sqlite3.connect(_database_file())) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        return
    subprocess.run(["pg_dump", "--format=custom", f"--file={target}", *_connection()], check=True, env=_password())


def _load(dump: Path) -> None:
    if _is_sqlite():
        settings.XINLU_DATA_DIR.mkdir(parents=True, exist_ok=True)
        for leftover in ("-wal", "-shm"):
            Path(f"{_database_file()}{leftover}").unlink(missing_ok=True)
        shutil.copyfile(dump, _database_file())
        return
    subprocess.run(
        ["pg_restore", "--clean", "--if-exists", "--no-owner", *_connection(), str(dump)], check=True, env=_password()
    )


def _connection() -> list[str]:
    database = settings.DATABASES["default"]
    return [
        f"--host={database['HOST']}",
        f"--port={database['PORT'] or 5432}",
        f"--username={database['USER']}",
        f"--dbname={database['NAME']}",
    ]


def _password() -> dict[str, str]:
    return {**os.environ, "PGPASSWORD": str(settings.DATABASES["default"]["PASSWORD"])}
