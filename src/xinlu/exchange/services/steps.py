"""A file's way at the desk: received, read, corrected and read again, brought in, dropped. Long work goes to the background."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django_tasks import task

from xinlu.exchange.models import Intake, IntakeKind, IntakeState
from xinlu.exchange.outcome import Outcome
from xinlu.exchange.services import files
from xinlu.exchange.services.intakes import begin, finish, meanings_taught, teach
from xinlu.exchange.services.registers import Bringing, Progress, bring_in_register
from xinlu.exchange.services.same_people import begin_look
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import Area, User
from xinlu.sheets.headings import meanings

AT_ONCE_BYTES = 1 << 20
"""A file up to this size is read while the person waits: some two thousand households, a few seconds."""
SIGN_EVERY_SECONDS = 5


def receive(
    *,
    name: str,
    chunks: Iterable[bytes],
    size: int,
    by: User,
    area: Area,
    kind: IntakeKind = IntakeKind.REGISTER,
    topic: str = "",
) -> Intake:
    """Keep a file that was sent, and read it: at once where it is small, else in the background. Refusal as of `files.keep`."""
    intake = begin(name=Path(name).name or "?", sha256="", by=by, area=area, kind=kind, topic=topic)
    try:
        intake.sha256 = files.keep(intake.pk, chunks)
    except Refusal:
        intake.delete()
        raise
    intake.save(update_fields=["sha256"])
    _read_or_wait(intake, size=size)
    return intake


def correct(
    intake: Intake, *, by: User, columns: Mapping[str, str], answers: Mapping[str, str], year: int | None
) -> None:
    """What a person says of the columns (meaning by plain heading; remembered for this office) and of choices; read again.

    Refusal where the file is on its way in or done, or a meaning is none.
    """
    _check_open(intake)
    for plain, meaning in columns.items():
        if meaning and meaning not in meanings():
            raise Refusal("column.meaning", _NO_MEANING, field="columns")
        teach(intake.area, plain=plain, meaning=meaning or "unused", by=by)
    intake.answers = {**intake.answers, **answers}
    intake.year = year
    intake.state = IntakeState.READING
    intake.save(update_fields=["answers", "year", "state"])
    _read_or_wait(intake, size=0 if intake.counts.get("persons", 0) < 5_000 else AT_ONCE_BYTES + 1)


def bring_in(intake: Intake) -> None:
    """Bring in what the preview showed. Refusal where it was not read yet, or is in already."""
    changed = Intake.objects.filter(pk=intake.pk, state__in=(IntakeState.READ, IntakeState.APPLYING)).update(
        state=IntakeState.APPLYING
    )
    if not changed:
        raise Refusal("intake.state", _NOT_READ, field="file")
    intake.refresh_from_db()
    if intake.counts.get("persons", 0) < 5_000:
        apply_now(intake.pk)
    else:
        transaction.on_commit(lambda: apply_later.enqueue(str(intake.pk)))


def go_on(intake: Intake) -> None:
    """Take up a file again whose work stopped half-way. Refusal while it goes on, or where there is nothing to go on with."""
    if not intake.is_stuck:
        raise Refusal("intake.state", _GOES_ON, field="file")
    Intake.objects.filter(pk=intake.pk).update(stirred_at=clock.now())
    later = read_later if intake.state == IntakeState.READING else apply_later
    transaction.on_commit(lambda: later.enqueue(str(intake.pk)))


def drop(intake: Intake) -> None:
    """The file is not wanted; nothing of it is kept but that it came. Refusal while it is on its way in."""
    _check_open(intake)
    files.forget(intake.pk)
    intake.state, intake.said = IntakeState.DROPPED, ""
    intake.save(update_fields=["state", "said"])


def read_now(intake: UUID) -> None:
    """Read the file and keep what it says; a file that cannot be read keeps why."""
    _run(Intake.objects.select_related("area", "by").get(pk=intake), dry_run=True)


def apply_now(intake: UUID) -> None:
    """Bring the file in. Stopped half-way, calling it again goes on."""
    found = Intake.objects.select_related("area", "by").get(pk=intake)
    if found.state == IntakeState.APPLYING:
        _run(found, dry_run=False)


@task()
def read_later(intake: str) -> None:
    """`read_now` in the background."""
    read_now(UUID(intake))


@task()
def apply_later(intake: str) -> None:
    """`apply_now` in the background."""
    apply_now(UUID(intake))


def _run(intake: Intake, *, dry_run: bool) -> None:
    try:
        outcome = run(intake, dry_run=dry_run)
    except Refusal as refusal:
        finish(intake, refusal=refusal)
        return
    finish(intake, outcome=outcome)
    if not dry_run and intake.area and (outcome.counts["new"] or outcome.counts["changed"]):
        # Where a search is under way already, that one will do.
        with suppress(Refusal):
            begin_look(intake.area, by=intake.by)


def run(intake: Intake, *, dry_run: bool) -> Outcome:
    """Read the kept file under all that was decided about it, and bring it in unless `dry_run`."""
    with files.opened(intake.pk, name=intake.name) as file:
        bringing = Bringing(
            intake,
            intake.by,
            reach=(intake.area.path,) if intake.area else (),
            answers=intake.answers,
            meanings=meanings_taught(intake.area),
        )
        return bring_in_register(file, bringing, dry_run=dry_run, progress=_signs_of_life(intake))


def _signs_of_life(intake: Intake) -> Progress:
    """Writes down how far the work has come, every few seconds."""
    last = 0.0

    def heard(doing: str, done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last < SIGN_EVERY_SECONDS:
            return
        last = time.monotonic()
        Intake.objects.filter(pk=intake.pk).update(stirred_at=clock.now(), done_so_far=done)

    return heard


def _read_or_wait(intake: Intake, *, size: int) -> None:
    if size <= AT_ONCE_BYTES:
        read_now(intake.pk)
        intake.refresh_from_db()
    else:
        transaction.on_commit(lambda: read_later.enqueue(str(intake.pk)))


def _check_open(intake: Intake) -> None:
    if intake.state not in (IntakeState.READ, IntakeState.READING, IntakeState.REFUSED):
        raise Refusal("intake.state", _UNDER_WAY, field="file")


_NO_MEANING = Words("这一列当成什么，请从列出来的里面选", "Choose what the column holds from those listed")
_NOT_READ = Words(
    "这个文件还没看完，或者已经收进来了。请刷新这一页", "This file is not read yet, or in already. Load the page again"
)
_GOES_ON = Words("这个文件正在处理，请等一等", "This file is being worked on; wait a little")
_UNDER_WAY = Words(
    "这个文件正在收或者已经收完，不能再改", "This file is on its way in or in already and cannot be changed"
)
