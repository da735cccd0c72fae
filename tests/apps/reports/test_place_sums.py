"""The sums of places: after anything that happens to a household they equal adding up anew, at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction

from apps.conftest import NOON
from apps.pages.conftest import without_second_factor  # noqa: F401
from apps.pages.desk_fixtures import desk  # noqa: F401
from apps.yang import area
from xinlu.casework.services.moving import move_household
from xinlu.casework.services.undoing import withdraw_record
from xinlu.casework.services.visits import record_visit
from xinlu.casework.visits import Place
from xinlu.kernel import clock
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.registry.models import CurrentFile, StalePlace
from xinlu.registry.selectors.files import file_of
from xinlu.registry.services.assignments import assign_helper
from xinlu.registry.services.members import write_member
from xinlu.registry.services.stale import mark_stale
from xinlu.reports.areas import area_figures, figures_with_parts
from xinlu.reports.models import PlaceSums


def anew(place: Area):
    """The figures with every sum added up from nothing; what was kept before is there again afterwards."""
    with transaction.atomic():
        PlaceSums.objects.all().delete()
        mark_stale(CurrentFile.objects.values_list("place", flat=True))
        figures = figures_with_parts(place)
        transaction.set_rollback(True)
    return figures


def happenings(desk) -> list[Callable[[], object]]:  # noqa: F811
    """What can happen to a household, one after another."""
    group = area(f"{desk.near.code}01", "一组", Level.GROUP, desk.near)
    said = {"by": desk.users["shi"], "said_by": "甲"}
    one = desk.household("甲", desk.near)
    return [
        lambda: desk.account(one, 900_000, 50_000),
        lambda: desk.answers(one, 100_000),
        lambda: desk.answers(one, 100_000, None),
        lambda: write_member(one, **said, name="乙", relation="son"),
        lambda: assign_helper(one, by=desk.users["shi"], helper=desk.users["zhou"], since=date(2026, 1, 1)),
        lambda: record_visit(
            one,
            by=desk.users["zhou"],
            began_at=clock.now() - timedelta(hours=2),
            minutes=30,
            place=Place.HOME,
            present=["甲"],
            found={},
        ),
        lambda: move_household(one, **said, place=group, on=date(2026, 11, 1)),
        lambda: move_household(one, **said, place=desk.far, on=date(2026, 11, 2)),
        lambda: desk.household("丙", desk.far),
        lambda: withdraw_record(file_of(one).file, by=desk.users["shi"], reason="重了"),
    ]


def test_the_sums_are_those_of_now_after_everything_that_happens(desk):  # noqa: F811
    places = [desk.yang.county, Area.objects.get(code="522699101"), desk.near, desk.far]
    seen = set()
    for minute, happens in enumerate(happenings(desk)):
        with clock.standing_at(NOON + timedelta(minutes=minute)):
            happens()
            for place in [*places, *Area.objects.filter(level=Level.GROUP)]:
                assert figures_with_parts(place) == anew(place), (minute, place)
        seen.add(str(figures_with_parts(desk.yang.county)))
    assert len(seen) > 8, "too little changed to tell fresh sums from stale ones"
    assert not PlaceSums.objects.filter(place=f"{desk.near.code}01").exists(), "nobody lives there any more"


def test_a_change_without_its_mark_is_seen_by_the_comparison(desk):  # noqa: F811
    area_figures(desk.yang.county)
    desk.household("甲", desk.near)
    StalePlace.objects.all().delete()
    assert area_figures(desk.yang.county) != anew(desk.yang.county)[0]


def test_looking_takes_away_the_marks_of_that_area_and_no_others(desk):  # noqa: F811
    desk.household("甲", desk.near)
    desk.household("乙", desk.far)
    area_figures(desk.near)
    assert set(StalePlace.objects.values_list("place", flat=True)) >= {desk.far.code}
    assert not StalePlace.objects.filter(place=desk.near.code).exists()


def test_a_mark_that_comes_while_one_adds_up_stays(desk, monkeypatch):  # noqa: F811
    from xinlu.reports import places

    desk.household("甲", desk.near)
    sums = places._sums

    def meanwhile():
        mark_stale([desk.near.code])
        return sums()

    monkeypatch.setattr(places, "_sums", meanwhile)
    area_figures(desk.near)
    assert StalePlace.objects.filter(place=desk.near.code).count() == 1
