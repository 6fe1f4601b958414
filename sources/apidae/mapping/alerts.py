"""What a visitor must know before leaving home."""

from __future__ import annotations

from collections.abc import Iterator

from sources.apidae.mapping.reading import PARAGRAPHS, Raw, day, identity, items, part, texts
from sources.apidae.opening.periods import is_set
from sources.apidae.tables.alerts import ALERTING, CLOSED_FOR_NOW, CLOSED_TEXT, SPECIAL_RULES
from sources.apidae.types.alerts import Alert


def alerts_of(item: Raw) -> tuple[Alert, ...]:
    """The alerts of an object, each once."""
    block = part(item, "ouverture")
    said = [*items(block.get("indicationsPeriode")), *items(block.get("ouverturesComplementaires"))]
    found = {number: one for one in said if (number := identity(one)) in ALERTING}
    alerts = [Alert(words) for one in found.values() if (words := texts(one))]
    if is_set(block.get("fermeTemporairement")) and CLOSED_FOR_NOW not in found:
        alerts.insert(0, Alert(CLOSED_TEXT))
    return (*alerts, *_special_rules(item))


def _special_rules(item: Raw) -> Iterator[Alert]:
    for themed in items(part(item, "presentation").get("descriptifsThematises")):
        words = texts(themed.get("description"), PARAGRAPHS)
        if identity(themed.get("theme")) == SPECIAL_RULES and words:
            yield Alert(
                words, day(themed.get("dateDisponibilite")), day(themed.get("dateLimiteDePublication"))
            )
