"""Which parts of an object the mirror keeps: all that may ever be shown or searched, no personal data."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import orjson

from sources.apidae.mapping.facts import OWN_BLOCKS

MIRRORED = (
    *("id", "type", "state", "identifier", "nom"),
    *("gestion.dateCreation", "gestion.dateModification"),
    *("gestion.membreProprietaire.id", "gestion.membreProprietaire.nom"),
    *("informations", "presentation", "localisation", "prestations", "ouverture", "descriptionTarif"),
    *("reservation", "criteresInternes", "illustrations", "multimedias", "visites", "liens"),
    *("distinctions", "territoires", "datesOuverture"),
    *OWN_BLOCKS.values(),
)
"""Whole blocks, so that a new field of the graph needs no new reading. `contacts`, `donneesPrivees`,
`metadonnees` and `gestion.signalerUnProblemeMails` are never asked for."""

CHANGED = ("id", "gestion.dateModification")
"""What tells whether an object has changed."""


def shape_of(asked: Sequence[str]) -> str:
    """Stands for what is kept of an object: its parts, and what else it depends on, such as languages."""
    return hashlib.blake2b(orjson.dumps([MIRRORED, list(asked)]), digest_size=8).hexdigest()
