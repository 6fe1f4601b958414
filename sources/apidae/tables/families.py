"""The mapping of Apidae's criteria to the five families; each entry has a key that an office can be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sources.apidae.tables.kinds import ROUTES
from sources.apidae.tables.rules import PROMOTION, Rule, of
from sources.apidae.types.words import OfferFamily

_WINES = of("DegustationTypeProduit", 3020, 6344)
_CELLARS = of("DegustationLabelCharteQualite", 4461, 4464, 4475)
_EXPERIENCES = (
    *of("RestaurationType", 2861, 2867),  # farm inns, tables d'hôtes
    *of(PROMOTION, 1664, 4795),  # Bienvenue à la ferme, discovery of local produce
    *of("DescriptifTheme", 5870),  # a local recipe
)
_WELL_BEING = of("EquipementActivite", 3234, 4765, 4766, 3409, 3216, 3408)

FAMILY_RULES: Mapping[OfferFamily, Sequence[Rule]] = {
    OfferFamily.PLEIN_AIR: (
        Rule(key="air-sports", type="ACTIVITE", any_of=of("ActiviteType", 1789)),
        Rule(key="air-routes", type="EQUIPEMENT", any_of=ROUTES),
        Rule(key="air-nature", type="PATRIMOINE_NATUREL"),
        Rule(key="air-criterion", any_of=of(PROMOTION, 1676)),
    ),
    OfferFamily.SAVOIR_FAIRE_PATRIMOINE: (
        Rule(key="heritage", type="PATRIMOINE_CULTUREL"),
        Rule(key="heritage-culture", type="ACTIVITE", any_of=of("ActiviteType", 1790)),
        Rule(key="heritage-crafts", any_of=of(PROMOTION, 5317, 4878, 4794)),
        Rule(
            key="heritage-makers",
            type="COMMERCE_ET_SERVICE",
            any_of=of("CommerceEtServiceTypeDetaille", 2071, 2073),
        ),
        Rule(key="heritage-traditions", any_of=of("FeteEtManifestationType", 1958, 1973)),
    ),
    OfferFamily.TOURISME_GOURMAND: (
        Rule(key="food-tasting", type="DEGUSTATION"),
        Rule(key="food-restaurant", type="RESTAURATION", any_of=_EXPERIENCES),
        Rule(key="food-criterion", any_of=of(PROMOTION, 4789, 4795)),
        Rule(key="food-recipe", any_of=of("DescriptifTheme", 5870)),
        Rule(key="food-event", any_of=of("FeteEtManifestationTheme", 2205, 2292)),
        Rule(key="food-lesson", any_of=of("ActiviteCulturellePrestation", 1791, 1833)),
    ),
    OfferFamily.OENOTOURISME: (
        Rule(key="wine-criterion", any_of=of(PROMOTION, 1588, 1604)),
        Rule(key="wine-tasting", type="DEGUSTATION", any_of=(*_WINES, *_CELLARS)),
    ),
    OfferFamily.BIEN_ETRE: (
        Rule(key="well-being-place", type="EQUIPEMENT", any_of=_WELL_BEING),
        Rule(
            key="well-being-activity",
            type="ACTIVITE",
            any_of=of("ActiviteSportivePrestation", 1888, 3953, 5156),
        ),
    ),
}

LABELS: Mapping[OfferFamily, Mapping[str, str]] = {
    OfferFamily.PLEIN_AIR: {"fr": "Plein air", "en": "Outdoors", "de": "Im Freien"},
    OfferFamily.SAVOIR_FAIRE_PATRIMOINE: {
        "fr": "Savoir-faire et patrimoine",
        "en": "Know-how and heritage",
        "de": "Handwerk und Kulturerbe",
    },
    OfferFamily.TOURISME_GOURMAND: {"fr": "Tourisme gourmand", "en": "Good food", "de": "Genuss"},
    OfferFamily.OENOTOURISME: {"fr": "Œnotourisme", "en": "Wine", "de": "Wein"},
    OfferFamily.BIEN_ETRE: {"fr": "Bien-être", "en": "Well-being", "de": "Wohlbefinden"},
}


def families_of(kind: str, ids: frozenset[int]) -> list[tuple[OfferFamily, str]]:
    """The families of an object, each with the key of the first rule that says so."""
    found = []
    for family, rules in FAMILY_RULES.items():
        reason = next((rule.key for rule in rules if rule.holds(kind, ids)), None)
        if reason:
            found.append((family, reason))
    return found
