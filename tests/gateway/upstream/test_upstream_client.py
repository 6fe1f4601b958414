"""What a source sends and gets back when all is well."""

import asyncio

import pytest
from aiohttp import web
from upstream_servers import answer, held, serving

from gateway.errors import SourceTimeout
from gateway.upstream import CallRecord, Status, open_session


async def test_get_sends_path_query_and_headers_and_returns_the_body(upstream):
    async with serving(answer(body=b'{"n": 3}', X_Total="3")) as service:
        client = upstream(service.base_url, headers={"X-Client": "gateway"})
        got = await client.get("objets/12", {"locale": "fr", "count": 2}, headers={"X-One": "1"})
    [request] = service.requests
    assert (request.method, request.path_qs) == ("GET", "/api/objets/12?locale=fr&count=2")
    assert request.headers["User-Agent"] == "partir-ici-gateway/0.1"
    assert (request.headers["X-Client"], request.headers["X-One"]) == ("gateway", "1")
    assert request.headers["Accept-Encoding"] == "gzip, deflate"
    assert (got.status, got.body, got.json(), got.ok) == (200, b'{"n": 3}', {"n": 3}, True)
    assert got.headers["x-total"] == "3"


async def test_post_form_sends_url_encoded_fields(upstream):
    async with serving(answer()) as service:
        await upstream(service.base_url).post_form("/recherche/liste", {"query": '{"a": "é"}'})
    assert service.requests[0].path == "/api/recherche/liste"
    assert service.requests[0].content_type == "application/x-www-form-urlencoded"
    assert service.bodies == [b"query=%7B%22a%22%3A+%22%C3%A9%22%7D"]


async def test_post_json_sends_a_document_with_its_type(upstream):
    async with serving(answer()) as service:
        await upstream(service.base_url).post_json("batch", {"ids": [1]}, headers={"X-One": "1"})
    assert service.requests[0].content_type == "application/json"
    assert service.requests[0].headers["X-One"] == "1"
    assert service.bodies == [b'{"ids":[1]}']


async def test_a_gzip_answer_is_inflated(upstream):
    async def zipped(request):
        response = web.json_response({"text": "a" * 5000})
        response.enable_compression(web.ContentCoding.gzip)
        return response

    async with serving(zipped) as service:
        got = await upstream(service.base_url).get("x")
    assert got.json() == {"text": "a" * 5000}


async def test_cookies_of_an_upstream_are_not_kept(upstream):
    async with serving(answer(Set_Cookie="a=b")) as service:
        client = upstream(service.base_url)
        await client.get("x")
        await client.get("x")
    assert "Cookie" not in service.requests[1].headers


@pytest.mark.parametrize(
    "path", ["../admin", "a/../../b", "http://127.0.0.1/x", "a?key=1", "a#b", "a\\b", "a\r\nX: y"]
)
async def test_a_path_cannot_leave_the_base_url(upstream, path):
    async with serving(answer()) as service:
        with pytest.raises(ValueError, match="below the base url"):
            await upstream(service.base_url).get(path)
    assert service.calls == 0


async def test_each_call_is_recorded_with_its_operation_and_outcome(upstream, records):
    async with serving(answer(), answer(404)) as service:
        client = upstream(service.base_url)
        await client.get("objets/1", operation="objet")
        with pytest.raises(Exception, match="cannot be used"):
            await client.get("objets/2")
    assert records == [
        CallRecord("apidae", "objet", 0.0, "OK", 1),
        CallRecord("apidae", "objets/2", 0.0, "SOURCE_INVALID", 1),
    ]


async def test_nobody_has_to_keep_records(upstream, records):
    async with serving(answer()) as service:
        assert (await upstream(service.base_url, on_call=None).get("x")).ok
    assert records == []


async def test_calls_above_the_concurrency_wait_for_a_place(upstream):
    go = asyncio.Event()
    async with serving(held(go)) as service:
        client = upstream(service.base_url, concurrency=2)
        calls = [asyncio.create_task(client.get("x")) for _ in range(5)]
        await service.reached(2)
        await asyncio.sleep(0.02)
        assert (service.calls, client.in_flight) == (2, 2)
        go.set()
        await asyncio.gather(*calls)
    assert (service.calls, client.in_flight) == (5, 0)


async def test_waiting_for_a_place_ends_at_the_deadline_and_is_no_failure_of_the_upstream(upstream, records):
    go = asyncio.Event()
    async with serving(held(go)) as service:
        client = upstream(service.base_url, concurrency=1, total=0.05)
        slow = upstream(service.base_url, concurrency=1)
        client._places = slow._places  # the place is taken by a call with a longer deadline
        first = asyncio.create_task(slow.get("x"))
        await service.reached(1)
        for _ in range(6):
            with pytest.raises(SourceTimeout) as caught:
                await client.get("x")
        assert "no free place" in caught.value.detail
        assert client.state().status is Status.OK
        go.set()
        await first
    assert service.calls == 1
    assert [record.attempts for record in records] == [0] * 6 + [1]


async def test_cancelled_callers_give_back_place_and_connection(upstream, session, records):
    go = asyncio.Event()
    async with serving(held(go)) as service:
        client = upstream(service.base_url, concurrency=3)
        calls = [asyncio.create_task(client.get("x")) for _ in range(10)]
        await service.reached(3)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        assert client.in_flight == 0
        assert client._places.free == 3
        assert not session.connector._acquired
        go.set()
        assert (await client.get("x")).ok
    assert [record.outcome for record in records] == ["CANCELLED"] * 10 + ["OK"]


async def test_callers_that_time_out_and_cancel_at_random_never_lose_a_place(upstream):
    async with serving(answer()) as service:
        client = upstream(service.base_url, concurrency=2, total=1.0)

        async def impatient(seconds: float) -> None:
            try:
                async with asyncio.timeout(seconds):
                    await client.get("x")
            except TimeoutError:
                pass

        await asyncio.gather(*(impatient(0.0005 * n) for n in range(60)))
        assert (client.in_flight, client._places.free) == (0, 2)
        assert (await client.get("x")).ok


async def test_the_shared_session_trusts_no_environment_and_keeps_no_cookies():
    async with open_session() as opened:
        assert opened.trust_env is False
        assert type(opened.cookie_jar).__name__ == "DummyCookieJar"
