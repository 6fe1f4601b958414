"""What Apidae says beside the periods of an opening and a visitor must know before leaving home."""

from __future__ import annotations

from collections.abc import Mapping

CALLED_OFF = 6176
"""`OuvertureComplementaire` "cancelled or closed"."""

CLOSED_FOR_NOW = 437
"""`IndicationPeriode` "temporarily closed"."""

ALERTING = frozenset({CALLED_OFF, CLOSED_FOR_NOW, 6564, 4187, 4188, 4189, 4190, 4191})
"""Full, dates to be confirmed, and all that depends on weather or snow; shown in Apidae's own words."""

SPECIAL_RULES = 6143
"""`DescriptifTheme` of special rules in a crisis; the themed text has days between which it may be shown."""

CLOSED_TEXT: Mapping[str, str] = {
    "fr": "Fermé temporairement",
    "en": "Temporarily closed",
    "de": "Vorübergehend geschlossen",
    "it": "Temporaneamente chiuso",
    "es": "Cerrado temporalmente",
    "nl": "Tijdelijk gesloten",
}
"""For the flag, which has no words of its own in Apidae."""
