"""Addresses, communes and points in the shape of Apidae."""

from math import cos, radians
from random import Random
from typing import Any

from sources.apidae.emulator.elements import element, elements
from sources.apidae.emulator.geometry import Point
from sources.apidae.emulator.places import Commune
from sources.apidae.emulator.territories import NAMES, territories_of

from .grammar import capital

_WAYS = ("impasse", "chemin", "route", "place", "rue", "montée")
_ACCESS = (
    "Depuis la gare, prendre le sentier balisé en jaune sur un kilomètre.",
    "Arrêt de car devant la mairie, puis dix minutes à pied.",
    "En voiture, se garer au parking du bas et finir à pied.",
    "Accès facile par la voie verte.",
)
_STOPS = (180, 183, 5668, 3974, 3973, 3975, 160, 3977)
_SETTINGS = (135, 153, 171, 187, 185, 189, 147, 149, 199, 200, 6087)


def commune_of(commune: Commune) -> dict[str, Any]:
    """A commune as the API writes it."""
    shape = {"id": commune.id, "code": commune.insee, "nom": commune.name, "pays": element(532)}
    return {**shape, "codePostal": commune.postcodes[0]} if commune.postcodes else shape


def address_of(commune: Commune, random: Random, locality: str) -> dict[str, Any]:
    """A postal address; only some have a street and a place name."""
    address: dict[str, Any] = {}
    if random.random() < 0.3:
        address["nomDuLieu"] = capital(locality)
    if random.random() < 0.7:
        address["adresse1"] = f"{random.randint(1, 480)} {random.choice(_WAYS)} {locality.split(' ', 1)[-1]}"
    if commune.postcodes:
        address["codePostal"] = random.choice(commune.postcodes)
    return {**address, "commune": commune_of(commune)}


def point_near(commune: Commune, random: Random) -> Point | None:
    """A point within 1.5 km of the commune's own, or None when that one is not known."""
    if not commune.point:
        return None
    lon, lat = commune.point
    step = 1_500 / 111_320
    return (
        round(lon + random.uniform(-step, step) / cos(radians(lat)) * 0.7, 6),
        round(lat + random.uniform(-step, step) * 0.7, 6),
    )


def geolocation_of(point: Point | None, random: Random) -> dict[str, Any]:
    """The geographic block; without a point it only says that it is not valid."""
    if point is None:
        return {"valide": False}
    place: dict[str, Any] = {"valide": True, "geoJson": {"type": "Point", "coordinates": list(point)}}
    if random.random() < 0.5:
        place["altitude"] = random.randint(180, 1850)
    if random.random() < 0.4:
        place["complement"] = {"libelleFr": random.choice(_ACCESS)}
    return place


def location_of(commune: Commune, point: Point | None, random: Random, locality: str) -> dict[str, Any]:
    """The `localisation` block: address, point, surroundings, commune and territories it lies in."""
    around = random.sample(_SETTINGS, k=random.randint(0, 2))
    if random.random() < 0.45:
        around.append(random.choice(_STOPS))
    location: dict[str, Any] = {
        "adresse": address_of(commune, random, locality),
        "geolocalisation": geolocation_of(point, random),
        "perimetreGeographique": [commune_of(commune)],
    }
    if around:
        location["environnements"] = elements(*around)
    territories = territories_of(commune, point)
    if territories:
        location["territoiresAffectes"] = [_territory(number) for number in territories]
    return location


def _territory(number: int) -> dict[str, Any]:
    return {"type": "TERRITOIRE", "id": number, "nom": {"libelleFr": NAMES[number]}, "state": "PUBLISHED"}
