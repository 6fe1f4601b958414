"""`/widget/1/ground.json`: what the map is drawn on, departments as the communes' points outline them."""

from __future__ import annotations

import asyncio
import logging
import string
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson
import shapely
from starlette.requests import Request
from starlette.responses import Response

from gateway.execution.runner import Operation, Runner
from gateway.graph.request import RequestScope
from gateway.opened import OpenedSources
from gateway.upstream.flight import SingleFlight

logger = logging.getLogger("gateway.embed")

COMMUNES = """query WidgetGround($prefix: String!) {
  communes(prefix: $prefix, first: 100) { insee point department { code name } }
}"""
SQUEEZED = 0.7
"""A degree of longitude in degrees of latitude, at 45.5 degrees north."""

REACH, BACK = 0.2, 0.16
"""Degrees by which points are made areas, and by which the outer border then draws back."""

TOLERANCE = 0.008
DECIMALS = 3
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Timing-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
}
KEPT = "public, max-age=86400, stale-while-revalidate=604800"

Points = Mapping[str, tuple[str, str, float, float]]


class Ground:
    """Made once of what the graph knows of communes; while it knows none, there is nothing to draw."""

    def __init__(self, runner: Runner, opened: Callable[[], OpenedSources]) -> None:
        """`opened` gives the running sources."""
        self._runner = runner
        self._opened = opened
        self._flight: SingleFlight[str, bytes] = SingleFlight()
        self._made: bytes | None = None

    async def answer(self, _: Request) -> Response:
        """`{departments: [{code, name, middle: [lon, lat], rings: [[[lon, lat], ...]]}]}`."""
        body = self._made or await self._flight.run("ground", self._make)
        headers = HEADERS | {"Cache-Control": KEPT if self._made else "no-store"}
        return Response(body, headers=headers, media_type="application/json")

    async def _make(self) -> bytes:
        points = await self._points()
        departments = await asyncio.to_thread(departments_of, points)
        body = orjson.dumps({"departments": departments})
        if departments:
            self._made = body
        return body

    async def _points(self) -> Points:
        found: dict[str, tuple[str, str, float, float]] = {}
        for letter in string.ascii_lowercase:
            scope = RequestScope(self._opened())
            answer = await self._runner.run(Operation(COMMUNES, None, {"prefix": letter}), scope)
            for one in (answer.data or {}).get("communes") or ():
                if one["point"] and one["department"]:
                    lon, lat = one["point"]["coordinates"]
                    found[one["insee"]] = (one["department"]["code"], one["department"]["name"], lon, lat)
        return found


def departments_of(points: Points) -> list[dict[str, Any]]:
    """Each department as the places that are nearest to one of its points; none for fewer than four points."""
    where = {(lon * SQUEEZED, lat): (code, name) for code, name, lon, lat in points.values()}
    if len(where) < 4:
        return []
    dots = shapely.MultiPoint(list(where))
    border = dots.buffer(REACH, quad_segs=3).buffer(-BACK, quad_segs=3)
    cells = shapely.voronoi_polygons(dots, extend_to=border, ordered=True).geoms
    parts: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for cell, named in zip(cells, where.values(), strict=True):
        parts[named].append(cell)
    names = sorted(parts)
    whole = [shapely.union_all(parts[named]).intersection(border) for named in names]
    simple = shapely.coverage_simplify(whole, TOLERANCE)
    return [_department(named, shape) for named, shape in zip(names, simple, strict=True) if not shape.is_empty]


def _department(named: tuple[str, str], shape: Any) -> dict[str, Any]:
    code, name = named
    polygons = [one for one in getattr(shape, "geoms", [shape]) if one.geom_type == "Polygon"]
    widest = max(polygons, key=lambda one: float(one.area))
    middle = shapely.point_on_surface(widest) if not widest.contains(widest.centroid) else widest.centroid
    return {
        "code": code,
        "name": name,
        "middle": _degrees([middle.coords[0]])[0],
        "rings": [_degrees(one.exterior.coords) for one in polygons],
    }


def _degrees(coordinates: Iterable[tuple[float, ...]]) -> list[list[float]]:
    return [[round(x / SQUEEZED, DECIMALS), round(y, DECIMALS)] for x, y in coordinates]
