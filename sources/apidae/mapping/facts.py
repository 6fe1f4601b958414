"""What rules look at: type, state, commune and criteria of an object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sources.apidae.mapping.reading import Raw, identity, integer, items, part
from sources.apidae.tables.audiences import audiences_of, duration_of
from sources.apidae.tables.rules import MOVED_MARKS
from sources.apidae.types.words import Audience, DurationClass

_BLOCK = "informations"
_TYPES = (
    "ACTIVITE",
    "COMMERCE_ET_SERVICE",
    "DEGUSTATION",
    "DOMAINE_SKIABLE",
    "EQUIPEMENT",
    "FETE_ET_MANIFESTATION",
    "HEBERGEMENT_COLLECTIF",
    "HEBERGEMENT_LOCATIF",
    "HOTELLERIE",
    "HOTELLERIE_PLEIN_AIR",
    "PATRIMOINE_CULTUREL",
    "PATRIMOINE_NATUREL",
    "RESTAURATION",
    "SEJOUR_PACKAGE",
    "STRUCTURE",
    "TERRITOIRE",
)
OWN_BLOCKS = {kind: _BLOCK + "".join(word.capitalize() for word in kind.split("_")) for kind in _TYPES}
"""Type -> name of the block that only this type has."""


@dataclass(frozen=True, slots=True)
class Facts:
    """`ids` are those of all reference elements that count, marks under their old id; `internal` those of
    the project's own criteria. Texts are empty when absent; no audience means that none is recorded."""

    type: str
    published: bool
    insee: str
    ids: frozenset[int]
    internal: frozenset[int]
    audiences: frozenset[Audience] = frozenset()
    duration: DurationClass | None = None


def facts_of(item: Raw) -> Facts:
    """The facts of an object; never fails. A filtered answer may lack `state`: it holds only what is
    published."""
    kind = type_of(item)
    code = part(item, "localisation", "adresse", "commune").get("code")
    ids = {MOVED_MARKS.get(one, one) for one in _criteria(item, kind)}
    return Facts(
        type=kind,
        published=item.get("state") in ("PUBLISHED", None),
        insee=code if isinstance(code, str) else "",
        ids=frozenset(ids),
        internal=frozenset(filter(None, map(identity, items(item.get("criteresInternes"))))),
        audiences=audiences_of(ids),
        duration=_duration(item, kind),
    )


def type_of(item: Raw) -> str:
    """The type of an object, told by its own block when the answer lacks it; empty when unknown."""
    kind = item.get("type")
    if isinstance(kind, str) and kind:
        return kind
    return next((one for one, block in OWN_BLOCKS.items() if block in item), "")


def _duration(item: Raw, kind: str) -> DurationClass | None:
    """From the fields that hold it now, or from those that held it before."""
    own, opening = part(item, OWN_BLOCKS.get(kind, "")), part(item, "ouverture")
    visit = part(item, "visites").get("dureeMoyenneVisiteIndividuelle")
    minutes = next(
        (one for one in map(integer, (opening.get("dureeSeance"), own.get("dureeSeance"), visit)) if one),
        None,
    )
    days = next(
        (one for one in map(integer, (opening.get("nombreJours"), own.get("nombreJours"))) if one), None
    )
    return duration_of(minutes, days)


def _criteria(item: Raw, kind: str) -> Iterator[int]:
    presentation = part(item, "presentation")
    yield from _ids(presentation.get("typologiesPromoSitra"))
    for themed in items(presentation.get("descriptifsThematises")):
        yield from _ids([themed.get("theme")])
    for distinction in items(item.get("distinctions")):
        yield from _ids([distinction.get("nom")])
    yield from _ids(part(item, "visites").get("prestationsVisitesIndividuelles"))
    yield from _ids(part(item, "prestations").get("typesClientele"))
    for value in part(item, OWN_BLOCKS.get(kind, "")).values():
        yield from _ids(value if isinstance(value, list) else [value])


def _ids(value: Any) -> Iterator[int]:
    return (found for one in items(value) if (found := identity(one)))
