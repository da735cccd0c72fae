"""The demo county's land: made-up mountains of its own, its homes placed by a list, everything reckoned."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from pyproj import Transformer

from xinlu.demo.calendar import CARDS_FROM, at
from xinlu.demo.places import COUNTY, VILLAGES
from xinlu.kernel import clock
from xinlu.land.kinds import Goal, Part
from xinlu.land.services.lists import place_listed
from xinlu.land.services.reckoning import Reckoned, reckon_land
from xinlu.land.services.setting import set_land
from xinlu.people.models import Area, User
from xinlu.registry.models import CurrentFile
from xinlu.terrain.files.county import write_county
from xinlu.terrain.made_county import MadeCounty, made_county

WITHOUT_PLACE = 0.04
"""The share of homes that nobody has placed yet: the map is never whole."""
TRIPS = {Goal.CLINIC: 12, Goal.SCHOOL: 40, Goal.MARKET: 52}
BUDGET_YUAN = 9_000_000
_FILES = ("rivers", "bridges", "roads", "clinic", "school", "market", "water", "candidates")


def lay_land(*, seed: int) -> Reckoned:
    """The county's land set, its homes placed and their walks reckoned. The same seed gives the same."""
    county, desk = Area.objects.get(code=COUNTY), User.objects.get(username="county")
    made = made_county(seed=seed)
    with clock.standing_at(at(CARDS_FROM, 10)):
        with tempfile.TemporaryDirectory() as apart:
            folder = Path(apart)
            write_county(folder, made)
            files = {Part(name): folder / f"{name}.gpkg" for name in _FILES}
            set_land(
                county,
                {Part.DEM: folder / "dem.tif", **files},
                by=desk,
                source="月岭县测绘（演示用，虚构）",
                trips=TRIPS,
                budget_yuan=BUDGET_YUAN,
            )
        place_listed(county, _places(made, seed), by=desk, said_by="月岭县入户测点名单（演示用，虚构）")
    return reckon_land(county)


def _places(made: MadeCounty, seed: int) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of most homes, by household number."""
    numbers: dict[str, list[str]] = {village.name: [] for village in VILLAGES}
    for number, village in (
        CurrentFile.objects.filter(path__contains=f"/{COUNTY}/").order_by("number").values_list("number", "village")
    ):
        name = next((each.name for each in VILLAGES if each.code == village), None)
        if name and number:
            numbers[name].append(number)
    draw = np.random.default_rng([seed, 8])
    turn = Transformer.from_crs(made.elevation.grid.crs, "EPSG:4326", always_xy=True)
    places = {}
    for name, of_village in numbers.items():
        for number, (x, y) in zip(of_village, made.about(name, len(of_village), draw), strict=True):
            if draw.random() >= WITHOUT_PLACE:
                places[number] = turn.transform(x, y)
    return places
