"""Preparing and publishing: exactly what was looked at, measured against the release before, never changed afterwards."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from apps.reports.boards import Home, make_county
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.parameters.services import set_parameter
from xinlu.people.models import Area
from xinlu.reports.board import services
from xinlu.reports.board.selectors import days_of, published, releases_of
from xinlu.reports.models import BoardRelease, PreparedBoard

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(at_noon):
    return make_county(1)


def publish(made, digest):
    return services.publish(made.area, by=made.desk, device="desk", digest=digest)


def test_what_was_prepared_is_what_is_published(made):
    prepared = services.prepare(made.area)
    release = publish(made, prepared.digest)
    assert (release.number, release.shown, release.places) == (0, prepared.shown, prepared.places)
    assert release.author == made.desk and release.device == "desk" and release.day == clock.today()
    assert not PreparedBoard.objects.exists()


def test_what_nobody_looked_at_is_not_published(made):
    for digest in ("", "0" * 64):
        with pytest.raises(Refusal, match="look_again"):
            publish(made, digest)
    services.prepare(made.area)
    with pytest.raises(Refusal, match="look_again"):
        publish(made, "0" * 64)
    assert not BoardRelease.objects.exists()


def test_figures_that_moved_after_the_preview_are_looked_at_again(made):
    digest = services.prepare(made.area).digest
    village = next(iter(made.homes))
    made.live({**made.homes, village: [*made.homes[village], Home()]})
    with pytest.raises(Refusal, match="look_again"):
        publish(made, digest)
    assert publish(made, services.prepare(made.area).digest).number == 0


def test_a_place_that_was_renamed_after_the_preview_is_looked_at_again(made):
    digest = services.prepare(made.area).digest
    Area.objects.filter(pk=next(iter(made.homes))).update(name="新名字村")
    with pytest.raises(Refusal, match="look_again"):
        publish(made, digest)


def test_one_preview_is_published_once(made):
    digest = services.prepare(made.area).digest
    publish(made, digest)
    with pytest.raises(Refusal, match="look_again"):
        publish(made, digest)
    assert [each.number for each in releases_of(made.area)] == [0]


def test_the_next_release_supersedes_the_last_and_keeps_what_hardly_moved(made):
    first = made.publish()
    village = next(iter(made.homes))
    made.live({**made.homes, village: [*made.homes[village], Home()]})
    second = made.publish()
    assert (second.number, second.supersedes) == (1, first.pk)
    assert second.shown == first.shown, "one household more: every figure stays as it was"
    shown = published(second, days=days_of(made.area))
    days = {figure.of_day for row, _ in shown.rows for figure in row.figures if figure.value is not None}
    assert days == {first.day}
    made.live({**made.homes, village: [*made.homes[village], *[Home()] * 40]})
    assert made.publish().shown[made.area.code]["households"][1] == 2, "forty more are told"


def test_a_release_is_never_changed(made):
    release = made.publish()
    for change in (lambda: BoardRelease.objects.update(least=2), release.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_place_may_ask_for_more_never_for_less(made):
    today = clock.today()
    for value, least in ((3, 10), (25, 25)):
        set_parameter(
            by=made.desk, area=made.area, name=services.LEAST, value=value, effective_from=today, source="县里定的"
        )
        assert services.least_of(made.area, day=today) == least
    assert min(value for row in made.publish().shown.values() for value, _ in row.values() if value) >= 25


def test_only_a_county_has_a_board(made):
    with pytest.raises(Refusal, match="county"):
        services.prepare(Area.objects.get(pk=next(iter(made.homes))))


def test_a_county_of_many_places_is_prepared_in_the_background(made, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(services, "AT_ONCE_PLACES", 3)
    asked = []
    monkeypatch.setattr(type(services.prepare_later), "enqueue", lambda task, code: asked.append(code))
    with django_capture_on_commit_callbacks(execute=True):
        assert services.ask_for_board(made.area) is None
    assert asked == [made.area.pk] and not PreparedBoard.objects.exists()
    services.prepare_later.func(made.area.pk)
    assert PreparedBoard.objects.get().area == made.area
