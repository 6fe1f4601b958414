"""Stops of public transport and a grid that finds the nearest ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from math import cos, radians

from sources.apidae.access.geometry import EARTH_METRES, Point, metres_between
from sources.apidae.types.access import StopMode

CELL = 0.02
"""Degrees of latitude and longitude of a cell of the grid: some two kilometres."""

METRES_PER_DEGREE = EARTH_METRES * radians(1)

SeasonDays = tuple[str, str]
"""First and last day of a part of each year, written `06-15`."""


@dataclass(frozen=True, slots=True)
class KnownStop:
    """A stop; `modes` and `lines` are empty when not known, `season` is None for the whole year."""

    name: str
    point: Point
    modes: tuple[StopMode, ...] = ()
    lines: tuple[str, ...] = ()
    uic: str | None = None
    season: SeasonDays | None = None


class Stops:
    """All stops of a deployment; `digest` stands for them, `as_of` is their date."""

    def __init__(
        self, stops: Iterable[KnownStop] = (), *, digest: str = "", as_of: date | None = None
    ) -> None:
        """Nothing is read here."""
        self._cells: dict[tuple[int, int], list[KnownStop]] = {}
        self._by_uic: dict[str, KnownStop] = {}
        self.digest = digest
        self.as_of = as_of
        for stop in stops:
            self._cells.setdefault(_cell(stop.point), []).append(stop)
            if stop.uic:
                self._by_uic.setdefault(stop.uic, stop)

    def __bool__(self) -> bool:
        """Whether there is any stop."""
        return bool(self._cells)

    def __len__(self) -> int:
        """How many stops there are."""
        return sum(map(len, self._cells.values()))

    def station(self, uic: str) -> KnownStop | None:
        """The stop with a UIC number."""
        return self._by_uic.get(uic)

    def nearest(
        self,
        point: Point,
        most: int,
        within: float,
        *,
        wanted: Callable[[KnownStop], bool] | None = None,
    ) -> list[tuple[float, KnownStop]]:
        """At most `most` stops within so many metres with their distances, the nearest first."""
        near = [
            (metres, stop)
            for stop in self._around(point, within)
            if (wanted is None or wanted(stop)) and (metres := metres_between(point, stop.point)) <= within
        ]
        near.sort(key=lambda found: (found[0], found[1].name, found[1].point))
        return near[:most]

    def _around(self, point: Point, within: float) -> Iterator[KnownStop]:
        lon, lat = point
        high = within / METRES_PER_DEGREE
        wide = high / max(0.01, cos(radians(min(89.0, abs(lat) + high))))
        (west, south), (east, north) = _cell((lon - wide, lat - high)), _cell((lon + wide, lat + high))
        if (east - west + 1) * (north - south + 1) > len(self._cells):
            for stops in self._cells.values():
                yield from stops
            return
        for column in range(west, east + 1):
            for row in range(south, north + 1):
                yield from self._cells.get((column, row), ())


def _cell(point: Point) -> tuple[int, int]:
    return int(point[0] // CELL), int(point[1] // CELL)
