"""The form of the files of this folder, checked when they are read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import cached_property
from typing import Annotated

from pydantic import Field, HttpUrl, StringConstraints, field_validator, model_validator

from sources.apidae.opening.span import PARIS
from sources.apidae.policies.model import Key, Named, Strict, WrittenBy
from sources.apidae.types.words import Axis

Version = Annotated[str, StringConstraints(pattern=r"[0-9]{4}-[0-9]{1,2}[a-z]?")]


class QuestionnaireKind(Enum):
    """What kind of offer a questionnaire is for."""

    ACTIVITY = "ACTIVITY"
    LODGING = "LODGING"


class CriterionScope(Enum):
    """What a criterion looks at."""

    STRUCTURE = "STRUCTURE"
    OFFER = "OFFER"


class CampaignKind(Enum):
    """Which steps a campaign is for."""

    PRESELECTION = "PRESELECTION"
    SELF_DIAGNOSIS = "SELF_DIAGNOSIS"
    REVIEW = "REVIEW"


class Indicator(Strict):
    """One question, answered YES, NO or NOT_APPLICABLE."""

    number: int = Field(ge=1, le=99)
    written_by: WrittenBy
    text: Named
    examples: tuple[Named, ...] = ()


class Criterion(Strict):
    """Some indicators about one thing."""

    key: Key
    scope: CriterionScope
    topic: Key
    name: Named
    written_by: WrittenBy
    indicator: tuple[Indicator, ...] = Field(min_length=1)

    @field_validator("indicator")
    @classmethod
    def _numbered(cls, value: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
        if [one.number for one in value] != list(range(1, len(value) + 1)):
            raise ValueError("indicators are numbered 1, 2, 3, ... in their order")
        return value

    def key_of(self, indicator: Indicator) -> str:
        """What answers name the indicator by."""
        return f"{self.key}-{indicator.number:02}"


class AxisPart(Strict):
    """The criteria of one axis."""

    key: Axis
    criterion: tuple[Criterion, ...] = Field(min_length=1)

    @field_validator("key", mode="before")
    @classmethod
    def _by_name(cls, value: object) -> object:
        if value not in Axis.__members__:
            raise ValueError(f"one of {', '.join(Axis.__members__)} is wanted")
        return Axis[str(value)]


class Questionnaire(Strict):
    """A version of the questionnaire for one kind of offer. What was published is never changed."""

    kind: QuestionnaireKind
    version: Version
    valid_from: date
    valid_to: date | None = None
    """The first day on which it is no longer sent."""
    title: Named
    co_authors: tuple[str, ...] = Field(min_length=1)
    preamble: Named
    notes: tuple[str, ...] = ()
    axis: tuple[AxisPart, ...]

    @model_validator(mode="after")
    def _whole(self) -> Questionnaire:
        if len(self.axis) != len(Axis) or {one.key for one in self.axis} != set(Axis):
            raise ValueError(f"each axis is wanted once: {', '.join(Axis.__members__)}")
        keys = [one.key for part in self.axis for one in part.criterion]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"two criteria have the key {min(twice)}")
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("valid_to comes after valid_from")
        return self

    @cached_property
    def axes(self) -> Mapping[str, Axis]:
        """The axis of each indicator, by its key, in the order of the file."""
        return {
            criterion.key_of(one): part.key
            for part in self.axis
            for criterion in part.criterion
            for one in criterion.indicator
        }


class Charter(Strict):
    """A version of the text that is signed under the answers."""

    version: Version
    valid_from: date
    written_by: WrittenBy
    text: Named


class Campaign(Strict):
    """A window in which steps may be taken; times are local in France in the file and aware afterwards."""

    key: Key
    kind: CampaignKind
    name: Named
    written_by: WrittenBy
    opens_at: datetime
    closes_at: datetime | None = None
    replay_url: HttpUrl | None = None

    @field_validator("opens_at", "closes_at")
    @classmethod
    def _in_france(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is not None:
            raise ValueError("local time in France is wanted: without a zone")
        return value.replace(tzinfo=PARIS) if value else None

    @model_validator(mode="after")
    def _forward(self) -> Campaign:
        if self.closes_at is not None and self.closes_at <= self.opens_at:
            raise ValueError("closes_at comes after opens_at")
        return self

    def is_open(self, now: datetime) -> bool:
        """Whether the window holds this moment; `closes_at` is outside."""
        return self.opens_at <= now and (self.closes_at is None or now < self.closes_at)


class Campaigns(Strict):
    """All campaigns, in the order of the file."""

    campaign: tuple[Campaign, ...]

    @field_validator("campaign")
    @classmethod
    def _distinct(cls, value: tuple[Campaign, ...]) -> tuple[Campaign, ...]:
        if len({one.key for one in value}) < len(value):
            raise ValueError("two campaigns have the same key")
        return value
