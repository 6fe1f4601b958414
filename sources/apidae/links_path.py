"""What dossiers lead to: the path of each offer and its journal, for those who see the dossier."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

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
from gateway.source import Context, link
from sources.apidae.path.owners import Owned
from sources.apidae.path.rights import sees, sees_journal
from sources.apidae.path.showing import View, entry_of, path_of
from sources.apidae.runtime import Runtime
from sources.apidae.types.dossier import OfferDossier
from sources.apidae.types.path import JournalEntry, OfferPath

LIST_NAME = "journal"


@link(
    "OfferDossier",
    description="Where the offer is on the path of the platform, read at this moment.",
    cost=3,
    max_age=0,
    name="path",
    watches=("questionnaire",),
)
async def paths(parents: Sequence[OfferDossier], ctx: Context[Runtime]) -> Sequence[OfferPath | None]:
    """The paths of a page, in one batch."""
    kept = ctx.runtime.kept_paths()
    owned = await _owned(parents, ctx)
    found = await kept.store.of(owned)
    view = View(ctx.caller, kept.terms(), with_form="questionnaire" in ctx.selected)
    numbers = [int(one.key) for one in parents]
    return [path_of(found[one], owned[one], view) if one in owned else None for one in numbers]


@link(
    "OfferDossier",
    description="Who did what when with this dossier, refused steps too, the oldest first. Null for the "
    "provider. It is never changed and never shortened.",
    cost=5,
    max_age=0,
    name="journal",
)
async def journal(
    parents: Sequence[OfferDossier], ctx: Context[Runtime], first: First = 50, after: After = None
) -> Sequence[Connection[JournalEntry] | None]:
    """A page of each journal."""
    check_first(first)
    number, place = decode_cursor(after, LIST_NAME, int, str) if after else (0, "")
    if after and [str(number)] != [one.key for one in parents]:
        raise BadInput("INVALID_CURSOR", "This mark is of another journal.", argument="after")
    owned = await _owned(parents, ctx)
    return await asyncio.gather(*(_page(ctx, owned.get(int(one.key)), first, place) for one in parents))


async def _owned(parents: Sequence[OfferDossier], ctx: Context[Runtime]) -> dict[int, Owned]:
    """Those of the dossiers that the caller may see: it is asked again here, whatever led to them."""
    found = await ctx.runtime.kept_paths().owners.of(int(one.key) for one in parents)
    return {number: one for number, one in found.items() if sees(ctx.caller, one)}


async def _page(
    ctx: Context[Runtime], offer: Owned | None, first: int, place: str
) -> Connection[JournalEntry] | None:
    if offer is None or not sees_journal(ctx.caller, offer):
        return None
    after = f"{offer.number}:{place}" if place else ""
    entries = await ctx.runtime.kept_paths().store.journal(offer.number, after, first + 1)
    edges = [
        Edge(
            cursor=encode_cursor(LIST_NAME, offer.number, one.id.partition(":")[2]),
            node=entry_of(one, offer, ctx.caller),
        )
        for one in entries[:first]
    ]
    info = page_info([one.cursor for one in edges], more=len(entries) > first, before=bool(place))
    return Connection(edges=edges, page_info=info)
