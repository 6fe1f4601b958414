"""Time that tests move by hand."""

import asyncio
from datetime import UTC, timedelta

import pytest

from gateway.clock import ManualClock, SystemClock


async def test_sleepers_wake_in_order_once_enough_time_was_given():
    clock, woken = ManualClock(), []

    async def sleeper(seconds):
        await clock.sleep(seconds)
        woken.append(seconds)

    tasks = [asyncio.create_task(sleeper(seconds)) for seconds in (3, 1, 2, 0, -1)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert (woken, clock.sleepers) == ([0, -1], 3)
    clock.advance(2)
    await asyncio.sleep(0)
    assert woken == [0, -1, 1, 2]
    clock.advance(0.5)
    await asyncio.sleep(0)
    assert (clock.sleepers, len(woken)) == (1, 4)
    clock.advance(0.5)
    await asyncio.gather(*tasks)
    assert woken == [0, -1, 1, 2, 3]


async def test_a_cancelled_sleeper_is_forgotten():
    clock = ManualClock()
    task = asyncio.create_task(clock.sleep(5))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert clock.sleepers == 0
    clock.advance(10)


def test_advancing_moves_both_clocks_and_jumping_only_the_wall():
    clock = ManualClock()
    now, monotonic = clock.now(), clock.monotonic()
    clock.advance(10)
    clock.jump(-100)
    assert clock.now() - now == timedelta(seconds=-90)
    assert clock.monotonic() - monotonic == 10


async def test_a_clock_may_move_by_sleeping():
    clock = ManualClock(sleeping_advances=True)
    await clock.sleep(30)
    assert clock.monotonic() == pytest.approx(1030)


async def test_the_system_clock_is_aware_and_goes_on():
    clock = SystemClock()
    before = clock.monotonic()
    await clock.sleep(0.001)
    assert clock.monotonic() > before
    assert clock.now().tzinfo is UTC
