"""A department's list on its way at the desk: received and compared without storing, then laid before the desk. Long work goes
to the background."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django_tasks import task

from xinlu.exchange.models import Intake, IntakeKind, IntakeState
from xinlu.exchange.selectors.people import people_count
from xinlu.exchange.services import files
from xinlu.exchange.services.intakes import begin, finish, meanings_taught
from xinlu.exchange.services.lists import compare_list, finish_list
from xinlu.exchange.services.payments import check_answers
from xinlu.exchange.services.registers import Bringing
from xinlu.exchange.services.steps import AT_ONCE_BYTES
from xinlu.exchange.topics import Topic, topic_of
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import Area, User

AT_ONCE_PEOPLE = 5_000
"""Beside so many people on file a list is compared while somebody waits."""
AT_ONCE_ROWS = 10_000
AT_ONCE_PAYMENTS = 1_000
"""So many payments are recorded while somebody waits: a few seconds."""
COMPLETE = "complete"
"""Under which answer it is kept that the list names everybody."""


def receive_list(
    *, name: str, chunks: Iterable[bytes], size: int, by: User, area: Area, topic: Topic, complete: bool = False
) -> Intake:
    """Keep a list that was sent, and compare it without storing anything: at once where it is little, else in the
    background. Refusal as of `files.keep`."""
    intake = begin(
        name=Path(name).name or "?",
        sha256="",
        by=by,
        area=area,
        answers={COMPLETE: "yes"} if complete else {},
        kind=IntakeKind.LIST,
        topic=topic.code,
    )
    try:
        intake.sha256 = files.keep(intake.pk, chunks)
    except Refusal:
        intake.delete()
        raise
    intake.save(update_fields=["sha256"])
    _do(intake, compare_now, compare_later.enqueue, is_little=size <= AT_ONCE_BYTES)
    intake.refresh_from_db()
    return intake


def lay_before_desk(intake: Intake) -> None:
    """Store the findings that were shown, and record the payments. Refusal where the list was not compared yet, or lies before the desk already."""
    changed = Intake.objects.filter(pk=intake.pk, state__in=(IntakeState.READ, IntakeState.APPLYING)).update(
        state=IntakeState.APPLYING
    )
    if not changed:
        raise Refusal("intake.state", _NOT_READ, field="file")
    _do(intake, apply_now, apply_later.enqueue, is_little=intake.counts.get("payments", 0) <= AT_ONCE_PAYMENTS)
    intake.refresh_from_db()


def answer_payments(intake: Intake, answers: Mapping[str, str]) -> None:
    """What a person says of a list of payments whose rows do not tell what for or when (under the keys of `payment_rows`; in
    place of what was said before); it is compared anew.

    Refusal where it is another list, not compared yet or before the desk already, or an answer cannot be.
    """
    if not topic_of(intake.topic).pays:
        raise Refusal("intake.state", _NOT_READ, field="file")
    check_answers(answers, today=clock.today())
    kept = {COMPLETE: "yes"} if COMPLETE in intake.answers else {}
    changed = Intake.objects.filter(pk=intake.pk, state=IntakeState.READ).update(
        answers={**kept, **answers}, state=IntakeState.READING
    )
    if not changed:
        raise Refusal("intake.state", _NOT_READ, field="file")
    _do(intake, compare_now, compare_later.enqueue, is_little=intake.counts.get("rows", 0) <= AT_ONCE_ROWS)
    intake.refresh_from_db()


def compare_now(intake: UUID) -> None:
    """Compare the list and keep what would be found; a file that cannot be read keeps why."""
    _run(Intake.objects.select_related("area", "by").get(pk=intake), dry_run=True)


def apply_now(intake: UUID) -> None:
    """Compare the list and store its findings. Stopped half-way, calling it again goes on."""
    found = Intake.objects.select_related("area", "by").get(pk=intake)
    if found.state == IntakeState.APPLYING:
        _run(found, dry_run=False)


@task()
def compare_later(intake: str) -> None:
    """`compare_now` in the background."""
    compare_now(UUID(intake))


@task()
def apply_later(intake: str) -> None:
    """`apply_now` in the background."""
    apply_now(UUID(intake))


def _do(intake: Intake, now: Callable[[UUID], None], later: Callable[[str], object], *, is_little: bool) -> None:
    assert intake.area is not None
    if is_little and people_count((intake.area.path,)) <= AT_ONCE_PEOPLE:
        now(intake.pk)
    else:
        transaction.on_commit(lambda: later(str(intake.pk)))


def _run(intake: Intake, *, dry_run: bool) -> None:
    try:
        with files.opened(intake.pk, name=intake.name) as file:
            bringing = Bringing(
                intake,
                intake.by,
                reach=(intake.area.path,) if intake.area else (),
                answers=intake.answers,
                meanings=meanings_taught(intake.area),
            )
            complete = COMPLETE in intake.answers
            outcome = compare_list(file, bringing, topic=topic_of(intake.topic), dry_run=dry_run, complete=complete)
    except Refusal as refusal:
        finish(intake, refusal=refusal)
        return
    finish_list(intake, outcome)


_NOT_READ = Words(
    "这份名单还没看完，或者已经列出来了。请刷新这一页",
    "This list is not compared yet, or its findings lie before the desk already. Load the page again",
)
