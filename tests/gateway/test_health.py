"""States of sources: down at once, up again by the probe only, one source's fault is not the others'."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import pytest

from gateway.clock import ManualClock
from gateway.errors import SourceInvalid, SourceUnavailable
from gateway.health import PROBE_EVERY_WHEN_DOWN, PROBE_EVERY_WHEN_UP, HealthBoard, State


class Checks:
    """Probes that fail as told and count."""

    def __init__(self) -> None:
        self.failures: dict[str, Exception] = {}
        self.asked: list[str] = []

    def probe(self, name: str) -> Callable[[], Awaitable[None]]:
        async def ask() -> None:
            self.asked.append(name)
            if name in self.failures:
                raise self.failures[name]

        return ask


def board(checks: Checks) -> tuple[HealthBoard, ManualClock]:
    clock = ManualClock()
    probes = {name: checks.probe(name) for name in ("a", "b")}
    return HealthBoard(clock, probes, disabled=frozenset({"c"})), clock


async def test_sources_start_well_and_a_disabled_one_says_so() -> None:
    states, _ = board(Checks())
    assert [(health.source, health.state) for health in states.all()] == [
        ("a", State.OK),
        ("b", State.OK),
        ("c", State.DISABLED),
    ]


async def test_an_outage_marks_its_source_down_until_the_probe_succeeds() -> None:
    checks = Checks()
    states, clock = board(checks)
    states.failed(SourceUnavailable(source="a"))
    assert (states.of("a").state, states.of("a").code) == (State.DOWN, "SOURCE_UNAVAILABLE")
    assert states.of("b").state is State.OK
    checks.failures["a"] = SourceUnavailable()
    await states.probe_all()
    assert states.of("a").state is State.DOWN
    del checks.failures["a"]
    await states.probe_all()
    assert (states.of("a").state, states.of("a").code) == (State.OK, None)
    assert states.of("a").since == clock.now()


async def test_a_strange_answer_is_no_outage() -> None:
    states, _ = board(Checks())
    states.failed(SourceInvalid(source="a"))
    states.failed(SourceUnavailable(source="unknown"))
    assert states.of("a").state is State.OK


async def test_a_faulty_check_does_not_end_the_watch(caplog: pytest.LogCaptureFixture) -> None:
    checks = Checks()
    checks.failures["a"] = KeyError("a bug in a source")
    states, _ = board(checks)
    with caplog.at_level(logging.ERROR):
        await states.probe_all()
    assert sorted(checks.asked) == ["a", "b"]
    assert "the health check of a failed" in caplog.text


async def test_the_watch_looks_often_while_something_is_down_and_seldom_otherwise() -> None:
    checks = Checks()
    states, clock = board(checks)
    watching = asyncio.ensure_future(states.watch())
    await settled()
    assert len(checks.asked) == 2
    await step(clock, PROBE_EVERY_WHEN_DOWN)
    assert len(checks.asked) == 2
    checks.failures["a"] = SourceUnavailable()
    states.failed(SourceUnavailable(source="a"))  # wakes the watch
    await settled()
    assert len(checks.asked) == 4
    await step(clock, PROBE_EVERY_WHEN_DOWN)
    assert len(checks.asked) == 6
    checks.failures.clear()
    await step(clock, PROBE_EVERY_WHEN_DOWN)
    assert states.of("a").state is State.OK
    await step(clock, PROBE_EVERY_WHEN_UP)
    assert len(checks.asked) == 10
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


async def step(clock: ManualClock, seconds: float) -> None:
    clock.advance(seconds)
    await settled()


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)
