"""Which offers are public: the only place that decides it; every path to a visitor goes through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from sources.apidae.mapping.facts import Facts, facts_of
from sources.apidae.mapping.reading import Raw
from sources.apidae.tables.encounters import encounter_of
from sources.apidae.tables.families import families_of
from sources.apidae.tables.kinds import LATER_PHASES, offer_type
from sources.apidae.tables.levels import LevelTable
from sources.apidae.tables.places import in_region
from sources.apidae.types.words import Axis, EncounterKind, LocalActorKind, OfferFamily, OfferType

POLICY_VERSION = "2026-1"


class Reason(Enum):
    """Why an object is not public; all that apply are given."""

    NOT_PUBLISHED_IN_APIDAE = "NOT_PUBLISHED_IN_APIDAE"
    OUTSIDE_REGION = "OUTSIDE_REGION"
    DIAGNOSIS_MISSING = "DIAGNOSIS_MISSING"
    AXIS_MISSING = "AXIS_MISSING"
    NO_ENCOUNTER = "NO_ENCOUNTER"
    PHASE_NOT_OPEN = "PHASE_NOT_OPEN"
    NOT_AN_OFFER = "NOT_AN_OFFER"


class Notice(Enum):
    """What an office should look at; keeps nothing from being public."""

    LEVEL_CONFLICT = "LEVEL_CONFLICT"
    ENCOUNTER_NOT_STATED = "ENCOUNTER_NOT_STATED"
    FAMILY_UNMAPPED = "FAMILY_UNMAPPED"


@dataclass(frozen=True, slots=True)
class Ineligibility:
    """A reason, with its axis for `AXIS_MISSING`."""

    reason: Reason
    axis: Axis | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about an object and on what grounds; `families` carry the key of their rule."""

    reasons: tuple[Ineligibility, ...]
    notices: tuple[Notice, ...]
    policy_version: str
    facts: Facts
    type: OfferType | None
    levels: Mapping[Axis, int]
    encounter: tuple[EncounterKind, list[LocalActorKind]]
    families: list[tuple[OfferFamily, str]]

    @property
    def is_public(self) -> bool:
        """Whether anybody may see the offer."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The rules of one deployment.

    `levels` knows the ids of levels; `no_encounter` is the internal criterion by which offices record that
    an offer has no encounter at all, None where they have none.
    """

    levels: LevelTable
    no_encounter: int | None = None

    def verdict(self, item: Raw) -> Verdict:
        """The verdict on an object of Apidae, whole or filtered to the fields that are read here."""
        facts = facts_of(item)
        found = self.levels.found(facts.ids)
        kind = offer_type(facts.type, facts.ids)
        encounter = encounter_of(facts.type, facts.ids)
        families = families_of(facts.type, facts.ids)
        return Verdict(
            reasons=tuple(self._reasons(facts, found, kind)),
            notices=tuple(_notices(found, encounter[0], families)),
            policy_version=POLICY_VERSION,
            facts=facts,
            type=kind,
            levels={axis: min(levels) for axis, levels in found.items()},
            encounter=encounter,
            families=families,
        )

    def _reasons(
        self, facts: Facts, levels: Mapping[Axis, set[int]], kind: OfferType | None
    ) -> list[Ineligibility]:
        missing = [axis for axis in Axis if axis not in levels]
        applies = {
            Reason.NOT_PUBLISHED_IN_APIDAE: not facts.published,
            Reason.OUTSIDE_REGION: not in_region(facts.insee),
            Reason.DIAGNOSIS_MISSING: len(missing) == len(Axis),
            Reason.NO_ENCOUNTER: self.no_encounter is not None and self.no_encounter in facts.internal,
            Reason.PHASE_NOT_OPEN: facts.type in LATER_PHASES,
            Reason.NOT_AN_OFFER: kind is None and facts.type not in LATER_PHASES,
        }
        reasons = [Ineligibility(reason) for reason, holds in applies.items() if holds]
        return reasons + [Ineligibility(Reason.AXIS_MISSING, axis) for axis in missing]


def _notices(
    levels: Mapping[Axis, set[int]], encounter: EncounterKind, families: list[tuple[OfferFamily, str]]
) -> list[Notice]:
    applies = {
        Notice.LEVEL_CONFLICT: any(len(found) > 1 for found in levels.values()),
        Notice.ENCOUNTER_NOT_STATED: encounter is EncounterKind.UNKNOWN,
        Notice.FAMILY_UNMAPPED: not families,
    }
    return [notice for notice, holds in applies.items() if holds]
