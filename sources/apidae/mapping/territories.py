"""The territories that an object lies in."""

from __future__ import annotations

from sources.apidae.mapping.reading import Raw, identity, items, part, texts
from sources.apidae.tables.territories import kind_of
from sources.apidae.types.place import Territory


def territories_of(item: Raw) -> list[Territory]:
    """Territories as the object's cards of them tell, each once, in their order."""
    cards = items(part(item, "localisation").get("territoiresAffectes"))
    found = {
        number: names for card in cards if (number := identity(card)) and (names := texts(card.get("nom")))
    }
    return [territory_of(number, names) for number, names in found.items()]


def territory_of(number: int, names: dict[str, str]) -> Territory:
    """A territory by its number and its names by language, of which there is at least one."""
    name = names.get("fr") or next(iter(names.values()))
    return Territory(key=str(number), apidae_id=number, names=names, kind=kind_of(name))
