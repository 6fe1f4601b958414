"""How well an offer can be reached without a car: the thresholds, what is declared, what is computed.

The distances are our own choice. Stops are measured in a straight line; for a walk or a ride it is made
longer by `DETOUR`, as roads are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sources.apidae.access.geometry import Point
from sources.apidae.access.stops import KnownStop, SeasonDays, Stops
from sources.apidae.types.access import AccessBasis, CarFreeLevel, StopMode

DETOUR = 1.3

WITHIN: Mapping[CarFreeLevel, float] = {
    CarFreeLevel.DIRECT: 500.0,
    CarFreeLevel.WALK: 2_000.0 / DETOUR,
    CarFreeLevel.SHUTTLE: 300.0,
    CarFreeLevel.BIKE: 10_000.0 / DETOUR,
}
"""Metres in a straight line up to which a stop counts, the best level first."""

STATION_WITHIN = WITHIN[CarFreeLevel.BIKE]
"""How far the nearest station is looked for."""

DECLARED: Mapping[int, CarFreeLevel | None] = {
    180: CarFreeLevel.DIRECT,
    5668: CarFreeLevel.DIRECT,
    183: CarFreeLevel.DIRECT,
    3973: CarFreeLevel.DIRECT,
    3974: CarFreeLevel.DIRECT,
    3975: CarFreeLevel.DIRECT,
    3976: CarFreeLevel.DIRECT,
    160: CarFreeLevel.SHUTTLE,
    3977: None,
}
"""Criteria of `localisation.environnements` about getting there. 3977, hired bicycles, is shown but takes
nobody there."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A level with its basis (None for `UNKNOWN`), and the seasons of a `SEASONAL` one."""

    level: CarFreeLevel
    basis: AccessBasis | None = None
    seasons: tuple[SeasonDays, ...] = ()


UNKNOWN = Reach(CarFreeLevel.UNKNOWN)


def reach_of(point: Point | None, declared: Iterable[int], stops: Stops, *, says_none: bool) -> Reach:
    """The reach of an offer.

    `declared` are ids of criteria, `says_none` that the provider says it cannot be reached without a car,
    which counts more than stops on the map, and less than a stop that is declared as well.
    """
    told = {level for one in declared if (level := DECLARED.get(one))}
    for level in WITHIN:
        if level in told:
            return Reach(level, AccessBasis.DECLARED)
    if says_none:
        return Reach(CarFreeLevel.NONE_DECLARED, AccessBasis.DECLARED)
    return _computed(point, stops) if point and stops else UNKNOWN


def station_metres(point: Point | None, stops: Stops) -> int | None:
    """Metres to the nearest railway station that is served all year; None for none within a ride."""
    if point is None:
        return None
    found = stops.nearest(point, 1, STATION_WITHIN, wanted=lambda one: _is_station(one) and not one.season)
    return round(found[0][0]) if found else None


def _computed(point: Point, stops: Stops) -> Reach:
    seasons: dict[SeasonDays, None] = {}
    near = stops.nearest(point, len(stops), STATION_WITHIN)
    for level, within in WITHIN.items():
        serving = [one for metres, one in near if metres <= within and _serves(level, one)]
        if any(one.season is None for one in serving):
            return Reach(level, AccessBasis.COMPUTED)
        seasons.update(dict.fromkeys(one.season for one in serving if one.season))
    if seasons:
        return Reach(CarFreeLevel.SEASONAL, AccessBasis.COMPUTED, tuple(sorted(seasons)))
    return UNKNOWN


def _serves(level: CarFreeLevel, stop: KnownStop) -> bool:
    if level is CarFreeLevel.BIKE:
        return _is_station(stop)
    only_shuttle = set(stop.modes) == {StopMode.SHUTTLE}
    return only_shuttle if level is CarFreeLevel.SHUTTLE else not only_shuttle


def _is_station(stop: KnownStop) -> bool:
    return StopMode.TRAIN in stop.modes
