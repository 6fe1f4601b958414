"""Batch loaders: order, one fetch a key, and no caller spoils another's key."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from gateway.errors import SourceUnavailable
from gateway.graph.loaders import BatchLoader


class Shop:
    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.failure: BaseException | None = None

    async def fetch(self, keys: Sequence[str]) -> Mapping[str, str | Exception]:
        self.batches.append(list(keys))
        await self.gate.wait()
        if self.failure:
            raise self.failure
        return {key: key.upper() for key in reversed(keys) if key != "none"}


async def test_keys_of_one_turn_are_one_batch_and_come_in_the_order_asked() -> None:
    shop = Shop()
    loader = BatchLoader(shop.fetch)
    found = await asyncio.gather(loader.load("b"), loader.load_many(["a", "none", "b"]), loader.load("a"))
    assert found == ["B", ["A", None, "B"], "A"]
    assert [sorted(batch) for batch in shop.batches] == [["a", "b", "none"]]


async def test_a_batch_is_cut_at_the_declared_size() -> None:
    shop = Shop()
    await BatchLoader(shop.fetch, max_batch=2).load_many(list("abcde"))
    assert shop.batches == [["a", "b"], ["c", "d"], ["e"]]


async def test_a_cancelled_caller_cancels_only_itself() -> None:
    shop = Shop()
    shop.gate.clear()
    loader = BatchLoader(shop.fetch)
    patient = asyncio.ensure_future(loader.load("a"))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await loader.load("a")
    shop.gate.set()
    assert await patient == "A"
    assert await loader.load("a") == "A", "the key is not spoiled"
    assert len(shop.batches) == 1


async def test_a_cancelled_batch_leaves_nobody_waiting() -> None:
    shop = Shop()
    shop.failure = asyncio.CancelledError()
    with pytest.raises(SourceUnavailable):
        await BatchLoader(shop.fetch).load("a")


async def test_a_failure_reaches_every_key_of_its_batch() -> None:
    shop = Shop()
    shop.failure = SourceUnavailable("away")
    results = await asyncio.gather(*map(BatchLoader(shop.fetch).load, "ab"), return_exceptions=True)
    assert [type(result) for result in results] == [SourceUnavailable, SourceUnavailable]


async def test_an_error_as_a_value_costs_only_its_key() -> None:
    async def fetch(keys: Sequence[str]) -> Mapping[str, str | Exception]:
        return {"good": "G", "bad": SourceUnavailable("bad")}

    loader = BatchLoader(fetch)
    good, bad = await asyncio.gather(loader.load("good"), loader.load("bad"), return_exceptions=True)
    assert good == "G"
    assert isinstance(bad, SourceUnavailable)


async def test_a_primed_value_is_never_asked_for() -> None:
    shop = Shop()
    loader = BatchLoader(shop.fetch)
    loader.prime("a", "known")
    assert await loader.load_many(["a", "b"]) == ["known", "B"]
    assert shop.batches == [["b"]]


async def test_alone_a_level_is_fetched_at_once_and_a_cancel_goes_through() -> None:
    shop = Shop()
    loader = BatchLoader(shop.fetch, max_batch=2)
    assert await loader.load_alone(["a", "b", "a", "none"]) == ["A", "B", "A", None]
    assert await loader.load_alone(["b", "a"]) == ["B", "A"]
    assert shop.batches == [["a", "b"], ["none"]]
    shop.gate.clear()
    waiting = asyncio.create_task(loader.load_alone(["c"]))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    shop.gate.set()
    assert await loader.load_alone(["c"]) == ["C"], "what was cancelled is not remembered"
