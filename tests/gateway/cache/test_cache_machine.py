"""Random schedules: readers, changes, failures, cancels and time in any order."""

import asyncio

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from gateway.cache import Ages, Cached, FreshCache
from gateway.clock import ManualClock
from gateway.errors import SourceUnavailable

KEYS = "abc"
FAILURE = SourceUnavailable("The one reason for which a read may fail.")
SOFT, HARD, DEADLINE = 3.0, 10.0, 2.0


class Schedules(RuleBasedStateMachine):
    """The source's truth is a growing number per key; a reader must never see it shrink."""

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.clock = ManualClock()
        self.truth = dict.fromkeys(KEYS, 0)
        self.given = dict.fromkeys(KEYS, -1)
        self.calls = []  # [keys, future, begun]
        self.superseded = set()  # ids of (call, key) that a change overtook
        self.readers = {}
        self.cache = None

    @initialize(background=st.booleans(), room=st.sampled_from([1, 2, 10]))
    def begin(self, background, room):
        self.cache = FreshCache(
            Ages(soft=SOFT, hard=HARD, unknown=2.0, pause=1.0),
            clock=self.clock,
            max_entries=room,
            revalidate="background" if background else "wait",
        )

    def settle(self, turns=15):
        async def wait():
            for _ in range(turns):
                await asyncio.sleep(0)

        self.loop.run_until_complete(wait())
        for reader in [reader for reader in self.readers if reader.done()]:
            del self.readers[reader]
            reader.result()

    async def load_many(self, keys):
        for call in self.calls:
            for key in set(call[0]) & set(keys):
                assert (id(call), key) in self.superseded, "two loads for one key"
        truth = {key: self.truth[key] for key in keys}
        call = [tuple(keys), self.loop.create_future(), self.clock.monotonic()]
        self.calls.append(call)
        try:
            await call[1]
        finally:
            self.calls.remove(call)
        return truth

    async def read(self, keys):
        given, began = dict(self.given), self.clock.now()
        found = await self.cache.get_many(keys, self.load_many)
        assert set(found) == set(keys)
        for key, got in found.items():
            if not isinstance(got, Cached):
                assert got is FAILURE
                continue
            assert got.value >= given[key], "older than a value given before it was asked for"
            self.given[key] = max(self.given[key], got.value)
            assert (began - got.fetched_at).total_seconds() < HARD, "dead"
            age = (self.clock.now() - got.fetched_at).total_seconds()
            assert got.stale == (age >= SOFT)

    @rule(keys=st.sets(st.sampled_from(KEYS), min_size=1), settle=st.booleans())
    def ask(self, keys, settle):
        self.readers[self.loop.create_task(self.read(sorted(keys)))] = keys
        if settle:
            self.settle()

    @precondition(lambda self: self.readers)
    @rule(data=st.data())
    def leave(self, data):
        reader = data.draw(st.sampled_from(list(self.readers)))
        del self.readers[reader]
        reader.cancel()

    @precondition(lambda self: self.calls)
    @rule(data=st.data(), fails=st.booleans(), settle=st.booleans())
    def end(self, data, fails, settle):
        future = data.draw(st.sampled_from(self.calls))[1]
        if not future.done():
            future.set_exception(FAILURE) if fails else future.set_result(None)
        if settle:
            self.settle()

    @rule(key=st.sampled_from(KEYS))
    def change(self, key):
        self.truth[key] += 1

    @rule(key=st.sampled_from(KEYS))
    def change_and_put(self, key):
        self.tell(key)
        self.cache.put(key, self.truth[key])

    @rule(key=st.sampled_from(KEYS))
    def change_and_invalidate(self, key):
        self.tell(key)
        self.cache.invalidate(key)

    def tell(self, key):
        """Who asks from now on must not see what was before."""
        self.truth[key] += 1
        self.given[key] = self.truth[key]
        self.superseded |= {(id(call), key) for call in self.calls if key in call[0]}

    @rule(halves=st.sampled_from([1, 1, 1, 2, 6, 20]))
    def wait(self, halves):
        for _ in range(halves):
            self.settle()
            self.clock.advance(0.5)
            for _, future, begun in self.calls:
                if self.clock.monotonic() - begun >= DEADLINE and not future.done():
                    future.set_exception(FAILURE)

    @rule()
    def turn(self):
        self.settle()

    def teardown(self):
        for _ in range(6):
            self.settle()
            for call in self.calls:
                if not call[1].done():
                    call[1].set_result(None)
        self.settle()
        assert not self.readers, "a reader hangs"
        if self.cache is not None:
            self.loop.run_until_complete(self.cache.aclose())
        self.settle()
        assert not asyncio.all_tasks(self.loop)
        self.loop.close()


Schedules.TestCase.settings = settings(
    max_examples=150,
    stateful_step_count=40,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TestSchedules = Schedules.TestCase
