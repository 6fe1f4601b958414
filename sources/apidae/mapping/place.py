"""Where an object is."""

from __future__ import annotations

from typing import Any

from gateway.graph.scalars import GeoJSON
from sources.apidae.mapping.reading import PARAGRAPHS, Raw, number, part, text, texts
from sources.apidae.mapping.surroundings import declared_of
from sources.apidae.mapping.territories import territories_of
from sources.apidae.tables.places import DEPARTMENTS, department_of, in_region
from sources.apidae.types.place import Commune, Department, Place


def place_of(item: Raw) -> Place:
    """The place of an object."""
    location = part(item, "localisation")
    address, spot = part(location, "adresse"), part(location, "geolocalisation")
    point = point_of(item)
    return Place(
        accesses=texts(spot.get("complement"), PARAGRAPHS),
        stops_declared=declared_of(item),
        commune=commune_of(part(address, "commune")),
        point=GeoJSON({"type": "Point", "coordinates": list(point)}) if point else None,
        address=_lines(address),
        postcode=text(address.get("codePostal"), 10),
        territories=territories_of(item),
    )


def point_of(item: Raw) -> tuple[float, float] | None:
    """Longitude and latitude of an object in degrees, when they can be true."""
    geometry = part(item, "localisation", "geolocalisation", "geoJson")
    position: Any = geometry.get("coordinates")
    if not isinstance(position, list) or len(position) < 2:
        return None
    lon, lat = number(position[0]), number(position[1])
    if lon is None or lat is None or not -180 <= lon <= 180 or not -90 <= lat <= 90 or lon == lat == 0:
        return None
    return lon, lat


def commune_of(raw: Raw) -> Commune | None:
    """A commune of the region, from an address or from Apidae's own list; None for any other."""
    code = raw.get("code")
    if not isinstance(code, str) or not in_region(code):
        return None
    number_of_department = department_of(code)
    return Commune(
        key=code,
        insee=code,
        name=text(raw.get("nom")) or code,
        department=Department(code=number_of_department, name=DEPARTMENTS[number_of_department]),
    )


def _lines(address: Raw) -> str | None:
    lines = [text(address.get(key)) for key in ("nomDuLieu", "adresse1", "adresse2", "adresse3")]
    town = text(address.get("bureauDistribution")) or text(part(address, "commune").get("nom"))
    lines.append(" ".join(filter(None, [text(address.get("codePostal"), 10), town])))
    return "\n".join(filter(None, lines)) or None
