"""Root fields that tell the rules: the phases of the opening."""

from __future__ import annotations

from gateway.source import Context, root_field
from sources.apidae.runtime import Runtime
from sources.apidae.types.phase import Phase, phase_of


@root_field(description="The phases of the opening, in their order.")
async def phases(ctx: Context[Runtime]) -> list[Phase] | None:
    """All phases; nobody is asked."""
    rules = ctx.runtime.eligibility
    return [phase_of(one, rules.clock.now()) for one in rules.book.schedule.phase]


@root_field(description="The phase that opened last; null before the first one.", name="currentPhase")
async def current_phase(ctx: Context[Runtime]) -> Phase | None:
    """One phase; nobody is asked."""
    rules = ctx.runtime.eligibility
    found = rules.book.schedule.current(rules.clock.now())
    return phase_of(found, rules.clock.now()) if found else None
