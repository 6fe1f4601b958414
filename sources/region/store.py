"""Editorial collections in the database: drafts for the Region, published ones for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gateway.store import Document
from sources.region.model import MOST_COLLECTIONS
from sources.region.runtime import Runtime

PUBLIC: dict[str, Any] = {"state": "PUBLISHED"}
"""The one place that says which collections everybody sees."""


async def published(runtime: Runtime) -> list[Document]:
    """Public collections, the newest first."""
    order = (("publishedAt", -1), ("_id", -1))
    return await runtime.collections.find(PUBLIC, sort=order, limit=MOST_COLLECTIONS)


async def every(runtime: Runtime) -> list[Document]:
    """All collections, last changed first: for the Region."""
    order = (("updatedAt", -1), ("_id", -1))
    return await runtime.collections.find({}, sort=order, limit=MOST_COLLECTIONS)


async def public_by_key(runtime: Runtime, keys: Sequence[str]) -> list[Document]:
    """The public ones among these."""
    return await runtime.collections.find({**PUBLIC, "_id": {"$in": list(keys)}})
