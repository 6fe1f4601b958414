"""From what a caller says about where to start to a point; nothing of it is kept, logged or told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from sources.apidae.access.geometry import Point
from sources.apidae.access.inputs import NearInput, PlaceInput, PointInput
from sources.apidae.access.stops import Stops
from sources.apidae.access.travel import PACES, metres_within
from sources.apidae.arguments import wrong
from sources.apidae.places.gazetteer import Gazetteer, KnownCommune
from sources.apidae.tables.places import in_region, is_insee
from sources.apidae.types.access import TravelMode

MOST_KM = 200.0
USUAL_KM = 20.0
MOST_MINUTES = 240
OTHERWISE = "Give an INSEE code or a point instead."
_POSTCODE = re.compile(r"[0-9]{5}")


class KnowsPoints(Protocol):
    """What estimates where a commune is from the objects that lie in it: a catalogue."""

    async def point_of(self, insee: str) -> Point | None:
        """Longitude and latitude of a commune, None when nothing is known of it."""
        ...


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody starts; `exact` is False for the middle of a commune and the like."""

    point: Point
    exact: bool


@dataclass(frozen=True, slots=True)
class Nearness:
    """All within so many metres of an origin; `mode` when it was minutes that were asked for."""

    origin: Origin
    metres: int
    mode: TravelMode | None = None

    @property
    def station_within(self) -> int | None:
        """Metres within which an offer must have a railway station, None when it needs none."""
        within = PACES[self.mode].station_within if self.mode else None
        return None if within is None else int(within)


@dataclass(frozen=True, slots=True)
class Origins:
    """Finds places of this deployment."""

    places: Gazetteer
    stops: Stops
    catalogue: KnowsPoints

    async def circle(self, near: NearInput, argument: str) -> Nearness:
        """The circle that is meant; `INVALID_ARGUMENT` names what is wrong below `argument`."""
        mode, metres = _bounds(near, argument)
        return Nearness(await self.find(near.from_, f"{argument}.from"), metres, mode)

    async def find(self, place: PlaceInput, argument: str) -> Origin:
        """The point of a place; `INVALID_ARGUMENT` with a hint for one that is wrong or not known."""
        given = [place.insee, place.postcode, place.station_uic, place.point]
        if sum(one is not None for one in given) != 1:
            raise wrong(argument, "Exactly one of insee, postcode, stationUic and point is wanted.")
        if place.point is not None:
            return Origin(checked_point(place.point, f"{argument}.point"), exact=True)
        if place.insee is not None:
            return await self._commune(place.insee, f"{argument}.insee")
        if place.postcode is not None:
            return await self._postcode(place.postcode, f"{argument}.postcode")
        return self._station(place.station_uic or "", f"{argument}.stationUic")

    async def _commune(self, insee: str, argument: str) -> Origin:
        code = checked_commune(insee, self.places, argument)
        point = self._own_point(code) or await self._estimated(code) or self.places.middle_of(code)
        if point is None:
            raise wrong(argument, "It is not known where this commune is.", "Give a point instead.")
        return Origin(point, exact=False)

    async def _postcode(self, postcode: str, argument: str) -> Origin:
        communes = checked_postcode(postcode, self.places, argument)
        point = self.places.middle(one.insee for one in communes)
        return Origin(point, exact=False) if point else await self._commune(communes[0].insee, argument)

    def _station(self, uic: str, argument: str) -> Origin:
        found = self.stops.station(uic.strip())
        if found is None:
            raise wrong(
                argument,
                "No station with this UIC number is known here.",
                "`stations` lists stations with their numbers.",
            )
        return Origin(found.point, exact=True)

    def _own_point(self, code: str) -> Point | None:
        known = self.places.commune(code)
        return known.point if known else None

    async def _estimated(self, code: str) -> Point | None:
        return await self.catalogue.point_of(code) if in_region(code) else None


def checked_point(point: PointInput, argument: str) -> Point:
    """Longitude and latitude; those that look swapped are refused with a hint."""
    lon, lat = point.lon, point.lat
    swapped = -6 <= lat <= 10 and 41 <= lon <= 52  # France, with longitude and latitude exchanged
    if swapped or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        hint = f"Did you mean lon: {lat:g}, lat: {lon:g}?" if swapped or abs(lon) <= 90 else None
        raise wrong(argument, "This is no point that offers could be near to.", hint)
    return lon, lat


def checked_commune(insee: str, places: Gazetteer, argument: str) -> str:
    """The present code of a commune; one of the region that a table of places does not know is refused."""
    if not is_insee(insee):
        raise wrong(argument, "An INSEE code has five signs, e.g. 38185; it is not the postcode.")
    code = places.present(insee)
    if places and in_region(code) and places.commune(code) is None:
        raise wrong(
            argument, "There is no commune with this INSEE code.", "`communes(prefix:)` finds codes by name."
        )
    return code


def checked_postcode(postcode: str, places: Gazetteer, argument: str) -> list[KnownCommune]:
    """The communes that a postcode serves, of which there is at least one."""
    if not _POSTCODE.fullmatch(postcode):
        raise wrong(argument, "A French postcode has five digits, e.g. 38000.")
    if not places:
        raise wrong(argument, "This deployment knows no postcodes.", OTHERWISE)
    communes = places.named(postcode)
    if not communes:
        raise wrong(argument, "No commune with this postcode is known here.", OTHERWISE)
    return communes


def _bounds(near: NearInput, argument: str) -> tuple[TravelMode | None, int]:
    if near.minutes is None:
        if near.mode is not None:
            raise wrong(f"{argument}.mode", "A mode only goes with minutes.")
        km = USUAL_KM if near.km is None else near.km
        if not 0 < km <= MOST_KM:
            raise wrong(f"{argument}.km", f"A distance of more than 0 and at most {MOST_KM:g} km is wanted.")
        return None, max(1, round(km * 1000))
    if near.km is not None:
        raise wrong(f"{argument}.minutes", "Either km or minutes is wanted, not both.")
    if not 0 < near.minutes <= MOST_MINUTES:
        raise wrong(f"{argument}.minutes", f"Minutes from 1 to {MOST_MINUTES} are wanted.")
    mode = near.mode or TravelMode.CAR
    metres = metres_within(near.minutes, mode)
    if metres < 1:
        raise wrong(
            f"{argument}.minutes",
            "In so little time nothing can be reached by this mode.",
            f"At least {int(PACES[mode].besides) + 1} minutes are needed.",
        )
    return mode, min(int(metres), round(MOST_KM * 1000))
