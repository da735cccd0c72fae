"""Rasters and vector files for the tests, as small as they can be."""

from __future__ import annotations

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from rasterio.transform import Affine

from xinlu.kernel.errors import Refusal

UTM = "EPSG:32648"
HEIGHTS = np.arange(48, dtype=np.float32).reshape(6, 8)


def from_origin(left, top, x, y):
    return Affine(x, 0, left, 0, -y, top)


NORTH_UP = from_origin(500_000, 2_900_000, 30, 20)


def raster(file, data=HEIGHTS, *, crs=UTM, transform=NORTH_UP, bands=1, scale=None, **more):
    profile = {"driver": "GTiff", "height": data.shape[0], "width": data.shape[1], "count": bands, "dtype": data.dtype}
    with rasterio.open(file, "w", crs=crs, transform=transform, **{**profile, **more}) as target:
        for band in range(1, bands + 1):
            target.write(data, band)
        if scale:
            target.scales, target.offsets = (scale[0],), (scale[1],)
    return file


def features(
    file, geometries, *, crs=UTM, driver=None, kind="Point", layer=None, append=False, encoding=None, **fields
):
    pyogrio.raw.write(
        file, shapely.to_wkb(np.array(geometries, dtype=object)), [np.array(each, dtype=object) for each in fields.values()],
        list(fields), geometry_type=kind, crs=crs, driver=driver, layer=layer, append=append, encoding=encoding,
    )  # fmt: skip
    return file


def refusal(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    assert caught.value.words.zh and caught.value.words.en
    return caught.value
