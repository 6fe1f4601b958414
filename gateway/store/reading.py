"""What can be read from a collection, the same on both drivers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

from gateway.store.driver import patience, settle
from gateway.store.faults import DRIVER_ERRORS
from gateway.store.link import Link
from gateway.store.terms import Document, Filter, Hint, Keys, Pipeline, Projection, given

BATCH = 1000
"""Documents per round trip; the server's own default is 101 for the first one."""

SCAN_SECONDS = 60.0


class Handle:
    """A collection of the driver with the link that guards its calls."""

    def __init__(self, link: Link, database: Any, source: str, name: str) -> None:
        """`name` is the collection's name in the database, with the source's prefix."""
        self._link = link
        self._database = database
        self._raw = database[name]
        self.source = source
        self.name = name

    async def _run(self, operation: Callable[[], Any]) -> Any:
        return await self._link.run(self.source, operation)

    async def _let_go(self, close: Callable[[], Any]) -> None:
        # the server forgets an abandoned cursor by itself: failing to say so costs nobody anything
        with suppress(*DRIVER_ERRORS):
            await settle(close())


class Reads(Handle):
    """Queries. A collation is a mapping such as `{"locale": "fr", "strength": 1}`."""

    async def find(
        self,
        filter: Filter,
        *,
        sort: Keys | None = None,
        limit: int = 0,
        skip: int = 0,
        projection: Projection | None = None,
        collation: Filter | None = None,
        hint: Hint | None = None,
    ) -> list[Document]:
        """All matching documents in one list; `limit` 0 means no limit."""
        options = given(sort=sort, projection=projection, collation=collation, hint=hint)
        options |= {"limit": limit, "skip": skip, "batch_size": BATCH}
        found: list[Document] = await self._run(lambda: self._raw.find(filter, **options).to_list(None))
        return found

    async def find_one(
        self,
        filter: Filter,
        *,
        sort: Keys | None = None,
        projection: Projection | None = None,
        collation: Filter | None = None,
        hint: Hint | None = None,
    ) -> Document | None:
        """The first matching document, or None."""
        options = given(sort=sort, projection=projection, collation=collation, hint=hint)
        found: Document | None = await self._run(lambda: self._raw.find_one(filter, **options))
        return found

    async def aggregate(
        self, pipeline: Pipeline, *, collation: Filter | None = None, hint: Hint | None = None
    ) -> list[Document]:
        """All results of a pipeline in one list."""
        options = given(collation=collation, hint=_hint(hint))
        found: list[Document] = await self._run(lambda: aggregated(self._raw, pipeline, **options))
        return found

    async def count(
        self,
        filter: Filter,
        *,
        limit: int | None = None,
        collation: Filter | None = None,
        hint: Hint | None = None,
    ) -> int:
        """How many documents match, counting no further than `limit`; refuses `$near`."""
        options = given(limit=limit, collation=collation, hint=hint)
        number: int = await self._run(lambda: self._raw.count_documents(filter, **options))
        return number

    async def distinct(
        self, key: str, filter: Filter | None = None, *, collation: Filter | None = None
    ) -> list[Any]:
        """The different values of a field."""
        options = given(collation=collation)
        values: list[Any] = await self._run(lambda: self._raw.distinct(key, filter or {}, **options))
        return values

    async def scan(
        self,
        filter: Filter,
        *,
        batch: int = 500,
        sort: Keys | None = None,
        projection: Projection | None = None,
        hint: Hint | None = None,
    ) -> AsyncIterator[Document]:
        """Every matching document, `batch` at a time in memory; for jobs, not for requests.

        Each batch may take a minute. Wrap it in `contextlib.aclosing` if you may leave it early.
        """
        options = given(sort=sort, projection=projection, hint=hint)
        cursor = self._raw.find(filter, batch_size=batch, **options)
        try:
            while found := await self._batch(cursor, batch):
                for document in found:
                    yield document
        finally:
            await self._let_go(cursor.close)

    async def explain(
        self,
        filter: Filter,
        *,
        sort: Keys | None = None,
        limit: int = 0,
        projection: Projection | None = None,
        collation: Filter | None = None,
        hint: Hint | None = None,
        verbosity: str = "executionStats",
    ) -> Document:
        """The server's plan for a `find` with the same arguments."""
        query = {"find": self.name, "filter": filter} | given(
            sort=None if sort is None else dict(sort),
            limit=limit or None,
            projection=projection,
            collation=collation,
            hint=_hint(hint),
        )
        command = {"explain": query, "verbosity": verbosity}
        plan: Document = await self._run(lambda: self._database.command(command))
        return plan

    async def _batch(self, cursor: Any, size: int) -> list[Document]:
        with patience(SCAN_SECONDS):
            found: list[Document] = await self._run(lambda: cursor.to_list(size))
        return found


async def aggregated(target: Any, pipeline: Pipeline, **options: Any) -> list[Document]:
    """All results of a pipeline on a collection or database of either driver."""
    cursor = await settle(target.aggregate(list(pipeline), batchSize=BATCH, **options))
    results: list[Document] = await cursor.to_list(None)
    return results


def _hint(hint: Hint | None) -> str | dict[str, Any] | None:
    return hint if hint is None or isinstance(hint, str) else dict(hint)
