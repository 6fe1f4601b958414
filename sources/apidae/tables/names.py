"""Names of values that facets show, by language."""

from __future__ import annotations

from collections.abc import Mapping

from sources.apidae.tables.families import LABELS
from sources.apidae.tables.places import DEPARTMENTS
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
FREE_NAMES: Names = {
    "yes": {"fr": "Gratuit", "en": "Free", "de": "Kostenlos"},
    "no": {"fr": "Payant", "en": "Paid", "de": "Kostenpflichtig"},
}
