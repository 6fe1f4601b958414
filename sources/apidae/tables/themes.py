"""Themes and moods: lists of our own, mapped from Apidae's criteria as data; offices may tune them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sources.apidae.tables.encounters import WITH_LOCALS
from sources.apidae.tables.families import FAMILY_RULES
from sources.apidae.tables.rules import PROMOTION, Rule, of
from sources.apidae.types.words import OfferFamily

_WATERS = of("PatrimoineNaturelCategorie", 2877, 2918, 2888, 2898, 2908, 2904, 2878)
_CRAFTS = (
    Rule(key="crafts-criterion", any_of=of(PROMOTION, 4794, 6070)),
    Rule(key="crafts-workshop", any_of=of("CommerceEtServiceTypeDetaille", 2071, 2073)),
    Rule(key="crafts-event", any_of=of("FeteEtManifestationTheme", 2069, 4068, 4069)),
)

THEMES: Mapping[str, Sequence[Rule]] = {
    "walking": (
        Rule(key="walking-route", any_of=of("EquipementActivite", 3333, 3331, 5324)),
        Rule(key="walking-pdipr", any_of=of(PROMOTION, 4971)),
    ),
    "cycling": (
        Rule(
            key="cycling-route",
            any_of=of("EquipementActivite", 3283, 3284, 3280, 5447, 6225, 6224, 4174, 5446),
        ),
        Rule(key="cycling-mark", any_of=of(PROMOTION, 3844)),
    ),
    "riding": (Rule(key="riding-route", any_of=of("EquipementActivite", 3313)),),
    "water": (
        Rule(key="water-place", any_of=_WATERS),
        Rule(key="water-canoe", any_of=of("EquipementActivite", 5368)),
    ),
    "snow": (
        Rule(key="snow-area", type="DOMAINE_SKIABLE"),
        Rule(key="snow-route", any_of=of("EquipementActivite", 3302, 4176)),
    ),
    "nature": (
        Rule(key="nature-place", type="PATRIMOINE_NATUREL"),
        Rule(key="nature-criterion", any_of=of(PROMOTION, 1676)),
    ),
    "museums": (Rule(key="museums-type", any_of=of("PatrimoineCulturelType", 3201, 3200, 3851)),),
    "monuments": (Rule(key="monuments-type", any_of=of("PatrimoineCulturelType", 3203)),),
    "gardens": (Rule(key="gardens-type", any_of=of("PatrimoineCulturelType", 3202)),),
    "crafts": _CRAFTS,
    "farm": (
        Rule(key="farm-mark", any_of=of(PROMOTION, 1664)),
        Rule(key="farm-producer", any_of=of("DegustationStatutExploitant", 3038, 3757)),
    ),
    "food": FAMILY_RULES[OfferFamily.TOURISME_GOURMAND],
    "wine": FAMILY_RULES[OfferFamily.OENOTOURISME],
    "wellness": FAMILY_RULES[OfferFamily.BIEN_ETRE],
    "markets": (
        Rule(key="markets-category", any_of=of("FeteEtManifestationCategorie", 2083, 2107)),
        Rule(key="markets-criterion", any_of=of(PROMOTION, 4789)),
    ),
    "festivals": (
        Rule(key="festivals-category", any_of=of("FeteEtManifestationCategorie", 2081, 2096, 2105, 2065)),
    ),
    "music": (
        Rule(key="music-type", any_of=of("FeteEtManifestationType", 1964)),
        Rule(key="music-category", any_of=of("FeteEtManifestationCategorie", 2128, 2090)),
    ),
    "shows": (Rule(key="shows-category", any_of=of("FeteEtManifestationCategorie", 2091, 2134, 2147, 2151)),),
    "unusual": (Rule(key="unusual-criterion", any_of=of(PROMOTION, 1678)),),
}

MOODS: Mapping[str, Sequence[Rule]] = {
    "slow-down": (
        *FAMILY_RULES[OfferFamily.BIEN_ETRE],
        Rule(key="slow-garden", any_of=of("PatrimoineCulturelType", 3202)),
        Rule(key="slow-nature", type="PATRIMOINE_NATUREL"),
    ),
    "meet-people": tuple(rule for _, rule in WITH_LOCALS),
    "learn": (
        *_CRAFTS,
        Rule(key="learn-lesson", any_of=of("ActiviteCategorie", 5362, 1830, 1899, 1900, 1890, 1903)),
        Rule(key="learn-place", any_of=of("PatrimoineCulturelType", 3201, 3200, 3204, 3205)),
    ),
    "cool-off": (
        Rule(key="cool-criterion", any_of=of(PROMOTION, 4639)),
        Rule(key="cool-water", any_of=_WATERS),
    ),
    "move": (
        Rule(key="move-sports", type="ACTIVITE", any_of=of("ActiviteType", 1789)),
        *(rule for theme in ("walking", "cycling", "riding", "snow") for rule in THEMES[theme]),
    ),
    "celebrate": (*THEMES["festivals"], *THEMES["music"], *THEMES["shows"]),
    "taste": (*THEMES["food"], *THEMES["wine"]),
    "be-surprised": THEMES["unusual"],
}

THEME_LABELS: Mapping[str, Mapping[str, str]] = {
    "walking": {"fr": "À pied", "en": "On foot", "de": "Zu Fuß"},
    "cycling": {"fr": "À vélo", "en": "By bicycle", "de": "Mit dem Rad"},
    "riding": {"fr": "À cheval", "en": "On horseback", "de": "Zu Pferd"},
    "water": {"fr": "Au bord de l'eau", "en": "By the water", "de": "Am Wasser"},
    "snow": {"fr": "Dans la neige", "en": "In the snow", "de": "Im Schnee"},
    "nature": {"fr": "Nature", "en": "Nature", "de": "Natur"},
    "museums": {"fr": "Musées", "en": "Museums", "de": "Museen"},
    "monuments": {"fr": "Monuments", "en": "Monuments", "de": "Baudenkmäler"},
    "gardens": {"fr": "Jardins", "en": "Gardens", "de": "Gärten"},
    "crafts": {"fr": "Métiers d'art", "en": "Crafts", "de": "Handwerk"},
    "farm": {"fr": "À la ferme", "en": "On the farm", "de": "Auf dem Hof"},
    "food": {"fr": "Saveurs", "en": "Good food", "de": "Genuss"},
    "wine": {"fr": "Vins", "en": "Wine", "de": "Wein"},
    "wellness": {"fr": "Bien-être", "en": "Well-being", "de": "Wohlbefinden"},
    "markets": {"fr": "Marchés", "en": "Markets", "de": "Märkte"},
    "festivals": {"fr": "Fêtes et festivals", "en": "Festivals", "de": "Feste"},
    "music": {"fr": "Musique", "en": "Music", "de": "Musik"},
    "shows": {"fr": "Spectacles", "en": "Shows", "de": "Vorführungen"},
    "unusual": {"fr": "Insolite", "en": "Unusual", "de": "Ungewöhnlich"},
}

MOOD_LABELS: Mapping[str, Mapping[str, str]] = {
    "slow-down": {"fr": "Ralentir", "en": "Slow down", "de": "Zur Ruhe kommen"},
    "meet-people": {"fr": "Rencontrer", "en": "Meet people", "de": "Menschen begegnen"},
    "learn": {"fr": "Apprendre", "en": "Learn", "de": "Lernen"},
    "cool-off": {"fr": "Prendre le frais", "en": "Cool off", "de": "Sich abkühlen"},
    "move": {"fr": "Bouger", "en": "Move", "de": "Sich bewegen"},
    "celebrate": {"fr": "Faire la fête", "en": "Celebrate", "de": "Feiern"},
    "taste": {"fr": "Goûter", "en": "Taste", "de": "Probieren"},
    "be-surprised": {"fr": "Être surpris", "en": "Be surprised", "de": "Überrascht werden"},
}


def fitting(rules: Mapping[str, Sequence[Rule]], kind: str, ids: frozenset[int]) -> tuple[str, ...]:
    """The keys one of whose rules holds for an object, in the order of the list."""
    return tuple(key for key, some in rules.items() if any(rule.holds(kind, ids) for rule in some))
