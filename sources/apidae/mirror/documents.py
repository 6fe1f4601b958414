"""From an object of Apidae to the document that the mirror keeps of it: the object and what is searched."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson

from gateway.errors import SourceInvalid
from sources.apidae.access.ground import Ground
from sources.apidae.mapping.offer import offer_of
from sources.apidae.mapping.opening import READ
from sources.apidae.mapping.place import point_of
from sources.apidae.mapping.reading import Raw, french, identity, moment, part, text
from sources.apidae.mirror.calendar import ring_of
from sources.apidae.mirror.facts_discovery import discovery_facts
from sources.apidae.mirror.facts_dossier import dossier_facts, told
from sources.apidae.mirror.facts_feed import digest_of
from sources.apidae.mirror.facts_levels import level_ids_of
from sources.apidae.mirror.facts_places import place_facts
from sources.apidae.mirror.facts_turn import turn_facts
from sources.apidae.mirror.labels import labels_of
from sources.apidae.opening import Opening, Span, read_opening
from sources.apidae.policy import Eligibility, Verdict
from sources.apidae.tables.places import department_of
from sources.apidae.types.words import OfferFamily
from sources.apidae.words import sort_key, tokens_of, words_of
from sources.apidae.workflow.model import Workflow

Document = dict[str, Any]

FACTS_VERSION = 5
"""To be raised when a fact below is computed in another way: all documents are then written again."""

_BIT = {family: 1 << rank for rank, family in enumerate(OfferFamily)}


class Malformed(Exception):  # noqa: N818  # a state of an object, not a fault of ours
    """An object that cannot be kept; `reason` is a code, nothing of the object is in it."""

    def __init__(self, reason: str) -> None:
        """A word in capitals."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Writing:
    """What a document tells about its own writing: which run, which change, when the object was read."""

    generation: int
    stamp: int
    fetched_at: datetime
    now: datetime
    workflow: Workflow | None = None


@dataclass(frozen=True, slots=True)
class Scribe:
    """Writes documents by the rules of one deployment, with open days computed for `span`."""

    eligibility: Eligibility
    span: Span
    ground: Ground = field(default_factory=Ground)

    @property
    def mark(self) -> str:
        """Stands for all that facts depend on but the object: documents with another one are out of date."""
        rules = [
            *(FACTS_VERSION, self.span.first.isoformat(), self.eligibility.mark),
            self.ground.digest,
            sorted((number, axis.name, level) for number, (axis, level) in self._distinctions()),
        ]
        return hashlib.blake2b(orjson.dumps(rules), digest_size=8).hexdigest()

    def document(self, item: Raw, writing: Writing) -> Document:
        """The document of an object; `Malformed` for one that cannot be kept."""
        number = identity(item)
        if not number:
            raise Malformed("NO_ID")
        try:
            verdict = self.eligibility.verdict(item, writing.workflow, writing.now)
            turn = self.eligibility.turn(verdict, item, writing.workflow)
            shown = verdict.is_public or (turn is not None and turn.is_public)
            if shown:
                offer_of(item, turn if turn and turn.is_public else verdict, writing.now)
            return {
                "_id": number,
                "raw": pack(item),
                "fetchedAt": writing.fetched_at,
                "generation": writing.generation,
                "stamp": writing.stamp,
                "mark": self.mark,
                **_judged(verdict, writing.now),
                **turn_facts(verdict, turn, writing.workflow),
                **dossier_facts(item, verdict, writing.workflow, modified_of(item)),
                **_place(item, verdict),
                **place_facts(item, verdict, self.ground),
                **self._searched(item, verdict, shown=shown),
                "modified": modified_of(item),
                **digest_of(item, turn if turn and turn.is_public else verdict),
                **level_ids_of(verdict, self.eligibility.levels),
            }
        except SourceInvalid:
            raise Malformed("NOT_AN_OFFER") from None
        except Exception as error:
            raise Malformed("UNREADABLE") from error

    def _searched(self, item: Raw, verdict: Verdict, *, shown: bool) -> Document:
        """What is searched; of an object that nobody may see, now or soon, nothing is."""
        name = french(item.get("nom")) or ""
        own = text(part(item, "nom").get("libelleFr")) or ""
        presentation = part(item, "presentation")
        texts = [
            text(part(presentation, key).get("libelleFr"), 20_000) or ""
            for key in ("descriptifCourt", "descriptifDetaille")
        ]
        labels = labels_of(item, verdict.facts.type)
        block = {key: value for key, value in part(item, "ouverture").items() if key in READ}
        return {
            "name": sort_key(name),
            "words": tokens_of(words_of("\n".join([own, *texts, *labels]))) if shown else "",
            "nameWords": tokens_of(words_of(own)) if shown else "",
            "facts": discovery_facts(item, verdict) if shown else {},
            "opening": orjson.dumps(block),
            "openDays": ring_of(read_opening(block), self.span),
        }

    def _distinctions(self) -> Any:
        return self.eligibility.levels.distinctions.items()


def pack(item: Raw) -> bytes:
    """An object as compressed JSON: a third of its size, and read faster than a document of MongoDB."""
    return zlib.compress(orjson.dumps(item), 1)


def unpack(packed: bytes) -> Raw:
    """The object as Apidae answered it."""
    item: Raw = orjson.loads(zlib.decompress(packed))
    return item


def unpack_block(packed: bytes) -> Raw:
    """What a document keeps of an object's `ouverture`."""
    block: Raw = orjson.loads(packed)
    return block


def unpack_opening(packed: bytes) -> Opening:
    """The opening of a document."""
    return read_opening(unpack_block(packed))


def modified_of(item: Raw) -> int:
    """When an object was last changed in Apidae, in milliseconds since 1970; 0 when it does not tell."""
    found = moment(part(item, "gestion").get("dateModification"))
    return round(found.timestamp() * 1000) if found and found.year >= 1970 else 0


def moment_of(milliseconds: int) -> datetime:
    """The moment that `modified_of` gave."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def family_bit(family: OfferFamily) -> int:
    """The bit of a family in `familySet`."""
    return _BIT[family]


def _judged(verdict: Verdict, now: datetime) -> Document:
    """The verdict with all its reasons; `public` is what searches ask for and comes from nowhere else."""
    families = [family for family, _ in verdict.families]
    return {
        **told(verdict),
        "evaluatedAt": now,
        "kind": verdict.facts.type,
        "type": verdict.type.name if verdict.type else None,
        "families": [one.name for one in families],
        "familyReasons": [reason for _, reason in verdict.families],
        "familySet": sum(map(family_bit, families)),
        "levels": {axis.name: level for axis, level in verdict.levels.items()},
    }


def _place(item: Raw, verdict: Verdict) -> Document:
    insee, point = verdict.facts.insee, point_of(item)
    lon, lat = point or (None, None)
    commune = part(item, "localisation", "adresse", "commune")
    found: Document = {"insee": insee, "department": department_of(insee), "lat": lat, "lon": lon}
    found["commune"] = text(commune.get("nom"))
    return found | ({"point": {"type": "Point", "coordinates": [lon, lat]}} if point else {})
