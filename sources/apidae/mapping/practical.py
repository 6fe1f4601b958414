"""Practical parts: languages, accessibility."""

from __future__ import annotations

from gateway.graph.scalars import Locale
from sources.apidae.mapping.reading import PARAGRAPHS, Raw, identity, items, part, texts
from sources.apidae.tables.languages import SPOKEN
from sources.apidae.tables.marks import ADAPTED, HANDICAP_MARKS
from sources.apidae.types.practical import Accessibility, ImpairmentAccess
from sources.apidae.types.words import EvidenceBasis, Impairment

_HANDICAP_TEXTS = (
    "descriptifHandicapMoteur",
    "descriptifHandicapVisuel",
    "descriptifHandicapAuditif",
    "descriptifHandicapMental",
)


def languages_of(item: Raw) -> list[Locale]:
    """Languages spoken there."""
    spoken = (
        SPOKEN.get(identity(one) or 0) for one in items(part(item, "prestations").get("languesParlees"))
    )
    return [Locale(tag) for tag in dict.fromkeys(filter(None, spoken))]


def accessibility_of(item: Raw) -> Accessibility:
    """Access for disabled people; the public mark counts more than what the provider says."""
    welcome = part(item, "prestations")
    found: dict[Impairment, EvidenceBasis] = {}
    for one in items(welcome.get("labelsTourismeHandicap")):
        if mark := HANDICAP_MARKS.get(identity(one) or 0):
            found[mark] = EvidenceBasis.PUBLIC_AUTHORITY
    for one in items(welcome.get("tourismesAdaptes")):
        if adapted := ADAPTED.get(identity(one) or 0):
            found.setdefault(adapted, EvidenceBasis.SELF_DECLARED)
    return Accessibility(
        texts=_joined([texts(welcome.get(key), PARAGRAPHS) for key in _HANDICAP_TEXTS]),
        impairments=[
            ImpairmentAccess(impairment=one, basis=found[one]) for one in Impairment if one in found
        ],
    )


def _joined(parts: list[dict[str, str]]) -> dict[str, str]:
    tags = dict.fromkeys(tag for one in parts for tag in one)
    return {tag: "\n".join(one[tag] for one in parts if tag in one) for tag in tags}
