"""A cast put back stands as it was made, in the database and in hand; one that changes what stood is not kept."""

from __future__ import annotations

import pytest
from django.db import transaction

from apps.put_back import _all_rows, put_back
from apps.yang import area, make_yang
from xinlu.people.models import Area
from xinlu.people.roles import Level


def test_what_is_put_back_is_what_was_made(db, at_noon):
    make = put_back(make_yang.__wrapped__)
    stood = []
    for _ in range(3):
        with transaction.atomic():
            found = make()
            stood.append((found, _all_rows()))
            assert found.line_views.__self__ is found and found.reckon().pk
            transaction.set_rollback(True)
    (first, rows), (second, again), (third, once_more) = stood
    assert rows == again == once_more and sum(map(len, rows.values())) > 20
    assert first == second == third and second.household is not third.household


def test_every_test_has_objects_of_its_own(db):
    make = put_back(lambda: [area("52", "贵州省", Level.PROVINCE)])
    with transaction.atomic():
        make()
        transaction.set_rollback(True)
    with transaction.atomic():
        make()[0].name = "别的名字"
        transaction.set_rollback(True)
    assert make()[0].name == "贵州省" == Area.objects.get().name


def test_a_cast_that_changes_what_stood_before_is_refused(db):
    area("52", "贵州省", Level.PROVINCE)
    with pytest.raises(AssertionError, match="only add rows"):
        put_back(lambda: Area.objects.update(name="别的名字"))()
