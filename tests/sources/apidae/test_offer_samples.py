"""Ten recorded objects through the graph: what is kept of each answer is its structure, not a word of it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from apidae_bench import Bench
from apidae_objects import NOW, RULES

from gateway.graph.compose import compose
from gateway.graph.ids import encode_id
from gateway.testing.standard.asking import Asking
from sources.apidae import query
from sources.apidae.mapping.offer import offer_of
from sources.apidae.source import source
from sources.apidae.types.words import Axis, OfferType

KEPT = Path(__file__).with_name("samples_digest.json")
TEN = (
    "ACTIVITE_227459",
    "COMMERCE_ET_SERVICE_234553",
    "EQUIPEMENT_333819",
    "EQUIPEMENT_526457",
    "FETE_ET_MANIFESTATION_349960",
    "FETE_ET_MANIFESTATION_502664",
    "PATRIMOINE_CULTUREL_425323",
    "PATRIMOINE_NATUREL_354371",
    "HEBERGEMENT_LOCATIF_438713",
    "SEJOUR_PACKAGE_322810",
)
OWN = replace(source, links=())
"""The offer itself, without links to what the emulator holds."""
SCHEMA = compose([OWN])


def digest(value: Any) -> Any:
    """Types, counts and hashes: a text of people becomes its length and a hash, an enum stays."""
    if isinstance(value, Mapping):
        return {key: digest(one) for key, one in value.items()}
    if isinstance(value, list):
        return [len(value), *map(digest, value[:3])] if value else []
    if isinstance(value, str) and not (value.isupper() and value.replace("_", "").isalpha()):
        return f"{len(value)}:{hashlib.sha256(value.encode()).hexdigest()[:8]}"
    return type(value).__name__ if isinstance(value, int | float) and not isinstance(value, bool) else value


@pytest.mark.parametrize("name", TEN)
async def test_a_recorded_object_gives_the_kept_structure(bench: Bench, samples: Path, name: str) -> None:
    item = json.loads((samples / "objects" / f"{name}.json").read_bytes())
    verdict = RULES.verdict(item)
    forced = replace(verdict, type=verdict.type or OfferType.VISIT, levels=dict.fromkeys(Axis, 2))
    offer = offer_of(item, forced, NOW)
    scope = bench.scope("fr")
    scope.prime("Offer", [offer])
    asking = Asking(SCHEMA._schema, [OWN], OWN, {})
    text = asking.root(query.offer, first=3, known={"Offer": [encode_id("Offer", offer.key)]})
    result = await SCHEMA.execute(text, context_value=scope)
    assert not result.errors, result.errors
    found = digest(result.data["offer"])
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        KEPT.write_text(json.dumps(kept | {name: found}, indent=1, sort_keys=True) + "\n")
        return
    assert kept[name] == found, "run with UPDATE_SNAPSHOTS=1 and review when this is meant"
