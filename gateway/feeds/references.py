"""How an address names an offer, and what is answered for one that is not there any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.errors import CODES, BadInput
from gateway.graph.ids import decode_id
from gateway.http.problem import Problem

OFFER = "Offer"
SELECTION, EDITORIAL = "Collection", "EditorialCollection"
COLLECTIONS = frozenset({SELECTION, EDITORIAL})
"""Selections of Apidae, and collections that the Region made."""
LONGEST = 400


def reference(text: str) -> dict[str, str]:
    """The `id` or the `slug` that a part of a path is; 404 for the id of something else."""
    if len(text) > LONGEST:
        raise missing()
    try:
        entity, _ = decode_id(text)
    except BadInput:
        return {"slug": text}
    if entity != OFFER:
        raise missing()
    return {"id": text}


def collection_entity(text: str) -> str:
    """The type of the collection whose `id` a part of a path is; 404 for anything else."""
    try:
        entity, _ = decode_id(text)
    except BadInput:
        raise missing() from None
    if entity not in COLLECTIONS:
        raise missing()
    return entity


def gone(removal: Mapping[str, Any] | None) -> Problem:
    """410 for what was public; 404 for everything else: what never was is not told apart from nothing."""
    if removal is None:
        return missing()
    return Problem(410, "GONE", CODES["GONE"].meaning)


def missing() -> Problem:
    """Nothing public is called so."""
    return Problem(404, "NOT_FOUND", CODES["NOT_FOUND"].meaning)
