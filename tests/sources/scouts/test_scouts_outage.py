"""MongoDB away: scouts' fields are null at once with a typed error, the rest of the graph answers."""

from __future__ import annotations

import time

import pytest
from scouts_world import gid, open_world

from gateway.errors import SourceUnavailable
from gateway.store import Store
from gateway.testing.servers import free_port
from sources.scouts.source import source

QUERY = """query ($id: ID!) {
  offers { edges { node { name scoutContents { totalCount } } } }
  scouts { totalCount } scout(id: $id) { id } community(slug: "c1") { id } scoutContents { totalCount }
}"""


async def test_without_a_database_every_field_of_scouts_is_null_within_two_seconds() -> None:
    store = await Store.open(f"mongodb://127.0.0.1:{free_port()}/", "nowhere")
    try:
        async with open_world(store) as world:
            began = time.monotonic()
            result = await world.ask(QUERY, id=gid("Scout", "s1"))
            assert time.monotonic() - began < 2
            names = [edge["node"]["name"] for edge in result.data["offers"]["edges"]]
            assert len(names) == 3
            assert all(edge["node"]["scoutContents"] is None for edge in result.data["offers"]["edges"])
            assert {name for name, value in result.data.items() if value is None} == {
                "scouts",
                "scout",
                "community",
                "scoutContents",
            }
            assert {(e.original_error.code, e.original_error.source) for e in result.errors} == {
                ("SOURCE_UNAVAILABLE", "scouts")
            }
            with pytest.raises(SourceUnavailable):
                await source.health(world.context())
    finally:
        await store.close()
