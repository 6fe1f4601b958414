"""The French labels of the criteria that an object carries: visitors search for these too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sources.apidae.mapping.facts import OWN_BLOCKS
from sources.apidae.mapping.reading import Raw, items, text

_BLOCKS = ("presentation", "prestations", "localisation", "descriptionTarif", "ouverture", "visites")
_NO_CRITERIA = frozenset(
    {"familleCritere", "parent", "adresse", "perimetreGeographique", "territoiresAffectes"}
)
DEEPEST = 12


def labels_of(item: Raw, kind: str) -> list[str]:
    """The labels, each once; of families and parents of criteria none."""
    found: dict[str, None] = {}
    for block in (*_BLOCKS, OWN_BLOCKS.get(kind, "")):
        found.update(dict.fromkeys(_labels(item.get(block), DEEPEST)))
    for one in items(item.get("distinctions")):
        found.update(dict.fromkeys(_labels(one.get("nom"), DEEPEST)))
    return list(found)


def _labels(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, list):
        for one in items(value):
            yield from _labels(one, depth)
    elif isinstance(value, dict) and depth:
        if "elementReferenceType" in value:
            label = text(value.get("libelleFr"))
            if label:
                yield label
            return
        for name, part in value.items():
            if name not in _NO_CRITERIA and isinstance(part, dict | list):
                yield from _labels(part, depth - 1)
