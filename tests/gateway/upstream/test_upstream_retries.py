"""Who is asked twice, who is asked later, and who is not asked at all."""

import asyncio
from datetime import timedelta
from email.utils import format_datetime

import pytest
from upstream_servers import OK_HEAD, answer, cut, held, serving, speaking

from gateway.clock import ManualClock, SystemClock
from gateway.errors import SourceError, SourceRateLimited, SourceUnavailable
from gateway.upstream import BreakerPolicy
from gateway.upstream.pacing import RetryBudget, retry_after

NEVER_OPEN = BreakerPolicy(consecutive=10_000, calls=10_000)


async def test_a_transient_failure_is_repeated_once_and_succeeds(upstream, records, clock):
    async with serving(answer(503), answer()) as service:
        assert (await upstream(service.base_url).get("x")).ok
    assert service.calls == 2
    assert (records[0].outcome, records[0].attempts) == ("OK", 2)
    assert 0.05 <= clock.monotonic() - 1000 <= 0.15  # the delay is spread over half to one and a half


async def test_a_call_that_must_not_be_doubled_is_sent_once(upstream):
    async with serving(cut) as service:
        client = upstream(service.base_url)
        with pytest.raises(SourceUnavailable):
            await client.post_json("x", {}, idempotent=False)
        with pytest.raises(SourceUnavailable):
            await client.get("x", idempotent=False)
    assert service.calls == 2


@pytest.mark.parametrize(("retries", "calls"), [(0, 1), (1, 2), (3, 4)])
async def test_the_number_of_repetitions_is_a_setting(upstream, retries, calls):
    async with serving(answer(503)) as service:
        with pytest.raises(SourceUnavailable):
            await upstream(service.base_url, retries=retries).get("x")
    assert service.calls == calls


async def test_a_connection_closed_while_idle_costs_one_repetition_and_no_error(upstream):
    async def one_answer_each(reader, writer):
        writer.write(OK_HEAD + b"Content-Length: 2\r\n\r\n[]")
        await writer.drain()
        await reader.readuntil(b"\r\n\r\n")

    async with speaking(one_answer_each) as service:
        client = upstream(service.base_url)
        assert (await client.get("x")).ok
        assert (await client.get("x")).ok
    assert service.calls == 2


async def test_the_budget_allows_a_few_and_then_a_tenth(upstream):
    async with serving(answer(503)) as service:
        client = upstream(service.base_url, breaker=NEVER_OPEN)
        for _ in range(100):
            with pytest.raises(SourceUnavailable):
                await client.get("x")
    assert service.calls == 100 + 3 + 10


def test_a_budget_of_nothing_repeats_nothing():
    budget = RetryBudget(0.0, 0)
    for _ in range(100):
        budget.called()
    assert not budget.take()


async def test_no_repetition_is_begun_that_the_deadline_would_cut(upstream):
    async with serving(answer(503)) as service:
        with pytest.raises(SourceUnavailable):
            await upstream(service.base_url, retry_delay=10.0).get("x")
    assert service.calls == 1


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        ("30", 30.0),
        ("0", 1.0),
        ("-5", 1.0),
        ("2.5", 2.5),
        ("315360000", 300.0),
        ("1e400", 300.0),
        ("in a while", 5.0),
        ("nan", 5.0),
        ("", 5.0),
    ],
)
async def test_a_rate_limit_stops_all_calls_for_the_time_it_names(upstream, clock, header, pause):
    async with serving(answer(429, Retry_After=header), answer()) as service:
        client = upstream(service.base_url)
        with pytest.raises(SourceRateLimited) as caught:
            await client.get("x")
        assert caught.value.retry_after == pause
        clock.advance(pause - 0.5)
        with pytest.raises(SourceRateLimited) as caught:
            await client.get("y")
        assert caught.value.extensions()["retryAfter"] == 1
        assert service.calls == 1
        clock.advance(0.5)
        assert (await client.get("x")).ok
    assert service.calls == 2


@pytest.mark.parametrize(("ahead", "pause"), [(40, 40.0), (-40, 1.0), (3_000_000, 300.0)])
async def test_a_date_to_retry_after_is_understood(upstream, clock, ahead, pause):
    date = format_datetime(clock.now() + timedelta(seconds=ahead), usegmt=True)
    async with serving(answer(429, Retry_After=date)) as service:
        with pytest.raises(SourceRateLimited) as caught:
            await upstream(service.base_url).get("x")
    assert caught.value.retry_after == pause


@pytest.mark.parametrize(
    "date", ["Wed, 99 Nov 2026 10:00:00 GMT", "Fri, 31 Dec 99999 23:59:59 GMT", "x" * 9999]
)
def test_a_date_that_is_none_counts_as_no_header(date):
    assert retry_after({"Retry-After": date}, ManualClock().now(), 300.0) is None


async def test_a_503_that_names_a_time_is_not_repeated_and_not_asked_before(upstream, clock):
    async with serving(answer(503, Retry_After="20"), answer()) as service:
        client = upstream(service.base_url)
        for _ in range(3):
            with pytest.raises(SourceUnavailable) as caught:
                await client.get("x")
            assert caught.value.retry_after == 20.0
        assert service.calls == 1
        clock.advance(20)
        assert (await client.get("x")).ok


async def test_a_jump_of_the_wall_clock_does_not_move_the_pause(upstream, clock):
    async with serving(answer(429, Retry_After="30"), answer()) as service:
        client = upstream(service.base_url)
        with pytest.raises(SourceRateLimited):
            await client.get("x")
        clock.jump(86_400)
        with pytest.raises(SourceRateLimited):
            await client.get("x")
        clock.jump(-200_000)
        clock.advance(30)
        assert (await client.get("x")).ok
    assert service.calls == 2


async def test_a_pause_named_by_the_source_itself_is_kept_within_its_policy(upstream, clock):
    def classify(got):
        return SourceRateLimited(retry_after=7200.0)

    async with serving(answer(400)) as service:
        client = upstream(service.base_url, classify=classify, longest_pause=3600.0)
        with pytest.raises(SourceRateLimited) as caught:
            await client.get("x")
        assert caught.value.retry_after == 3600.0
        clock.advance(3599)
        with pytest.raises(SourceRateLimited):
            await client.get("x")
    assert service.calls == 1


async def test_the_longest_of_several_pauses_counts(upstream, clock):
    go = asyncio.Event()
    limits = [held(go, answer(429, Retry_After=seconds)) for seconds in ("60", "10")]
    async with serving(*limits) as service:
        client = upstream(service.base_url)
        calls = [asyncio.create_task(client.get("x")) for _ in range(2)]
        await service.reached(2)
        go.set()
        await asyncio.gather(*calls, return_exceptions=True)
        clock.advance(59)
        with pytest.raises(SourceRateLimited):
            await client.get("x")
    assert service.calls == 2


async def test_calls_waiting_for_a_place_hear_of_the_pause(upstream):
    go = asyncio.Event()

    async def limited(request):
        await go.wait()
        return await answer(429, Retry_After="30")(request)

    async with serving(limited) as service:
        client = upstream(service.base_url, concurrency=1)
        calls = [asyncio.create_task(client.get("x")) for _ in range(5)]
        await service.reached(1)
        go.set()
        results = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(result) for result in results] == [SourceRateLimited] * 5
    assert service.calls == 1


async def test_the_system_clock_retries_for_real(upstream):
    async with serving(answer(503), answer()) as service:
        client = upstream(service.base_url, clock=SystemClock(), retry_delay=0.01)
        assert (await client.get("x")).ok
    assert service.calls == 2


async def test_a_clock_that_stands_still_cannot_hold_a_call_beyond_its_deadline(upstream):
    async with serving(answer(503)) as service:
        with pytest.raises(SourceError):
            await upstream(service.base_url, clock=ManualClock(), total=0.2).get("x")
    assert service.calls == 1
