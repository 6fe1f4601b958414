"""Collections: editorial selections of Apidae in which at least one offer is public."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from gateway.graph.connection import Connection, Edge, decode_cursor, encode_cursor, page_info
from gateway.source import Context
from sources.apidae.live_places import only_mirror
from sources.apidae.mirror.mirror import Mirror
from sources.apidae.runtime import Runtime
from sources.apidae.types.collection import Collection
from sources.apidae.types.offer import Offer

LIST_NAME = "collection"
Place = tuple[int, int]


async def collections_of(ctx: Context[Runtime]) -> Mapping[str, Collection]:
    """All collections by key; one whose offers are all hidden does not exist. Three commands."""
    mirror = _mirror(ctx)
    await mirror.catalogue.state()
    selections = await mirror.selections.all()
    shown = await _shown(mirror, [one["members"] for one in selections])
    return {
        str(one["_id"]): Collection(
            key=str(one["_id"]), apidae_id=one["_id"], names=one["names"], updated_at=one["readAt"]
        )
        for one in selections
        if not shown.isdisjoint(one["members"])
    }


async def shuffled_offers(
    keys: Sequence[str], ctx: Context[Runtime], first: int, after: str | None, seed: str
) -> list[Connection[Offer] | None]:
    """For each collection a page of its public offers in the order that a seed makes of their ids.

    A cursor carries its seed, which goes before the one given. What joins or leaves moves nothing else.
    """
    mirror = _mirror(ctx)
    await mirror.catalogue.state()
    behind: Place | None = None
    if after:
        seed, rank, number = decode_cursor(after, LIST_NAME, str, int, int)
        behind = (rank, number)
    members = {str(one["_id"]): one["members"] for one in await mirror.selections.all()}
    shown = await _shown(mirror, [members.get(key, ()) for key in keys])
    lists = [sorted((_rank(seed, one), one) for one in members.get(key, ()) if one in shown) for key in keys]
    pages = [[place for place in places if behind is None or place > behind] for places in lists]
    offers = await ctx.load_lists(Offer.entity, [[str(one) for _, one in page[:first]] for page in pages])
    return [
        _connection(page, whole, found, first, seed)
        for page, whole, found in zip(pages, lists, offers, strict=True)
    ]


def _connection(
    page: Sequence[Place], whole: Sequence[Place], offers: Sequence[Offer], first: int, seed: str
) -> Connection[Offer]:
    edges = [
        Edge(cursor=encode_cursor(LIST_NAME, seed, _rank(seed, one.apidae_id), one.apidae_id), node=one)
        for one in offers
    ]
    info = page_info([edge.cursor for edge in edges], more=len(page) > first, before=len(page) < len(whole))
    return Connection(edges=edges, page_info=info, total_count=len(whole))


def _mirror(ctx: Context[Runtime]) -> Mirror:
    if ctx.runtime.mirror is None:
        raise only_mirror(None)
    return ctx.runtime.mirror


async def _shown(mirror: Mirror, lists: Sequence[Sequence[int]]) -> set[int]:
    members = {number for one in lists for number in one}
    return set(await mirror.reader.shown_among(sorted(members))) if members else set()


def _rank(seed: str, number: int) -> int:
    """A number below 2**53 that the seed makes of an id: every JSON reader keeps it whole."""
    digest = hashlib.blake2b(f"{seed}:{number}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 11
