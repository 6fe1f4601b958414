"""Too much at once: a bounded number runs, few wait, the rest are told to come back; rates by address."""

import asyncio
import logging
import time
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.types import Message

from gateway.clock import ManualClock
from gateway.http.gate import Gate
from gateway.http.problem import Problem
from gateway.http.rates import MOST_ADDRESSES, RateLimits
from gateway.source import Context, RootField
from tests.gateway.http.http_world import DATA, QUERY, World, until, world
from tests.gateway.tiny import Shelf, farm_source, farms, tale_source


class Slow:
    """A source whose field waits until it is let go."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.running = 0

    def field(self) -> RootField:
        async def slow(ctx: Context[Shelf]) -> int | None:
            self.running += 1
            await self.go.wait()
            return 1

        return RootField(name="slow", resolve=slow, description="Slow.")

    def world(self, **settings: Any) -> World:
        farming = replace(farm_source(), fields=(farms, self.field()))
        return world((farming, tale_source()), **settings)

    async def until(self, number: int) -> None:
        await until(lambda: self.running >= number)


async def post(made: World, query: str = QUERY, address: str = "127.0.0.1") -> httpx.Response:
    async with made.client(address) as client:
        return await client.post("/graphql", json={"query": query})


def code(answer: httpx.Response) -> str:
    return str(answer.json()["errors"][0]["extensions"]["code"])


async def test_above_the_limit_the_answer_is_503_at_once_and_nothing_is_parsed() -> None:
    slow = Slow()
    made = slow.world(max_in_flight=2, max_queue=0)
    busy = [asyncio.ensure_future(post(made, "{ slow }")) for _ in range(2)]
    await slow.until(2)
    async with made.client() as client:
        began = time.perf_counter()
        refused = await client.post("/graphql", content=b"{", headers={"content-type": "application/json"})
        seconds = time.perf_counter() - began
    assert (refused.status_code, code(refused)) == (503, "LIMIT_BUSY")
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["cache-control"] == "no-store"
    assert seconds < 0.01
    slow.go.set()
    assert [answer.json()["data"] for answer in await asyncio.gather(*busy)] == [{"slow": 1}] * 2
    assert (await post(made)).json()["data"] == DATA
    gate = made.endpoint.parts.gate
    assert (gate.in_flight, gate.waiting, gate.refused) == (0, 0, 1)


async def test_who_waits_gets_in_when_a_place_is_free() -> None:
    slow = Slow()
    made = slow.world(max_in_flight=1, max_queue=1, queue_seconds=5)
    first = asyncio.ensure_future(post(made, "{ slow }"))
    await slow.until(1)
    second = asyncio.ensure_future(post(made))
    await until(lambda: made.endpoint.parts.gate.waiting == 1)
    assert (await post(made)).status_code == 503
    slow.go.set()
    assert [(await one).status_code for one in (first, second)] == [200, 200]


async def test_who_waited_too_long_is_503() -> None:
    gate = Gate(limit=1, queue=1, seconds=0.01)
    async with gate.slot():
        with pytest.raises(Problem) as caught:
            async with gate.slot():
                pass
    assert (caught.value.status, caught.value.code) == (503, "LIMIT_BUSY")
    async with gate.slot():
        assert (gate.in_flight, gate.waiting) == (1, 0)


async def test_three_times_the_capacity_keeps_the_accepted_and_refuses_the_rest() -> None:
    slow = Slow()
    made = slow.world(max_in_flight=10, max_queue=10, queue_seconds=5)
    asked = [asyncio.ensure_future(post(made, "{ slow }")) for _ in range(60)]
    await slow.until(10)
    await until(lambda: sum(one.done() for one in asked) >= 40)
    assert slow.running == 10
    slow.go.set()
    statuses = [answer.status_code for answer in await asyncio.gather(*asked)]
    assert (statuses.count(200), statuses.count(503)) == (20, 40)


async def test_health_is_answered_while_the_graph_is_full() -> None:
    slow = Slow()
    made = slow.world(max_in_flight=1, max_queue=0)
    busy = asyncio.ensure_future(post(made, "{ slow }"))
    await slow.until(1)
    async with made.client() as client:
        assert (await client.get("/live")).text == "alive"
    slow.go.set()
    await busy


async def test_a_caller_who_hangs_up_frees_the_place_and_leaves_no_log_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    slow = Slow()
    made = slow.world(max_in_flight=1)
    gone = asyncio.Event()
    body: list[Message] = [{"type": "http.request", "body": b'{"query": "{ slow }"}', "more_body": False}]

    async def receive() -> Message:
        if body:
            return body.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(_: Message) -> None:
        pass

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "headers": [(b"host", b"here"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 4000),
    }
    asked = asyncio.ensure_future(made.app(scope, receive, send))
    await slow.until(1)
    gone.set()
    with caplog.at_level(logging.INFO):
        await asked
    assert made.endpoint.parts.gate.in_flight == 0
    assert caplog.records == []
    slow.go.set()


async def test_an_address_that_used_up_its_units_waits_and_others_do_not() -> None:
    made = world(rate_limit=60)
    clock = made.clock
    assert isinstance(clock, ManualClock)
    query = "{ farms(first: 20) { edges { cursor } } }"
    first = await post(made, query, "192.0.2.1")
    cost = first.json()["extensions"]["cost"]["requested"]
    assert first.headers["ratelimit-policy"] == '"cost";q=60;w=60'
    assert first.headers["ratelimit"] == f'"cost";r={60 - cost};t={cost}'
    while (answer := await post(made, query, "192.0.2.1")).status_code == 200:
        pass
    assert (answer.status_code, code(answer)) == (429, "LIMIT_RATE")
    wait = int(answer.headers["retry-after"])
    assert 1 <= wait <= cost
    assert (await post(made, query, "192.0.2.2")).status_code == 200
    clock.advance(wait)
    clock.advance(1)
    assert (await post(made, query, "192.0.2.1")).status_code == 200


async def test_this_machine_is_not_limited_and_gets_no_headers() -> None:
    made = world(rate_limit=1)
    answers = [await post(made) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert "ratelimit" not in answers[0].headers


def test_one_connection_is_one_caller_also_with_many_addresses() -> None:
    rates = RateLimits(10, ManualClock())
    assert rates.caller("2001:db8:1:2:3::1") == rates.caller("2001:db8:1:2:ffff::2") == "2001:db8:1:2::"
    assert rates.caller("2001:db8:1:3::1") != rates.caller("2001:db8:1:2::1")
    assert [rates.caller(one) for one in ("::1", "127.8.8.8", "unix", None)] == [None] * 4
    assert RateLimits(0, ManualClock()).caller("192.0.2.1") is None


def test_addresses_are_bounded_in_number() -> None:
    rates = RateLimits(10, ManualClock())
    for number in range(MOST_ADDRESSES + 5):
        rates.charge(f"caller {number}", 4)
    assert rates.headers("caller 0")["RateLimit"] == '"cost";r=10;t=0'
    assert rates.headers("caller 5")["RateLimit"] == '"cost";r=6;t=24'
