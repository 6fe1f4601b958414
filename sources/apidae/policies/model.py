"""The form of a policy file: what it may ask of an offer, checked when the file is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from sources.apidae.mapping.facts import OWN_BLOCKS
from sources.apidae.tables.levels import HIGHEST

Key = Annotated[str, StringConstraints(pattern=r"[a-z0-9-]{1,60}")]
Element = Annotated[str, StringConstraints(pattern=r"[A-Z][A-Za-z]{2,60}")]
Kind = Annotated[str, StringConstraints(pattern="|".join(OWN_BLOCKS))]


class WrittenBy(Enum):
    """Where a rule comes from: users must not take ours for those of others."""

    PUBLIC = "PUBLIC"
    INFERRED = "INFERRED"
    PARTIR_ICI = "PARTIR_ICI"


class Mark(Enum):
    """Internal criteria of the project, whose numbers only its operator knows."""

    LANDMARK = "LANDMARK"


class Unknown(Enum):
    """Whether an offer is in or out as long as something is not recorded of it."""

    IN = "IN"
    OUT = "OUT"


class Strict(BaseModel):
    """A part of a file: a name that is not known here is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(Strict):
    """What people read of a part, in French and English."""

    fr: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def texts(self) -> Mapping[str, str]:
        """By language tag."""
        return {"fr": self.fr, "en": self.en}


class Condition(Strict):
    """Holds when all that it names holds: one of the types, one of the criteria, none of others, ..."""

    types: tuple[Kind, ...] = ()
    any_of: Mapping[Element, tuple[int, ...]] = Field(default_factory=dict)
    marked: Mark | None = None
    encounter: bool = False
    """An encounter is recorded."""
    level: int | None = Field(None, ge=1, le=HIGHEST)
    """At least this level on one of the axes."""


class Requirement(Strict):
    """A prerequisite or an exclusion: holds when one of `any` does (or there are none) and none of `none`."""

    key: Key
    written_by: WrittenBy
    name: Named
    any: tuple[Condition, ...] = ()
    none: tuple[Condition, ...] = ()


class Prerequisites(Strict):
    """How many of them an offer needs; what is excluded is out whatever it has."""

    needed: int = Field(0, ge=0)
    of: tuple[Requirement, ...] = ()
    excluded: tuple[Requirement, ...] = ()

    @model_validator(mode="after")
    def _can_be_met(self) -> Prerequisites:
        if self.needed > len(self.of):
            raise ValueError("it needs more prerequisites than there are")
        keys = [one.key for one in (*self.of, *self.excluded)]
        if len(set(keys)) < len(keys):
            raise ValueError("two rules have the same key")
        return self


Percent = Annotated[int, Field(ge=1, le=100)]


class Diagnosis(Strict):
    """How long a diagnosis holds that was answered on the platform, and what its answers are worth."""

    valid_months: int = Field(ge=1, le=120)
    shares: tuple[Percent, Percent, Percent] = (20, 50, 80)
    """Percent of the applicable indicators of an axis answered YES from which on it has level 1, 2, 3."""

    @field_validator("shares")
    @classmethod
    def _rising(cls, value: tuple[int, int, int]) -> tuple[int, int, int]:
        if not value[0] < value[1] < value[2]:
            raise ValueError("three rising percentages are wanted")
        return value


class UnknownFacts(Strict):
    """What to do with offers of which a phase needs to know more than is recorded."""

    audience: Unknown = Unknown.IN
    duration: Unknown = Unknown.IN


class Policy(Strict):
    """A version of the rules. What `policy.py` always asks stands in no file: no version may drop it."""

    version: Annotated[str, StringConstraints(pattern=r"[0-9]{4}-[0-9]{1,2}[a-z]?")]
    valid_from: date
    title: str
    notes: tuple[str, ...] = ()
    diagnosis: Diagnosis
    unknown: UnknownFacts = UnknownFacts()
    prerequisites: Prerequisites = Prerequisites(needed=0)
