"""Travel times without a router: an estimate by factors that are our own choice, and its inverse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from sources.apidae.access.levels import DETOUR, WITHIN
from sources.apidae.types.access import CarFreeLevel, TravelMode


@dataclass(frozen=True, slots=True)
class Pace:
    """Kilometres an hour on the way, which is `DETOUR` times the straight line, and minutes besides.

    `station_within`: metres in a straight line within which the place must have a railway station.
    """

    kmh: float
    besides: float = 0.0
    station_within: float | None = None


PACES: Mapping[TravelMode, Pace] = {
    TravelMode.CAR: Pace(50.0, besides=5.0),
    TravelMode.TRAIN_WALK: Pace(60.0, besides=40.0, station_within=WITHIN[CarFreeLevel.WALK]),
    TravelMode.TRAIN_BIKE: Pace(60.0, besides=45.0, station_within=WITHIN[CarFreeLevel.BIKE]),
    TravelMode.BIKE: Pace(15.0),
    TravelMode.WALK: Pace(4.5),
}
"""A car is parked; for a train one goes to the station, waits, and goes on from the other one."""


def minutes_for(metres: float, mode: TravelMode) -> int:
    """Minutes for a straight distance in metres, rounded up."""
    pace = PACES[mode]
    return ceil(pace.besides + metres * DETOUR * 60 / (pace.kmh * 1000) - 1e-9)


def metres_within(minutes: int, mode: TravelMode) -> float:
    """The largest straight distance in metres for which `minutes_for` gives no more; negative for none."""
    pace = PACES[mode]
    return (minutes - pace.besides) * pace.kmh * 1000 / 60 / DETOUR


def is_served(mode: TravelMode, station_metres: int | None) -> bool:
    """Whether a place can be reached by a mode, given how far its nearest station is."""
    within = PACES[mode].station_within
    return within is None or (station_metres is not None and station_metres <= int(within))
