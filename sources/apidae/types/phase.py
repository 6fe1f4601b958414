"""Phases of the opening, as frontends see them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import strawberry

from gateway.graph.enums import enum_of
from gateway.graph.text import Texts, localized
from sources.apidae.policies.model import WrittenBy
from sources.apidae.policies.phases import Phase as PhaseRule
from sources.apidae.types.words import Audience, DurationClass

RuleOrigin: Any = enum_of(
    "RuleOrigin",
    {
        WrittenBy.PUBLIC.value: "Known publicly of the platform.",
        WrittenBy.INFERRED.value: "Inferred from what is known publicly.",
        WrittenBy.PARTIR_ICI.value: "Written by the Partir Ici team, not by ATES, Apidae or the Region.",
    },
    description="Where a rule comes from.",
)


@strawberry.type(description="A phase of the opening: which offers may appear from when on.")
class Phase:
    """A phase."""

    names: strawberry.Private[Texts]
    key: str = strawberry.field(description="Its key; it never changes.")
    opens_at: datetime | None = strawberry.field(
        description="When it opens or opened, a midnight in France; null while nothing is planned."
    )
    is_open: bool = strawberry.field(description="Whether it is open now.")
    audiences: list[Audience] = strawberry.field(description="For whom its offers are made.")
    durations: list[DurationClass] = strawberry.field(description="How long its offers take.")
    written_by: RuleOrigin = strawberry.field(description="Where this phase comes from.")
    name = localized(lambda one: one.names, description="Its name.", required=True)


def phase_of(rule: PhaseRule, now: datetime) -> Phase:
    """The phase of a file as it is now."""
    return Phase(
        names=rule.name.texts,
        key=rule.key,
        opens_at=rule.opens_at,
        is_open=rule.opens_at is not None and rule.opens_at <= now,
        audiences=list(rule.audiences),
        durations=list(rule.durations),
        written_by=RuleOrigin[rule.written_by.value],
    )
