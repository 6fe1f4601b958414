"""Small objects in the shape of Apidae, made by hand."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

from sources.apidae.mapping.offer import offer_of
from sources.apidae.policy import Eligibility
from sources.apidae.tables.levels import LevelTable, read_distinctions
from sources.apidae.types.offer import Offer

NOW = datetime(2026, 7, 1, 10, tzinfo=UTC)
NEW_LEVELS = "9101=LOCAL_ECONOMY:1,9102=LOCAL_ECONOMY:2,9104=SOCIAL:1,9107=ENVIRONMENT:1,9109=ENVIRONMENT:3"
RULES = Eligibility(LevelTable(read_distinctions(NEW_LEVELS)), no_encounter=77)


def promotion(*ids: int) -> list[dict[str, Any]]:
    return [
        {"elementReferenceType": "TypologiePromoSitra", "id": one, "libelleFr": f"Label {one}"} for one in ids
    ]


def distinctions(*ids: int) -> list[dict[str, Any]]:
    return [
        {"id": 40 + rank, "nom": {"elementReferenceType": "DistinctionNom", "id": one, "libelleFr": "Marque"}}
        for rank, one in enumerate(ids)
    ]


def raw(**parts: Any) -> dict[str, Any]:
    """A public activity; `parts` replace whole blocks, None takes one away."""
    made: dict[str, Any] = {
        "type": "ACTIVITE",
        "id": 4817,
        "nom": {"libelleFr": "L'atelier d'Œuvre — été à la Forêt"},
        "state": "PUBLISHED",
        "presentation": {"typologiesPromoSitra": promotion(6436, 6452, 6456)},
        "localisation": {"adresse": {"codePostal": "38000", "commune": {"code": "38185", "nom": "Grenoble"}}},
    }
    made |= copy.deepcopy(parts)
    return {name: value for name, value in made.items() if value is not None}


def mapped(**parts: Any) -> Offer:
    """The offer of such an object."""
    item = raw(**parts)
    return offer_of(item, RULES.verdict(item), NOW)
