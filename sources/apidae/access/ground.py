"""What a deployment knows of the land: its places, its stops, and how offices say that there is no way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sources.apidae.access.geometry import Point
from sources.apidae.access.levels import Reach, reach_of, station_metres
from sources.apidae.access.stops import Stops
from sources.apidae.places.gazetteer import Gazetteer

VERSION = 1
"""To be raised when levels are computed in another way."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Empty parts know nothing. `no_car_free` is the internal criterion for offers that need a car."""

    places: Gazetteer = field(default_factory=Gazetteer)
    stops: Stops = field(default_factory=Stops)
    no_car_free: int | None = None

    @property
    def digest(self) -> str:
        """Stands for all of it: what was computed on another ground is out of date."""
        return f"{VERSION}/{self.places.digest}/{self.stops.digest}/{self.no_car_free or 0}"

    def reach(self, point: Point | None, declared: Iterable[int], internal: Iterable[int]) -> Reach:
        """How well an offer can be reached without a car; see `reach_of`."""
        says_none = self.no_car_free is not None and self.no_car_free in internal
        return reach_of(point, declared, self.stops, says_none=says_none)

    def station_metres(self, point: Point | None) -> int | None:
        """Metres to the nearest railway station; None for none within a ride."""
        return station_metres(point, self.stops)
