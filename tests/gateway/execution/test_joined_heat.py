"""When answers are joined from kept bytes: only where objects come again, however runs overlap."""

import pytest

from gateway.execution.compiled.plan import PAUSE, TRIAL, Heat
from gateway.execution.compiled.rendered import Rendered


@pytest.mark.parametrize("at_once", [1, 16])
@pytest.mark.parametrize(("hits", "misses", "goes_on"), [(9, 1, True), (1, 9, False), (0, 0, False)])
def test_a_trial_decides_however_many_runs_overlap(
    at_once: int, hits: int, misses: int, goes_on: bool
) -> None:
    heat = Heat()
    for _ in range(TRIAL // at_once):
        assert all(heat.joins() for _ in range(at_once))
        for _ in range(at_once):
            heat.note(hits, misses)
    assert heat.joins() is goes_on


def test_after_a_pause_it_is_tried_again() -> None:
    heat = Heat()
    for _ in range(TRIAL):
        heat.joins()
        heat.note(0, 5)
    assert [heat.joins() for _ in range(PAUSE + 1)] == [False] * PAUSE + [True]


class Thing:
    """Something that is shown."""


def test_only_what_comes_again_is_kept_and_the_longest_unused_leaves() -> None:
    kept, one, other = Rendered(limit=1_000), Thing(), Thing()
    for thing in (one, other):
        kept.put(1, 1, thing, (b"x" * 100,))
        assert kept.get(1, 1, thing) is None
        kept.put(1, 1, thing, (b"x" * 100,))
    taken = kept.bytes
    kept.put(1, 1, other, (b"x" * 100,))
    assert kept.bytes == taken
    assert kept.get(1, 1, one) == (b"x" * 100,)
    assert kept.get(1, 2, one) is None
    kept.put(2, 1, one, (b"y" * 300,))
    assert kept.get(1, 1, other) is None
    assert kept.get(1, 1, one) is not None
    assert kept.bytes <= 1_000


def test_what_takes_more_than_all_room_is_not_kept() -> None:
    kept, one = Rendered(limit=50), Thing()
    kept.put(1, 1, one, (b"x",))
    kept.put(1, 1, one, (b"x",))
    assert (kept.get(1, 1, one), kept.bytes) == (None, 0)
