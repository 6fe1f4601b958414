"""Conditions about where an offer belongs and how it is reached."""

from __future__ import annotations

from typing import Any

from sources.apidae.catalogue import OfferQuery


def placed(query: OfferQuery) -> dict[str, Any]:
    """The conditions of `belongs` and `station_within`; nothing without them."""
    found: dict[str, Any] = {
        by.value: {"$in": [int(key) if by.is_number else key for key in keys]} for by, keys in query.belongs
    }
    if query.station_within is not None:
        found["stationMetres"] = {"$lte": query.station_within}
    return found
