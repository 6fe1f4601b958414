"""Words for the self-diagnosis: they say who declares what, and never look like a label."""

from __future__ import annotations

from collections.abc import Mapping

from sources.apidae.types.words import Axis

AXIS_NAMES: Mapping[Axis, Mapping[str, str]] = {
    Axis.ENVIRONMENT: {
        "fr": "Environnement",
        "en": "Environment",
        "de": "Umwelt",
        "it": "Ambiente",
        "es": "Medio ambiente",
        "nl": "Milieu",
    },
    Axis.LOCAL_ECONOMY: {
        "fr": "Économie locale",
        "en": "Local economy",
        "de": "Lokale Wirtschaft",
        "it": "Economia locale",
        "es": "Economía local",
        "nl": "Lokale economie",
    },
    Axis.SOCIAL: {
        "fr": "Social",
        "en": "Social",
        "de": "Soziales",
        "it": "Sociale",
        "es": "Social",
        "nl": "Sociaal",
    },
}

_LEVELS: Mapping[str, str] = {
    "fr": "{axis} : engagement déclaré, niveau {level} sur 3",
    "en": "{axis}: declared commitment, level {level} of 3",
    "de": "{axis}: erklärtes Engagement, Stufe {level} von 3",
    "it": "{axis}: impegno dichiarato, livello {level} su 3",
    "es": "{axis}: compromiso declarado, nivel {level} de 3",
    "nl": "{axis}: verklaarde inzet, niveau {level} van 3",
}

STATEMENT: Mapping[str, str] = {
    "fr": "Engagement déclaré après une auto-évaluation du prestataire ou de l'office de tourisme ; "
    "aucun tiers ne l'a certifié.",
    "en": "Commitment declared after a self-evaluation by the provider or the tourist office; "
    "no third party has certified it.",
    "de": "Vom Anbieter oder vom Tourismusbüro nach einer Selbsteinschätzung erklärt; "
    "von niemandem sonst zertifiziert.",
    "it": "Impegno dichiarato dopo un'autovalutazione del gestore o dell'ufficio turistico; "
    "nessun terzo lo ha certificato.",
    "es": "Compromiso declarado tras una autoevaluación del proveedor o de la oficina de turismo; "
    "ningún tercero lo ha certificado.",
    "nl": "Verklaard na een zelfevaluatie door de aanbieder of het toeristenbureau; "
    "door geen derde gecertificeerd.",
}

WORDING: Mapping[tuple[Axis, int], Mapping[str, str]] = {
    (axis, level): {
        tag: pattern.format(axis=AXIS_NAMES[axis][tag], level=level) for tag, pattern in _LEVELS.items()
    }
    for axis in Axis
    for level in (1, 2, 3)
}
"""What visitors read for a level of an axis, by language."""
