"""Mutations of the Region about the rules: open and close a phase, put a version of the policy in force."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import strawberry

from gateway.errors import BadInput
from gateway.mutations import Payload
from gateway.source import Context, mutation
from sources.apidae.deciding import Wish, closing, decided, opening, publishing
from sources.apidae.query_rules import told_rules
from sources.apidae.runtime import Runtime
from sources.apidae.types.rules import Rules

EXPECTED = "The `Rules.version` you have read; left out, whatever version there is."


@strawberry.input(description="Which phase opens, and when: at once without a moment.")
class OpenPhaseInput:
    """What to open."""

    phase: str = strawberry.field(description="The key of the phase.")
    opens_at: datetime | None = strawberry.field(
        description="The moment, with its zone, e.g. `2026-07-04T00:00:00+02:00`; not in the past.",
        default=None,
    )
    opens_on: date | None = strawberry.field(
        description="Instead: the day in France at whose midnight it opens; today means now.", default=None
    )
    expected_version: int | None = strawberry.field(description=EXPECTED, default=None)


@strawberry.input(description="Which phase is closed, or no longer planned.")
class ClosePhaseInput:
    """What to close."""

    phase: str = strawberry.field(description="The key of the phase.")
    expected_version: int | None = strawberry.field(description=EXPECTED, default=None)


@strawberry.input(description="Which version of the policy comes into force, and from which day on.")
class PublishPolicyInput:
    """What to publish."""

    version: str = strawberry.field(description="One of `Rules.policies`.")
    valid_from: date | None = strawberry.field(
        description="The day in France from which on it holds; today if left out, not in the past.",
        default=None,
    )
    expected_version: int | None = strawberry.field(description=EXPECTED, default=None)


@strawberry.type(description="The rules after a decision.")
class RulesPayload(Payload):
    """Of opening, closing and publishing."""

    rules: Rules | None = strawberry.field(
        description="The rules as they are now; null when nothing was done.", default=None
    )


Opening = Annotated[OpenPhaseInput, strawberry.argument(description="Which phase, and when.")]
Closing = Annotated[ClosePhaseInput, strawberry.argument(description="Which phase.")]
Publishing = Annotated[PublishPolicyInput, strawberry.argument(description="Which version, from when on.")]


@mutation(
    description="Open a phase at once or at a moment to come; its offers appear at that moment, in `changes` "
    "as well. One that is planned is moved, one that is open already is left as it is. Only for the Region.",
    name="openPhase",
    roles=("REGION_ADMIN",),
)
async def open_phase(ctx: Context[Runtime], input: Opening) -> RulesPayload | None:
    """The rules with a phase that opens."""
    if input.opens_at is not None and input.opens_on is not None:
        raise BadInput(
            "INVALID_ARGUMENT", "Only one of opensAt and opensOn is wanted.", argument="input.opensOn"
        )
    if input.opens_at is not None and input.opens_at.tzinfo is None:
        raise BadInput("INVALID_ARGUMENT", "A moment with its zone is wanted.", argument="input.opensAt")
    wish = Wish(input.opens_at, input.opens_on)
    await decided(ctx.runtime, opening(input.phase, wish, _name(ctx)), input.expected_version)
    return RulesPayload(rules=await told_rules(ctx.runtime))


@mutation(
    description="Close a phase, or take back that it will open: what was public by it alone is gone at once, "
    "and `changes` tells so. Only for the Region.",
    name="closePhase",
    roles=("REGION_ADMIN",),
)
async def close_phase(ctx: Context[Runtime], input: Closing) -> RulesPayload | None:
    """The rules with a phase that is closed."""
    await decided(ctx.runtime, closing(input.phase, _name(ctx)), input.expected_version)
    return RulesPayload(rules=await told_rules(ctx.runtime))


@mutation(
    description="Put a version of the policy in force from a day on: all offers are judged again, and "
    "`changes` tells exactly what appears and disappears. `viewer.policyDifference` tells it beforehand. "
    "Only for the Region.",
    name="publishPolicy",
    roles=("REGION_ADMIN",),
)
async def publish_policy(ctx: Context[Runtime], input: Publishing) -> RulesPayload | None:
    """The rules with a version that comes into force."""
    decide = publishing(input.version, input.valid_from, _name(ctx))
    await decided(ctx.runtime, decide, input.expected_version)
    return RulesPayload(rules=await told_rules(ctx.runtime))


MUTATIONS = (open_phase, close_phase, publish_policy)


def _name(ctx: Context[Runtime]) -> str:
    return ctx.caller.subject or ""
