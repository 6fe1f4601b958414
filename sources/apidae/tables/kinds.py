"""Which objects of Apidae are day offers, and of which type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sources.apidae.tables.rules import Rule, any_rule, of
from sources.apidae.types.words import OfferType

ROUTES = of(
    "EquipementActivite",
    *(3333, 3331, 5324, 4201, 3302, 4176),  # on foot, themed, Nordic, running, snow-shoes, ski touring
    *(3283, 3284, 3280, 5447, 6225, 6224, 4174, 5446),  # bicycles of all kinds
    *(3313, 5368, 6168),  # on horseback, by canoe, in an all-terrain wheelchair
)
"""Self-guided routes. The block `itineraire` says the same, but only ids can be searched for."""

OFFER_RULES: Mapping[OfferType, Sequence[Rule]] = {
    OfferType.EXCURSION: (Rule(key="route", type="EQUIPEMENT", any_of=ROUTES),),
    OfferType.ACTIVITY: (
        Rule(key="activity", type="ACTIVITE"),
        Rule(key="equipment", type="EQUIPEMENT", none_of=ROUTES),
        Rule(key="ski-area", type="DOMAINE_SKIABLE"),
    ),
    OfferType.VISIT: (
        Rule(key="culture", type="PATRIMOINE_CULTUREL"),
        Rule(key="nature", type="PATRIMOINE_NATUREL"),
        Rule(key="tasting", type="DEGUSTATION"),
        Rule(key="shop", type="COMMERCE_ET_SERVICE"),
        Rule(key="restaurant", type="RESTAURATION"),
    ),
    OfferType.EVENT: (Rule(key="event", type="FETE_ET_MANIFESTATION"),),
}
"""Lodging and stays belong to later phases; STRUCTURE and TERRITOIRE are no offers."""

DAY_OFFERS = any_rule(
    Rule(key=kind, type=kind)
    for kind in dict.fromkeys(rule.type for rules in OFFER_RULES.values() for rule in rules)
    if kind
)

LATER_PHASES = frozenset(
    {"HEBERGEMENT_COLLECTIF", "HEBERGEMENT_LOCATIF", "HOTELLERIE", "HOTELLERIE_PLEIN_AIR", "SEJOUR_PACKAGE"}
)


def offer_type(kind: str, ids: frozenset[int]) -> OfferType | None:
    """The type of an offer; None for an object that is no day offer."""
    for found, rules in OFFER_RULES.items():
        if any(rule.holds(kind, ids) for rule in rules):
            return found
    return None
