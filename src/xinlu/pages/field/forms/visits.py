"""The form of a visit, as it stands while it is written and as it is read when it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from django.http import QueryDict

from xinlu.casework.visits import FOUND_NAMES, PLACE_NAMES, QUESTIONS, Found, Place
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.pages.field.forms.typed import Chip, chips, read_whole
from xinlu.registry.selectors.files import MemberView

PICTURES_MAX = 3
NOT_ASKED = ""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One of the five with its three equal choices and the words typed beside it."""

    name: str
    question: Words
    chips: list[Chip]
    words: str
    wrong: str


@dataclass(frozen=True, slots=True)
class SentVisit:
    """A visit as sent, in plain values."""

    began_at: datetime
    minutes: int
    place: Place
    present: list[str]
    others_present: str
    heard: str
    explained: str
    found: dict[str, tuple[Found, str]]


def blank(now: datetime) -> QueryDict:
    """The form before anything is typed: it begins now."""
    typed = QueryDict(mutable=True)
    typed["began_at"] = f"{now.astimezone(clock.PLACE):%Y-%m-%dT%H:%M}"
    return typed


def shown(typed: QueryDict, members: Sequence[MemberView], *, wrong: Mapping[str, str]) -> Mapping[str, object]:
    """What the template needs to show the form with everything that was typed and chosen, and what is wrong."""
    answers: dict[str, Words] = {
        Found.FINE: FOUND_NAMES[Found.FINE],
        Found.TROUBLE: FOUND_NAMES[Found.TROUBLE],
        NOT_ASKED: Words("没问", "not asked"),
    }
    return {
        "typed": typed,
        "places": chips({str(place): words for place, words in PLACE_NAMES.items()}, [typed.get("place", "")]),
        "people": chips({each.name: Words(each.name, each.name) for each in members}, typed.getlist("present")),
        "questions": [
            AskedQuestion(
                name,
                words,
                chips(answers, [typed.get(name, NOT_ASKED)]),
                typed.get(f"{name}_words", ""),
                wrong.get(name) or wrong.get(f"{name}_words", ""),
            )
            for name, words in QUESTIONS.items()
        ],
        "pictures": range(PICTURES_MAX),
    }


def read(typed: QueryDict, members: Sequence[MemberView]) -> SentVisit:
    """The visit as sent. Refusals name the field."""
    names = {each.name for each in members}
    return SentVisit(
        began_at=_moment(typed.get("began_at", "")),
        minutes=read_whole(
            typed.get("minutes", ""),
            field="minutes",
            empty=Words("坐了多少分钟？写一个数，比如 40", "How many minutes? Write a number, such as 40"),
        ),
        place=_place(typed.get("place", "")),
        present=[name for name in typed.getlist("present") if name in names],
        others_present=typed.get("others_present", ""),
        heard=typed.get("heard", ""),
        explained=typed.get("explained", ""),
        found={name: found for name in QUESTIONS if (found := _found(typed, name)) is not None},
    )


def _found(typed: QueryDict, name: str) -> tuple[Found, str] | None:
    chosen, words = typed.get(name, NOT_ASKED), typed.get(f"{name}_words", "").strip()
    if chosen in set(Found):
        return Found(chosen), words
    if words:
        raise Refusal(
            "visit.words_without_answer",
            Words("写了原话，还要选“没问题”还是“有难处”", "You wrote their words; choose “all well” or “trouble” too"),
            field=name,
        )
    return None


def _moment(text: str) -> datetime:
    typed = normalize("NFKC", text).strip().replace(" ", "T")
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise Refusal(
            "visit.began_at",
            Words(
                "“{typed}”看不出是哪天几点，请写成 2026-11-23 15:40 这样",
                "“{typed}” is no day and time; write it like 2026-11-23 15:40",
            ).filled(typed=text.strip()[:40])
            if typed
            else Words("哪天几点去的，要写", "Write the day and time"),
            field="began_at",
        ) from None
    return moment.replace(tzinfo=clock.PLACE)


def _place(chosen: str) -> Place:
    if chosen not in set(Place):
        raise Refusal("visit.place", Words("在哪儿见的，要选一个", "Choose where you met"), field="place")
    return Place(chosen)
