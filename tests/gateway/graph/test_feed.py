"""The feed of several sources is one list: nothing twice, nothing lost, whatever the ties; a failed one is named."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
import strawberry
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.clock import ManualClock
from gateway.errors import SourceUnavailable
from gateway.graph.compose import compose
from gateway.graph.connection import encode_cursor
from gateway.graph.feed import FeedItem
from gateway.graph.ids import encode_id
from gateway.graph.request import RequestScope
from gateway.graph.shared import Origin
from gateway.opened import OpenedSource, OpenedSources
from gateway.source import Context, Entity, Feed, FeedPart, Source, SourceSettings

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
QUERY = """query ($first: Int!, $after: String, $origins: [Origin!]) {
  feed(first: $first, after: $after, origins: $origins) {
    edges { cursor node { id origin postedAt } } missingSources
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


@strawberry.type(description="A letter.")
class Letter(FeedItem):
    entity: ClassVar[str] = "Letter"


@strawberry.type(description="A call.")
class Call(FeedItem):
    entity: ClassVar[str] = "Call"


@dataclass
class Post:
    """A runtime: items by key with their minute."""

    kind: Callable[..., Any]
    origin: Origin
    items: dict[str, int] = field(default_factory=dict)
    down: bool = False
    asked: list[FeedPart] = field(default_factory=list)

    def made(self) -> list[Any]:
        items = [
            self.kind(key=key, origin=self.origin, posted_at=NOON - timedelta(minutes=minute))
            for key, minute in self.items.items()
        ]
        return sorted(items, key=lambda one: (one.posted_at, one.key), reverse=True)


async def read(part: FeedPart, ctx: Context[Post]) -> Sequence[Any]:
    ctx.runtime.asked.append(part)
    if ctx.runtime.down:
        raise SourceUnavailable
    if ctx.runtime.origin not in part.origins:
        return []
    behind = [
        one
        for one in ctx.runtime.made()
        if part.moment is None or (one.posted_at, one.key) < (part.moment, part.key)
    ]
    return behind[: part.limit]


async def load(keys: Sequence[str], ctx: Context[Post]) -> Mapping[str, Any]:
    return {one.key: one for one in ctx.runtime.made() if one.key in keys}


async def healthy(ctx: Context[Post]) -> None:
    return None


def source_of(kind: Any) -> Source[Post]:
    @asynccontextmanager
    async def opening(_: Any) -> AsyncIterator[Any]:
        yield None

    return Source(
        name=f"{kind.entity.lower()}s",
        title=kind.entity,
        description="Items for tests.",
        owner="tests",
        settings=SourceSettings,
        open=opening,
        health=healthy,
        entities=(Entity(name=kind.entity, type=kind, load=load),),
        feeds=(Feed(entity=kind.entity, read=read),),
    )


SOURCES = (source_of(Letter), source_of(Call))
SCHEMA = compose(SOURCES)


def posts() -> dict[str, Post]:
    return {"Letter": Post(Letter, Origin.INSTITUTIONAL), "Call": Post(Call, Origin.SCOUT)}


async def ask(known: dict[str, Post], first: int = 3, after: str | None = None, **more: Any) -> Any:
    opened = [OpenedSource(source, SourceSettings(), known[source.entities[0].name]) for source in SOURCES]
    scope = RequestScope(OpenedSources(opened, ManualClock()))
    variables = {"first": first, "after": after, **more}
    return await SCHEMA.execute(QUERY, context_value=scope, variable_values=variables)


async def whole(known: dict[str, Post], first: int, **more: Any) -> list[str]:
    found: list[str] = []
    after = None
    while True:
        result = await ask(known, first, after, **more)
        assert result.errors is None
        page = result.data["feed"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        found += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        assert len(page["edges"]) == first


KEYS = st.dictionaries(st.text("abé", min_size=1, max_size=3), st.integers(0, 3), max_size=8)


@settings(max_examples=60, deadline=None, database=None)
@given(letters=KEYS, calls=KEYS, first=st.integers(1, 5))
async def test_pages_put_together_are_both_lists_by_date(
    letters: dict[str, int], calls: dict[str, int], first: int
) -> None:
    known = posts()
    known["Letter"].items, known["Call"].items = letters, calls
    # of the same moment calls come before letters, the keys of each go down
    expected = [
        encode_id(one.entity, one.key)
        for one in sorted(
            [*known["Call"].made(), *known["Letter"].made()], key=lambda one: one.posted_at, reverse=True
        )
    ]
    assert await whole(known, first) == expected


async def test_origins_choose_and_a_page_asks_each_source_once() -> None:
    known = posts()
    known["Letter"].items, known["Call"].items = {"a": 1, "b": 2}, {"c": 0}
    assert await whole(known, 5, origins=["SCOUT"]) == [encode_id("Call", "c")]
    assert await whole(known, 5, origins=[]) == [
        encode_id(*one) for one in (("Call", "c"), ("Letter", "a"), ("Letter", "b"))
    ]
    assert [part.limit for part in known["Call"].asked] == [6, 6]


async def test_a_source_that_is_down_is_named_and_costs_only_its_items() -> None:
    known = posts()
    known["Letter"].items, known["Call"].items = {"a": 1}, {"c": 0}
    known["Letter"].down = True
    page = (await ask(known)).data["feed"]
    assert [edge["node"]["id"] for edge in page["edges"]] == [encode_id("Call", "c")]
    assert page["missingSources"] == ["letters"]
    known["Call"].down = True
    result = await ask(known)
    assert result.data == {"feed": None}
    assert [error.original_error.code for error in result.errors or ()] == ["SOURCE_UNAVAILABLE"]


@pytest.mark.parametrize(
    ("first", "after", "code"),
    [
        (0, None, "INVALID_ARGUMENT"),
        (101, None, "LIMIT_FIRST"),
        (3, "x", "INVALID_CURSOR"),
        (3, encode_cursor("feed", -1, "Call", "c"), "INVALID_CURSOR"),
        (3, encode_cursor("feed", 1, "Call"), "INVALID_CURSOR"),
        (3, encode_cursor("scouts", "a", "b"), "INVALID_CURSOR"),
    ],
)
async def test_what_is_no_page_is_refused(first: int, after: str | None, code: str) -> None:
    result = await ask(posts(), first, after)
    assert [error.original_error.code for error in result.errors or ()] == [code]
