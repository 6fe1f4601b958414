"""Facets: what offers are counted by, which arguments a facet leaves aside, and the names of its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sources.apidae.catalogue import Counts
from sources.apidae.index.columns import Codes, Mask, Tags
from sources.apidae.index.looking import Look
from sources.apidae.index.table import Table
from sources.apidae.tables.names import (
    AUDIENCE_NAMES,
    CAR_FREE_NAMES,
    DEPARTMENT_NAMES,
    DURATION_NAMES,
    FAMILY_NAMES,
    FREE_NAMES,
    IMPAIRMENT_NAMES,
    TYPE_NAMES,
)
from sources.apidae.tables.themes import MOOD_LABELS, THEME_LABELS
from sources.apidae.types.discovery import FacetKey

Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Facet:
    """Counts the values of a column under all of a question but its own `arguments`.

    `names` gives the names of values by language, in the order in which values of one count are shown; those
    of EPCI are known to the deployment only.
    """

    column: str
    arguments: frozenset[str]
    names: Names
    kind: type[Tags] | type[Codes] = Tags


FACETS: Mapping[FacetKey, Facet] = {
    FacetKey.FAMILY: Facet("families", frozenset({"families"}), FAMILY_NAMES),
    FacetKey.TYPE: Facet("type", frozenset({"types"}), TYPE_NAMES),
    FacetKey.THEME: Facet("themes", frozenset({"themes"}), THEME_LABELS),
    FacetKey.MOOD: Facet("moods", frozenset({"moods"}), MOOD_LABELS),
    FacetKey.AUDIENCE: Facet("audiences", frozenset({"audiences"}), AUDIENCE_NAMES),
    FacetKey.DURATION: Facet("duration", frozenset({"durations"}), DURATION_NAMES),
    FacetKey.DEPARTMENT: Facet("department", frozenset({"departments"}), DEPARTMENT_NAMES),
    FacetKey.EPCI: Facet("epci", frozenset({"epci"}), {}, Codes),
    FacetKey.CAR_FREE: Facet("carFree", frozenset({"carFree"}), CAR_FREE_NAMES),
    FacetKey.ACCESSIBLE_FOR: Facet("accessible", frozenset({"accessibleFor"}), IMPAIRMENT_NAMES),
    FacetKey.FREE: Facet("free", frozenset({"free"}), FREE_NAMES),
}


def count(table: Table, look: Look, keys: Sequence[FacetKey]) -> Mapping[FacetKey, Counts]:
    """The counts of each facet."""
    kept: dict[frozenset[str], Mask] = {}
    found: dict[FacetKey, Counts] = {}
    for key in dict.fromkeys(keys):
        facet = FACETS[key]
        if facet.arguments not in kept:
            kept[facet.arguments] = look.kept(facet.arguments)
        column = table.column(facet.column, facet.kind)
        found[key] = column.counts(kept[facet.arguments])
    return found
