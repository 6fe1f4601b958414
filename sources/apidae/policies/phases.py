"""Phases of the opening: from which day on which kinds of offers may be public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property

from pydantic import Field, field_validator

from sources.apidae.opening.span import PARIS
from sources.apidae.policies.model import Key, Named, Policy, Strict, Unknown, WrittenBy
from sources.apidae.types.words import Audience, DurationClass


class OfferKind(Enum):
    """What phases distinguish apart from audiences and durations."""

    DAY_OFFER = "DAY_OFFER"
    LODGING = "LODGING"
    STAY = "STAY"


@dataclass(frozen=True, slots=True)
class Reach:
    """What phases look at: for whom an offer is made and how long it takes; empty or None when unknown."""

    audiences: frozenset[Audience]
    duration: DurationClass | None


class Phase(Strict):
    """A phase; `opens_at` is local time in France in the file and aware afterwards, None when not planned."""

    key: Key
    name: Named
    written_by: WrittenBy
    opens_at: datetime | None = None
    kinds: tuple[OfferKind, ...] = Field(min_length=1)
    audiences: tuple[Audience, ...] = Field(min_length=1)
    durations: tuple[DurationClass, ...] = Field(min_length=1)

    @field_validator("opens_at")
    @classmethod
    def _in_france(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is not None:
            raise ValueError("opens_at is local time in France: without a zone")
        return value.replace(tzinfo=PARIS) if value else None

    @field_validator("audiences", mode="before")
    @classmethod
    def _audiences(cls, value: object) -> object:
        return _by_name(Audience, value)

    @field_validator("durations", mode="before")
    @classmethod
    def _durations(cls, value: object) -> object:
        return _by_name(DurationClass, value)

    def holds(self, kind: OfferKind, reach: Reach, policy: Policy) -> bool:
        """Whether an offer belongs to the phase."""
        unknown = policy.unknown
        for_them = (
            not reach.audiences.isdisjoint(self.audiences)
            if reach.audiences
            else unknown.audience is Unknown.IN
        )
        so_long = (
            reach.duration in self.durations if reach.duration is not None else unknown.duration is Unknown.IN
        )
        return kind in self.kinds and for_them and so_long


class Schedule(Strict):
    """All phases, in the order of the file."""

    phase: tuple[Phase, ...] = Field(min_length=1)

    @field_validator("phase")
    @classmethod
    def _distinct(cls, value: tuple[Phase, ...]) -> tuple[Phase, ...]:
        if len({one.key for one in value}) < len(value):
            raise ValueError("two phases have the same key")
        return value

    def ruled(self, openings: Mapping[str, datetime | None]) -> Schedule:
        """The same phases, some with the moment that was decided on since the file was written."""
        moved = [
            one.model_copy(update={"opens_at": (at := openings[one.key]) and at.astimezone(PARIS)})
            if one.key in openings
            else one
            for one in self.phase
        ]
        return Schedule(phase=tuple(moved))

    def one(self, key: str) -> Phase | None:
        """The phase with this key."""
        return next((one for one in self.phase if one.key == key), None)

    def opens(self, kind: OfferKind, reach: Reach, policy: Policy) -> datetime | None:
        """When the first phase opens that an offer belongs to; None when none is planned."""
        moments = [one.opens_at for one in self.phase if one.opens_at and one.holds(kind, reach, policy)]
        return min(moments, default=None)

    def current(self, now: datetime) -> Phase | None:
        """The phase that opened last; None before the first one."""
        opened = [one for one in self._planned if one.opens_at and one.opens_at <= now]
        return opened[-1] if opened else None

    def audiences(self, now: datetime) -> set[Audience]:
        """For whom day offers may be that can be public now."""
        opened = [one for one in self._planned if one.opens_at and one.opens_at <= now]
        return {who for one in opened if OfferKind.DAY_OFFER in one.kinds for who in one.audiences}

    def epoch(self, now: datetime) -> int:
        """How many phases are open: answers kept under another number may be out of date."""
        return sum(one.opens_at is not None and one.opens_at <= now for one in self.phase)

    @cached_property
    def _planned(self) -> Sequence[Phase]:
        planned = [(one.opens_at, rank) for rank, one in enumerate(self.phase) if one.opens_at]
        return [self.phase[rank] for _, rank in sorted(planned)]


def _by_name(words: type[Enum], value: object) -> object:
    if not isinstance(value, list):
        return value
    if unknown := [one for one in value if one not in words.__members__]:
        raise ValueError(f"not known here: {unknown}")
    return tuple(words[one] for one in value)
