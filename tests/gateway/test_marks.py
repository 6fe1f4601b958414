"""Marks: read from whoever declares them, kept half a minute, gone within a minute of a withdrawal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tiny import farm_source, opened, outage, tale_source

from gateway.clock import ManualClock
from gateway.errors import SourceDisabled, SourceUnavailable
from gateway.marks import HARD_SECONDS, SOFT_SECONDS, Marks
from gateway.opened import OpenedSources
from gateway.source import Context, Mark

KEYS = ["1", "3"]


async def told_farms(ctx: Context[Any]) -> AsyncIterator[str]:
    ctx.runtime.note("marks")
    for key in KEYS:
        yield key


TOLD = Mark(name="told", on="Farm", keys=told_farms, description="Farms that tales tell of.")


def bound(found: OpenedSources) -> tuple[Marks, ManualClock]:
    clock = ManualClock()
    marks = Marks(clock)
    marks.bind(found)
    return marks, clock


async def test_keys_come_from_the_source_that_declares_them_once_for_all_who_ask() -> None:
    found, shelves = opened(farm_source(), tale_source(marks=(TOLD,)))
    marks, _ = bound(found)
    answers = await asyncio.gather(*(marks.keys("Farm", "told") for _ in range(5)))
    assert set(answers) == {frozenset({"1", "3"})}
    assert shelves["telling"].asked == [("marks",)]


async def test_what_is_withdrawn_is_gone_within_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    found, _ = opened(farm_source(), tale_source(marks=(TOLD,)))
    marks, clock = bound(found)
    await marks.keys("Farm", "told")
    monkeypatch.setattr("test_marks.KEYS", ["3"])
    clock.advance(SOFT_SECONDS)
    assert await marks.keys("Farm", "told") == {"3"}
    assert SOFT_SECONDS < HARD_SECONDS < 60


async def test_an_older_answer_stands_in_for_a_source_that_is_away_but_not_for_long() -> None:
    found, shelves = opened(farm_source(), tale_source(marks=(TOLD,)))
    marks, clock = bound(found)
    await marks.keys("Farm", "told")
    shelves["telling"].failure = outage()
    clock.advance(SOFT_SECONDS + 1)
    assert await marks.keys("Farm", "told") == {"1", "3"}
    clock.advance(HARD_SECONDS - SOFT_SECONDS)
    with pytest.raises(SourceUnavailable) as caught:
        await marks.keys("Farm", "told")
    assert caught.value.source == "telling"


@pytest.mark.parametrize("disabled", [(), ("telling",)])
async def test_a_mark_that_nobody_can_tell_is_a_disabled_source(disabled: tuple[str, ...]) -> None:
    declared = {"marks": (TOLD,)} if disabled else {}
    found, _ = opened(farm_source(), tale_source(**declared), disabled=disabled)
    marks, _ = bound(found)
    with pytest.raises(SourceDisabled):
        await marks.keys("Farm", "told")
