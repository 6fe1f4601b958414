"""While MongoDB is away one call looks for it and the others fail at once."""

import asyncio
import time

import pytest

from gateway.clock import ManualClock
from gateway.errors import SourceUnavailable
from gateway.store import CommandJournal, Store
from gateway.store.driver import close_client, open_client, selection_seconds
from gateway.store.outage import PAUSE, Outage
from gateway.supervise.ports import free_port


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def outage(clock: ManualClock, *, seen: bool = False) -> Outage:
    return Outage(clock, lambda: seen)


def test_nothing_is_refused_while_it_works(clock: ManualClock) -> None:
    assert outage(clock).refused_for() is None


def test_calls_are_refused_for_a_moment_and_then_one_may_look(clock: ManualClock) -> None:
    down = outage(clock)
    down.began()
    clock.advance(0.4)
    assert down.refused_for() == pytest.approx(PAUSE - 0.4)
    clock.advance(0.5)
    assert down.refused_for() is None
    with down.looking():
        assert down.refused_for() == PAUSE
    assert down.refused_for() is None


def test_a_primary_that_the_driver_found_ends_the_outage(
    clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    found = outage(clock, seen=True)
    found.began()
    assert found.refused_for() is None
    assert not found.down


def test_each_way_is_logged_once(clock: ManualClock, caplog: pytest.LogCaptureFixture) -> None:
    away = outage(clock)
    away.began()
    clock.advance(12)
    away.began()
    away.ended()
    away.ended()
    assert caplog.messages == ["MongoDB is down", "MongoDB is back after 12 s"]


@pytest.mark.parametrize("driver", ["motor", "pymongo"])
async def test_a_hundred_calls_look_once_and_the_next_ones_do_not_wait(
    driver: str, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    uri = f"mongodb://127.0.0.1:{free_port()}/?replicaSet=rs0"
    journal = CommandJournal()
    store = await Store.open(uri, "nothing", driver=driver, clock=clock, listeners=[journal])
    stories = store.room("scouts").collection("stories")
    try:
        started = time.monotonic()
        answers = await asyncio.gather(*(stories.find({}) for _ in range(100)), return_exceptions=True)
        assert 0.6 < time.monotonic() - started < 1.4
        assert {type(answer) for answer in answers} == {SourceUnavailable}
        started = time.monotonic()
        for _ in range(50):
            with pytest.raises(SourceUnavailable) as caught:
                await stories.find({})
        assert time.monotonic() - started < 0.1
        assert caught.value.source == "scouts"
        assert caught.value.retry_after == pytest.approx(PAUSE)
        assert caught.value.extensions()["retryAfter"] == 1
        assert caplog.messages == ["MongoDB is down"]
        assert journal.snapshot() == {}
    finally:
        await store.close()


@pytest.mark.parametrize("driver", ["motor", "pymongo"])
@pytest.mark.parametrize(("query", "seconds"), [("", 0.8), ("serverSelectionTimeoutMS=100", 0.1)])
async def test_what_the_uri_says_of_time_wins(driver: str, query: str, seconds: float) -> None:
    client = open_client(f"mongodb://127.0.0.1:1/?{query}", driver=driver)
    assert selection_seconds(client) == seconds
    await close_client(client)


@pytest.mark.parametrize("driver", ["motor", "pymongo"])
async def test_closing_does_not_wait_for_a_server_that_is_sought(driver: str) -> None:
    uri = f"mongodb://127.0.0.1:{free_port()}/?replicaSet=rs0"
    store = await Store.open(uri, "nothing", driver=driver)
    asking = asyncio.ensure_future(store.ping())
    await asyncio.sleep(0.05)
    started = time.monotonic()
    await store.close()
    assert time.monotonic() - started < 0.5
    asking.cancel()
    await asyncio.wait({asking})
