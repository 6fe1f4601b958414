"""Distances on the globe for many points at once, and what lies in circles and polygons."""

from __future__ import annotations

from functools import lru_cache
from math import asin, cos, degrees, radians, sin
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from sources.apidae.catalogue import Area, Box, Circle

EARTH_METRES = 6_371_008.8
MARGIN = 1.000_01
"""The box around a circle is a little too large rather than too small."""

Degrees = NDArray[np.float64]


def box_around(circle: Circle) -> Box:
    """Bounds between which the circle lies; across a pole or the date line, all longitudes."""
    angle = circle.metres / EARTH_METRES * MARGIN
    high = degrees(angle)
    south, north = circle.lat - high, circle.lat + high
    if south <= -90 or north >= 90:
        return Box(-180, south, 180, north)
    wide = degrees(asin(min(1.0, sin(angle) / cos(radians(circle.lat))))) * MARGIN
    west, east = circle.lon - wide, circle.lon + wide
    return Box(-180, south, 180, north) if west < -180 or east > 180 else Box(west, south, east, north)


def millimetres(lons: Degrees, lats: Degrees, lon: float, lat: float) -> NDArray[np.int64]:
    """The distances to a point along great circles, in whole millimetres."""
    there, here = np.radians(lats), radians(lat)
    half = np.sin((there - here) / 2) ** 2
    half += cos(here) * np.cos(there) * np.sin((np.radians(lons) - radians(lon)) / 2) ** 2
    metres = 2 * EARTH_METRES * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    rounded: NDArray[np.int64] = np.rint(metres * 1000).astype(np.int64)
    return rounded


def in_area(lons: Degrees, lats: Degrees, area: Area) -> NDArray[np.bool_]:
    """Which of the points lie in an area or on its border."""
    return np.asarray(shapely.intersects_xy(shape_of(area), lons, lats), dtype=np.bool_)


def bounds_of(area: Area) -> Box:
    """The bounds of an area."""
    west, south, east, north = shape_of(area).bounds
    return Box(west, south, east, north)


@lru_cache(maxsize=64)
def shape_of(area: Area) -> Any:
    """The area as a prepared geometry."""
    shape = shapely.from_wkb(area.wkb)
    shapely.prepare(shape)
    return shape
