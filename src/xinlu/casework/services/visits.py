"""Recording a visit. It is a claim like any other until the household says that it took place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from xinlu.casework.models import Visit
from xinlu.casework.services.figures import refresh_figures
from xinlu.casework.visits import QUESTIONS, Found, Place
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.records.models import Household
from xinlu.records.services.appending import append, compose

LONGEST_MINUTES = 16 * 60
CLOCK_SLACK = timedelta(minutes=10)
LONGEST_AGO = timedelta(days=366)


@transaction.atomic
def record_visit(
    household: Household,
    *,
    by: User,
    began_at: datetime,
    minutes: int,
    place: Place,
    present: Sequence[str] = (),
    others_present: str = "",
    heard: str = "",
    explained: str = "",
    found: Mapping[str, tuple[Found, str]] | None = None,
    pictures: Sequence[str] = (),
    device: str = "",
    made_at: datetime | None = None,
) -> Visit:
    """Append a visit. `found` maps a question (house, harvest, school, hospital, water) to what was found and her words.

    Refusals: a visit to come, shorter than a minute or longer than a day's light, an unknown question, or one on which
    nobody was met and nothing was seen or heard.
    """
    if began_at > clock.now() + CLOCK_SLACK:
        raise Refusal(
            "visit.to_come", Words("这次走访的时间还没到", "This visit's time is still to come"), field="began_at"
        )
    if began_at < clock.now() - LONGEST_AGO:
        raise Refusal(
            "visit.too_long_ago",
            Words(
                "这次走访是一年以前的，太久了，看看日子有没有写错",
                "This visit was over a year ago; look whether the day is right",
            ),
            field="began_at",
        )
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise Refusal(
            "visit.minutes",
            Words("坐了多少分钟？写 1 到 {n} 之间的数", "How many minutes? A number from 1 to {n}").filled(
                n=LONGEST_MINUTES
            ),
            field="minutes",
        )
    found = dict(found or {})
    unknown = found.keys() - set(QUESTIONS)
    if unknown:
        raise Refusal(
            "visit.question",
            Words("没有这一问：{what}", "There is no such question: {what}").filled(what=", ".join(sorted(unknown))),
        )
    if not present and not others_present.strip() and not heard.strip() and not found:
        raise Refusal(
            "visit.empty",
            Words("见到了谁、听到了什么，总要写一样", "Write whom you met or what you heard: one of them at least"),
            field="present",
        )
    answers: dict[str, Any] = {name: str(found[name][0]) if name in found else "" for name in QUESTIONS}
    words: dict[str, Any] = {f"{name}_words": found[name][1].strip() if name in found else "" for name in QUESTIONS}
    visit = compose(
        Visit,
        household=household,
        author=by,
        device=device,
        made_at=made_at,
        began_at=began_at.replace(microsecond=0),
        minutes=minutes,
        place=str(place),
        present=list(present),
        others_present=others_present.strip(),
        heard=heard.strip(),
        explained=explained.strip(),
        pictures=list(pictures),
        **answers,
        **words,
    )
    append(visit)
    refresh_figures(household)
    return visit
