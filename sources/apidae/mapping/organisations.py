"""Who stands behind an object: its provider and the office that keeps its record."""

from __future__ import annotations

from sources.apidae.mapping.reading import Raw, french, identity, part, text
from sources.apidae.tables.providers import provider_kind
from sources.apidae.types.organisations import Provider, TouristOffice


def provider_of(item: Raw, kind: str) -> Provider | None:
    """Who runs the offer, never the office that keeps the record; `kind` is the object's type in Apidae."""
    card = part(item, "informations", "structureGestion")
    number, name = identity(card), french(card.get("nom"))
    if not number or not name:
        return None
    return Provider(key=str(number), kind=provider_kind(name, kind), name=name)


def office_of(item: Raw) -> TouristOffice | None:
    """The office that keeps the record."""
    member = part(item, "gestion", "membreProprietaire")
    number, name = identity(member), text(member.get("nom"))
    return TouristOffice(key=str(number), name=name) if number and name else None
