"""How far the offers are that the viewer answers for: counts by step and reason, office and campaign."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.source import Context, Keyed, link
from sources.apidae.dossiers.scope import scope_of
from sources.apidae.links_rules import mirror_of
from sources.apidae.runtime import Runtime
from sources.apidae.types.progress import DossierProgress, progress_of


@link(
    "Viewer",
    description="How far the offers are that the caller answers for, counted by step and by reason: those of "
    "their tourist office, of their department, or all for the Region. Null for all others.",
    cost=20,
    max_age=0,
    watches=("campaigns",),
)
async def progress(parents: Sequence[Keyed], ctx: Context[Runtime]) -> Sequence[DossierProgress | None]:
    """One answer; there is one viewer in a request."""
    scope = scope_of(ctx.caller)
    if not (scope.everybody or scope.offices or scope.departments):
        return [None for _ in parents]
    mirror = mirror_of(ctx.runtime)
    await mirror.turner.read()
    offices = await mirror.counter.by_office(scope)
    campaigns = ctx.runtime.questionnaires.campaigns if "campaigns" in ctx.selected else ()
    told = progress_of(offices, await mirror.counter.by_campaign(scope, campaigns) if campaigns else [])
    return [told for _ in parents]
