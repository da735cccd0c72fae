"""`xinlu terrain roads` over the made-up county, coarsely: what it says, what it writes, what it refuses."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner
from pyarrow import csv

from xinlu.config.terrain import terrain
from xinlu.kernel.errors import Refusal
from xinlu.terrain.files.county import write_county, write_features
from xinlu.terrain.made_county import made_county


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county")
    write_county(folder, made_county(homes=150, cell_m=200.0))
    return folder


def called(folder, *more, out="plan.csv"):
    names = ("dem.tif", "rivers.gpkg", "bridges.gpkg", "roads.gpkg")
    ground = [each for name in names for each in (f"--{name.split('.')[0]}", str(folder / name))]
    told = [*ground, "--homes", str(folder / "homes.gpkg"), "--out", str(folder / out), "--language", "en"]
    given = [str(each) for each in more]
    if "--candidates" not in given:
        told += ["--candidates", str(folder / "candidates.gpkg")]
    return CliRunner().invoke(terrain, ["roads", *told, *given], catch_exceptions=False)


def test_the_two_bridges_are_chosen_together_and_told_so(folder):
    said = called(folder, "--to", folder / "clinic.gpkg", "--trips", 12, "--budget", 4_000_000)
    assert said.exit_code == 0
    assert (
        "of use only together with the next" in said.stdout
        and "Dearer than all that may be spent: 茶坪公路" in said.stdout
    )
    rows = csv.read_csv(folder / "plan.csv").to_pydict()
    picked = {name: nth for name, nth in zip(rows["name"], rows["nth"], strict=True) if nth}
    assert picked == {"清水河桥": 1, "平江桥": 2}
    assert rows["hours_alone"][rows["name"].index("平江桥")] == 0


def test_json_says_the_same_and_hours_grow_with_the_trips(folder):
    once, twice = (
        json.loads(called(folder, "--to", folder / "clinic.gpkg", "--trips", n, "--budget", 4_000_000, "--json").stdout)
        for n in (6, 12)
    )
    assert [each["name"] for each in once["picks"]] == ["清水河桥", "平江桥"]
    assert twice["hours"] == pytest.approx(2 * once["hours"]) and twice["hours"] > 0
    assert twice["cost_yuan"] == 3_600_000 and twice["hours_by_the_other_model"] > 0


def test_a_map_of_the_plan_is_geojson(folder):
    called(folder, "--to", folder / "clinic.gpkg", "--budget", 4_000_000, out="plan.geojson")
    told = json.loads((folder / "plan.geojson").read_text())
    assert len(told["features"]) == 7 and told["features"][0]["geometry"]["type"] == "LineString"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": ["rail"], "cost_yuan": [5.0], "speed_kmh": [20.0]}, "has the kind “rail”"),
        ({"kind": ["road"], "speed_kmh": [20.0]}, "tells no cost"),
        ({"kind": ["road"], "cost_yuan": [-5.0], "speed_kmh": [20.0]}, "must be above zero"),
        ({"kind": ["road"], "cost_yuan": [5.0]}, "speed_kmh"),
    ],
)
def test_what_a_candidate_lacks_is_said(folder, fields, said):
    here = made_county(homes=1, cell_m=200.0).candidates[0].line_m
    write_features(folder / "odd.gpkg", [here], fields, "EPSG:32649")
    with pytest.raises(Refusal, match=said):
        called(folder, "--to", folder / "clinic.gpkg", "--candidates", folder / "odd.gpkg")


def test_trips_are_told_for_every_goal_or_for_none(folder):
    with pytest.raises(Refusal, match="one for each"):
        called(folder, "--to", folder / "clinic.gpkg", "--to", folder / "school.gpkg", "--trips", 3)


def test_homes_beyond_the_map_are_named(folder):
    lone = np.array([[250_500.0, 2_889_000.0], [100_000.0, 2_889_000.0]])
    write_features(folder / "two.gpkg", [each[None] for each in lone], {"name": ["近处", "远处"]}, "EPSG:32649")
    said = called(folder, "--to", folder / "clinic.gpkg", "--homes", folder / "two.gpkg")
    assert "Homes left out: 远处" in said.stdout
