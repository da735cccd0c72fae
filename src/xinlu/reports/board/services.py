"""Preparing the next board of a county, and giving out exactly what was prepared and looked at."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.db import transaction
from django_tasks import task

from xinlu.assessment.suppression import Release, suppressed
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.parameters.selectors import parameter
from xinlu.people.models import Area, User
from xinlu.people.roles import Level
from xinlu.records.digest import canonical
from xinlu.records.services import append, compose
from xinlu.reports.board.counting import Counted, counted
from xinlu.reports.board.kept import by_place, counts_stored, released_before, shown_stored
from xinlu.reports.models import BoardRelease, PreparedBoard

LEAST = "board_least_households"
AT_ONCE_PLACES = 60
"""Boards of so many places are prepared while the desk waits; larger ones in the background."""
_NO_COUNTY = Words("公示板按县来公布，{name}不是县", "A board is a county's; {name} is none")
_LOOK_AGAIN = Words(
    "预览以后数变了，没有公布。请重新算一遍，看过再公布",
    "The figures moved after the preview; nothing was published. Prepare it anew, look, then publish",
)


def propose(county: Area, *, day: date, found: Counted | None = None) -> Release:
    """What the county's next release would tell, measured against its last one. Seconds for a county of many villages."""
    last = _last(county)
    return suppressed(
        (found or counted(county)).board,
        least=least_of(county, day=day),
        before=released_before(last) if last else None,
    )


def least_of(county: Area, *, day: date) -> int:
    """The smallest count that the board may tell: the place's own value, never below the packaged one."""
    own = parameter(LEAST, area_codes=county.codes, on=day).value
    return max(int(own), int(parameter(LEAST, area_codes=(), on=day).value))


def prepare(county: Area) -> PreparedBoard:
    """The next release, kept until it is published or prepared anew. Refusal for what is no county."""
    if county.level != Level.COUNTY:
        raise Refusal("board.county", _NO_COUNTY.filled(name=county.name))
    now, found, last = clock.now(), counted(county), _last(county)
    release = propose(county, day=clock.today(), found=found)
    kept: dict[str, Any] = {
        "places": [list(each) for each in found.places],
        "shown": shown_stored(release),
        "counts": counts_stored(release.board),
        "held": by_place(_held(release)),
    }
    prepared, _ = PreparedBoard.objects.update_or_create(
        area=county,
        defaults={
            **kept,
            "prepared_at": now,
            "least": release.least,
            "after": last,
            "digest": hashlib.sha256(canonical(kept)).hexdigest(),
        },
    )
    return prepared


def ask_for_board(county: Area) -> PreparedBoard | None:
    """`prepare` for a desk: at once where the places are few; else None, and it is prepared in the background."""
    if Area.objects.filter(path__startswith=county.path).count() <= AT_ONCE_PLACES:
        return prepare(county)
    transaction.on_commit(lambda: prepare_later.enqueue(county.pk))
    return None


@task()
def prepare_later(county: str) -> None:
    """A board prepared in the background."""
    prepare(Area.objects.get(pk=county))


@transaction.atomic
def publish(county: Area, *, by: User, device: str, digest: str) -> BoardRelease:
    """Give out what was prepared under `digest`. Refusal where it is not what would be prepared now: look again."""
    prepared = PreparedBoard.objects.select_for_update().filter(area=county).first()
    last = _last(county)
    if prepared is None or prepared.digest != digest or prepared.after != last:
        raise Refusal("board.look_again", _LOOK_AGAIN)
    found = counted(county)
    if prepared.counts != counts_stored(found.board) or prepared.places != [list(each) for each in found.places]:
        raise Refusal("board.look_again", _LOOK_AGAIN)
    release = compose(
        BoardRelease,
        area=county,
        author=by,
        device=device,
        supersedes=last.pk if last else None,
        number=last.number + 1 if last else 0,
        day=clock.today(),
        least=prepared.least,
        places=prepared.places,
        shown=prepared.shown,
        counts=prepared.counts,
    )
    append(release)
    prepared.delete()
    return release


def _last(county: Area) -> BoardRelease | None:
    return BoardRelease.objects.filter(area=county).order_by("number").last()


def _held(release: Release) -> dict[tuple[str, ...], str]:
    return {cell: str(why) for cell, why in release.held.items()}
