"""Distances on the globe, in metres, between points written (longitude, latitude)."""

from math import asin, cos, radians, sin, sqrt
from statistics import median

Point = tuple[float, float]

EARTH_RADIUS_M = 6_371_008.8


def distance_m(a: Point, b: Point) -> float:
    """Great-circle distance between two points in metres (haversine)."""
    lon_a, lat_a, lon_b, lat_b = (radians(value) for value in (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(half))


def middle(points: list[Point]) -> Point:
    """The point whose longitude and latitude are the medians of those given; one stray point moves it
    little.
    """
    return median(point[0] for point in points), median(point[1] for point in points)
