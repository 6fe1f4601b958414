"""Requests whose head came before take a shorter way on a real socket, and nobody sees a difference."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import orjson
import pytest

from gateway.http import server
from gateway.http.express import Express
from gateway.http.heads import MOST_HEADS, KnownHeads
from tests.gateway.http.http_world import DATA, QUERY, World, served, until, world
from tests.gateway.http.test_http_load import Slow

PLAIN = {"content-type": "application/json"}


@dataclass
class Line:
    """A connection that is kept."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, *parts: bytes) -> tuple[int, list[bytes], bytes]:
        """Status, headers without the date, and body of the answer to what is sent in these parts."""
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()
            if len(parts) > 1:
                await asyncio.sleep(0.02)
        return await self.read()

    async def read(self) -> tuple[int, list[bytes], bytes]:
        head = (await self.reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
        headers = sorted(line for line in head[1:] if line and not line.startswith(b"date:"))
        length = next((int(line[16:]) for line in headers if line.startswith(b"content-length:")), 0)
        return int(head[0].split()[1]), headers, await self.reader.readexactly(length)


@asynccontextmanager
async def line(port: int) -> AsyncIterator[Line]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Line(reader, writer)
    finally:
        writer.close()


def post(body: bytes | None = None, **headers: str) -> bytes:
    body = orjson.dumps({"query": QUERY}) if body is None else body
    given = {"host": "here", **PLAIN, **headers, "content-length": str(len(body))}
    return b"POST /graphql HTTP/1.1\r\n" + lines(given) + b"\r\n" + body


def get(query: str = QUERY, **headers: str) -> bytes:
    return (
        f"GET /graphql?query={quote(query)} HTTP/1.1\r\n".encode()
        + lines({"host": "here", **headers})
        + b"\r\n"
    )


def lines(headers: dict[str, str]) -> bytes:
    return "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items()).encode()


@pytest.fixture
def long_way(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of requests that went through ASGI."""
    paths: list[str] = []
    ordinary = Express.__call__

    async def counted(self: Express, scope: Any, receive: Any, send: Any) -> None:
        paths.append(scope["path"])
        await ordinary(self, scope, receive, send)

    monkeypatch.setattr(Express, "__call__", counted)
    return paths


@pytest.fixture
def made() -> World:
    return world()


@pytest.fixture
def port(made: World) -> Iterator[int]:
    with served(made) as found:
        yield found


@pytest.mark.parametrize(
    "request_of",
    [
        post(),
        post(b"{not json"),
        post(b"[]"),
        post(b"{}"),
        post(orjson.dumps({"query": "{ nothing }"}), accept="application/graphql-response+json"),
        post(orjson.dumps({"query": "{ farms { edges"})),
        post(orjson.dumps({"query": QUERY, "operationName": "Other"})),
        post(orjson.dumps({"query": QUERY}), accept_language="de, en"),
        get(),
        get(accept="application/graphql-response+json"),
        get("{ nothing }"),
        get("mutation { nothing }"),
    ],
)
async def test_the_answer_is_the_same_by_both_ways(port: int, request_of: bytes, long_way: list[str]) -> None:
    async with line(port) as one, line(port) as other:
        first = await one.ask(request_of)
        assert [await one.ask(request_of) for _ in range(2)] == [first, first]
        assert await other.ask(request_of) == first
    assert long_way == ["/graphql"], "only the first one went the long way"


async def test_an_unchanged_answer_is_304_by_both_ways(port: int, long_way: list[str]) -> None:
    async with line(port) as one:
        _, headers, _ = await one.ask(get())
        (etag,) = (header[6:].decode() for header in headers if header.startswith(b"etag: "))
        first = await one.ask(get(if_none_match=etag))
        assert first[0] == 304
        assert await one.ask(get(if_none_match=etag)) == first
    assert len(long_way) == 2


async def test_bodies_of_one_length_are_not_taken_for_each_other(port: int) -> None:
    async with line(port) as one:
        for number in (1, 2, 3, 1):
            body = orjson.dumps({"query": f"{{ farms(first: {number}) {{ edges {{ cursor }} }} }}"})
            _, _, answer = await one.ask(post(body))
            assert len(orjson.loads(answer)["data"]["farms"]["edges"]) == number


async def test_a_known_head_whose_body_comes_later_is_read_as_ever(port: int, long_way: list[str]) -> None:
    whole = post()
    end = whole.index(b"\r\n\r\n") + 4
    async with line(port) as one:
        wanted = await one.ask(whole)
        assert await one.ask(whole[:end], whole[end:]) == wanted
        assert await one.ask(whole[:30], whole[30:end], whole[end:-3], whole[-3:]) == wanted
        assert await one.ask(whole) == wanted
    assert len(long_way) == 3


async def test_two_known_requests_in_one_packet_are_answered_in_turn(port: int) -> None:
    async with line(port) as one:
        wanted = await one.ask(post())
        assert await one.ask(post() + post()) == wanted
        assert await one.read() == wanted


async def test_a_request_that_comes_while_one_is_answered_waits_for_its_turn() -> None:
    slow = Slow()
    question = post(b'{"query": "{ slow }"}')
    with served(slow.world()) as port:
        async with line(port) as one:
            one.writer.write(question)
            await slow.until(1)
            asyncio.get_running_loop().call_soon(slow.go.set)
            await one.read()
            slow.go.clear()
            one.writer.write(question)
            await slow.until(2)
            one.writer.write(post())
            await asyncio.sleep(0.02)
            slow.go.set()
            assert orjson.loads((await one.read())[2])["data"] == {"slow": 1}
            assert orjson.loads((await one.read())[2])["data"] == DATA


async def test_nobody_works_for_a_caller_who_hung_up() -> None:
    slow = Slow()
    made = slow.world()
    question = post(b'{"query": "{ slow }"}')
    slow.go.set()
    with served(made) as port:
        async with line(port) as one:
            await one.ask(question)
            slow.go.clear()
            one.writer.write(question)
            await slow.until(2)
            assert made.endpoint.parts.gate.in_flight == 1
        await until(lambda: made.endpoint.parts.gate.in_flight == 0)
        slow.go.set()


async def test_each_caller_behind_a_proxy_has_units_of_their_own() -> None:
    with served(world(rate_limit=3)) as port:
        async with line(port) as one:
            asked = [await one.ask(post(x_forwarded_for="203.0.113.1")) for _ in range(4)]
            other = [await one.ask(post(x_forwarded_for="203.0.113.2")) for _ in range(2)]
    assert asked[-1][0] == 429
    assert other[0][0] == 200
    assert any(header.startswith(b"ratelimit:") for header in asked[1][1])


async def test_kept_answers_need_no_work(long_way: list[str]) -> None:
    made = world(response_cache_bytes=100_000)
    with served(made) as port:
        async with line(port) as one:
            answers = [await one.ask(post()) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert made.shelves["farming"].asked == [("search", 1, ["edges"])]
    assert len(long_way) == 1


async def test_what_nobody_expected_is_500_by_both_ways_and_the_connection_goes_on(
    made: World, port: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("a secret")

    async with line(port) as one:
        with monkeypatch.context() as patched:
            patched.setattr(made.endpoint.parts.runner, "run", broken)
            first = await one.ask(post())
            assert await one.ask(post()) == first
        assert first[0] == 500
        assert orjson.loads(first[2])["errors"][0]["extensions"] == {"code": "INTERNAL"}
        assert b"secret" not in first[2]
        assert orjson.loads((await one.ask(post()))[2])["data"] == DATA
    assert [record.message for record in caplog.records] == ["a request failed with RuntimeError"] * 2


async def test_a_connection_is_closed_when_nobody_asks_and_not_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "KEEP_ALIVE_SECONDS", 0.3)
    with served(world()) as port:
        async with line(port) as one:
            for _ in range(4):
                assert (await one.ask(post()))[0] == 200
                await asyncio.sleep(0.15)
            assert await asyncio.wait_for(one.reader.read(), 5) == b""


async def test_a_head_that_ends_its_connection_is_not_remembered(port: int, long_way: list[str]) -> None:
    for _ in range(2):
        async with line(port) as one:
            assert (await one.ask(post(connection="close")))[0] == 200
            assert await one.reader.read() == b""
    assert len(long_way) == 2


def test_heads_are_bounded_in_number_and_length() -> None:
    heads: Any = KnownHeads()
    for number in range(MOST_HEADS + 10):
        heads.put(("127.0.0.1", b"%d" % number), number)
    heads.put(("127.0.0.1", b"x" * 10_000), "long")
    assert heads.get(("127.0.0.1", b"x" * 10_000)) is None
    assert heads.get(("127.0.0.1", b"9")) is None
    assert heads.get(("127.0.0.1", b"10")) == 10
    assert heads.get(("127.0.0.2", b"10")) is None
