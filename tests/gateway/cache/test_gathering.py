"""One call for the keys that several ask for at the same moment."""

import asyncio
import random

import pytest

from gateway.cache import Gathering
from gateway.cache.gathering import MOST_TURNS
from gateway.errors import SourceInvalid, SourceUnavailable


class Service:
    """Knows the length of every key but of those that begin with `?`; notes each call, answers when let."""

    def __init__(self):
        self.calls = []
        self.go = asyncio.Event()
        self.go.set()
        self.cancelled = 0
        self.error = None

    async def load(self, keys):
        self.calls.append(list(keys))
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.error:
            raise self.error
        if "bad" in keys:
            raise SourceInvalid(source="s", detail="it cannot stand one of the keys")
        return {key: len(key) for key in keys if key[0] != "?"}


@pytest.fixture
def service():
    return Service()


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110  # turns of the loop are what is tested
            await asyncio.sleep(0)


async def test_all_who_ask_at_the_same_moment_share_a_call_and_get_only_what_is_theirs(service):
    gathering = Gathering(service.load)
    asked = (["a", "bb"], ["bb", "ccc"], ["?x"], ["a"])
    found = await asyncio.gather(*map(gathering.load, asked))
    assert service.calls == [["a", "bb", "ccc", "?x"]]
    assert found == [{"a": 1, "bb": 2}, {"bb": 2, "ccc": 3}, {}, {"a": 1}]


async def test_who_comes_while_others_come_joins_them(service):
    gathering = Gathering(service.load)

    async def later(turns):
        for _ in range(turns):
            await asyncio.sleep(0)
        return await gathering.load([f"key{turns}"])

    await asyncio.gather(*map(later, range(5)))
    assert len(service.calls) == 1


async def test_nobody_waits_for_ever_because_others_keep_coming(service):
    gathering = Gathering(service.load, most=10_000)
    first = asyncio.create_task(gathering.load(["first"]))
    others = []
    async with asyncio.timeout(5):
        while not first.done():
            others.append(asyncio.create_task(gathering.load([f"{len(others)}"])))
            await asyncio.sleep(0)
    assert len(others) < 2 * MOST_TURNS
    await asyncio.gather(*others)


async def test_who_comes_when_the_call_has_begun_gets_the_next_one(service):
    service.go.clear()
    gathering = Gathering(service.load)
    early = asyncio.create_task(gathering.load(["a"]))
    await until(lambda: service.calls)
    late = asyncio.create_task(gathering.load(["a"]))
    await until(lambda: len(service.calls) == 2)
    service.go.set()
    assert await asyncio.gather(early, late) == [{"a": 1}, {"a": 1}]
    assert service.calls == [["a"], ["a"]]


async def test_a_long_question_is_asked_alone_and_a_call_has_no_more_keys_than_allowed(service):
    gathering = Gathering(service.load, alone=3, most=8)
    asked = [[f"{number}-{part}" for part in range(3)] for number in range(7)] + [list("abcd")]
    found = await asyncio.gather(*map(gathering.load, asked))
    assert [set(one) for one in found] == [set(keys) for keys in asked]
    assert sorted(map(len, service.calls)) == [3, 4, 6, 6, 6]


def test_a_question_alone_fits_into_a_call(service):
    with pytest.raises(ValueError, match="alone"):
        Gathering(service.load, alone=5, most=4)


async def test_who_leaves_hurts_no_other(service):
    service.go.clear()
    gathering = Gathering(service.load)
    asked = [asyncio.create_task(gathering.load(["a"])) for _ in range(3)]
    await until(lambda: service.calls)
    asked[0].cancel()
    asked[2].cancel()
    await asyncio.gather(asked[0], asked[2], return_exceptions=True)
    service.go.set()
    assert await asked[1] == {"a": 1}
    assert not service.cancelled


async def test_with_the_last_one_the_call_is_cancelled(service):
    service.go.clear()
    gathering = Gathering(service.load)
    asked = [asyncio.create_task(gathering.load(["a"])) for _ in range(3)]
    await until(lambda: service.calls)
    for one in asked:
        one.cancel()
    await asyncio.gather(*asked, return_exceptions=True)
    await until(lambda: service.cancelled)
    service.go.set()
    assert await gathering.load(["a"]) == {"a": 1}, "the next one is not harmed"


async def test_nothing_is_called_for_those_who_left_before(service):
    gathering = Gathering(service.load)
    asked = [asyncio.create_task(gathering.load(["a"])) for _ in range(3)]
    await asyncio.sleep(0)
    for one in asked:
        one.cancel()
    await asyncio.gather(*asked, return_exceptions=True)
    for _ in range(MOST_TURNS + 5):
        await asyncio.sleep(0)
    assert service.calls == []


async def test_a_key_that_the_source_cannot_stand_fails_only_who_asked_for_it(service):
    gathering = Gathering(service.load)
    asked = (["a"], ["bb", "bad"], ["ccc"])
    found = await asyncio.gather(*map(gathering.load, asked), return_exceptions=True)
    assert [found[0], found[2]] == [{"a": 1}, {"ccc": 3}]
    assert isinstance(found[1], SourceInvalid)
    assert service.calls == [["a", "bb", "bad", "ccc"], ["a"], ["bb", "bad"], ["ccc"]]


async def test_one_alone_with_such_a_key_is_not_asked_twice(service):
    with pytest.raises(SourceInvalid):
        await Gathering(service.load).load(["bad"])
    assert service.calls == [["bad"]]


@pytest.mark.parametrize("error", [SourceUnavailable(source="s"), RuntimeError("a fault of ours")])
async def test_other_failures_go_to_all_and_nothing_is_asked_again(service, error):
    service.error = error
    gathering = Gathering(service.load)
    found = await asyncio.gather(*(gathering.load([key]) for key in "abc"), return_exceptions=True)
    assert found == [error] * 3
    assert len(service.calls) == 1


async def test_a_call_that_is_cancelled_from_outside_is_an_outage_for_those_who_wait(service):
    service.go.clear()
    asked = asyncio.create_task(Gathering(service.load).load(["a"]))
    await until(lambda: service.calls)
    (call,) = asyncio.all_tasks() - {asked, asyncio.current_task()}
    call.cancel()
    with pytest.raises(SourceUnavailable):
        await asked


async def test_whatever_order_things_happen_in_everybody_gets_their_own():
    """Askers come and leave at random, calls take random times: nobody is given what was read before."""
    rng = random.Random("gathering")
    version, running = 0, 0

    async def load(keys):
        nonlocal running
        running += 1
        assert len(keys) <= 12
        read = version
        try:
            for _ in range(rng.randrange(6)):
                await asyncio.sleep(0)
        finally:
            running -= 1
        return dict.fromkeys(keys, read)

    gathering = Gathering(load, alone=4, most=12)

    async def ask():
        nonlocal version
        for _ in range(rng.randrange(30)):
            await asyncio.sleep(0)
        version += 1
        mine, keys = version, rng.sample(range(40), rng.randrange(1, 8))
        found = await gathering.load(keys)
        assert set(found) == set(keys)
        assert min(found.values()) >= mine
        return len(found)

    tasks = [asyncio.create_task(ask()) for _ in range(400)]
    for task in rng.sample(tasks, 100):
        for _ in range(rng.randrange(3)):
            await asyncio.sleep(0)
        task.cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    faults = [one for one in answers if isinstance(one, Exception)]
    assert not faults
    assert sum(isinstance(one, int) for one in answers) >= 300
    await until(lambda: not running)
