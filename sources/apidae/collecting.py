"""Collections: editorial selections of Apidae in which at least one offer is public."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.source import Context
from sources.apidae.live_places import only_mirror
from sources.apidae.runtime import Runtime
from sources.apidae.types.collection import Collection


async def collections_of(ctx: Context[Runtime]) -> Mapping[str, Collection]:
    """All collections by key; one whose offers are all hidden does not exist. Three commands."""
    mirror = ctx.runtime.mirror
    if mirror is None:
        raise only_mirror(None)
    await mirror.turner.read()
    selections = await mirror.selections.all()
    members = {number for one in selections for number in one["members"]}
    shown = set(await mirror.reader.shown_among(sorted(members))) if members else set()
    return {
        str(one["_id"]): Collection(
            key=str(one["_id"]), apidae_id=one["_id"], names=one["names"], updated_at=one["readAt"]
        )
        for one in selections
        if not shown.isdisjoint(one["members"])
    }
