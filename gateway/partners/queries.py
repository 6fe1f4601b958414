"""`viewer.partnerKeys`: the keys that the caller may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import strawberry

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
from gateway.partners.rights import partners_seen
from gateway.partners.runtime import Runtime
from gateway.partners.types import PartnerKey, PartnerKeyState, key_type
from gateway.source import Context, Keyed, link

LIST_NAME = "partnerKeys"

Partner = Annotated[str | None, strawberry.argument(description="Only keys of this partner.")]
States = Annotated[
    list[PartnerKeyState] | None, strawberry.argument(description="Only keys in one of these states.")
]


@link(
    "Viewer",
    description="Keys of partners, by partner and age: a partner's own, all for the Region. Null for others.",
    cost=5,
    max_age=0,
    name="partnerKeys",
)
async def partner_keys(
    parents: Sequence[Keyed],
    ctx: Context[Runtime],
    first: First = 20,
    after: After = None,
    partner: Partner = None,
    states: States = None,
) -> Sequence[Connection[PartnerKey] | None]:
    """One page; keys are few, so all are read and the page is cut out of them."""
    check_first(first)
    seen = partners_seen(ctx.caller)
    if seen == ():
        return [None for _ in parents]
    now = ctx.runtime.clock.now()
    wanted = {str(one.name) for one in states or ()}
    found = [
        record
        for record in await ctx.runtime.keys.all(partners=seen)
        if partner in {None, record.partner} and (not wanted or record.state(now).name in wanted)
    ]
    behind = tuple(decode_cursor(after, LIST_NAME, str, str, str)) if after else ("", "", "")
    rest = [
        (place, one) for one in found if (place := (one.partner, one.made_at.isoformat(), one.id)) > behind
    ]
    edges = [
        Edge(cursor=encode_cursor(LIST_NAME, *place), node=key_type(one, now)) for place, one in rest[:first]
    ]
    info = page_info([one.cursor for one in edges], more=len(rest) > first, before=after is not None)
    return [Connection(edges=edges, page_info=info, total_count=len(found)) for _ in parents]
