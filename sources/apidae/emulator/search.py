"""From a query to the ids it finds, in its order."""

import random
import zlib
from datetime import date, timedelta
from math import cos, radians
from typing import Any

from .criteria import matching, parse_criteria
from .geometry import distance_m
from .opening import Window
from .store import Store

Query = dict[str, Any]

HORIZON_DAYS = 731
LONGEST_DAYS = 3_660
_FIRST, _LAST = date(1905, 1, 1), date(2195, 12, 31)
_SUFFIXES = {"fr": "Fr", "en": "En", "es": "Es", "it": "It", "de": "De", "nl": "Nl"}
_KEYED = {
    "communeCodesInsee": "commune",
    "territoireIds": "territoire",
    "selectionIds": "selection",
    "membreProprietaireIds": "membre",
}
_DATED = frozenset({"FETE_ET_MANIFESTATION", "ACTIVITE"})
_NEVER_FOUND = ("listeEnregistreeId", "membreProprietaireIdGmcs")
"""Keys that name things this emulator does not hold: whoever filters on them finds nothing."""


def find(store: Store, query: Query, today: date) -> list[int]:
    """Ids of the visible objects that a query (with its defaults) finds, in its order."""
    found = candidates(store, query)
    if "dateDebut" in query or "dateFin" in query:
        window = window_of(query)
        found = {number for number in found if store.facts[number].opening.days(window)}
    scores = _scores(store, query)
    found = found if scores is None else found & scores.keys()
    if query["order"] == "DATE_OUVERTURE":
        dated = {number for number in found if store.facts[number].type in _DATED}
        return by_first_day(store, dated, window_of(query, today))
    return _ordered(store, query, found, scores or {})


def narrowed(store: Store, query: Query, found: set[int]) -> set[int]:
    """Those of the ids in which the words of `searchQuery` occur; all of them without such words."""
    scores = _scores(store, query)
    return found if scores is None else found & scores.keys()


def candidates(store: Store, query: Query) -> set[int]:
    """The ids that every filter but dates and text keeps."""
    found = _by_ids(store, query)
    for name, prefix in _KEYED.items():
        if query.get(name):
            found = found.intersection(
                set().union(*(store.keys.ids(f"{prefix}:{value}") for value in query[name]))
            )
    if query.get("criteresQuery", "").strip():
        found = matching(parse_criteria(query["criteresQuery"]), store.keys.ids, found)
    if "center" in query:
        found = _near(store, query, found)
    if "modifieApres" in query:
        found = {number for number in found if store.facts[number].modified >= query["modifieApres"]}
    if "dureeMin" in query or "dureeMax" in query:
        found = {number for number in found if _lasts(store.facts[number].minutes, query)}
    return set() if any(name in query for name in _NEVER_FOUND) else found


def window_of(query: Query, today: date | None = None) -> Window:
    """The days from `dateDebut` to `dateFin`, ten years at most.

    Without `dateFin` two years are looked at; without `dateDebut` they start `today`, or end at `dateFin`.
    """
    first, last = query.get("dateDebut"), query.get("dateFin")
    end = date.fromisoformat(last) if last else None
    start = date.fromisoformat(first) if first else today
    if start is None:
        start = _held(end or _LAST) - timedelta(days=HORIZON_DAYS)
    start = _held(start)
    longest = _held(start + timedelta(days=LONGEST_DAYS))
    return Window(start, min(longest, _held(end)) if end else start + timedelta(days=HORIZON_DAYS))


def _held(day: date) -> date:
    """The day, moved into the centuries in which openings are computed."""
    return min(max(day, _FIRST), _LAST)


def _by_ids(store: Store, query: Query) -> set[int]:
    """The two lists of ids add up; with neither, everything visible."""
    found = set(store.visible)
    if query.get("identifiants") or query.get("identifiers"):
        asked = set(query.get("identifiants", ()))
        asked.update(
            filter(None, (store.number_of(identifier) for identifier in query.get("identifiers", ())))
        )
        found = asked & store.visible
    return found - set(query.get("identifiantsIgnores", ()))


def _near(store: Store, query: Query, found: set[int]) -> set[int]:
    lon, lat = query["center"]["coordinates"]
    radius = query["radius"]
    high = radius / 111_000
    wide = high / max(0.01, cos(radians(lat)))
    kept = set()
    for number in found:
        point = store.facts[number].point
        if (
            point
            and abs(point[1] - lat) <= high
            and abs(point[0] - lon) <= wide
            and distance_m((lon, lat), point) <= radius
        ):
            kept.add(number)
    return kept


def _lasts(minutes: int | None, query: Query) -> bool:
    return minutes is not None and query.get("dureeMin", 0) <= minutes <= query.get("dureeMax", minutes)


def _scores(store: Store, query: Query) -> dict[int, int] | None:
    if not query.get("searchQuery", "").strip():
        return None
    suffix = _SUFFIXES.get(query.get("searchLocale", "fr").lower(), "Fr")
    return store.text_index(suffix).search(query["searchQuery"], query["searchFields"], store.keys)


def _ordered(store: Store, query: Query, found: set[int], scores: dict[int, int]) -> list[int]:
    order, facts = query["order"], store.facts
    if order == "IDENTIFIANT":
        ids = [number for number in store.ordered if number in found]
    elif order == "NOM":
        ids = sorted(found, key=lambda number: (facts[number].name, number))
    elif order == "DISTANCE":
        centre = tuple(query["center"]["coordinates"])
        ids = sorted(found, key=lambda number: (distance_m(centre, facts[number].point or centre), number))
    elif order == "PERTINENCE":
        return sorted(found, key=lambda number: (-scores.get(number, 0), number))
    else:
        seed = query.get("randomSeed") or str(random.random())
        ids = sorted(found, key=lambda number: zlib.crc32(f"{seed}:{number}".encode()))
    return ids if query["asc"] else ids[::-1]


def by_first_day(store: Store, found: set[int], window: Window) -> list[int]:
    """The ids that are open in a window, by their first open day in it."""
    first = {}
    for number in found:
        days = store.facts[number].opening.days(window)
        if days:
            first[number] = (days & -days).bit_length()
    return sorted(first, key=lambda number: (first[number], number))
