"""What the graph answers about getting to an offer."""

from __future__ import annotations

from gateway.graph.scalars import GeoJSON
from sources.apidae.access.geometry import Point, metres_between
from sources.apidae.access.ground import Ground
from sources.apidae.access.origins import Origin
from sources.apidae.access.stops import KnownStop
from sources.apidae.access.travel import is_served, minutes_for
from sources.apidae.types.access import Access, Distance, Season, Stop, TravelMode
from sources.apidae.types.offer import Offer

STOPS_WITHIN = 10_000.0
MOST_STOPS = 10


def point_of(offer: Offer) -> Point | None:
    """Longitude and latitude of an offer, None when they are not known."""
    point = offer.place.point
    return (point["coordinates"][0], point["coordinates"][1]) if point else None


def access_of(offer: Offer, ground: Ground) -> Access:
    """How to get to an offer without a car."""
    place, point = offer.place, point_of(offer)
    declared = [int(one.key) for one in place.stops_declared]
    reach = ground.reach(point, declared, offer.internal_criteria)
    near = ground.stops.nearest(point, MOST_STOPS, STOPS_WITHIN) if point else []
    return Access(
        car_free=reach.level,
        basis=reach.basis,
        declared=list(place.stops_declared),
        declared_at=offer.updated_at.date() if offer.updated_at and place.stops_declared else None,
        seasons=[Season(from_=first, to=last) for first, last in reach.seasons],
        as_of=ground.stops.as_of,
        stops=tuple(stop_of(stop, metres) for metres, stop in near),
    )


def stop_of(stop: KnownStop, metres: float) -> Stop:
    """A stop, seen from so many metres."""
    return Stop(
        name=stop.name,
        distance_meters=round(metres),
        modes=list(stop.modes),
        lines=list(stop.lines),
        uic=stop.uic,
        point=GeoJSON({"type": "Point", "coordinates": list(stop.point)}),
        season=Season(from_=stop.season[0], to=stop.season[1]) if stop.season else None,
    )


def distance_of(offer: Offer, origin: Origin, mode: TravelMode | None, ground: Ground) -> Distance | None:
    """The distance of an offer; without minutes where the mode does not lead to it."""
    point = point_of(offer)
    if point is None:
        return None
    metres = metres_between(origin.point, point)
    minutes = None
    if mode is not None and is_served(mode, ground.station_metres(point)):
        minutes = minutes_for(metres, mode)
    return Distance(
        meters=round(metres),
        minutes=minutes,
        mode=mode,
        is_estimate=minutes is not None or not origin.exact,
    )
