"""The emulator behind a real server on loopback, called by a real client."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator

import aiohttp
import pytest
import uvicorn

from sources.social.emulator import create_app
from sources.social.emulator import defaults as d

HEADERS = {"Authorization": f"Bearer {d.PAGE_TOKEN}"}


@contextlib.contextmanager
def served() -> Iterator[str]:
    """Run an emulator in a thread and give its address."""
    config = uvicorn.Config(create_app({}), host="127.0.0.1", port=0, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)
    assert not thread.is_alive()


async def test_a_real_client_reads_a_list_and_its_pictures():
    with served() as base:
        async with aiohttp.ClientSession(headers=HEADERS) as http:
            params = {"fields": "id,full_picture", "limit": "5"}
            async with http.get(f"{base}/v26.0/{d.PAGE_ID}/published_posts", params=params) as answer:
                rows = (await answer.json())["data"]
            urls = [row["full_picture"] for row in rows if "full_picture" in row]
            assert urls
            assert all(url.startswith(base) for url in urls)
            async with http.get(urls[0]) as picture:
                assert (picture.status, picture.content_type) == (200, "image/png")
                assert (await picture.read())[:4] == b"\x89PNG"


async def test_a_closed_connection_reaches_the_client_as_one_and_the_server_goes_on():
    with served() as base:
        async with aiohttp.ClientSession(headers=HEADERS) as http:
            order = {"mode": "close", "times": 1}
            async with http.post(f"{base}/__emu/faults", json=order) as answer:
                assert answer.status == 200
            with pytest.raises((aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)):
                # A post is not repeated by the client on its own.
                await http.post(f"{base}/v26.0/", data={"batch": "[]"})
            async with http.get(f"{base}/v26.0/me") as answer:
                assert (await answer.json())["id"] == d.PAGE_ID


async def test_many_calls_at_once_are_all_answered_and_counted():
    with served() as base:
        async with aiohttp.ClientSession(headers=HEADERS) as http:

            async def one() -> int:
                async with http.get(f"{base}/v26.0/{d.IG_USER_ID}/media") as answer:
                    await answer.read()
                    return answer.status

            assert await asyncio.gather(*(one() for _ in range(40))) == [200] * 40
            async with http.get(f"{base}/__emu/journal") as answer:
                assert (await answer.json())["calls"] == 40
