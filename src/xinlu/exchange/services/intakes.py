"""Files on their way in: begun, finished, what an office taught about its headings, and who writes where nobody logs in."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.db import transaction

from xinlu.exchange.models import Intake, IntakeKind, IntakeState, TaughtHeading
from xinlu.exchange.outcome import LISTED_MOST, Outcome
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.people.models import Area, User
from xinlu.people.services.users import create_user

NOBODY = "xinlu-import"


def begin(
    *,
    name: str,
    sha256: str,
    by: User,
    area: Area | None,
    year: int | None = None,
    answers: Mapping[str, str] | None = None,
    kind: IntakeKind = IntakeKind.REGISTER,
    topic: str = "",
) -> Intake:
    """A file on its way in."""
    return Intake.objects.create(
        name=name[-120:],
        sha256=sha256,
        by=by,
        area=area,
        year=year,
        answers=dict(answers or {}),
        kind=kind,
        topic=topic,
    )


def finish(intake: Intake, *, outcome: Outcome | None = None, refusal: Refusal | None = None) -> None:
    """Keep what the file said and what became of it; of a file that could not be read, why."""
    if refusal is not None:
        intake.state = IntakeState.REFUSED
        intake.why_refused = {"code": refusal.code, "zh": refusal.words.zh, "en": refusal.words.en}
    if outcome is not None:
        report = outcome.as_json(most=LISTED_MOST)
        intake.counts = report["counts"]
        intake.said = json.dumps(report, ensure_ascii=False)
        intake.state = IntakeState.READ if outcome.dry_run else IntakeState.DONE
        intake.done_at = None if outcome.dry_run else clock.now()
    intake.save()


def meanings_taught(area: Area | None) -> dict[str, str]:
    """What headings mean in this office: its own word first, then that of the offices above it."""
    codes = area.codes if area else ()
    found: dict[str, str] = dict(TaughtHeading.objects.filter(area=None).values_list("plain", "meaning"))
    taught = TaughtHeading.objects.filter(area__in=codes).values_list("area_id", "plain", "meaning")
    for _, plain, meaning in sorted(taught, key=lambda each: codes.index(each[0])):
        found[plain] = meaning
    return found


@transaction.atomic
def teach(area: Area | None, *, plain: str, meaning: str, by: User) -> None:
    """From now on a column so headed means this in the office of that area; "" for not used."""
    TaughtHeading.objects.update_or_create(
        area=area, plain=plain[:200], defaults={"meaning": meaning, "by": by, "taught_at": clock.now()}
    )


def desk_without_a_person() -> User:
    """The login under which a command writes when nobody is named: it can never log in."""
    found = User.objects.filter(username=NOBODY).first()
    if found is None:
        found = create_user(username=NOBODY, name="命令行导入 Command line")
        found.is_active = False
        found.save(update_fields=["is_active"])
    return found
