"""The land reckoned: how far from each door, which road would help, and what is gone when a place is taken back."""

from __future__ import annotations

import numpy as np
import pytest

from apps.land.ground import CRS, degrees, line
from xinlu.kernel.errors import Refusal
from xinlu.land.files import drawing_path
from xinlu.land.kinds import Goal, How, Part
from xinlu.land.models import HomePlace, HomeWalk, ReckonedLand
from xinlu.land.selectors.walking import dots, part_walks, walk_of
from xinlu.land.services.lists import place_listed
from xinlu.land.services.placing import place_home
from xinlu.land.services.reckoning import reckon_land
from xinlu.land.services.setting import set_land
from xinlu.land.services.undoing import erase_record, withdraw_place
from xinlu.records.models import LedgerEntry
from xinlu.records.selectors import heads, verify
from xinlu.terrain.files.county import write_features

FLAT_M_PER_S = 6 / 3.6 * np.exp(-3.5 * 0.05)


def test_the_walk_goes_round_by_the_bridge_and_says_how_much_farther_that_is(land):
    done = reckon_land(land.yang.county)
    assert (done.homes, done.elsewhere) == (2, 0)
    near, far = (walk_of(each) for each in (land.west, land.yang.household))
    assert near.walk.clinic_s == pytest.approx(100 / FLAT_M_PER_S, abs=1)
    # Up to the bridge on foot, over it, and down again by road: twice as long at least as the 2,300 m of the crow.
    assert far.walk.clinic_s > 2 * 2_300 / FLAT_M_PER_S and far.walk.clinic_name == "乡卫生院"
    assert far.ratio == pytest.approx(far.walk.clinic_s / (2_300 / FLAT_M_PER_S), rel=1e-3)
    assert far.walk.clinic_other_s != far.walk.clinic_s
    assert far.walk.school_s is None, "no school was set"
    (clinic, *_) = far.steps
    assert clinic.goal is Goal.CLINIC and clinic.shorter_s <= clinic.seconds <= clinic.longer_s


def test_the_bridge_is_put_forward_and_for_whom(land):
    reckon_land(land.yang.county)
    roads = ReckonedLand.objects.get().roads
    assert [each["name"] for each in roads["picks"]] == ["新桥"] and roads["cost_yuan"] == 1_000_000
    assert [(each["name"], each["too_dear"]) for each in roads["others"]] == [("新路", True)]
    before = walk_of(land.yang.household).walk.clinic_s
    straight = 2_300 / FLAT_M_PER_S
    assert roads["hours"] == pytest.approx(12 * 2 * (before - straight) / 3600, rel=0.03)
    assert roads["villages"] == [["522699101201", land.yang.village.name, roads["hours"], 1]]


def test_parts_count_who_lives_beyond_an_hour_and_dots_say_the_same(land):
    reckon_land(land.yang.county)
    rows = {each.code: each for each in part_walks(land.yang.county, Goal.CLINIC)}
    assert sum(each.placed for each in rows.values()) == 2
    assert sum(each.beyond_hour for each in rows.values()) == 1 and sum(each.without_way for each in rows.values()) == 0
    assert sum(each.without_way for each in part_walks(land.yang.county, Goal.SCHOOL)) == 2
    assert sorted(each.far for each in dots(land.yang.county, Goal.CLINIC)) == [0, 1]


def test_a_map_is_drawn_once_and_is_small(land):
    reckon_land(land.yang.county)
    picture = drawing_path(land.land.pk).read_bytes()
    assert picture.startswith(b"\x89PNG") and len(picture) < 200_000
    drawn = ReckonedLand.objects.get().drawn
    assert drawn["wide"] == drawn["high"] == 1000
    assert drawn["lines"]["rivers"][0][0] == "清水河" and len(drawn["bands"]["clinic"]) == 2


def test_a_home_beyond_the_map_stands_nowhere_and_is_told(land):
    place_home(land.west, by=land.users["zhou"], how=How.MAP, said_by="本人", longitude=110.0, latitude=27.0)
    assert reckon_land(land.yang.county).elsewhere == 1
    known = walk_of(land.west)
    assert not known.walk.stands and known.steps == [] and known.ratio is None


def test_placed_anew_the_old_walk_is_gone_until_it_is_reckoned(land):
    reckon_land(land.yang.county)
    before = walk_of(land.west).place
    now = place_home(land.west, by=land.users["zhou"], how=How.RECEIVER, said_by="本人", **degrees(3150, 3550))
    assert now.supersedes == before.pk and walk_of(land.west).walk is None
    assert verify(now) and heads(HomePlace).filter(household=land.west).get() == now
    again = place_home(land.west, by=land.users["zhou"], how=How.RECEIVER, said_by="本人", **degrees(3150, 3550))
    assert again == now, "the same again writes nothing"


def test_taken_back_or_erased_nothing_of_it_stays(land):
    reckon_land(land.yang.county)
    withdraw_place(walk_of(land.west).place, by=land.users["zhou"], reason="点错了")
    assert walk_of(land.west) is None and not HomeWalk.objects.filter(household=land.west).exists()
    place = walk_of(land.yang.household).place
    erase_record(place.pk, by=land.users["chen"], legal_ground="个人信息保护法第四十七条")
    assert walk_of(land.yang.household) is None and not HomeWalk.objects.exists()
    assert LedgerEntry.objects.filter(pk=place.pk).exists() and not HomePlace.objects.filter(pk=place.pk).exists()


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ({"longitude": 0.0, "latitude": 0.0}, "land.sea"),
        ({"longitude": 181.0, "latitude": 20.0}, "land.nowhere"),
        ({"longitude": float("nan"), "latitude": 20.0}, "land.nowhere"),
        ({"longitude": 108.0, "latitude": 26.0, "accuracy_m": 9_000}, "land.rough"),
        ({"longitude": 108.0, "latitude": 26.0, "said_by": " "}, "file.said_by"),
    ],
)
def test_what_is_no_place_is_refused(land, where, code):
    with pytest.raises(Refusal) as refused:
        place_home(land.west, by=land.users["zhou"], how=How.MAP, **{"said_by": "本人", **where})
    assert refused.value.code == code and refused.value.words.zh


def test_a_list_places_by_number_and_names_those_it_does_not_know(land):
    numbered = land.household("有编号", land.near, facts={"number": "YJ-7"})
    where = degrees(1050, 3450)
    done = place_listed(
        land.yang.county,
        {"YJ-7": (where["longitude"], where["latitude"]), "没有": (108.0, 26.0)},
        by=land.users["chen"],
        said_by="测点名单",
    )
    assert (done.placed, done.same, done.unknown) == (1, 0, ("没有",)) and walk_of(numbered) is not None
    again = place_listed(
        land.yang.county, {"YJ-7": (where["longitude"], where["latitude"])}, by=land.users["chen"], said_by="测点名单"
    )
    assert (again.placed, again.same) == (0, 1)


def test_without_land_or_with_a_file_gone_it_is_said(land):
    with pytest.raises(Refusal, match="has no land yet"):
        reckon_land(land.near)
    for kept in drawing_path("x").parent.glob("*.tif"):
        kept.rename(kept.with_suffix(".away"))
    try:
        with pytest.raises(Refusal, match="is gone"):
            reckon_land(land.yang.county)
    finally:
        for kept in drawing_path("x").parent.glob("*.away"):
            kept.rename(kept.with_suffix(".tif"))


@pytest.mark.parametrize(
    ("part", "fields", "code"),
    [
        (Part.ROADS, {"name": ["无速"]}, "land.road_speed"),
        (Part.CANDIDATES, {"name": ["无价"], "kind": ["road"], "speed_kmh": [20.0]}, "land.candidate"),
    ],
)
def test_files_that_lack_something_are_refused_and_what_was_set_stays(land, tmp_path, part, fields, code):
    write_features(tmp_path / "odd.gpkg", [line((450, 250), (450, 3850))], fields, CRS)
    with pytest.raises(Refusal) as refused:
        set_land(land.yang.county, {**land.files, part: tmp_path / "odd.gpkg"}, by=land.users["chen"], source="再来")
    assert refused.value.code == code
    reckon_land(land.yang.county)
    assert ReckonedLand.objects.get().land == land.land


def test_who_gave_the_files_is_written(land):
    with pytest.raises(Refusal) as refused:
        set_land(land.yang.county, land.files, by=land.users["chen"], source=" ")
    assert refused.value.code == "land.source"


def test_water_is_near_for_the_one_and_out_of_reach_for_the_other(land):
    reckon_land(land.yang.county)
    near, far = (walk_of(each).walk for each in (land.west, land.yang.household))
    # 250 m there over flat ground, a cell's half more or less; across the river it is hours there and back.
    assert near.water_near is True and near.water_climb_m == 0 and near.water_m == pytest.approx(250, abs=60)
    assert near.water_s == pytest.approx(2 * near.water_m / FLAT_M_PER_S, rel=0.02)
    assert far.water_s is None or far.water_s > 2 * 3600
