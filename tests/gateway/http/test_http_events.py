"""Subscriptions as server-sent events: form, limits, ends from each side, two hundred readers of one stream."""

import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
import uvicorn

from gateway.clock import ManualClock, SystemClock
from gateway.http import event_stream
from gateway.http.server import server_config
from gateway.identity import ANONYMOUS, Caller, Role
from gateway.opened import OpenedSource, OpenedSources
from gateway.source import SourceSettings
from gateway.store import CommandJournal, Store
from gateway.store.watching import Hub
from gateway.supervise.ports import free_port
from tests.gateway.http.events_world import Bell, Reader, bell_source, outage
from tests.gateway.http.http_world import NEW, QUERY, World, until, world
from tests.gateway.tiny import Shelf, farm_source, tale_source

OPENED = "subscription S($least: Int! = 0) { farmOpened(least: $least) { id name { value } tales(first: 1) { title } } }"
STORED = "subscription { farmStored { name { value } } }"


def ringing(**settings: Any) -> tuple[World, Bell]:
    sources = (bell_source(), farm_source(), tale_source())
    made = world(sources, **settings)
    bell = Bell()
    shelves: dict[str, Any] = {"belling": bell, "farming": Shelf(), "telling": Shelf()}
    board = OpenedSources(
        [OpenedSource(source, SourceSettings(), shelves[source.name]) for source in sources], ManualClock()
    )
    made.endpoint.parts = replace(made.endpoint.parts, opened=lambda: board)
    return made, bell


async def begun(made: World, bell: Bell, query: str = OPENED, **more: Any) -> Reader:
    known = len(bell.queues)
    reader = Reader(made.app, query, **more)
    started = await reader.start()
    assert (started["status"], dict(started["headers"])[b"content-type"]) == (
        200,
        b"text/event-stream; charset=utf-8",
    )
    await until(lambda: len(bell.queues) == known + 1)
    return reader


async def test_each_event_is_an_answer_with_links_in_the_readers_language_and_the_end_is_told() -> None:
    made, bell = ringing()
    reader = await begun(made, bell, accept_language="en")
    bell.ring(2, "m1")
    bell.ring(3)
    name, mark, answer = await reader.event()
    assert (name, mark) == ("next", "m1")
    assert answer["data"]["farmOpened"] | {"id": ""} == {
        "id": "",
        "name": {"value": "Farm 2"},
        "tales": [{"title": "Conte"}],
    }
    assert (await reader.event())[:2] == ("next", None)
    bell.ring(None)
    assert await reader.event() == ("complete", None, None)
    await reader.ended()
    assert (bell.closed, made.endpoint.parts.streams.open) == (1, 0)


async def test_a_reader_who_leaves_is_followed_no_longer() -> None:
    made, bell = ringing()
    reader = await begun(made, bell, last_event_id="m7")
    assert bell.asked == [("followed", "m7", None)]
    await reader.leave()
    assert (bell.closed, bell.queues, made.endpoint.parts.streams.open) == (1, [], 0)


async def test_heartbeats_come_while_nothing_happens() -> None:
    made, bell = ringing()
    assert isinstance(made.clock, ManualClock)
    reader = await begun(made, bell)
    for _ in range(2):
        await until(lambda: made.clock.sleepers == 1)  # type: ignore[attr-defined]
        made.clock.advance(event_stream.HEARTBEAT_SECONDS)
        assert await reader.text() == ":\n\n"
    await reader.leave()


@pytest.mark.parametrize(
    ("value", "code"), [(outage(), "SOURCE_UNAVAILABLE"), (ValueError("secret words"), "INTERNAL")]
)
async def test_a_failure_of_the_source_is_the_last_event(value: Exception, code: str) -> None:
    made, bell = ringing()
    reader = await begun(made, bell)
    bell.ring(value)
    name, _, answer = await reader.event()
    assert (name, answer["errors"][0]["extensions"]["code"]) == ("next", code)
    assert "secret" not in json.dumps(answer)
    assert (await reader.event())[0] == "complete"
    await reader.ended()


REFUSED = [
    ("subscription { farmOpened { nothing } }", None, 400, "INVALID_DOCUMENT"),
    ("subscription { farmOpened", None, 400, "INVALID_SYNTAX"),
    (OPENED, {"least": "x"}, 400, "INVALID_VARIABLES"),
    ("subscription { secretTold }", None, 400, "UNAUTHENTICATED"),
    ("subscription { a: farmOpened { id } b: farmOpened { id } }", None, 400, "INVALID_DOCUMENT"),
]


@pytest.mark.parametrize(("query", "variables", "status", "code"), REFUSED)
async def test_what_cannot_run_is_answered_in_json_before_anything_is_followed(
    query: str, variables: Any, status: int, code: str
) -> None:
    made, bell = ringing()
    reader = Reader(made.app, query, variables=variables)
    started = await reader.start()
    assert (started["status"], dict(started["headers"])[b"content-type"].decode()) == (
        status,
        f"{NEW}; charset=utf-8",
    )
    assert json.loads(await reader.text())["errors"][0]["extensions"]["code"] == code
    assert bell.asked == []


async def test_a_refusal_of_the_source_itself_is_an_event() -> None:
    made, _ = ringing()
    reader = Reader(made.app, OPENED, variables={"least": -1})
    await reader.start()
    assert (await reader.event())[2]["errors"][0]["extensions"]["code"] == "INVALID_ARGUMENT"


async def test_queries_may_be_asked_as_events_and_subscriptions_need_them() -> None:
    made, bell = ringing()
    reader = Reader(made.app, QUERY)
    await reader.start()
    assert (await reader.event())[2]["data"] == {"farms": {"edges": [{"cursor": "0"}]}}
    assert (await reader.event())[0] == "complete"
    both = f"{NEW}, text/event-stream"
    async with made.client() as client:
        plain = await client.post("/graphql", json={"query": OPENED}, headers={"accept": NEW})
        query = await client.post("/graphql", json={"query": QUERY}, headers={"accept": both})
    assert (plain.status_code, plain.json()["errors"][0]["extensions"]["code"]) == (400, "INVALID_OPERATION")
    assert query.headers["content-type"] == f"{NEW}; charset=utf-8"
    follows = await begun(made, bell, accept=both)  # clients that name everything mean events here
    await follows.leave()


async def known(headers: Sequence[str]) -> Caller:
    roles = (Role("COMMUNITY_MANAGER", "greeters"),)
    until = ManualClock().now() + timedelta(minutes=5)
    return Caller("m1", roles, until) if headers else ANONYMOUS


async def test_rights_and_the_end_of_a_token_hold_for_streams_too() -> None:
    made, bell = ringing()
    made.endpoint.parts = replace(made.endpoint.parts, identify=known)
    told = Reader(made.app, "subscription { secretTold }", authorization="Bearer x")
    await told.start()
    assert (await told.event())[2]["data"] == {"secretTold": 7}
    reader = await begun(made, bell, authorization="Bearer x")
    assert bell.asked == [("followed", None, "m1")]
    bell.ring(1)
    assert "data" in (await reader.event())[2]
    made.clock.advance(300)  # type: ignore[attr-defined]
    bell.ring(2)
    name, _, answer = await reader.event()
    assert (name, answer["errors"][0]["extensions"]["code"]) == ("next", "UNAUTHENTICATED")
    assert (await reader.event())[0] == "complete"


async def test_streams_are_counted_per_process_and_per_address() -> None:
    made, bell = ringing(max_streams=3, max_streams_per_address=2)
    there = {"address": "198.51.100.7"}
    first = await begun(made, bell, **there)
    await begun(made, bell, **there)
    for address, status in (("198.51.100.7", 429), ("198.51.100.8", 200), ("198.51.100.9", 503)):
        reader = Reader(made.app, OPENED, address=address)
        assert (await reader.start())["status"] == status
    assert json.loads(await reader.text())["errors"][0]["extensions"]["code"] == "LIMIT_STREAMS"
    await first.leave()
    assert (await Reader(made.app, OPENED, **there).start())["status"] == 200


async def test_events_cost_their_reader_units() -> None:
    made, bell = ringing(rate_limit=6)
    reader = await begun(made, bell, address="198.51.100.7", query="subscription { farmOpened { id } }")
    for number in range(4):
        bell.ring(number)
    found = [await reader.event() for _ in range(4)]
    assert [list(answer or {"end": 0}) for _, _, answer in found] == [["data"], ["data"], ["errors"], ["end"]]


async def test_a_reader_that_takes_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "SEND_SECONDS", 0.01)
    made, bell = ringing()
    reader = await begun(made, bell)
    reader.blocked.clear()
    bell.ring(1)
    await reader.ended()
    assert (bell.closed, made.endpoint.parts.streams.open) == (1, 0)


async def test_a_server_that_stops_ends_its_streams_first(caplog: pytest.LogCaptureFixture) -> None:
    made, bell = ringing()
    port = free_port()
    settings = made.settings.model_copy(update={"port": port})
    config = server_config(made.app, settings, lifespan=False, leave=made.endpoint.parts.streams.leave)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    await until(lambda: server.started)
    with caplog.at_level(logging.ERROR):
        async with httpx.AsyncClient(timeout=10) as client:
            asked = {"query": OPENED}
            get = client.stream(
                "GET",
                f"http://127.0.0.1:{port}/graphql",
                params=asked,
                headers={"accept": "text/event-stream"},
            )
            async with get as response:
                await until(lambda: len(bell.queues) == 1)
                server.should_exit = True
                assert [line async for line in response.aiter_lines()] == []
        await asyncio.to_thread(thread.join, 10)
    assert not thread.is_alive()
    assert (caplog.messages, bell.closed) == ([], 1)


@pytest.fixture(params=["motor", "pymongo"])
async def stored(
    request: pytest.FixtureRequest, mongo_uri: str, database_name: str
) -> AsyncIterator[tuple[World, Any, CommandJournal]]:
    journal = CommandJournal()
    store = await Store.open(mongo_uri, database_name, driver=request.param, listeners=[journal])
    farms = store.room("belling").collection("farms")
    await farms.insert_one({"_id": "0"})
    made, bell = ringing()

    async def read(change: dict[str, Any]) -> str:
        return str(change["fullDocument"]["_id"])

    bell.hub = Hub(farms, read, SystemClock())
    yield made, farms, journal
    await store.close()


async def test_two_hundred_readers_share_one_change_stream_and_go_on_by_their_marks(
    stored: tuple[World, Any, CommandJournal],
) -> None:
    made, farms, journal = stored
    readers = [Reader(made.app, STORED) for _ in range(200)]
    assert {(await reader.start())["status"] for reader in readers} == {200}
    hub = made.endpoint.parts.opened().by_name["belling"].runtime().hub
    await until(lambda: hub.followers == 200)
    for key in ("4", "6"):
        await farms.insert_one({"_id": key})
    for reader in readers:
        found = [await reader.event() for _ in range(2)]
        assert [answer["data"]["farmStored"]["name"]["value"] for _, _, answer in found] == [
            "Ferme 4",
            "Ferme 6",
        ]
    assert journal.count("belling_farms", "aggregate") == 1
    mark = found[0][1]
    for reader in readers:
        await reader.leave()
    assert (hub.followers, hub._task) == (0, None)
    back = Reader(made.app, STORED, last_event_id=mark or "")
    await back.start()
    assert (await back.event())[2]["data"]["farmStored"]["name"]["value"] == "Ferme 6"
    await back.leave()
