"""From an object of Apidae and the verdict on it to an offer of the graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from gateway.errors import SourceInvalid
from gateway.graph.scalars import Locale
from sources.apidae.mapping import practical
from sources.apidae.mapping.alerts import alerts_of
from sources.apidae.mapping.contact import booking_of, contact_of
from sources.apidae.mapping.discovery import discovery_of
from sources.apidae.mapping.linked import ties_of
from sources.apidae.mapping.marks import distinctions_of
from sources.apidae.mapping.opening import opening_of, status_of
from sources.apidae.mapping.organisations import office_of, provider_of
from sources.apidae.mapping.pictures import pictures_of
from sources.apidae.mapping.place import place_of
from sources.apidae.mapping.reading import (
    PARAGRAPHS,
    Raw,
    identity,
    integer,
    moment,
    number,
    part,
    texts,
)
from sources.apidae.mapping.slug import slug_of
from sources.apidae.mapping.surroundings import internal_of
from sources.apidae.mapping.tariffs import prices_of
from sources.apidae.opening import paris_day
from sources.apidae.policy import Verdict
from sources.apidae.tables.heritage import UNUSUAL, heritage_of
from sources.apidae.tables.themes import MOOD_LABELS, THEME_LABELS
from sources.apidae.types.commitment import AxisResult, Commitment, Encounter
from sources.apidae.types.discovery import AgeRange, Tag
from sources.apidae.types.offer import Activity, Event, Excursion, Family, Offer, Visit
from sources.apidae.types.practical import Provenance
from sources.apidae.types.words import Axis, EvidenceBasis, OfferType

SYSTEM = "APIDAE"

_CLASSES: Mapping[OfferType, Callable[..., Offer]] = {
    OfferType.EXCURSION: Excursion,
    OfferType.ACTIVITY: Activity,
    OfferType.VISIT: Visit,
    OfferType.EVENT: Event,
}


def offer_of(item: Raw, verdict: Verdict, fetched_at: datetime) -> Offer:
    """The offer; `SourceInvalid` when the object lacks what no offer can be without.

    A damaged value costs only its own field. `fetched_at` is when the object was read (UTC).
    """
    key, names = identity(item), texts(item.get("nom"))
    if not key or not names or verdict.type is None or set(verdict.levels) != set(Axis):
        raise SourceInvalid(detail=f"object {key or 'without id'} cannot be an offer")
    parts = {**_texts(item, names), **_parts(item, verdict), **_origin(item, key, fetched_at)}
    slug = slug_of(names.get("fr") or next(iter(names.values())), key)
    return _CLASSES[verdict.type](key=str(key), apidae_id=key, slug=slug, type=verdict.type, **parts)


def _texts(item: Raw, names: dict[str, str]) -> dict[str, Any]:
    presentation = part(item, "presentation")
    summaries = texts(presentation.get("descriptifCourt"), PARAGRAPHS)
    descriptions = texts(presentation.get("descriptifDetaille"), PARAGRAPHS)
    return {
        "names": names,
        "summaries": summaries,
        "descriptions": descriptions,
        "available_locales": [Locale(tag) for tag in dict.fromkeys((*names, *summaries, *descriptions))],
        "spoken_languages": practical.languages_of(item),
    }


def _parts(item: Raw, verdict: Verdict) -> dict[str, Any]:
    prices, status, facts = prices_of(item), status_of(part(item, "ouverture"), verdict.type), verdict.facts
    return {
        "families": [Family(key=family) for family, _ in verdict.families],
        "internal_criteria": internal_of(item),
        "family_reasons": tuple(reason for _, reason in verdict.families),
        **_discovery(item, verdict),
        "provider_card": provider_of(item, facts.type),
        "managed_by": office_of(item),
        "place": place_of(item),
        "status": status,
        "all_alerts": alerts_of(item),
        "heritage": heritage_of(facts.type, facts.ids, verdict.encounter[0]),
        "is_unusual": not UNUSUAL.isdisjoint(facts.ids),
        "opening": opening_of(item, status),
        "tariffs": prices.tariffs,
        "is_free": prices.is_free,
        "price_from": prices.lowest,
        "price_texts": prices.texts,
        "booking_url": booking_of(item),
        "contact": contact_of(item),
        "commitment": commitment_of(verdict),
        "is_preview": not verdict.is_public,
        "encounter": Encounter(kind=verdict.encounter[0], actors=verdict.encounter[1]),
        "accessibility": practical.accessibility_of(item),
        "all_ties": ties_of(item),
        "all_pictures": pictures_of(item),
        "all_distinctions": distinctions_of(item),
        **(_route(item) if verdict.type is OfferType.EXCURSION else {}),
    }


def _discovery(item: Raw, verdict: Verdict) -> dict[str, Any]:
    found = discovery_of(item, verdict.facts)
    named = found.age_min is not None or found.age_max is not None
    return {
        "themes": [Tag(key=key, labels=THEME_LABELS[key]) for key in found.themes],
        "moods": [Tag(key=key, labels=MOOD_LABELS[key]) for key in found.moods],
        "audiences": list(found.audiences),
        "duration_class": found.duration,
        "weather": list(found.weather),
        "pets": found.pets,
        "ages": AgeRange(min=found.age_min, max=found.age_max) if named else None,
    }


def commitment_of(verdict: Verdict) -> Commitment:
    """The levels of a verdict that has them all."""

    def on(axis: Axis) -> AxisResult:
        return AxisResult(axis=axis, level=verdict.levels[axis])

    told = verdict.declared
    reviewed = told.reviewed_at if told else None
    return Commitment(
        environment=on(Axis.ENVIRONMENT),
        local_economy=on(Axis.LOCAL_ECONOMY),
        social=on(Axis.SOCIAL),
        basis=EvidenceBasis.OFFICE_REVIEWED if reviewed else EvidenceBasis.SELF_DECLARED,
        policy_version=verdict.policy_version,
        declared_at=paris_day(told.signed_at) if told else None,
        reviewed_at=paris_day(reviewed) if reviewed else None,
        questionnaire_version=told.questionnaire if told else None,
    )


def _origin(item: Raw, key: int, fetched_at: datetime) -> dict[str, Any]:
    changed = moment(part(item, "gestion").get("dateModification"))
    source = Provenance(
        system=SYSTEM, object_id=str(key), updated_at=changed, fetched_at=fetched_at, stale=False
    )
    return {"source": source, "updated_at": changed}


def _route(item: Raw) -> dict[str, Any]:
    route = part(item, "informationsEquipement", "itineraire")
    length, climb = number(route.get("distance")), integer(route.get("denivellationPositive"))
    return {
        "distance_km": length if length is not None and 0 < length < 10_000 else None,
        "climb_m": climb if climb is not None and 0 <= climb < 100_000 else None,
    }
