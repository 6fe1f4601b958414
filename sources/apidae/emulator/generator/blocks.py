"""The block of a type's own: `informationsActivite`, `informationsEquipement` and their like."""

from collections.abc import Callable
from random import Random
from typing import Any

from sources.apidae.emulator.elements import element, elements

from .kinds import Kind, Some, Spec

_ROUTES = {"footpath", "cycle_route", "bridleway", "theme_trail"}


def block_of(kind: Kind, random: Random, words: dict[str, str]) -> dict[str, Any]:
    """The elements that the kind asks for and what else belongs to its type."""
    block: dict[str, Any] = {}
    for name, spec in kind.block.items():
        value = _resolve(name, spec, random)
        if value:
            block[name] = value
    extra = _EXTRAS.get(kind.type)
    if extra:
        block.update(extra(kind, random, words))
    return block


_SINGLE = {
    "activiteType",
    "rubrique",
    "patrimoineCulturelType",
    "commerceEtServiceType",
    "restaurationType",
    "portee",
    "hebergementLocatifType",
    "hebergementCollectifType",
    "hotellerieType",
    "classement",
    "hotelleriePleinAirType",
}


def _resolve(name: str, spec: Spec, random: Random) -> Any:
    if isinstance(spec, int):
        return element(spec)
    if isinstance(spec, Some):
        spec = tuple(random.sample(spec.ids, k=random.randint(spec.least, min(spec.most, len(spec.ids)))))
    return element(spec[0]) if name in _SINGLE else elements(*spec)


def _activity(kind: Kind, random: Random, words: dict[str, str]) -> dict[str, Any]:
    block: dict[str, Any] = {"nomLieu": words["place"]} if random.random() < 0.5 else {}
    if kind.minutes and random.random() < 0.5:
        block["dureeSeance"] = random.choice(kind.minutes)
    return block


def _route(kind: Kind, random: Random, words: dict[str, str]) -> dict[str, Any]:  # noqa: ARG001 - shared signature
    if kind.key not in _ROUTES:
        return {}
    climb = random.randint(20, 900)
    length = round(random.uniform(2, 16) * (3 if kind.key == "cycle_route" else 1), 1)
    return {
        "itineraire": {
            "itineraireType": random.choice(("BOUCLE", "BOUCLE", "ALLER_RETOUR", "ALLER_ITINERANCE")),
            "itineraireBalise": random.choice(("BALISE", "BALISE", "NON_BALISE", "NON_DISPONIBLE")),
            "distance": length,
            "denivellationPositive": climb,
            "denivellationNegative": climb,
            "naturesTerrain": elements(random.choice((4239, 4240, 4241, 4242, 4245))),
        }
    }


def _event(kind: Kind, random: Random, words: dict[str, str]) -> dict[str, Any]:  # noqa: ARG001 - shared signature
    block: dict[str, Any] = {"nomLieu": words["place"]} if random.random() < 0.7 else {}
    if random.random() < 0.2:
        block["nbVisiteursAttendu"] = random.choice((80, 150, 300, 1200))
    return block


def _natural(kind: Kind, random: Random, words: dict[str, str]) -> dict[str, Any]:  # noqa: ARG001 - shared signature
    return {"sentiersBalises": random.random() < 0.6}


def _restaurant(kind: Kind, random: Random, words: dict[str, str]) -> dict[str, Any]:  # noqa: ARG001
    return {"capacite": {"nombreMaximumCouverts": random.randint(12, 60)}} if random.random() < 0.6 else {}


def _stay(kind: Kind, random: Random, words: dict[str, str]) -> dict[str, Any]:  # noqa: ARG001 - shared signature
    nights = random.choice((1, 2))
    return {"nombreJours": nights + 1, "nombreNuits": nights, "nomLieu": words["commune"]}


def _tasting(kind: Kind, random: Random, words: dict[str, str]) -> dict[str, Any]:  # noqa: ARG001 - shared signature
    return {"aoc": kind.key == "cellar" or random.random() < 0.3}


_EXTRAS: dict[str, Callable[[Kind, Random, dict[str, str]], dict[str, Any]]] = {
    "ACTIVITE": _activity,
    "EQUIPEMENT": _route,
    "FETE_ET_MANIFESTATION": _event,
    "PATRIMOINE_NATUREL": _natural,
    "RESTAURATION": _restaurant,
    "SEJOUR_PACKAGE": _stay,
    "DEGUSTATION": _tasting,
}


def visits_of(kind: Kind, random: Random) -> dict[str, Any]:
    """The `visites` block of the types that have one; empty for the others."""
    if (
        kind.type not in {"DEGUSTATION", "EQUIPEMENT", "PATRIMOINE_CULTUREL", "PATRIMOINE_NATUREL"}
        or not kind.minutes
    ):
        return {}
    if kind.key in _ROUTES or random.random() < 0.3:
        return {}
    visits: dict[str, Any] = {
        "visitable": True,
        "dureeMoyenneVisiteIndividuelle": random.choice(kind.minutes),
        "prestationsVisitesIndividuelles": elements(random.choice((480, 481, 482, 483, 484))),
    }
    if kind.type == "DEGUSTATION":
        visits["prestationsVisitesIndividuelles"] = elements(random.choice((486, 487)), 483)
    if random.random() < 0.4:
        visits["languesVisite"] = elements(1197, random.choice((1192, 1189, 1200)))
    return visits
