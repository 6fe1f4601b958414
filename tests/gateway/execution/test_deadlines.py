"""One timer for all: who lasts too long is stopped, and nobody else."""

import asyncio

import pytest

from gateway.execution.deadlines import Deadlines


async def within(deadlines: Deadlines, seconds: float) -> str:
    try:
        with deadlines.limited(deadlines.current_task()):
            await asyncio.sleep(seconds)
    except TimeoutError:
        return "late"
    return "done"


async def test_each_of_many_is_late_or_not_by_itself() -> None:
    deadlines = Deadlines(0.05)
    found = await asyncio.gather(*(within(deadlines, seconds) for seconds in (0, 5, 0.001, 5, 0)))
    assert found == ["done", "late", "done", "late", "done"]
    assert await within(deadlines, 5) == "late", "the timer is set again after it rang"


async def test_who_was_in_time_is_left_alone_when_the_timer_rings() -> None:
    deadlines = Deadlines(0.02)
    assert await within(deadlines, 0) == "done"
    await asyncio.sleep(0.05)  # the timer of the block rings meanwhile: a cancel would end this test


async def test_a_cancel_from_outside_is_no_lateness() -> None:
    deadlines = Deadlines(60)
    task = asyncio.ensure_future(within(deadlines, 60))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_cancel_from_outside_beside_lateness_is_a_cancel() -> None:
    deadlines = Deadlines(0.01)

    async def stubborn() -> None:
        task = deadlines.current_task()
        with deadlines.limited(task):
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                task.cancel()  # as a caller who hangs up in the same turn
                await asyncio.sleep(60)

    with pytest.raises(asyncio.CancelledError):
        await asyncio.ensure_future(stubborn())


def test_they_may_be_used_on_one_loop_after_the_other() -> None:
    deadlines = Deadlines(0.02)
    assert [asyncio.run(within(deadlines, seconds)) for seconds in (5, 0, 5)] == ["late", "done", "late"]
