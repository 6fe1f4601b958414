"""From a mutation of the path to the step and back to the dossier, which every one of them answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from gateway.identity import RoleName
from gateway.source import Context, Mutation, mutation
from sources.apidae.dossiers.asking import DossierQuery
from sources.apidae.dossiers.mapping import dossier_of
from sources.apidae.dossiers.scope import scope_of
from sources.apidae.path.desk import Act
from sources.apidae.path.inputs import DossierPayload
from sources.apidae.path.model import Path, Step
from sources.apidae.path.order import Terms
from sources.apidae.runtime import Runtime
from sources.apidae.types.offer import Offer
from sources.apidae.workflow.model import Respondent

INSIDERS: tuple[RoleName, ...] = ("OFFICE", "PROVIDER", "DEPARTMENT_AGENCY", "REGION_ADMIN")
"""Who can see dossiers at all; whose, and who of them may act, is decided per offer."""

Change = Callable[[Path, Terms, Respondent], Path]


async def again(ctx: Context[Runtime], key: str) -> DossierPayload | None:
    """The dossier on which a call did something under this key."""
    number = await ctx.runtime.kept_paths().store.made(key)
    return None if number is None else await _dossier(ctx, number)


def step(name: str, description: str) -> Callable[[Callable[..., Awaitable[Any]]], Mutation]:
    """A mutation of the path."""
    wrap: Callable[[Any], Mutation] = mutation(
        description=description, name=name, roles=INSIDERS, replay=again
    )
    return wrap


async def taken(
    ctx: Context[Runtime],
    input: Any,
    which: Step,
    change: Change,
    roles: tuple[Respondent, ...] | None = ("OFFICE",),
) -> DossierPayload | None:
    """Take the step and answer the dossier as it is then."""
    act = Act(
        number=input.apidae_id,
        step=which,
        caller=ctx.caller,
        made=ctx.new_key,
        change=change,
        roles=roles,
        expected=getattr(input, "expected_version", None),
    )
    done = await ctx.runtime.kept_paths().take(act)
    if done.was_public and not done.is_public:
        await ctx.withdrawn(Offer.entity, str(act.number))
    return await _dossier(ctx, act.number)


async def _dossier(ctx: Context[Runtime], number: int) -> DossierPayload:
    mirror = ctx.runtime.mirror
    scope = scope_of(ctx.caller)
    found = await mirror.dossiers.page(scope, DossierQuery(number=number), None, 1) if mirror else ()
    return DossierPayload(dossier=dossier_of(found[0], ctx.runtime.eligibility) if found else None)
