"""Marks of others on an object, each once, from the old place and the new one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sources.apidae.mapping.reading import Raw, day, french, identity, items, part, texts
from sources.apidae.tables.mark_details import DETAILS
from sources.apidae.tables.marks import HANDICAP_MARKS, MARKS, SAME_MARK
from sources.apidae.tables.rules import MOVED_MARKS
from sources.apidae.types.commitment import Distinction
from sources.apidae.types.words import EvidenceBasis


def distinctions_of(item: Raw) -> tuple[Distinction, ...]:
    """The marks that may be shown, under the names that Apidae gives them."""
    days = _days(item)
    found: dict[int, Distinction] = {}
    for number, basis, element in _marks(item):
        if number not in found and french(element):
            detail, (first, last) = DETAILS[number], days.get(number, (None, None))
            found[number] = Distinction(
                names=texts(element),
                kind=detail.kind,
                basis=basis,
                issuer=detail.issuer,
                scope=detail.scope,
                level=detail.level,
                valid_from=first,
                valid_to=last,
            )
    return tuple(found.values())


def bases_of(item: Raw) -> set[EvidenceBasis]:
    """On which bases the object has marks, with or without a name."""
    return {basis for _, basis, _ in _marks(item)}


def mark_of(number: int) -> int:
    """The id under which a mark is known here, whatever form or place it comes from."""
    old = MOVED_MARKS.get(number, number)
    return SAME_MARK.get(old, old)


def _marks(item: Raw) -> Iterator[tuple[int, EvidenceBasis, Raw]]:
    elements = [
        *items(part(item, "presentation").get("typologiesPromoSitra")),
        *(part(one, "nom") for one in items(item.get("distinctions"))),
        *items(part(item, "prestations").get("labelsTourismeHandicap")),
        *items(part(item, "informationsDegustation").get("labelsChartesQualite")),
    ]
    for element in elements:
        number = mark_of(identity(element) or 0)
        basis = EvidenceBasis.PUBLIC_AUTHORITY if number in HANDICAP_MARKS else MARKS.get(number)
        if basis:
            yield number, basis, element


def _days(item: Raw) -> dict[int, tuple[date | None, date | None]]:
    """From when to when marks are valid, which only the new form may tell.

    That the keys are `dateDebut` and `dateFin`, as everywhere else in Apidae, is an assumption.
    """
    return {
        mark_of(identity(one.get("nom")) or 0): (day(one.get("dateDebut")), day(one.get("dateFin")))
        for one in items(item.get("distinctions"))
    }
