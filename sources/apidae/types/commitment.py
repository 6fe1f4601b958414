"""What an offer commits to, whom one meets there, and the marks it carries: always with who says so."""

from __future__ import annotations

from datetime import date

import strawberry

from gateway.graph.text import Texts, localized
from sources.apidae.tables.wording import STATEMENT, WORDING
from sources.apidae.types.words import (
    Axis,
    DistinctionKind,
    DistinctionScope,
    EncounterKind,
    EvidenceBasis,
    LocalActorKind,
)


@strawberry.type(description="The level of an offer on one axis, as declared in Apidae.")
class AxisResult:
    """One axis of a commitment."""

    axis: Axis = strawberry.field(description="Which axis.")
    level: int = strawberry.field(description="1 to 3, read from Apidae; show `wording` to visitors.")
    wording = localized(
        lambda one: WORDING[one.axis, one.level],
        description="The level in words that do not look like a label.",
        required=True,
    )


@strawberry.type(
    description="The outcome of the self-diagnosis. It is a declaration: never show it as a label."
)
class Commitment:
    """Levels on the three axes."""

    environment: AxisResult = strawberry.field(description="Care for the environment.")
    local_economy: AxisResult = strawberry.field(description="Effect on the local economy.")
    social: AxisResult = strawberry.field(description="Social effect.")
    basis: EvidenceBasis = strawberry.field(description="Who says so.")
    policy_version: str = strawberry.field(description="Version of the rules that made the offer public.")
    declared_at: date | None = strawberry.field(
        description="The day on which it was signed on the platform; null when Apidae alone tells of it."
    )
    reviewed_at: date | None = strawberry.field(
        description="The day on which the tourist office reviewed what was signed; null if it has not."
    )
    questionnaire_version: str | None = strawberry.field(
        description="The questionnaire that was answered on the platform, for `questionnaire(version:)`."
    )
    statement = localized(
        lambda _: STATEMENT, description="The basis in words; show it next to the levels.", required=True
    )


@strawberry.type(description="Whom a visitor meets.")
class Encounter:
    """Derived from criteria of Apidae, which has no field for it."""

    kind: EncounterKind = strawberry.field(description="Whom one meets, if anything is recorded.")
    actors: list[LocalActorKind] = strawberry.field(description="Local people, for `WITH_LOCALS`.")


@strawberry.type(description="A mark, label or network that somebody else gave.")
class Distinction:
    """One mark, counted once even if Apidae holds it in two places."""

    names: strawberry.Private[Texts]
    kind: DistinctionKind = strawberry.field(description="What kind of thing it is.")
    basis: EvidenceBasis = strawberry.field(description="Who stands behind the mark.")
    issuer: str | None = strawberry.field(description="Who gives it; null when several bodies do.")
    scope: DistinctionScope = strawberry.field(description="What of the offer it is about.")
    level: str | None = strawberry.field(description="Its grade; null for marks without grades.")
    valid_from: date | None = strawberry.field(description="Since when; null when the source is silent.")
    valid_to: date | None = strawberry.field(description="Until when; null when the source is silent.")
    name = localized(lambda one: one.names, description="Its name.", required=True)
