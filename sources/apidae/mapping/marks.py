"""Marks of others on an object, each once, from the old place and the new one."""

from __future__ import annotations

from collections.abc import Iterator

from sources.apidae.mapping.reading import Raw, french, identity, items, part, texts
from sources.apidae.tables.marks import HANDICAP_MARKS, MARKS
from sources.apidae.tables.rules import MOVED_MARKS
from sources.apidae.types.commitment import Distinction
from sources.apidae.types.words import EvidenceBasis


def distinctions_of(item: Raw) -> tuple[Distinction, ...]:
    """The marks that may be shown, under the names that Apidae gives them."""
    found: dict[int, Distinction] = {}
    for number, basis, element in _marks(item):
        if number not in found and french(element):
            found[number] = Distinction(names=texts(element), basis=basis)
    return tuple(found.values())


def bases_of(item: Raw) -> set[EvidenceBasis]:
    """On which bases the object has marks, with or without a name."""
    return {basis for _, basis, _ in _marks(item)}


def _marks(item: Raw) -> Iterator[tuple[int, EvidenceBasis, Raw]]:
    elements = [
        *items(part(item, "presentation").get("typologiesPromoSitra")),
        *(part(one, "nom") for one in items(item.get("distinctions"))),
        *items(part(item, "prestations").get("labelsTourismeHandicap")),
    ]
    for element in elements:
        number = MOVED_MARKS.get(identity(element) or 0, identity(element) or 0)
        basis = EvidenceBasis.PUBLIC_AUTHORITY if number in HANDICAP_MARKS else MARKS.get(number)
        if basis:
            yield number, basis, element
