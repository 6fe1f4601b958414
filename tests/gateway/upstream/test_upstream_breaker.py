"""When an upstream is left alone, how it comes back, and what is logged about it."""

import asyncio
import logging

import pytest
from upstream_servers import answer, cut, held, serving

from gateway.clock import ManualClock
from gateway.errors import SourceError, SourceMisconfigured, SourceTimeout, SourceUnavailable
from gateway.upstream import BreakerPolicy, Status
from gateway.upstream.breaker import Breaker, Outcome

GOOD, BAD, ANSWERED, ABANDONED = Outcome.GOOD, Outcome.BAD, Outcome.ANSWERED, Outcome.ABANDONED


@pytest.fixture
def breaker(clock):
    return Breaker(BreakerPolicy(), clock)


def feed(breaker, *outcomes):
    for outcome in outcomes:
        breaker.leave(breaker.enter(), outcome)


def test_five_failures_in_a_row_open_it_and_four_do_not(breaker):
    feed(breaker, *[BAD] * 4, GOOD, *[BAD] * 4)
    assert breaker.closed
    feed(breaker, BAD)
    assert not breaker.closed
    assert breaker.refused_for() == 5.0


def test_half_of_twenty_calls_open_it_and_half_of_eighteen_do_not(breaker):
    feed(breaker, *[GOOD, BAD] * 9, GOOD)
    assert breaker.closed
    feed(breaker, BAD)
    assert not breaker.closed


def test_failures_older_than_the_window_count_no_more(breaker, clock):
    feed(breaker, *[BAD, BAD, GOOD] * 6)
    clock.advance(10.1)
    feed(breaker, *[GOOD, BAD] * 9)
    assert breaker.closed


def test_answers_about_our_own_faults_count_neither_way(breaker):
    feed(breaker, *[BAD, ANSWERED] * 4, *[ANSWERED] * 50)
    assert breaker.closed
    feed(breaker, BAD)
    assert not breaker.closed


def test_one_probe_passes_when_the_time_is_over(breaker, clock):
    feed(breaker, *[BAD] * 5)
    clock.advance(4.9)
    assert breaker.refused_for() == pytest.approx(0.1)
    clock.advance(0.1)
    assert breaker.refused_for() is None
    probe = breaker.enter()
    assert breaker.refused_for() == 1.0
    breaker.leave(probe, GOOD)
    assert breaker.closed
    feed(breaker, *[BAD] * 4)
    assert breaker.closed


def test_each_failed_probe_doubles_the_time_up_to_a_minute(breaker, clock):
    feed(breaker, *[BAD] * 5)
    waits = []
    for _ in range(6):
        waits.append(breaker.refused_for())
        clock.advance(waits[-1])
        feed(breaker, BAD)
    assert waits == [5, 10, 20, 40, 60, 60]
    clock.advance(60)
    feed(breaker, GOOD, *[BAD] * 5)
    assert breaker.refused_for() == 5


def test_a_probe_that_was_answered_with_a_refusal_closes_it(breaker, clock):
    feed(breaker, *[BAD] * 5)
    clock.advance(5)
    feed(breaker, ANSWERED)
    assert breaker.closed


def test_a_cancelled_probe_leaves_the_next_call_to_probe(breaker, clock):
    feed(breaker, *[BAD] * 5)
    clock.advance(5)
    feed(breaker, ABANDONED)
    assert not breaker.closed
    assert breaker.refused_for() is None


def test_late_ends_of_calls_from_before_do_not_count(breaker, clock):
    late = [breaker.enter() for _ in range(10)]
    feed(breaker, *[BAD] * 5)
    clock.advance(5)
    probe = breaker.enter()
    for permit in late[:5]:
        breaker.leave(permit, BAD)
    for permit in late[5:]:
        breaker.leave(permit, GOOD)
    assert not breaker.closed
    breaker.leave(probe, GOOD)
    assert breaker.closed


async def fail(client, times=1):
    for _ in range(times):
        with pytest.raises(SourceError) as caught:
            await client.get("x")
    return caught.value


async def test_an_outage_of_a_minute_costs_few_calls_and_ends_by_itself(upstream, clock):
    offered = 0
    async with serving(answer(503)) as service:
        client = upstream(service.base_url)
        while clock.monotonic() < 1060:
            await fail(client)
            offered += 1
            clock.advance(0.05)
        # 5 failures (2 of 3 calls repeated), then probes 5, 10, 20 s apart
        assert offered > 1100
        assert service.calls == 5 + 3
        error = await fail(client)
        assert type(error) is SourceUnavailable
        assert error.detail == "left alone after failures"
        service.replies = [answer()]
        clock.advance(error.retry_after)
        assert (await client.get("x")).ok
        assert client.state().status is Status.OK
        for _ in range(10):
            await client.get("x")
    assert service.calls == 8 + 11


async def test_a_failed_probe_is_not_repeated(upstream, clock):
    async with serving(*[answer(500)] * 5, answer(503)) as service:
        client = upstream(service.base_url)
        await fail(client, 5)
        clock.advance(5)
        assert (await fail(client)).detail == "status 503 from 127.0.0.1/api/x"
    assert service.calls == 6


async def test_a_probe_whose_caller_hangs_up_leaves_the_next_call_to_probe(upstream, clock):
    async with serving(*[answer(500)] * 5, held(asyncio.Event()), answer()) as service:
        client = upstream(service.base_url)
        await fail(client, 5)
        clock.advance(5)
        probe = asyncio.create_task(client.get("x"))
        await service.reached(6)
        probe.cancel()
        await asyncio.gather(probe, return_exceptions=True)
        assert client.state().status is Status.DOWN
        assert (await client.get("x")).ok
    assert service.calls == 7


async def test_many_callers_at_half_open_send_one_probe(upstream, clock):
    go = asyncio.Event()
    async with serving(*[answer(500)] * 5, held(go)) as service:
        client = upstream(service.base_url)
        await fail(client, 5)
        clock.advance(5)
        probe = asyncio.create_task(client.get("x"))
        await service.reached(6)
        others = await asyncio.gather(*(client.get("x") for _ in range(20)), return_exceptions=True)
        assert {type(other) for other in others} == {SourceUnavailable}
        go.set()
        assert (await probe).ok
    assert service.calls == 6


async def test_timeouts_open_the_breaker_too(upstream):
    async with serving(held(asyncio.Event())) as service:
        client = upstream(service.base_url, total=0.05)
        assert type(await fail(client, 5)) is SourceTimeout
        assert type(await fail(client)) is SourceUnavailable
    assert service.calls == 5


async def test_a_late_success_from_before_does_not_bring_it_back(upstream):
    go = asyncio.Event()
    async with serving(held(go), answer(500)) as service:
        client = upstream(service.base_url)
        late = asyncio.create_task(client.get("x"))
        await service.reached(1)
        await fail(client, 5)
        go.set()
        assert (await late).ok
        assert client.state().status is Status.DOWN
        await fail(client)
    assert service.calls == 6


@pytest.mark.parametrize("status", [400, 401, 404])
async def test_our_own_faults_never_open_the_breaker(upstream, status):
    async with serving(answer(status)) as service:
        await fail(upstream(service.base_url), 30)
    assert service.calls == 30


def told(caplog):
    """What the gateway says of its upstreams; the servers of tests talk too."""
    return [record for record in caplog.records if record.name == "gateway.upstream"]


async def test_going_down_and_coming_back_are_logged_once_each(upstream, clock, caplog):
    async with serving(cut) as service:
        client = upstream(service.base_url, secrets=("the-key",))
        with caplog.at_level(logging.DEBUG, "gateway.upstream"):
            await fail(client, 50)
            assert (client.state().status, client.state().code) == (Status.DOWN, "SOURCE_UNAVAILABLE")
            service.replies = [answer()]
            clock.advance(42)
            await client.get("x")
            await client.get("x")
    down, back = [record.getMessage() for record in told(caplog)]
    assert down == (
        "upstream apidae is down: SOURCE_UNAVAILABLE, ServerDisconnectedError from 127.0.0.1/api/x"
    )
    assert back == "upstream apidae is back after 42 s"


async def test_refused_credentials_are_logged_once_and_shown_as_down(upstream, caplog):
    async with serving(answer(401)) as service:
        client = upstream(service.base_url)
        assert type(await fail(client, 10)) is SourceMisconfigured
        assert (client.state().status, client.state().code) == (Status.DOWN, "SOURCE_MISCONFIGURED")
        service.replies = [answer()]
        await client.get("x")
        assert client.state().status is Status.OK
    assert [record.getMessage().split(":")[0] for record in told(caplog)] == [
        "upstream apidae is down",
        "upstream apidae is back after 0 s",
    ]


async def test_an_upstream_that_flaps_is_logged_at_most_once_a_minute(upstream, clock, caplog):
    async with serving(answer()) as service:
        client = upstream(service.base_url)
        for n in range(120):
            service.replies = [answer(403 if n % 2 == 0 else 200)]
            if n % 2 == 0:
                await fail(client)
            else:
                await client.get("x")
            clock.advance(1)
    assert len(told(caplog)) == 4  # twice down and back in two minutes


async def test_the_moment_of_a_change_of_state_is_known(upstream, clock):
    async with serving(answer(403)) as service:
        client = upstream(service.base_url)
        assert client.state().since == clock.now()
        clock.advance(100)
        await fail(client)
        gone = clock.now()
        clock.advance(100)
        await fail(client)
        assert client.state().since == gone


async def test_the_manual_clock_drives_a_breaker_without_real_time(upstream):
    clock = ManualClock()
    async with serving(*[answer(500)] * 5, answer()) as service:
        client = upstream(service.base_url, clock=clock)
        await fail(client, 6)
        assert service.calls == 5
        clock.advance(5)
        assert (await client.get("x")).ok
