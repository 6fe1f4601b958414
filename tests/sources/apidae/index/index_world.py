"""Documents as the mirror keeps them, made by chance, and what a question keeps of them, said once more."""

from __future__ import annotations

import random
from dataclasses import fields
from datetime import date, timedelta
from math import acos, cos, radians, sin
from typing import Any

from sources.apidae.catalogue import By, Chosen, OfferQuery
from sources.apidae.index.condition import Around
from sources.apidae.index.table import Table
from sources.apidae.mirror.calendar import RING, bit_of
from sources.apidae.tables.themes import MOODS, THEMES
from sources.apidae.types.words import Audience, EvidenceBasis, OfferFamily, OfferType
from sources.apidae.words import sort_key, tokens_of, words_of

Document = dict[str, Any]

TODAY = date(2026, 7, 15)
WORDS = [
    "pain",
    "poterie",
    "forêt",
    "vélo",
    "atelier",
    "randonnée",
    "château",
    "côte",
    "élan",
    "œuvre",
    "lac",
    "marché",
]
IMPAIRMENTS = ("MOTOR", "VISUAL", "HEARING", "MENTAL")
DEPARTMENTS = ("01", "38", "73")


def document(number: int, rng: random.Random, stamp: int = 1) -> Document:
    """A public offer; many share names, days and moments, so that orders have ties to break."""
    some = lambda values, most: rng.sample(list(values), rng.randint(0, most))  # noqa: E731
    department = rng.choice(DEPARTMENTS)
    name = " ".join(rng.choices(WORDS, k=rng.randint(1, 2))).capitalize()
    days = {TODAY + timedelta(rng.randint(0, 60)) for _ in range(rng.choice((0, 1, 2, 20)))}
    placed = rng.random() < 0.9
    return {
        "_id": number,
        "public": True,
        "stamp": stamp,
        "type": rng.choice([one.name for one in OfferType]),
        "families": [one.name for one in some(OfferFamily, 2)],
        "insee": f"{department}{rng.randint(1, 9):03d}",
        "department": department,
        "epci": rng.choice((None, "e1", "e2")),
        "territories": some((11, 12, 13), 2),
        "provider": rng.choice((None, {"id": 7, "name": "x"}, {"id": 8, "name": "y"})),
        "office": {"id": rng.choice((1, 2)), "name": "z"},
        "carFree": rng.choice(("DIRECT", "WALK", "UNKNOWN")),
        "stationMetres": rng.choice((None, 300, 5_000)),
        "lat": 45 + rng.random() if placed else None,
        "lon": 5 + rng.random() if placed else None,
        "openDays": sum(1 << bit_of(day) for day in days).to_bytes(RING // 8, "little"),
        "days": days,
        "modified": rng.choice((1_000, 2_000, 3_000, 4_000)),
        "levels": {axis: rng.randint(1, 3) for axis in ("ENVIRONMENT", "LOCAL_ECONOMY", "SOCIAL")},
        "name": sort_key(name),
        "words": tokens_of(words_of(f"{name} {' '.join(rng.choices(WORDS, k=3))}")),
        "nameWords": tokens_of(words_of(name)),
        "facts": {
            "themes": some(THEMES, 2),
            "moods": some(MOODS, 2),
            "audiences": [one.name for one in some(Audience, 2)],
            "duration": rng.choice((None, "HALF_DAY", "DAY")),
            "providerKind": rng.choice((None, "GUIDE", "OTHER")),
            "accessible": some(IMPAIRMENTS, 3),
            "price": rng.choice((None, 0.0, 5.0, 12.5, 30.0)),
            "free": rng.choice((None, "yes", "no")),
            "bookable": rng.choice(("yes", "no")),
            "pets": rng.choice((None, "yes", "no")),
            "ageMin": rng.choice((None, 4.0, 12.0)),
            "ageMax": rng.choice((None, 17.0)),
            "spoken": some(("fr", "en", "de"), 2),
            "weather": some(("ANY", "BAD_WEATHER", "INDOOR"), 2),
            "meets": some(("PRODUCER", "ARTIST"), 1),
            "bases": [one.name for one in some(EvidenceBasis, 2)],
            "licences": some(("CC-BY-4.0", "UNKNOWN"), 2),
            "locales": ["fr", *some(("en", "de"), 2)],
        },
    }


def filled(documents: list[Document]) -> Table:
    table = Table()
    table.days_from = TODAY.replace(day=1)
    for one in documents:
        table.put(one)
    return table


def around(query: OfferQuery, days: list[date], marked: set[int]) -> Around:
    return Around(
        today=TODAY,
        bits=sum(1 << bit_of(day) for day in days),
        marked=frozenset(marked),
        selected=frozenset(),
    )


def fits(one: Document, query: OfferQuery, days: list[date] | None, marked: set[int]) -> bool:
    """Whether a question keeps an offer: plain Python, one offer at a time, every part in a line of its own."""
    facts, near = one["facts"], query.near
    belonging = {
        By.EPCI: [one["epci"]],
        By.TERRITORY: list(map(str, one["territories"])),
        By.PROVIDER: [str(one["provider"]["id"])] if one["provider"] else [],
        By.OFFICE: [str(one["office"]["id"])],
        By.ACCESS: [one["carFree"]],
    }
    checks = {
        "families": _chosen(
            one["families"], Chosen(query.families_any, query.families_all, query.families_none)
        ),
        "types": not query.types or one["type"] in _names(query.types),
        "insee": query.insee is None or one["insee"] in query.insee,
        "departments": not query.departments or one["department"] in query.departments,
        "belongs": all(set(keys) & set(belonging[by]) for by, keys in query.belongs),
        "station": query.station_within is None
        or (one["stationMetres"] is not None and one["stationMetres"] <= query.station_within),
        "bbox": query.bbox is None
        or (
            one["lat"] is not None
            and query.bbox.south <= one["lat"] <= query.bbox.north
            and query.bbox.west <= one["lon"] <= query.bbox.east
        ),
        "near": near is None or (one["lat"] is not None and _metres(one, near.lon, near.lat) <= near.metres),
        "levels": all(one["levels"][axis.name] >= level for axis, level in query.min_levels),
        "themes": _chosen(facts["themes"], query.themes),
        "moods": _chosen(facts["moods"], query.moods),
        "audiences": _chosen(facts["audiences"], query.audiences),
        "distinctions": _chosen(facts["bases"], query.distinctions),
        "durations": not query.durations or facts["duration"] in _names(query.durations),
        "kinds": not query.provider_kinds or facts["providerKind"] in _names(query.provider_kinds),
        "meets": not query.encounter_with or bool(set(facts["meets"]) & _names(query.encounter_with)),
        "access": _names(query.accessible_for) <= set(facts["accessible"]),
        "days": days is None or bool(set(days) & one["days"]),
        "price": query.price is None
        or (
            facts["price"] is not None
            and (query.price.least is None or facts["price"] >= query.price.least)
            and (query.price.most is None or facts["price"] <= query.price.most)
        ),
        "free": query.free is None or facts["free"] == ("yes" if query.free else "no"),
        "bookable": query.bookable is None or facts["bookable"] == ("yes" if query.bookable else "no"),
        "pets": query.pets is None or facts["pets"] == ("yes" if query.pets else "no"),
        "age": query.age is None
        or ((facts["ageMin"] or 0) <= query.age <= (999 if facts["ageMax"] is None else facts["ageMax"])),
        "spoken": not query.spoken_languages or bool(set(facts["spoken"]) & set(query.spoken_languages)),
        "weather": not query.weather or bool(set(facts["weather"]) & _names(query.weather)),
        "licences": not query.picture_licences or bool(set(facts["licences"]) & set(query.picture_licences)),
        "locale": query.has_locale is None or query.has_locale in facts["locales"],
        "updated": query.updated_since is None or one["modified"] >= query.updated_since.timestamp() * 1000,
        "scouts": query.has_scout_content is None or (one["_id"] in marked) == query.has_scout_content,
    }
    return all(checks.values())


COMPARED = {one.name for one in fields(OfferQuery)} - {"order", "seed", "text", "polygon", "selection"}
"""The parts that `fits` knows: the others have tests of their own."""


def _chosen(values: list[str], wanted: Chosen[Any]) -> bool:
    have = set(values)
    return (
        (not wanted.any or bool(have & _names(wanted.any)))
        and _names(wanted.all) <= have
        and not have & _names(wanted.none)
    )


def _names(values: Any) -> set[str]:
    return {getattr(value, "name", value) for value in values}


def _metres(one: Document, lon: float, lat: float) -> float:
    """By the spherical law of cosines: another formula than the one that is tested."""
    here, there = radians(lat), radians(one["lat"])
    angle = sin(here) * sin(there) + cos(here) * cos(there) * cos(radians(one["lon"] - lon))
    return 6_371_008.8 * acos(max(-1.0, min(1.0, angle)))
