"""From a checked question to what MongoDB is asked: a filter, and a distance where a circle is meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import asin, cos, degrees, radians, sin
from typing import Any

from sources.apidae.catalogue import Circle, OfferQuery
from sources.apidae.mirror.calendar import bit_of
from sources.apidae.mirror.conditions_places import placed
from sources.apidae.mirror.documents import family_bit
from sources.apidae.mirror.words import STEM, beginning, stem_of, words_of
from sources.apidae.tables.places import department_of
from sources.apidae.types.words import OfferFamily

Filter = dict[str, Any]
Expression = dict[str, Any]

PUBLIC: Filter = {"public": True}
"""The only condition under which anything is found."""

EARTH_METRES = 6_371_008.8
MARGIN = 1.000_01
"""The box around a circle is a little too large rather than too small."""


def conditions(query: OfferQuery, days: Filter) -> Filter | None:
    """The filter of a question, `days` being that of `open_on`; None when nothing can be found."""
    words = words_of(query.text) if query.text else []
    if query.text and not words:
        return None
    found: Filter = {**PUBLIC, **days}
    if query.types:
        found["type"] = {"$in": sorted(one.name for one in query.types)}
    if len(sets := _family_sets(query)) < 1 << len(OfferFamily):
        found["familySet"] = {"$in": sets}
    if query.insee is not None:
        allowed = set(query.departments)
        codes = [code for code in query.insee if not allowed or department_of(code) in allowed]
        if not codes:
            return None
        found["insee"] = {"$in": codes}
    elif query.departments:
        found["department"] = {"$in": list(query.departments)}
    found |= {f"levels.{axis.name}": {"$gte": level} for axis, level in query.min_levels}
    if query.near:
        found |= box(query.near)
    found |= placed(query)
    if words:
        texts = [{"words": {"$in": [beginning(word), STEM + stem_of(word)]}} for word in words]
        found["$and"] = [*found.get("$and", ()), *texts]
    return found


def open_on(day: date) -> Filter:
    """Open on a day whose bit was computed."""
    return {"openDays": {"$bitsAllSet": [bit_of(day)]}}


def among(numbers: Iterable[int]) -> Filter:
    """One of these objects."""
    return {"_id": {"$in": sorted(numbers)}}


def box(circle: Circle) -> Filter:
    """Latitudes and longitudes among which the circle lies; across a pole or the date line, all of them."""
    angle = circle.metres / EARTH_METRES * MARGIN
    high = degrees(angle)
    low, top = circle.lat - high, circle.lat + high
    if low <= -90 or top >= 90:
        return {"lat": {"$gte": low, "$lte": top}}
    wide = degrees(asin(min(1.0, sin(angle) / cos(radians(circle.lat))))) * MARGIN
    west, east = circle.lon - wide, circle.lon + wide
    found: Filter = {"lat": {"$gte": low, "$lte": top}}
    return found if west < -180 or east > 180 else found | {"lon": {"$gte": west, "$lte": east}}


def distance_from(circle: Circle) -> Expression:
    """The distance to the middle of a circle in whole millimetres, along a great circle."""
    lat, lon = radians(circle.lat), radians(circle.lon)
    there = {"$degreesToRadians": "$lat"}
    half = _square({"$sin": {"$divide": [{"$subtract": [there, lat]}, 2]}})
    side = _square({"$sin": {"$divide": [{"$subtract": [{"$degreesToRadians": "$lon"}, lon]}, 2]}})
    chord = {"$add": [half, {"$multiply": [cos(lat), {"$cos": there}, side]}]}
    angle = {"$asin": {"$sqrt": {"$min": [1, chord]}}}
    return {"$toLong": {"$round": [{"$multiply": [2 * EARTH_METRES * 1000, angle]}, 0]}}


def _square(value: Expression) -> Expression:
    return {"$pow": [value, 2]}


def _family_sets(query: OfferQuery) -> list[int]:
    """Every set of families that fits: there are only 32, and one index key holds a whole set."""
    anyone = sum(map(family_bit, set(query.families_any)))
    all_of = sum(map(family_bit, set(query.families_all)))
    none_of = sum(map(family_bit, set(query.families_none)))
    return [
        one
        for one in range(1 << len(OfferFamily))
        if (not anyone or one & anyone) and one & all_of == all_of and not one & none_of
    ]
