"""Many keys at once, many callers at once: one load per key, and one call for all that is missing."""

import asyncio

import pytest
from cache_sources import Source

from gateway.errors import SourceInvalid, SourceRateLimited, SourceUnavailable


@pytest.fixture
def source():
    return Source()


def values(found):
    return {key: cached.value for key, cached in found.items()}


async def test_all_missing_keys_go_into_one_call_each_once(cache, source):
    kept = cache()
    kept.put("b", "kept")
    found = await kept.get_many(["a", "b", "c", "a"], source.load_many)
    assert values(found) == {"a": "a1", "b": "kept", "c": "c1"}
    assert list(found) == ["a", "b", "c"]
    assert source.calls == [["a", "c"]]


async def test_no_key_makes_no_call(cache, source):
    assert await cache().get_many([], source.load_many) == {}
    assert source.calls == []


async def test_unknown_keys_are_left_out_and_remembered(cache, source):
    kept = cache()
    source.unknown = {"b"}
    for _ in range(2):
        assert values(await kept.get_many("ab", source.load_many)) == {"a": "a1"}
    assert source.calls == [["a", "b"]]


async def test_foreign_and_missing_keys_of_an_answer_do_no_harm(cache):
    async def crooked(keys):
        return {"z": "foreign", "c": "c", "a": None}

    kept = cache()
    assert values(await kept.get_many("abc", crooked)) == {"c": "c"}
    assert kept.peek("z") is None


async def test_an_error_as_a_value_costs_only_its_key(cache, source):
    async def one_bad(keys):
        return {"a": "a", "b": SourceInvalid(detail="record 2")}

    kept = cache()
    found = await kept.get_many("ab", one_bad)
    assert found["a"].value == "a"
    assert isinstance(found["b"], SourceInvalid)
    assert values(await kept.get_many("ab", source.load_many)) == {"a": "a", "b": "b1"}
    assert source.calls == [["b"]]


async def test_a_failed_call_leaves_fresh_and_stale_keys_and_an_error_for_the_others(cache, source, clock):
    kept = cache()
    await kept.get_many("a", source.load_many)
    clock.advance(60)
    await kept.get_many("b", source.load_many)
    source.error = SourceRateLimited(retry_after=30)
    found = await kept.get_many("abc", source.load_many)
    assert (found["a"].value, found["a"].stale) == ("a1", True)
    assert (found["b"].value, found["b"].stale) == ("b2", False)
    assert isinstance(found["c"], SourceRateLimited)
    assert source.calls[2:] == [["a", "c"]]


async def test_overlapping_batches_share_the_keys_in_flight(cache, source):
    kept = cache()
    gate = source.hold()
    asked = []
    for keys in ("ab", "bc", "abcd", "a"):
        asked.append(asyncio.create_task(kept.get_many(keys, source.load_many)))
        await asyncio.sleep(0.001)
    gate.set()
    found = [values(await task) for task in asked]
    assert source.calls == [["a", "b"], ["c"], ["d"]]
    assert found[2] == {"a": "a1", "b": "b1", "c": "c2", "d": "d3"}
    assert (found[0], found[1], found[3]) == ({"a": "a1", "b": "b1"}, {"b": "b1", "c": "c2"}, {"a": "a1"})


async def test_a_thousand_equal_requests_make_one_call(cache, source):
    kept = cache()
    found = await asyncio.gather(*(kept.get("k", source.load) for _ in range(1000)))
    assert {got.value for got in found} == {"k1"}
    assert len(source.calls) == 1


async def test_a_thousand_equal_requests_share_one_failure_and_the_next_tries_again(cache, source):
    kept = cache()
    source.error = SourceUnavailable()
    found = await asyncio.gather(*(kept.get("k", source.load) for _ in range(1000)), return_exceptions=True)
    assert {type(got) for got in found} == {SourceUnavailable}
    assert len(source.calls) == 1
    source.error = None
    assert (await kept.get("k", source.load)).value == "k2"


async def test_a_caller_that_leaves_hurts_nobody_who_shares_its_load(cache, source):
    kept = cache()
    gate = source.hold()
    first = asyncio.create_task(kept.get_many("ab", source.load_many))
    await asyncio.sleep(0.001)
    second = asyncio.create_task(kept.get_many("bc", source.load_many))
    await asyncio.sleep(0.001)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    gate.set()
    assert values(await second) == {"b": "b1", "c": "c2"}


async def test_when_all_callers_have_left_the_load_is_cancelled_and_the_next_starts_anew(cache, source):
    kept = cache()
    cancelled = asyncio.Event()

    async def endless(keys):
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    asked = [asyncio.create_task(kept.get_many("ab", endless)) for _ in range(3)]
    await asyncio.sleep(0.001)
    for task in asked:
        task.cancel()
    await asyncio.gather(*asked, return_exceptions=True)
    assert values(await kept.get_many("ab", source.load_many)) == {"a": "a1", "b": "b1"}
    assert cancelled.is_set()


async def test_a_load_that_cleans_up_after_a_cancel_is_waited_for(cache, source):
    kept = cache()
    clean = asyncio.Event()

    async def stubborn(keys):
        try:
            await asyncio.Event().wait()
        finally:
            await clean.wait()

    first = asyncio.create_task(kept.get_many("ab", stubborn))
    await asyncio.sleep(0.001)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    second = asyncio.create_task(kept.get_many("bc", source.load_many))
    await asyncio.sleep(0.001)
    assert source.calls == [["c"]]
    clean.set()
    assert values(await second) == {"b": "b2", "c": "c1"}


async def test_a_load_cancelled_from_within_is_an_error_for_its_keys(cache):
    async def cancelled(keys):
        raise asyncio.CancelledError

    found = await cache().get_many("ab", cancelled)
    assert [type(error) for error in found.values()] == [SourceUnavailable] * 2


async def test_a_batch_larger_than_the_cache_is_answered_completely(cache, source):
    kept = cache(max_entries=3)
    keys = [f"k{n}" for n in range(10)]
    assert len(await kept.get_many(keys, source.load_many)) == 10
    assert kept.stats().entries == 3


async def test_in_the_background_stale_keys_reload_together_while_missing_ones_are_waited_for(
    cache, source, clock
):
    kept = cache(revalidate="background")
    await kept.get_many("ab", source.load_many)
    clock.advance(60)
    found = await kept.get_many("abc", source.load_many)
    assert [found[key].value for key in "ab"] == ["a1", "b1"]
    assert found["c"].value.startswith("c")
    assert sorted(source.calls[1:]) == [["a", "b"], ["c"]]
    assert [kept.peek(key).stale for key in "abc"] == [False] * 3
