"""Every way in which an upstream fails, its typed error, and how often it was asked."""

import asyncio
import gzip
import socket
import time
import tracemalloc
import zlib

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver
from upstream_servers import OK_HEAD, answer, cut, serving, speaking

from gateway.errors import (
    SourceError,
    SourceInvalid,
    SourceMisconfigured,
    SourceRateLimited,
    SourceTimeout,
    SourceUnavailable,
)
from gateway.upstream import Reaction


async def failure(call) -> SourceError:
    with pytest.raises(SourceError) as caught:
        await call
    return caught.value


@pytest.mark.parametrize(
    ("status", "error", "calls"),
    [
        (204 + 96, SourceInvalid, 1),
        (304, SourceInvalid, 1),
        (400, SourceInvalid, 1),
        (401, SourceMisconfigured, 1),
        (403, SourceMisconfigured, 1),
        (404, SourceInvalid, 1),
        (407, SourceMisconfigured, 1),
        (408, SourceTimeout, 1),
        (418, SourceInvalid, 1),
        (429, SourceRateLimited, 1),
        (500, SourceUnavailable, 1),
        (501, SourceUnavailable, 1),
        (502, SourceUnavailable, 2),
        (503, SourceUnavailable, 2),
        (504, SourceUnavailable, 2),
        (599, SourceUnavailable, 1),
    ],
)
async def test_each_status_has_its_error_and_its_number_of_attempts(upstream, status, error, calls):
    async with serving(answer(status, b"upstream's own words")) as service:
        found = await failure(upstream(service.base_url).get("x"))
    assert type(found) is error
    assert found.source == "apidae"
    assert found.detail == f"status {status} from 127.0.0.1/api/x"
    assert "own words" not in found.message
    assert service.calls == calls


async def test_a_redirect_is_not_followed(upstream):
    async with serving(answer()) as other, serving(answer(302, Location=other.base_url)) as service:
        found = await failure(upstream(service.base_url).get("x"))
    assert type(found) is SourceInvalid
    assert (service.calls, other.calls) == (1, 0)


async def test_a_row_of_the_table_can_be_replaced(upstream):
    async with serving(answer(404, b"null")) as service:
        client = upstream(service.base_url, reactions={404: Reaction.ACCEPT, 5: Reaction.RETRY})
        got = await client.get("x")
        assert (got.status, got.ok, got.json()) == (404, False, None)
        service.replies = [answer(500)]
        await failure(client.get("x"))
    assert service.calls == 3


async def test_a_source_reads_errors_in_the_words_of_its_service(upstream):
    def classify(got):
        code = got.json().get("code")
        if code == 190:
            return SourceMisconfigured(detail="expired, access_token=EAAB123")
        return Reaction.ACCEPT if code == 33 else None

    async with serving(answer(400, b'{"code":190}')) as service:
        client = upstream(service.base_url, classify=classify)
        found = await failure(client.get("x"))
        assert type(found) is SourceMisconfigured
        assert found.detail == "status 400 from 127.0.0.1/api/x: expired, access_token=[removed]"
        service.replies = [answer(400, b'{"code":33}')]
        assert (await client.get("x")).status == 400
        service.replies = [answer(404, b'{"code":1}')]
        assert type(await failure(client.get("x"))) is SourceInvalid
        service.replies = [answer(403, b"<html>no json</html>")]
        assert type(await failure(client.get("x"))) is SourceMisconfigured


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<html><h1>Maintenance</h1></html>", id="html"),
        pytest.param(b'{"a": [1, 2', id="truncated"),
        pytest.param(b"", id="empty"),
        pytest.param(b'{"a": "\xe9t\xe9"}', id="latin1"),
        pytest.param(b'{"a": NaN}', id="nan"),
        pytest.param(b"[" * 100_000, id="brackets"),
        pytest.param(b'"\\ud800"', id="lone surrogate"),
    ],
)
async def test_what_is_not_json_is_invalid_and_not_shown(upstream, body):
    async with serving(answer(body=body)) as service:
        got = await upstream(service.base_url).get("x")
    with pytest.raises(SourceInvalid) as caught:
        got.json()
    assert caught.value.source == "apidae"
    assert caught.value.detail == f"{len(body)} bytes of application/json from 127.0.0.1/api/x are not JSON"


async def test_a_refused_connection_is_tried_twice_and_unavailable(upstream, records):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        found = await failure(upstream(f"http://127.0.0.1:{unused.getsockname()[1]}").get("x"))
    assert type(found) is SourceUnavailable
    assert records[0].attempts == 2


async def test_a_connection_reset_before_the_answer_is_tried_twice(upstream):
    async with serving(cut) as service:
        found = await failure(upstream(service.base_url).get("x"))
    assert type(found) is SourceUnavailable
    assert service.calls == 2


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(OK_HEAD + b"Content-Length: 1000\r\n\r\n[1,2", id="length"),
        pytest.param(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n[1,2,\r\n", id="chunked"),
    ],
)
async def test_an_answer_cut_in_the_middle_is_tried_twice_and_unavailable(upstream, head):
    async def talk(reader, writer):
        writer.write(head)
        await writer.drain()

    async with speaking(talk) as service:
        found = await failure(upstream(service.base_url).get("x"))
    assert type(found) is SourceUnavailable
    assert service.calls == 2


async def test_words_that_are_not_http_are_invalid(upstream):
    async def talk(reader, writer):
        writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        await writer.drain()

    async with speaking(talk) as service:
        found = await failure(upstream(service.base_url).get("x"))
    assert type(found) is SourceInvalid
    assert service.calls == 1


class NoNames(AbstractResolver):
    async def resolve(self, *_, **__):
        raise OSError(None, "no such name")

    async def close(self):
        pass


async def test_an_unknown_host_is_unavailable_and_asked_once(upstream, records):
    connector = aiohttp.TCPConnector(resolver=NoNames())
    async with aiohttp.ClientSession(connector=connector) as without_names:
        found = await failure(upstream("http://apidae.invalid", session=without_names).get("x"))
    assert type(found) is SourceUnavailable
    assert found.detail == "ClientConnectorDNSError from apidae.invalid/x"
    assert records[0].attempts == 1


async def test_a_base_url_that_is_none_is_misconfigured(upstream):
    assert type(await failure(upstream("ftp://127.0.0.1").get("x"))) is SourceMisconfigured


async def test_a_service_that_never_answers_costs_its_budget_and_its_socket_is_closed(upstream):
    async def talk(reader, writer):
        await reader.read()

    async with speaking(talk) as service:
        client = upstream(service.base_url, total=0.2)
        started = time.monotonic()
        found = await failure(client.get("x"))
        took = time.monotonic() - started
        await asyncio.wait_for(service.closed.wait(), 1)
    assert type(found) is SourceTimeout
    assert found.detail == "no complete answer within 0.2 s from 127.0.0.1/api/x"
    assert 0.19 < took < 0.5
    assert (service.calls, client.in_flight) == (1, 0)


async def test_a_byte_now_and_then_does_not_prolong_the_budget(upstream):
    async def talk(reader, writer):
        writer.write(OK_HEAD + b"Content-Length: 1000\r\n\r\n")
        for _ in range(1000):
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with speaking(talk) as service:
        started = time.monotonic()
        found = await failure(upstream(service.base_url, total=0.2).get("x"))
        assert time.monotonic() - started < 0.5
        await asyncio.wait_for(service.closed.wait(), 1)
    assert type(found) is SourceTimeout
    assert service.calls == 1


async def test_the_retry_shares_the_budget_of_the_call(upstream):
    async def slow_cut(reader, writer):
        await asyncio.sleep(0.15)

    async with speaking(slow_cut) as service:
        started = time.monotonic()
        found = await failure(upstream(service.base_url, total=0.25).get("x"))
        took = time.monotonic() - started
    assert type(found) is SourceTimeout
    assert took < 0.5
    assert service.calls == 2


async def test_an_announced_length_above_the_limit_is_not_read(upstream):
    async def talk(reader, writer):
        writer.write(OK_HEAD + b"Content-Length: 1000000000\r\n\r\n")
        await reader.read()

    async with speaking(talk) as service:
        found = await failure(upstream(service.base_url, max_bytes=1000).get("x"))
        await asyncio.wait_for(service.closed.wait(), 1)
    assert type(found) is SourceInvalid
    assert found.detail == "announced 1000000000 bytes, at most 1000 are read from 127.0.0.1/api/x"
    assert service.calls == 1


async def test_a_body_without_length_is_read_up_to_the_limit_only(upstream):
    async def talk(reader, writer):
        writer.write(OK_HEAD + b"Connection: close\r\n\r\n")
        for _ in range(1000):
            writer.write(b" " * 100_000)
            await writer.drain()
            service.sent += 100_000

    async with speaking(talk) as service:
        found = await failure(upstream(service.base_url, max_bytes=1_000_000).get("x"))
        await asyncio.wait_for(service.closed.wait(), 1)
    assert type(found) is SourceInvalid
    assert service.sent < 20_000_000  # what fits into the buffers of two sockets, not 100 MB


async def test_a_body_of_exactly_the_limit_is_accepted(upstream):
    async with serving(answer(body=b" " * 5000)) as service:
        got = await upstream(service.base_url, max_bytes=5000).get("x")
        assert len(got.body) == 5000
        assert type(await failure(upstream(service.base_url, max_bytes=4999).get("x"))) is SourceInvalid


def bomb(megabytes: int, wbits: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    block = bytes(1_000_000)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


@pytest.mark.parametrize(("coding", "wbits"), [("gzip", 31), ("deflate", 15)])
async def test_a_compression_bomb_stops_at_the_limit_in_little_memory(upstream, coding, wbits):
    packed = bomb(300, wbits)
    assert len(packed) < 400_000
    async with serving(answer(body=packed, Content_Encoding=coding)) as service:
        client = upstream(service.base_url, max_bytes=1_000_000, total=5.0)
        tracemalloc.start()
        try:
            found = await failure(client.get("x"))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert type(found) is SourceInvalid
    assert found.detail == "more than 1000000 bytes from 127.0.0.1/api/x"
    assert peak < 10_000_000
    assert service.calls == 1


async def test_a_bomb_in_an_error_answer_is_harmless(upstream):
    async with serving(answer(500, bomb(300, 31), Content_Encoding="gzip")) as service:
        client = upstream(service.base_url, total=5.0)
        tracemalloc.start()
        try:
            found = await failure(client.get("x"))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert type(found) is SourceUnavailable
    assert peak < 10_000_000


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        pytest.param(b"this is no gzip at all", "gzip", id="no gzip"),
        pytest.param(gzip.compress(b"[1]" * 1000)[:-8] + b"\xff" * 8, "gzip", id="wrong checksum"),
        pytest.param(b"abc", "br", id="a coding we did not ask for"),
    ],
)
async def test_a_bad_compression_is_invalid_and_asked_once(upstream, body, coding):
    async with serving(answer(body=body, Content_Encoding=coding)) as service:
        found = await failure(upstream(service.base_url).get("x"))
    assert type(found) is SourceInvalid
    assert service.calls == 1


async def test_a_compression_that_ends_too_early_is_no_json(upstream):
    async with serving(answer(body=gzip.compress(b'["a", "b"]')[:-12], Content_Encoding="gzip")) as service:
        got = await upstream(service.base_url).get("x")
    with pytest.raises(SourceInvalid):
        got.json()


async def test_a_socket_kept_open_after_a_complete_answer_does_not_matter(upstream):
    async def talk(reader, writer):
        writer.write(OK_HEAD + b"Content-Length: 2\r\n\r\n[]")
        await reader.read()

    async with speaking(talk) as service:
        client = upstream(service.base_url, total=0.5)
        assert (await client.get("x")).json() == []
        assert client.in_flight == 0
        await client._transport._session.connector.close()


async def test_headers_without_end_are_refused(upstream):
    async def talk(reader, writer):
        writer.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(2000):
            writer.write(b"X-Filler: " + b"a" * 1000 + b"\r\n")
            await writer.drain()

    async with speaking(talk) as service:
        found = await failure(upstream(service.base_url, total=1.0).get("x"))
    assert type(found) is SourceInvalid
    assert service.calls == 1


async def test_after_a_storm_of_faults_the_pool_has_its_size_again(upstream, session):
    async def talk(reader, writer):
        await reader.read()

    async with speaking(talk) as service:
        client = upstream(service.base_url, total=0.1, concurrency=5)
        results = await asyncio.gather(*(client.get("x") for _ in range(40)), return_exceptions=True)
    assert {type(result) for result in results} <= {SourceTimeout, SourceUnavailable}
    assert (client.in_flight, client._places.free) == (0, 5)
    assert not session.connector._acquired
