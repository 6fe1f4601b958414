"""One call for all who ask the same at the same time."""

import asyncio

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from upstream_servers import answer, held, serving

from gateway.errors import SourceUnavailable
from gateway.upstream import SingleFlight


async def test_a_thousand_equal_requests_make_one_call(upstream):
    go = asyncio.Event()
    flights = SingleFlight()
    async with serving(held(go)) as service:
        client = upstream(service.base_url)
        asked = [asyncio.create_task(flights.run("k", lambda: client.get("x"))) for _ in range(1000)]
        await service.reached(1)
        go.set()
        answers = await asyncio.gather(*asked)
    assert service.calls == 1
    assert len({id(got) for got in answers}) == 1
    assert len(flights) == 0


async def test_a_failure_goes_to_all_and_the_next_request_tries_again(upstream):
    flights = SingleFlight()
    async with serving(answer(500), answer()) as service:
        client = upstream(service.base_url)
        asked = (flights.run("k", lambda: client.get("x")) for _ in range(100))
        failures = await asyncio.gather(*asked, return_exceptions=True)
        assert {type(failure) for failure in failures} == {SourceUnavailable}
        assert service.calls == 1
        assert (await flights.run("k", lambda: client.get("x"))).ok
    assert service.calls == 2


async def test_different_keys_do_not_wait_for_each_other():
    flights = SingleFlight()
    never = asyncio.create_task(flights.run("a", asyncio.Event().wait))
    assert await flights.run("b", quick) == 1
    never.cancel()
    await asyncio.gather(never, return_exceptions=True)


async def quick():
    return 1


async def test_a_waiter_that_leaves_hurts_no_other(upstream):
    go = asyncio.Event()
    flights = SingleFlight()
    async with serving(held(go)) as service:
        client = upstream(service.base_url)
        asked = [asyncio.create_task(flights.run("k", lambda: client.get("x"))) for _ in range(3)]
        await service.reached(1)
        asked[0].cancel()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await flights.run("k", lambda: client.get("x"))
        go.set()
        results = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(results[0], asyncio.CancelledError)
    assert [result.ok for result in results[1:]] == [True, True]
    assert service.calls == 1


async def test_when_the_last_waiter_leaves_the_call_is_cancelled_and_its_socket_closed(upstream, session):
    flights = SingleFlight()
    async with serving(held(asyncio.Event())) as service:
        client = upstream(service.base_url)
        asked = [asyncio.create_task(flights.run("k", lambda: client.get("x"))) for _ in range(3)]
        await service.reached(1)
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        await asyncio.sleep(0.01)
        assert (client.in_flight, len(flights)) == (0, 0)
        assert not session.connector._acquired


async def test_who_comes_while_a_cancelled_call_cleans_up_waits_and_starts_anew():
    flights = SingleFlight()
    clean, running, most = asyncio.Event(), 0, 0

    async def stubborn():
        nonlocal running, most
        running += 1
        most = max(most, running)
        try:
            await asyncio.Event().wait()
        finally:
            await clean.wait()
            running -= 1

    first = asyncio.create_task(flights.run("k", stubborn))
    await asyncio.sleep(0.01)
    first.cancel()
    second = asyncio.create_task(flights.run("k", quick))
    await asyncio.sleep(0.01)
    assert not second.done()
    clean.set()
    assert await second == 1
    assert most == 1
    await asyncio.gather(first, return_exceptions=True)


async def test_a_call_cancelled_from_within_is_an_error_and_not_a_cancel_of_its_waiters():
    async def cancelled():
        raise asyncio.CancelledError

    with pytest.raises(SourceUnavailable):
        await SingleFlight().run("k", cancelled)


class Schedules(RuleBasedStateMachine):
    """Callers come, leave, and calls end in any order."""

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.flights = SingleFlight()
        self.calls = []  # [key, future, number]
        self.waiting = {}  # task -> (key, lowest number of a call it may be answered by)
        self.number = 0

    def settle(self):
        async def turns():
            for _ in range(12):
                await asyncio.sleep(0)

        self.loop.run_until_complete(turns())

    @rule(key=st.sampled_from("ab"), stubborn=st.booleans())
    def ask(self, key, stubborn):
        async def call():
            self.number += 1
            mine = [key, self.loop.create_future(), self.number]
            assert all(other[0] != key for other in self.calls), "two calls for one key"
            self.calls.append(mine)
            try:
                return await mine[1]
            except asyncio.CancelledError:
                for _ in range(3 * stubborn):
                    await asyncio.sleep(0)
                raise
            finally:
                self.calls.remove(mine)

        self.waiting[self.loop.create_task(self.flights.run(key, call))] = key

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def leave(self, data):
        task = data.draw(st.sampled_from(list(self.waiting)))
        task.cancel()
        del self.waiting[task]

    @precondition(lambda self: self.calls)
    @rule(data=st.data(), fails=st.booleans())
    def end(self, data, fails):
        key, future, number = data.draw(st.sampled_from(self.calls))
        if future.done():
            return
        joined = [task for task, of in self.waiting.items() if of == key]
        if fails:
            future.set_exception(ValueError(number))
        else:
            future.set_result(number)
        self.settle()
        for task in joined:
            if task.done():
                del self.waiting[task]
                got = task.exception() or task.result()
                assert (got.args[0] if fails else got) == number

    @rule()
    def turn(self):
        self.settle()
        assert not any(task.done() for task in self.waiting), "a waiter got what no call said"

    @invariant()
    def no_more_flights_than_keys(self):
        assert len(self.flights) <= 2

    def teardown(self):
        self.settle()
        for _, future, _ in list(self.calls):
            if not future.done():
                future.set_result(0)
        self.settle()
        for _, future, _ in list(self.calls):
            if not future.done():
                future.set_result(0)
        self.settle()
        assert all(task.done() for task in self.waiting), "a waiter hangs"
        assert len(self.flights) == 0
        assert not asyncio.all_tasks(self.loop)
        for task in self.waiting:
            task.exception()
        self.loop.close()


Schedules.TestCase.settings = settings(
    max_examples=80,
    stateful_step_count=25,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TestSchedules = Schedules.TestCase
