"""What few offers carry: notes on hours, tours, alerts, validity of marks, ages, weather, programmes.

Drawn apart from everything else, so that the rest of an offer does not change with it.
"""

from collections.abc import Sequence
from typing import Any

from sources.apidae.emulator.elements import elements

from .draw import chance, source_of, spread
from .structures import Card

Object = dict[str, Any]

EVENT = "FETE_ET_MANIFESTATION"
_NOTES = (
    "Dernière entrée une heure avant la fermeture.",
    "En cas de pluie, sur rendez-vous.",
    "Fermeture entre midi et deux.",
)
_RAINY = 1670
_WEATHER, _UNCERTAIN, _FULL, _OFF = 4188, 4187, 6564, 6176


def further(offer: Object, rank: int) -> None:
    """Add to an offer, in place, what its rank says."""
    random = source_of("further", rank)
    _welcome(offer, rank)
    block = offer.get("ouverture", {})
    if (said := _said(offer, rank)) and block:
        block["ouverturesComplementaires"] = elements(*said)
    for one in block.get("periodesOuvertures", ())[:1]:
        if chance(rank, 37, 0.1):
            one["complementHoraire"] = {"libelleFr": random.choice(_NOTES)}
        _tours(one, rank)
    for rank_of_mark, one in enumerate(offer.get("distinctions", ())):
        if spread(rank, 41) < 0.5:
            one |= {"dateDebut": f"{2024 - rank_of_mark}-01-01", "dateFin": f"{2028 + rank_of_mark}-12-31"}


def programme(offer: Object, rank: int, earlier: Sequence[Card]) -> None:
    """Link an event, in place, to earlier ones: as those of its programme, or to the one it belongs to."""
    if offer["type"] != EVENT or not earlier or not chance(rank, 43, 0.5):
        return
    above = chance(rank, 47, 0.5)
    chosen = earlier[-1:] if above else earlier[-3:]
    kind = "PROGRAMME_ORGANISATEUR" if above else "ORGANISATEUR_PROGRAMME"
    links = offer.setdefault("liens", {}).setdefault("liensObjetsTouristiquesTypes", [])
    links.extend({"type": kind, "objetTouristique": card} for card in chosen)


def _welcome(offer: Object, rank: int) -> None:
    """Ages from and to, and the weather it suits."""
    if chance(rank, 79, 0.08):
        ages = {"ageMin": 3, "uniteAgeMin": "ANNEE", "ageMax": 12, "uniteAgeMax": "ANNEE"}
        offer.setdefault("prestations", {}).update(ages)
    marks = offer["presentation"].get("typologiesPromoSitra", [])
    if marks and chance(rank, 83, 0.08) and _RAINY not in {one["id"] for one in marks}:
        offer["presentation"]["typologiesPromoSitra"] = [*marks, *elements(_RAINY)]


def _said(offer: Object, rank: int) -> list[int]:
    shares = ((_FULL, 53, 0.02), (_WEATHER, 59, 0.06), (_UNCERTAIN, 61, 0.02))
    said = [number for number, salt, share in shares if chance(rank, salt, share)]
    return [*said, _OFF] if offer["type"] == EVENT and chance(rank, 67, 0.04) else said


def _tours(period: Object, rank: int) -> None:
    """In some finer hours somebody starts each half hour, and holidays have hours of their own."""
    for times in period.get("horaires", ()):
        if chance(rank, 71, 0.5):
            times["timePeriods"][0]["timeFrames"][0]["recurrence"] = "00:30:00"
        if chance(rank, 73, 0.5):
            frames = [{"id": times["id"] * 2 + 1, "startTime": "14:00:00", "endTime": "17:00:00"}]
            times["timePeriods"].append({"id": times["id"] + 1, "weekdays": ["HOL"], "timeFrames": frames})
