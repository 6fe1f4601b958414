"""Why an object is not public, and what its office should look at: codes that never change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sources.apidae.types.words import Axis


class Reason(Enum):
    """Why an object is not public; all that apply are given."""

    NOT_PUBLISHED_IN_APIDAE = "NOT_PUBLISHED_IN_APIDAE"
    OUTSIDE_REGION = "OUTSIDE_REGION"
    WITHDRAWN_BY_OFFICE = "WITHDRAWN_BY_OFFICE"
    DIAGNOSIS_MISSING = "DIAGNOSIS_MISSING"
    AXIS_MISSING = "AXIS_MISSING"
    NO_ENCOUNTER = "NO_ENCOUNTER"
    PHASE_NOT_OPEN = "PHASE_NOT_OPEN"
    NOT_PRESELECTED = "NOT_PRESELECTED"
    DIAGNOSIS_INCOMPLETE = "DIAGNOSIS_INCOMPLETE"
    DIAGNOSIS_EXPIRED = "DIAGNOSIS_EXPIRED"
    CHARTER_NOT_SIGNED = "CHARTER_NOT_SIGNED"
    PREREQUISITES_NOT_MET = "PREREQUISITES_NOT_MET"
    NOT_AN_OFFER = "NOT_AN_OFFER"
    """An organisation or a territory: nobody's dossier."""


class Notice(Enum):
    """What an office should look at; keeps nothing from being public."""

    LEVEL_CONFLICT = "LEVEL_CONFLICT"
    LEVEL_MISMATCH = "LEVEL_MISMATCH"
    ENCOUNTER_NOT_STATED = "ENCOUNTER_NOT_STATED"
    DATES_INCONSISTENT = "DATES_INCONSISTENT"
    FAMILY_UNMAPPED = "FAMILY_UNMAPPED"


@dataclass(frozen=True, slots=True)
class Ineligibility:
    """A reason, with its axis for `AXIS_MISSING`; `rules` are keys of the policy's rules that it is about."""

    reason: Reason
    axis: Axis | None = None
    rules: tuple[str, ...] = ()

    def told(self) -> str:
        """As one text, e.g. `AXIS_MISSING:SOCIAL`; `read` gives it back."""
        detail = self.axis.name if self.axis else ",".join(self.rules)
        return self.reason.name + (f":{detail}" if detail else "")

    @classmethod
    def read(cls, text: str) -> Ineligibility:
        """What `told` gave."""
        name, _, detail = text.partition(":")
        reason = Reason[name]
        if reason is Reason.AXIS_MISSING:
            return cls(reason, Axis[detail])
        return cls(reason, rules=tuple(filter(None, detail.split(","))))
