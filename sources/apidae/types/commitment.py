"""What an offer commits to, whom one meets there, and the marks it carries: always with who says so."""

from __future__ import annotations

import strawberry

from gateway.graph.text import Texts, localized
from sources.apidae.tables.wording import STATEMENT, WORDING
from sources.apidae.types.words import Axis, EncounterKind, EvidenceBasis, LocalActorKind


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
    basis: EvidenceBasis = strawberry.field(description="Who stands behind the mark.")
    name = localized(lambda one: one.names, description="Its name.", required=True)
