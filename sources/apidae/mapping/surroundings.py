"""What an object says about getting to it: criteria about stops nearby, and the project's own criteria."""

from __future__ import annotations

from sources.apidae.access.levels import DECLARED
from sources.apidae.mapping.reading import Raw, identity, items, part, texts
from sources.apidae.types.access import AccessCriterion


def declared_of(item: Raw) -> tuple[AccessCriterion, ...]:
    """Criteria about stops, each once, with their labels."""
    found: dict[int, AccessCriterion] = {}
    for one in items(part(item, "localisation").get("environnements")):
        number = identity(one)
        labels = texts(one)
        if number in DECLARED and number is not None and labels:
            found.setdefault(number, AccessCriterion(key=str(number), labels=labels))
    return tuple(found.values())


def internal_of(item: Raw) -> frozenset[int]:
    """Ids of the project's own criteria."""
    return frozenset(filter(None, map(identity, items(item.get("criteresInternes")))))
