"""The change feed in the graph: `changes`, and the offers that it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import strawberry

from gateway.errors import BadInput
from gateway.graph.connection import Connection, Edge, First, PageInfo, check_first
from gateway.graph.ids import encode_id
from gateway.source import Context, Keyed, link, root_field
from sources.apidae.mirror.feed import Entry
from sources.apidae.query import ApidaeId, OfferId, OfferSlug, key_of_one
from sources.apidae.runtime import Runtime
from sources.apidae.types.changes import Change, ChangeKind, RemovalClass
from sources.apidae.types.offer import Offer

Since = Annotated[
    str | None,
    strawberry.argument(
        description="The `endCursor` of an earlier page, of today or of months ago; none to begin with "
        "everything that is public. One that is too old gives `INVALID_CURSOR`: begin anew."
    ),
]

LONGEST_KEY = 15
"""Digits of a number that the database can hold."""


@root_field(
    description="What became public, changed or disappeared, in the order in which it happened; of each "
    "offer its last change only. Keep `endCursor`, also of an empty page, and ask again with it later.",
    cost=3,
    max_age=10,
)
async def changes(
    ctx: Context[Runtime], since: Since = None, first: First = 100
) -> Connection[Change] | None:
    """A page of the feed."""
    check_first(first)
    if ctx.runtime.mirror is None:
        raise BadInput(
            "INVALID_ARGUMENT",
            "Changes are known to a mirror only.",
            hint="The operator may set APIDAE_MODE=mirror.",
            argument="since",
        )
    page = await ctx.runtime.mirror.feed.page(since, first)
    edges = [Edge(cursor=mark, node=change_of(entry)) for entry, mark in page.entries]
    info = PageInfo(
        has_next_page=page.more,
        has_previous_page=page.begun,
        start_cursor=edges[0].cursor if edges else page.end,
        end_cursor=page.end,
    )
    return Connection(edges=edges, page_info=info)


@root_field(
    description="How an offer that was public went, found by exactly one of the arguments; null while it is "
    "public, and for one that never was. Known to a mirror only, for as long as `changes` goes back.",
    cost=2,
    max_age=10,
)
async def removal(
    ctx: Context[Runtime], id: OfferId = None, slug: OfferSlug = None, apidae_id: ApidaeId = None
) -> Change | None:
    """What a page of the offer should answer: gone for good, or another one in its place."""
    key = key_of_one(id, slug, apidae_id)
    if ctx.runtime.mirror is None or key is None or len(key) > LONGEST_KEY or not key.isdecimal():
        return None
    entry = await ctx.runtime.mirror.feed.removal(int(key))
    return change_of(entry) if entry else None


@link("Change", name="node", description="The offer as it is now; null once it is not public.", cost=1)
async def changed_offers(parents: Sequence[Keyed], ctx: Context[Runtime]) -> Sequence[Offer | None]:
    """The offers, in one batch."""
    return await ctx.load_many(Offer.entity, [parent.key for parent in parents])


@link("Change", name="replacedBy", description="The offer that stands in its place, if one does.", cost=1)
async def replacing_offers(parents: Sequence[Change], ctx: Context[Runtime]) -> Sequence[Offer | None]:
    """The offers in the place of others, in one batch."""
    found = await ctx.load_lists(
        Offer.entity, [[parent.replaced_key] if parent.replaced_key else [] for parent in parents]
    )
    return [offers[0] if offers else None for offers in found]


def change_of(entry: Entry) -> Change:
    """An entry of the feed in the words of the graph."""
    kind = ChangeKind.REMOVED if entry.gone else ChangeKind.UPSERT
    removal = RemovalClass.GONE if entry.gone else None
    if entry.gone and entry.by:
        kind, removal = ChangeKind.REPLACED, RemovalClass.REPLACED
    key = str(entry.number)
    return Change(
        key=key,
        replaced_key=str(entry.by) if entry.by else None,
        kind=kind,
        id=strawberry.ID(encode_id(Offer.entity, key)),
        at=entry.at,
        removal=removal,
    )
