"""What the viewer is told before a decision about the rules: what a version or a phase would change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import strawberry

from gateway.errors import BadInput
from gateway.graph.connection import (
    After,
    Connection,
    Edge,
    First,
    check_first,
    decode_cursor,
    encode_cursor,
    page_info,
)
from gateway.mutations import refuse
from gateway.source import Context, Keyed, link
from sources.apidae.dossiers.mapping import dossier_of
from sources.apidae.dossiers.scope import scope_of
from sources.apidae.mirror.mirror import Mirror
from sources.apidae.policies.comparing import compared
from sources.apidae.runtime import Runtime
from sources.apidae.types.difference import PolicyDifference, difference_of
from sources.apidae.types.dossier import OfferDossier

PREVIEW = "phasePreview"

To = Annotated[str, strawberry.argument(description="The version to try, one of `Rules.policies`.")]
From = Annotated[
    str | None,
    strawberry.argument(name="from", description="What to compare with; the version in force if left out."),
]
Listed = Annotated[
    int, strawberry.argument(description="How many of the changes of each kind to list, 1 to 100.")
]
PhaseKey = Annotated[str, strawberry.argument(description="The key of the phase, as in `Phase.key`.")]


@link(
    "Viewer",
    name="policyDifference",
    description="Which offers would appear and disappear under another version of the policy: every object "
    "is judged by both, nothing is changed. `FORBIDDEN` for all but the Region.",
    cost=50,
    max_age=0,
)
async def policy_difference(
    parents: Sequence[Keyed], ctx: Context[Runtime], to: To, from_: From = None, first: Listed = 20
) -> Sequence[PolicyDifference | None]:
    """One difference; there is one viewer in a request."""
    check_first(first)
    if not ctx.caller.has("REGION_ADMIN"):
        refuse("FORBIDDEN")
    mirror = mirror_of(ctx.runtime)
    await mirror.turner.read()
    rules = ctx.runtime.eligibility
    versions = rules.book.versions
    before = from_ or rules.policy().version
    for argument, version in (("to", to), ("from", before)):
        if version not in versions:
            known = ", ".join(one.version for one in rules.book.ordered)
            raise BadInput(
                "INVALID_ARGUMENT", "There is no such version.", hint=f"Known: {known}.", argument=argument
            )
    found = await compared(mirror.reader.judgeable(), rules, before, to)
    told = difference_of(found, (versions[before], versions[to]), first)
    return [told for _ in parents]


@link(
    "Viewer",
    name="phasePreview",
    description="The offers that a phase would make public if it opened now: those that nothing else keeps "
    "out, of all that the caller answers for (all for the Region). Null for callers who answer for none.",
    cost=5,
    max_age=0,
)
async def phase_preview(
    parents: Sequence[Keyed], ctx: Context[Runtime], phase: PhaseKey, first: First = 20, after: After = None
) -> Sequence[Connection[OfferDossier] | None]:
    """One page, by number; there is one viewer in a request."""
    check_first(first)
    scope = scope_of(ctx.caller)
    if scope.is_empty:
        return [None for _ in parents]
    mirror = mirror_of(ctx.runtime)
    await mirror.turner.read()
    rules = ctx.runtime.eligibility
    asked = rules.book.schedule.one(phase)
    if asked is None:
        known = ", ".join(one.key for one in rules.book.schedule.phase)
        raise BadInput(
            "INVALID_ARGUMENT", "There is no such phase.", hint=f"Known: {known}.", argument="phase"
        )
    place = decode_cursor(after, PREVIEW, int)[0] if after else 0
    numbers = await mirror.dossiers.waiting(scope, asked, rules.policy())
    behind = [one for one in numbers if one > place]
    documents = await mirror.dossiers.these(scope, behind[:first])
    edges = [
        Edge(cursor=encode_cursor(PREVIEW, one["_id"]), node=dossier_of(one, rules)) for one in documents
    ]
    info = page_info([one.cursor for one in edges], more=len(behind) > first, before=after is not None)
    return [Connection(edges=edges, page_info=info, total_count=len(numbers)) for _ in parents]


def mirror_of(runtime: Runtime) -> Mirror:
    """The mirror; `INVALID_ARGUMENT` where none is kept."""
    if runtime.mirror is None:
        raise BadInput(
            "INVALID_ARGUMENT",
            "This deployment asks Apidae itself and keeps no dossiers.",
            hint="They are there when it keeps a mirror (APIDAE_MODE=mirror).",
        )
    return runtime.mirror
