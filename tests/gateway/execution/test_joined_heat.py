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


def keep(kept: Rendered, token: int, thing: Thing, size: int) -> None:
    """As an object that comes for the second time."""
    for _ in range(2):
        kept.put((token, 1, id(thing)), thing, (b"x" * size,))


def test_only_what_comes_again_is_kept_and_what_was_not_used_leaves() -> None:
    kept, one, other, third = Rendered(limit=1_000), Thing(), Thing(), Thing()
    kept.put((1, 1, id(one)), one, (b"x" * 100,))
    assert (kept.young, kept.bytes) == ({}, 0)
    keep(kept, 1, one, 100)
    assert kept.young[1, 1, id(one)] == (b"x" * 100,)
    taken = kept.bytes
    keep(kept, 1, one, 100)
    assert kept.bytes == taken

    keep(kept, 1, other, 100)  # half of the room is full: what was kept is old now
    assert list(kept.young) == [(1, 1, id(other))]
    assert kept.again((1, 1, id(one))) == (b"x" * 100,)  # used again, so it is young, and the other old
    assert list(kept.young) == [(1, 1, id(one))]
    keep(kept, 1, third, 100)
    assert kept.again((1, 1, id(other))) is None
    assert kept.again((1, 1, id(one))) is not None
    assert kept.bytes <= 1_000


def test_what_takes_more_than_half_the_room_is_not_kept() -> None:
    kept, one = Rendered(limit=1_000), Thing()
    keep(kept, 1, one, 300)
    assert (kept.young, kept.bytes) == ({}, 0)


def test_a_piece_keeps_its_object_alive_so_that_no_other_gets_its_identity() -> None:
    kept, things = Rendered(limit=100_000), []
    for number in range(50):
        thing = Thing()
        keep(kept, 1, thing, number)
        things.append(id(thing))
        del thing
    assert len(set(things)) == 50
