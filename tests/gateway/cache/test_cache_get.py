"""One key: fresh, stale, dead, unknown, and what a failed load costs."""

import asyncio

import pytest
from cache_sources import Source

from gateway.cache import Ages, FreshCache
from gateway.errors import BadInput, SourceInvalid, SourceUnavailable


@pytest.fixture
def source():
    return Source()


async def test_a_fresh_value_is_given_without_asking(cache, source, clock):
    kept = cache()
    first = await kept.get("k", source.load)
    clock.advance(59.9)
    second = await kept.get("k", source.load)
    assert (first.value, second.value) == ("k1", "k1")
    assert (first.stale, second.stale) == (False, False)
    assert (first.fresh_for, second.fresh_for) == (60.0, pytest.approx(0.1))
    assert first.fetched_at == second.fetched_at
    assert len(source.calls) == 1


async def test_a_stale_value_is_reloaded_first(cache, source, clock):
    kept = cache()
    await kept.get("k", source.load)
    clock.advance(60)
    got = await kept.get("k", source.load)
    assert (got.value, got.stale, got.fetched_at) == ("k2", False, clock.now())


async def test_a_stale_value_is_given_and_marked_when_the_reload_fails(cache, source, clock):
    kept = cache()
    before = clock.now()
    await kept.get("k", source.load)
    source.error = SourceUnavailable(source="apidae")
    clock.advance(599)
    got = await kept.get("k", source.load)
    assert (got.value, got.stale, got.fresh_for, got.fetched_at) == ("k1", True, 0.0, before)
    assert len(source.calls) == 2


async def test_after_a_failed_reload_the_source_is_left_in_peace_for_a_while(cache, source, clock):
    kept = cache()
    await kept.get("k", source.load)
    clock.advance(60)
    source.error = SourceUnavailable()
    for _ in range(10):
        assert (await kept.get("k", source.load)).stale
    assert len(source.calls) == 2
    clock.advance(5)
    source.error = None
    assert (await kept.get("k", source.load)).value == "k3"


async def test_a_source_known_to_be_down_is_not_asked_while_there_is_something_stale(cache, source, clock):
    down = False
    kept = cache(is_down=lambda: down)
    await kept.get("k", source.load)
    clock.advance(60)
    down = True
    assert (await kept.get("k", source.load)).stale
    assert len(source.calls) == 1
    clock.advance(540)
    source.error = SourceUnavailable()
    with pytest.raises(SourceUnavailable):
        await kept.get("k", source.load)
    assert len(source.calls) == 2


async def test_a_dead_value_is_never_given(cache, source, clock):
    kept = cache()
    await kept.get("k", source.load)
    source.error = SourceUnavailable()
    clock.advance(600)
    with pytest.raises(SourceUnavailable):
        await kept.get("k", source.load)
    assert kept.peek("k") is None
    assert kept.stats().entries == 0


async def test_a_value_that_dies_during_the_failing_reload_is_not_given(cache, source, clock):
    kept = cache()
    await kept.get("k", source.load)
    clock.advance(599)
    gate, source.error = source.hold(), SourceUnavailable()
    asked = asyncio.create_task(kept.get("k", source.load))
    await asyncio.sleep(0)
    clock.advance(1)
    gate.set()
    with pytest.raises(SourceUnavailable):
        await asked


async def test_age_counts_from_before_the_load(cache, source, clock):
    kept = cache()
    gate = source.hold()
    asked = asyncio.create_task(kept.get("k", source.load))
    await asyncio.sleep(0.001)
    clock.advance(45)
    gate.set()
    assert (await asked).fresh_for == 15.0


async def test_nothing_is_kept_of_a_failure(cache, source):
    kept = cache()
    source.error = SourceInvalid()
    for _ in range(2):
        with pytest.raises(SourceInvalid):
            await kept.get("k", source.load)
    source.error = None
    assert (await kept.get("k", source.load)).value == "k3"
    assert kept.stats().failures == 2


async def test_an_unknown_key_is_known_as_such_for_a_short_while(cache, source, clock):
    kept = cache()
    source.unknown = {"k"}
    assert await kept.get("k", source.load) is None
    clock.advance(29.9)
    source.unknown = set()
    assert await kept.get("k", source.load) is None
    assert len(source.calls) == 1
    clock.advance(0.1)
    assert (await kept.get("k", source.load)).value == "k2"


async def test_a_key_that_vanished_from_the_source_is_not_given_any_more(cache, source, clock):
    kept = cache()
    await kept.get("k", source.load)
    clock.advance(60)
    source.unknown = {"k"}
    assert await kept.get("k", source.load) is None
    source.error = SourceUnavailable()
    clock.advance(30)
    with pytest.raises(SourceUnavailable):
        await kept.get("k", source.load)


async def test_bad_input_is_raised_and_never_hidden_by_something_stale(cache, source, clock):
    kept = cache()
    await kept.get("k", source.load)
    clock.advance(60)
    source.error = BadInput("INVALID_ARGUMENT", "no")
    with pytest.raises(BadInput):
        await kept.get("k", source.load)


async def test_a_fault_of_our_own_is_raised_as_it_is(cache, source, clock):
    kept = cache()
    source.error = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        await kept.get("k", source.load)
    source.error = None
    assert (await kept.get("k", source.load)).value == "k2"


async def test_in_the_background_a_stale_value_is_given_at_once_and_reloaded_once(cache, source, clock):
    kept = cache(revalidate="background")
    await kept.get("k", source.load)
    clock.advance(60)
    gate = source.hold()
    for _ in range(5):
        assert (await kept.get("k", source.load)).value == "k1"
    await asyncio.sleep(0)
    assert len(source.calls) == 2
    gate.set()
    await asyncio.sleep(0.001)
    got = await kept.get("k", source.load)
    assert (got.value, got.stale) == ("k2", False)
    assert len(source.calls) == 2


async def test_a_failed_reload_in_the_background_rests_and_is_tried_again(cache, source, clock):
    kept = cache(revalidate="background")
    await kept.get("k", source.load)
    clock.advance(60)
    source.error = SourceUnavailable()
    for _ in range(5):
        assert (await kept.get("k", source.load)).stale
        await asyncio.sleep(0.001)
    assert len(source.calls) == 2
    clock.advance(5)
    source.error = None
    await kept.get("k", source.load)
    await asyncio.sleep(0.001)
    assert (await kept.get("k", source.load)).value == "k3"


async def test_a_fault_in_the_background_is_logged_and_hurts_nobody(cache, source, clock, caplog):
    kept = cache(revalidate="background")
    await kept.get("k", source.load)
    clock.advance(60)
    source.error = ZeroDivisionError()
    assert (await kept.get("k", source.load)).stale
    await asyncio.sleep(0.001)
    assert [record.name for record in caplog.records] == ["gateway.cache"]


async def test_closing_ends_what_runs_in_the_background(cache, source, clock):
    kept = cache(revalidate="background")
    await kept.get("k", source.load)
    clock.advance(60)
    source.hold()
    await kept.get("k", source.load)
    await kept.aclose()
    assert len(source.calls) == 1  # the second was cancelled before its first step


async def test_closing_ends_a_call_under_way_with_an_error(cache, source):
    kept = cache()
    source.hold()
    asked = asyncio.create_task(kept.get("k", source.load))
    await asyncio.sleep(0.001)
    await kept.aclose()
    with pytest.raises(SourceUnavailable):
        await asked


async def test_a_value_that_was_put_is_given(cache, source, clock):
    kept = cache()
    kept.put("k", "put")
    assert (await kept.get("k", source.load)).value == "put"
    assert source.calls == []


async def test_an_invalidated_key_is_loaded_again(cache, source):
    kept = cache()
    await kept.get("k", source.load)
    kept.invalidate("k")
    kept.invalidate("never seen")
    assert (await kept.get("k", source.load)).value == "k2"


async def test_keys_are_invalidated_by_a_rule(cache, source):
    kept = cache()
    for key in (("list", 1), ("list", 2), ("object", 1)):
        kept.put(key, "x")
    assert kept.invalidate_where(lambda key: key[0] == "list") == 2
    assert [kept.peek(key) is None for key in (("list", 1), ("list", 2), ("object", 1))] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("how", ["put", "invalidate", "invalidate_where"])
async def test_a_load_overtaken_by_a_change_is_neither_kept_nor_given(cache, source, how):
    kept = cache()
    gate = source.hold()
    asked = asyncio.create_task(kept.get("k", source.load))
    await asyncio.sleep(0.001)
    if how == "put":
        kept.put("k", "newer")
    elif how == "invalidate":
        kept.invalidate("k")
    else:
        kept.invalidate_where(lambda key: key == "k")
    gate.set()
    expected = "newer" if how == "put" else "k2"
    assert (await asked).value == expected
    assert (await kept.get("k", source.load)).value == expected
    assert len(source.calls) == (1 if how == "put" else 2)


async def test_a_reader_after_an_invalidation_does_not_join_the_old_load(cache, source):
    kept = cache()
    gate = source.hold()
    old = asyncio.create_task(kept.get("k", source.load))
    await asyncio.sleep(0.001)
    kept.invalidate("k")
    source.gate = None
    assert (await kept.get("k", source.load)).value == "k2"
    gate.set()
    assert (await old).value == "k2"


async def test_the_least_used_entries_leave_first(cache, source):
    kept = cache(max_entries=2)
    kept.put("a", "1")
    kept.put("b", "2")
    await kept.get("a", source.load)
    kept.peek("b")
    kept.put("c", "3")
    assert [kept.peek(key) is not None for key in "abc"] == [True, False, True]
    assert (kept.stats().evictions, kept.stats().entries) == (1, 2)


async def test_bytes_are_bounded_and_counted(cache):
    kept = cache(max_bytes=100, size=len)
    kept.put("a", "x" * 60)
    kept.put("b", "x" * 40)
    assert kept.stats().bytes == 100
    kept.put("c", "x" * 30)
    assert (kept.stats().bytes, kept.stats().entries) == (70, 2)
    kept.put("b", "x" * 10)
    assert kept.stats().bytes == 40
    kept.invalidate("c")
    assert kept.stats().bytes == 10


async def test_a_value_too_large_for_all_is_given_but_not_kept_and_drives_nobody_out(cache, source):
    kept = cache(max_bytes=5, size=len)
    kept.put("a", "abc")

    async def large():
        return "x" * 6

    assert (await kept.get("k", large)).value == "xxxxxx"
    assert kept.peek("k") is None
    assert kept.peek("a").value == "abc"
    assert kept.stats().bytes == 3


def test_a_limit_in_bytes_needs_a_size():
    with pytest.raises(ValueError, match="size"):
        FreshCache(Ages(soft=1, hard=2), max_bytes=10)


async def test_the_counts_tell_what_happened(cache, source, clock):
    kept = cache()
    await kept.get("k", source.load)
    await kept.get("k", source.load)
    clock.advance(60)
    source.error = SourceUnavailable()
    await kept.get("k", source.load)
    stats = kept.stats()
    assert (stats.hits, stats.stale, stats.misses, stats.loads, stats.failures) == (1, 1, 1, 2, 1)
