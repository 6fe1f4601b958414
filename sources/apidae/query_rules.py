"""Root fields that tell the rules: the phases of the opening, the versions of the policy."""

from __future__ import annotations

from gateway.source import Context, root_field
from sources.apidae.runtime import Runtime
from sources.apidae.types.phase import Phase, phase_of
from sources.apidae.types.rules import Rules, phases_of, rules_of


@root_field(description="The phases of the opening, in their order.")
async def phases(ctx: Context[Runtime]) -> list[Phase] | None:
    """All phases; one command to the database."""
    rules = await ctx.runtime.rules()
    return phases_of(rules, rules.clock.now())


@root_field(description="The phase that opened last; null before the first one.", name="currentPhase")
async def current_phase(ctx: Context[Runtime]) -> Phase | None:
    """One phase; one command to the database."""
    rules = await ctx.runtime.rules()
    found = rules.book.schedule.current(rules.clock.now())
    return phase_of(found, rules.clock.now()) if found else None


@root_field(
    name="rules",
    description="The rules of what is public: versions of the policy, phases, and which of them holds.",
)
async def rules_field(ctx: Context[Runtime]) -> Rules | None:
    """One command to the database."""
    return await told_rules(ctx.runtime)


async def told_rules(runtime: Runtime) -> Rules:
    """The rules as they are now."""
    rules, applied = await runtime.ruled()
    return rules_of(rules, applied=applied)
