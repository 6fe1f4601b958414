"""The mapping of Apidae's criteria to encounters with local people; Apidae itself has no such field."""

from __future__ import annotations

from collections.abc import Sequence

from sources.apidae.tables.rules import PROMOTION, Rule, of
from sources.apidae.types.words import EncounterKind, LocalActorKind

WITH_LOCALS: Sequence[tuple[LocalActorKind, Rule]] = (
    (
        LocalActorKind.PRODUCER,
        Rule(
            key="meets-producer",
            type="DEGUSTATION",
            any_of=of("DegustationStatutExploitant", 3024, 3026, 3028, 3030, 3038, 3757, 3040),
        ),
    ),
    (
        LocalActorKind.PRODUCER,
        Rule(key="meets-market", any_of=(*of(PROMOTION, 4789), *of("FeteEtManifestationTheme", 2292))),
    ),
    (
        LocalActorKind.PRODUCER,
        Rule(key="meets-farmer", type="RESTAURATION", any_of=of("RestaurationType", 2861, 2867)),
    ),
    (LocalActorKind.CRAFTSPERSON, Rule(key="meets-craft", any_of=of(PROMOTION, 4794, 6070))),
    (
        LocalActorKind.CRAFTSPERSON,
        Rule(key="meets-workshop", any_of=of("CommerceEtServiceTypeDetaille", 2071, 2073)),
    ),
    (
        LocalActorKind.CRAFTSPERSON,
        Rule(key="meets-company", type="PATRIMOINE_CULTUREL", any_of=of("PatrimoineCulturelType", 3204)),
    ),
    (
        LocalActorKind.HISTORIAN,
        Rule(
            key="meets-guide",
            any_of=(
                *of("PatrimoineCulturelType", 3205),
                *of(PROMOTION, 4796),
                *of("FeteEtManifestationCategorie", 2101),
                *of("PrestationVisiteIndividuelle", 482, 484),
            ),
        ),
    ),
    (
        LocalActorKind.ARTIST,
        Rule(key="meets-artist", any_of=of("FeteEtManifestationCategorie", 2081, 2090, 2128)),
    ),
    (
        LocalActorKind.RESIDENT,
        Rule(key="meets-village", any_of=of("FeteEtManifestationCategorie", 2096, 2105, 6017)),
    ),
    (
        LocalActorKind.OTHER,
        Rule(
            key="meets-instructor",
            type="ACTIVITE",
            any_of=of("ActiviteCategorie", 1797, 1881, 1900, 5362),
        ),
    ),
)

BETWEEN_VISITORS: Sequence[Rule] = (
    Rule(key="shares-lesson", type="ACTIVITE", any_of=of("ActiviteCategorie", 1890, 1899, 1903)),
    Rule(key="shares-event", any_of=of("FeteEtManifestationCategorie", 2072, 2084, 2093)),
)


def encounter_of(kind: str, ids: frozenset[int]) -> tuple[EncounterKind, list[LocalActorKind]]:
    """What is recorded of encounters, and with whom; `UNKNOWN` when nothing is."""
    actors = [actor for actor, rule in WITH_LOCALS if rule.holds(kind, ids)]
    if actors:
        return EncounterKind.WITH_LOCALS, list(dict.fromkeys(actors))
    if any(rule.holds(kind, ids) for rule in BETWEEN_VISITORS):
        return EncounterKind.BETWEEN_VISITORS, []
    return EncounterKind.UNKNOWN, []
