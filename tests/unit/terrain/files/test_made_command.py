"""`xinlu terrain made`: files that the other commands read as they lie."""

from __future__ import annotations

import numpy as np
import pyogrio
import pytest
from click.testing import CliRunner

from xinlu.config.made_terrain import made
from xinlu.config.terrain import terrain
from xinlu.kernel.errors import Refusal
from xinlu.terrain.files.rasters import read_elevation
from xinlu.terrain.files.seconds import read_seconds
from xinlu.terrain.made_county import made_county


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("terrain") / "county"


def test_the_files_are_read_by_the_command_that_it_names(folder):
    said = CliRunner().invoke(made, ["--out", str(folder), "--language", "en"], catch_exceptions=False)
    assert said.exit_code == 0 and "10 files" in said.stdout
    named = said.stdout.split("xinlu terrain ")[1].split()
    went = CliRunner().invoke(terrain, [*named, "--neighbours", "8"], catch_exceptions=False)
    assert went.exit_code == 0
    assert np.isfinite(read_seconds(folder / "minutes.tif")).all()


def test_heights_and_candidates_come_back_as_they_were_made(folder):
    county = made_county()
    assert np.array_equal(read_elevation(folder / "dem.tif").metres, county.elevation.metres)
    meta, _, _, values = pyogrio.raw.read(folder / "candidates.gpkg")
    told = dict(zip(meta["fields"], values, strict=True))
    assert list(told["name"]) == [each.name for each in county.candidates]
    assert list(told["cost_yuan"]) == [each.cost_yuan for each in county.candidates]
    assert np.array_equal(np.isnan(told["speed_kmh"]), [each.kind == "bridge" for each in county.candidates])


def test_a_folder_that_holds_something_is_not_written_into(folder):
    before = sorted(each.name for each in folder.iterdir())
    with pytest.raises(Refusal, match="holds something"):
        CliRunner().invoke(made, ["--out", str(folder)], catch_exceptions=False)
    assert before == sorted(each.name for each in folder.iterdir())
