"""Distances on the globe between points written (longitude, latitude)."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

Point = tuple[float, float]

EARTH_METRES = 6_371_008.8


def metres_between(a: Point, b: Point) -> float:
    """The great-circle distance of two points in metres."""
    lon_a, lat_a, lon_b, lat_b = (radians(value) for value in (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_METRES * asin(sqrt(min(1.0, half)))
