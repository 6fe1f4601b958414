"""Names of values that facets show, by language."""

from __future__ import annotations

from collections.abc import Mapping

from sources.apidae.tables.families import LABELS
from sources.apidae.tables.places import DEPARTMENTS
from sources.apidae.types.access import CarFreeLevel
from sources.apidae.types.discovery import AUDIENCE_LABELS, DURATION_LABELS
from sources.apidae.types.words import Impairment, OfferType

Names = Mapping[str, Mapping[str, str]]

FAMILY_NAMES: Names = {family.name: names for family, names in LABELS.items()}
AUDIENCE_NAMES: Names = {one.name: names for one, names in AUDIENCE_LABELS.items()}
DURATION_NAMES: Names = {one.name: names for one, names in DURATION_LABELS.items()}
DEPARTMENT_NAMES: Names = {code: {"fr": name} for code, name in DEPARTMENTS.items()}
TYPE_NAMES: Names = {
    OfferType.EXCURSION.name: {"fr": "Balades et randonnées", "en": "Excursions", "de": "Ausflüge"},
    OfferType.ACTIVITY.name: {"fr": "Activités", "en": "Activities", "de": "Aktivitäten"},
    OfferType.VISIT.name: {"fr": "Visites", "en": "Visits", "de": "Besichtigungen"},
    OfferType.EVENT.name: {"fr": "Évènements", "en": "Events", "de": "Veranstaltungen"},
}
IMPAIRMENT_NAMES: Names = {
    Impairment.MOTOR.name: {"fr": "Handicap moteur", "en": "Motor impairment", "de": "Gehbehinderung"},
    Impairment.VISUAL.name: {"fr": "Handicap visuel", "en": "Visual impairment", "de": "Sehbehinderung"},
    Impairment.HEARING.name: {"fr": "Handicap auditif", "en": "Hearing impairment", "de": "Hörbehinderung"},
    Impairment.MENTAL.name: {
        "fr": "Handicap mental",
        "en": "Mental impairment",
        "de": "Geistige Behinderung",
    },
}
CAR_FREE_NAMES: Names = {
    CarFreeLevel.DIRECT.name: {
        "fr": "Arrêt à 500 m",
        "en": "Stop within 500 m",
        "de": "Haltestelle bis 500 m",
    },
    CarFreeLevel.WALK.name: {
        "fr": "Arrêt puis marche",
        "en": "Stop and a walk",
        "de": "Haltestelle und Fußweg",
    },
    CarFreeLevel.SHUTTLE.name: {"fr": "Navette", "en": "Shuttle", "de": "Pendelbus"},
    CarFreeLevel.BIKE.name: {"fr": "Gare puis vélo", "en": "Train and bicycle", "de": "Bahn und Rad"},
    CarFreeLevel.SEASONAL.name: {"fr": "Selon la saison", "en": "By season", "de": "Je nach Jahreszeit"},
    CarFreeLevel.NONE_DECLARED.name: {"fr": "En voiture", "en": "By car", "de": "Mit dem Auto"},
    CarFreeLevel.UNKNOWN.name: {"fr": "Non connu", "en": "Not known", "de": "Nicht bekannt"},
}
FREE_NAMES: Names = {
    "yes": {"fr": "Gratuit", "en": "Free", "de": "Kostenlos"},
    "no": {"fr": "Payant", "en": "Paid", "de": "Kostenpflichtig"},
}
