"""A picture of a visit is shown to who may read the household's file, and to nobody else."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from apps.conftest import NOON
from xinlu.casework.services.undoing import withdraw_record
from xinlu.casework.services.visits import record_visit
from xinlu.casework.visits import Place
from xinlu.people.models import User
from xinlu.records.services import keep_picture
from xinlu.registry.services.households import enter_household


@pytest.fixture
def visit(yang, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.XINLU_DESK_MFA = False
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(written, "PNG")
    kept = keep_picture(SimpleUploadedFile("roof.png", written.getvalue()), household=yang.household)
    return record_visit(
        yang.household,
        by=yang.helper,
        began_at=NOON - timedelta(days=1),
        minutes=30,
        place=Place.HOME,
        present=["杨秀英"],
        pictures=[kept.sha256],
    )


def seen_by(login: str, household, sha256: str):
    client = Client()
    client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
    return client.get(f"/desk/household/{household.pk}/picture/{sha256}/")


def test_the_helper_and_the_township_see_it_and_the_page_leads_there(yang, visit):
    for login in ("zhou", "shi"):
        answer = seen_by(login, yang.household, visit.pictures[0])
        assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg"
        assert answer.content[:2] == b"\xff\xd8" and "no-store" in answer["Cache-Control"]
    client = Client()
    client.force_login(yang.helper, backend="django.contrib.auth.backends.ModelBackend")
    assert f"/picture/{visit.pictures[0]}/" in client.get(f"/field/household/{yang.household.pk}/").content.decode()
    assert f"/picture/{visit.pictures[0]}/" in client.get(f"/desk/household/{yang.household.pk}/").content.decode()


def test_another_helper_and_another_county_do_not(yang, visit):
    assert seen_by("tian", yang.household, visit.pictures[0]).status_code == 404
    assert seen_by("far", yang.household, visit.pictures[0]).status_code == 404


def test_it_is_not_reached_through_another_household_nor_after_the_visit_is_withdrawn(yang, visit):
    other = enter_household(by=yang.township, place=yang.village, said_by="村里", head={"name": "甲"})
    assert seen_by("shi", other, visit.pictures[0]).status_code == 404
    withdraw_record(visit, by=yang.helper, reason="记错了户")
    assert seen_by("shi", yang.household, visit.pictures[0]).status_code == 404


@pytest.mark.parametrize("name", ["0" * 64, "..", "x"])
def test_a_name_that_no_visit_holds_is_not_found(yang, visit, name):
    assert seen_by("shi", yang.household, name).status_code == 404
