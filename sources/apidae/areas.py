"""Polygons as callers write them: checked, and made an area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.validation import explain_validity

from sources.apidae.arguments import wrong
from sources.apidae.catalogue import Area
from sources.apidae.checks import checked_position

ARGUMENT = "filter.polygon"
MOST_POSITIONS = 500
LEAST_POSITIONS = 4
EXAMPLE = '{type: "Polygon", coordinates: [[[5, 45], [6, 45], [6, 46], [5, 45]]]}'

Ring = list[tuple[float, float]]


def checked_area(given: Mapping[str, Any]) -> Area:
    """The area of a GeoJSON geometry; `INVALID_ARGUMENT` says what keeps it from being one."""
    kind, coordinates = given.get("type"), given.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise wrong(ARGUMENT, "A Polygon or a MultiPolygon is wanted.", hint=EXAMPLE)
    parts = [coordinates] if kind == "Polygon" else _list(coordinates)
    if sum(len(_list(ring)) for part in parts for ring in _list(part)) > MOST_POSITIONS:
        raise wrong(ARGUMENT, f"A polygon of at most {MOST_POSITIONS} positions is wanted.")
    polygons = [_polygon(part) for part in parts]
    shape = MultiPolygon(polygons) if kind == "MultiPolygon" else polygons[0]
    if shape.is_empty or not shape.is_valid:
        raise wrong(
            ARGUMENT, "The polygon crosses or touches itself.", hint=f"{explain_validity(shape)} (lon lat)."
        )
    return Area(shapely.to_wkb(shapely.normalize(shape)))


def _polygon(part: Any) -> Polygon:
    rings = [_ring(one) for one in _list(part)]
    return Polygon(rings[0], rings[1:])


def _ring(given: Any) -> Ring:
    ring = [_position(one) for one in _list(given)]
    if len(ring) < LEAST_POSITIONS:
        raise wrong(ARGUMENT, f"A ring has at least {LEAST_POSITIONS} positions.", hint=EXAMPLE)
    if ring[0] != ring[-1]:
        raise wrong(ARGUMENT, "A ring is not closed.", hint="Its last position is the same as its first one.")
    return ring


def _position(given: Any) -> tuple[float, float]:
    numbers = _list(given)
    if len(numbers) < 2 or any(isinstance(one, bool) or not isinstance(one, int | float) for one in numbers):
        raise wrong(ARGUMENT, "A position is a list of a longitude and a latitude.", hint=EXAMPLE)
    return checked_position(float(numbers[0]), float(numbers[1]), ARGUMENT)


def _list(value: Any) -> Sequence[Any]:
    if not isinstance(value, list) or not value:
        raise wrong(ARGUMENT, "The coordinates are no polygon.", hint=EXAMPLE)
    return value
