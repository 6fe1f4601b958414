"""What a document tells of where an object belongs and how it is reached: places, people, stops."""

from __future__ import annotations

from typing import Any

from sources.apidae.access.ground import Ground
from sources.apidae.mapping.organisations import office_of, provider_of
from sources.apidae.mapping.place import point_of
from sources.apidae.mapping.reading import Raw
from sources.apidae.mapping.surroundings import declared_of, internal_of
from sources.apidae.mapping.territories import territories_of
from sources.apidae.policy import Verdict


def place_facts(item: Raw, verdict: Verdict, ground: Ground) -> dict[str, Any]:
    """The facts of an object; `insee` is the code of today, whatever the object's own one is."""
    insee, point = ground.places.present(verdict.facts.insee), point_of(item)
    known = ground.places.commune(insee)
    territories = territories_of(item)
    declared = [int(one.key) for one in declared_of(item)]
    return {
        "insee": insee,
        "epci": known.epci if known and known.epci else None,
        "provider": _provider(item, verdict),
        "office": _office(item),
        "territories": [one.apidae_id for one in territories],
        "territorySet": ",".join(one.key for one in sorted(territories, key=lambda one: one.apidae_id)),
        "territoryNames": {one.key: dict(one.names) for one in territories},
        "carFree": ground.reach(point, declared, internal_of(item)).level.name,
        "stationMetres": ground.station_metres(point),
    }


def _provider(item: Raw, verdict: Verdict) -> dict[str, Any] | None:
    found = provider_of(item, verdict.facts.type)
    return {"id": int(found.key), "name": found.name} if found else None


def _office(item: Raw) -> dict[str, Any] | None:
    found = office_of(item)
    return {"id": int(found.key), "name": found.name} if found else None
