"""Kinds of territories by the words of their names: cards of objects hold no kind."""

from __future__ import annotations

from collections.abc import Sequence

from sources.apidae.tables.places import DEPARTMENTS
from sources.apidae.types.place import TerritoryKind
from sources.apidae.words import plain_key

REGION = "Auvergne-Rhône-Alpes"

_BY_WORD: Sequence[tuple[TerritoryKind, frozenset[str]]] = (
    (TerritoryKind.PARK, frozenset({"parc", "pnr", "reserve", "geoparc", "geopark"})),
    (TerritoryKind.VINEYARD, frozenset({"vignoble", "vignobles", "beaujolais"})),
    (TerritoryKind.VALLEY, frozenset({"vallee", "vallees", "val", "gorges"})),
    (TerritoryKind.MASSIF, frozenset({"massif", "monts", "mont", "montagne", "montagnes"})),
    (TerritoryKind.CITY, frozenset({"metropole", "agglomeration", "ville", "grand"})),
)
"""The first entry with one of the words of a name decides."""

_DEPARTMENT_NAMES = frozenset(DEPARTMENTS.values())


def kind_of(name: str) -> TerritoryKind:
    """The kind of a territory by its French name."""
    if name == REGION:
        return TerritoryKind.REGION
    if name in _DEPARTMENT_NAMES:
        return TerritoryKind.DEPARTMENT
    words = set(plain_key(name).split())
    return next((kind for kind, known in _BY_WORD if words & known), TerritoryKind.OTHER)
