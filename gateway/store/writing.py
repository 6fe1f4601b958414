"""What can be written to a collection, the same on both drivers. Documents handed in are never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pymongo.collection import ReturnDocument

from gateway.store.reading import Handle
from gateway.store.terms import (
    BulkResult,
    Document,
    Filter,
    Keys,
    Pipeline,
    Projection,
    Request,
    UpdateResult,
    given,
)


class Writes(Handle):
    """Inserts, updates and deletions; `DuplicateKey` where a unique index refuses."""

    async def insert_one(self, document: Mapping[str, Any]) -> Any:
        """Insert, and return the `_id`."""
        result = await self._run(lambda: self._raw.insert_one(dict(document)))
        return result.inserted_id

    async def insert_many(self, documents: Sequence[Mapping[str, Any]], *, ordered: bool = True) -> list[Any]:
        """Insert, and return the `_id`s in order; nothing to insert is no call."""
        if not documents:
            return []
        copies = [dict(document) for document in documents]
        result = await self._run(lambda: self._raw.insert_many(copies, ordered=ordered))
        ids: list[Any] = result.inserted_ids
        return ids

    async def update_one(
        self, filter: Filter, update: Filter | Pipeline, *, upsert: bool = False
    ) -> UpdateResult:
        """Change the first match."""
        return _updated(await self._run(lambda: self._raw.update_one(filter, update, upsert=upsert)))

    async def update_many(
        self, filter: Filter, update: Filter | Pipeline, *, upsert: bool = False
    ) -> UpdateResult:
        """Change all matches."""
        return _updated(await self._run(lambda: self._raw.update_many(filter, update, upsert=upsert)))

    async def replace_one(
        self, filter: Filter, document: Mapping[str, Any], *, upsert: bool = False
    ) -> UpdateResult:
        """Put `document` in the place of the first match."""
        copy = dict(document)
        return _updated(await self._run(lambda: self._raw.replace_one(filter, copy, upsert=upsert)))

    async def find_one_and_update(
        self,
        filter: Filter,
        update: Filter | Pipeline,
        *,
        upsert: bool = False,
        returning: Literal["before", "after"] = "after",
        sort: Keys | None = None,
        projection: Projection | None = None,
    ) -> Document | None:
        """Change the first match and return it as it was before or is after; None when nothing matched."""
        options = given(sort=sort, projection=projection)
        options["return_document"] = ReturnDocument.AFTER if returning == "after" else ReturnDocument.BEFORE
        found: Document | None = await self._run(
            lambda: self._raw.find_one_and_update(filter, update, upsert=upsert, **options)
        )
        return found

    async def delete_one(self, filter: Filter) -> int:
        """Delete the first match; how many were deleted."""
        result = await self._run(lambda: self._raw.delete_one(filter))
        return int(result.deleted_count)

    async def delete_many(self, filter: Filter) -> int:
        """Delete all matches; how many were deleted."""
        result = await self._run(lambda: self._raw.delete_many(filter))
        return int(result.deleted_count)

    async def bulk_write(self, requests: Sequence[Request], *, ordered: bool = False) -> BulkResult:
        """Many writes in one call; unordered ones are all tried. No request is no call."""
        if not requests:
            return BulkResult()
        result = await self._run(lambda: self._raw.bulk_write(list(requests), ordered=ordered))
        return BulkResult(
            inserted=result.inserted_count,
            matched=result.matched_count,
            modified=result.modified_count,
            deleted=result.deleted_count,
            upserted=result.upserted_count,
        )


def _updated(result: Any) -> UpdateResult:
    return UpdateResult(result.matched_count, result.modified_count, result.upserted_id)
