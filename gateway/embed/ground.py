"""`/widget/1/ground.json`: what the map is drawn on, departments as the communes' points outline them."""

from __future__ import annotations

import asyncio
import gzip
import string
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import shapely
from starlette.requests import Request
from starlette.responses import Response

from gateway.execution.runner import Operation, Runner
from gateway.graph.request import RequestScope
from gateway.opened import OpenedSources
from gateway.upstream.flight import SingleFlight

COMMUNES = """query WidgetGround($prefix: String!) {
  communes(prefix: $prefix, first: 100) { insee name population point department { code name } }
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

MOST_TOWNS = 400


@dataclass(frozen=True, slots=True)
class Town:
    """A commune as a point in degrees; `department` is its code and its name."""

    name: str
    population: int
    department: tuple[str, str]
    lon: float
    lat: float


Towns = Mapping[str, Town]


class Ground:
    """Made once of what the graph knows of communes; while it knows none, there is nothing to draw."""

    def __init__(self, runner: Runner, opened: Callable[[], OpenedSources]) -> None:
        """`opened` gives the running sources."""
        self._runner = runner
        self._opened = opened
        self._flight: SingleFlight[str, bytes] = SingleFlight()
        self._made: bytes | None = None
        self._packed: bytes | None = None

    async def answer(self, request: Request) -> Response:
        """`{departments: [{code, name, middle: [lon, lat], rings: [[[lon, lat], ...]]}], towns: [[name, lon,
        lat]]}`, the largest town first.
        """
        body = self._made or await self._flight.run("ground", self._make)
        headers = HEADERS | {"Cache-Control": KEPT if self._made else "no-store", "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            body = self._packed or gzip.compress(body)
        return Response(body, headers=headers, media_type="application/json")

    async def _make(self) -> bytes:
        towns = await self._towns()
        departments = await asyncio.to_thread(departments_of, towns)
        body = orjson.dumps({"departments": departments, "towns": largest_of(towns)})
        if departments:
            self._made, self._packed = body, gzip.compress(body, 9, mtime=0)
        return body

    async def _towns(self) -> Towns:
        found: dict[str, Town] = {}
        for letter in string.ascii_lowercase:
            scope = RequestScope(self._opened())
            answer = await self._runner.run(Operation(COMMUNES, None, {"prefix": letter}), scope)
            for one in (answer.data or {}).get("communes") or ():
                if one["point"] and (within := one["department"]):
                    lon, lat = one["point"]["coordinates"]
                    department = (within["code"], within["name"])
                    found[one["insee"]] = Town(one["name"], one["population"] or 0, department, lon, lat)
        return found


def largest_of(towns: Towns) -> list[tuple[str, float, float]]:
    """Names to find one's way by, with their points."""
    ranked = sorted(towns.values(), key=lambda one: -one.population)
    return [(one.name, round(one.lon, DECIMALS), round(one.lat, DECIMALS)) for one in ranked[:MOST_TOWNS]]


def departments_of(towns: Towns) -> list[dict[str, Any]]:
    """Each department as the places that are nearest to one of its points; none for fewer than four."""
    where = {(one.lon * SQUEEZED, one.lat): one.department for one in towns.values()}
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
    return [
        _department(named, shape) for named, shape in zip(names, simple, strict=True) if not shape.is_empty
    ]


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
