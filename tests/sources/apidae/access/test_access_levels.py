"""Levels of car-free access: what is declared, what is computed, what is not known; and travel times."""

from __future__ import annotations

import random
from math import cos, radians

import pytest

from sources.apidae.access.geometry import metres_between
from sources.apidae.access.ground import Ground
from sources.apidae.access.levels import WITHIN, Reach, reach_of, station_metres
from sources.apidae.access.stops import METRES_PER_DEGREE, KnownStop, Stops
from sources.apidae.access.travel import PACES, is_served, metres_within, minutes_for
from sources.apidae.types.access import AccessBasis, CarFreeLevel, StopMode, TravelMode

HERE = (5.7, 45.2)
SUMMER = ("06-15", "09-15")
COMPUTED, DECLARED = AccessBasis.COMPUTED, AccessBasis.DECLARED
BUS, TRAIN, SHUTTLE = (StopMode.BUS,), (StopMode.TRAIN,), (StopMode.SHUTTLE,)


def stop(
    metres: float, modes: tuple[StopMode, ...] = BUS, season: tuple[str, str] | None = None
) -> KnownStop:
    """A stop so many metres north of here."""
    return KnownStop(f"Arrêt {metres}", (HERE[0], HERE[1] + metres / METRES_PER_DEGREE), modes, season=season)


@pytest.mark.parametrize(
    ("stops", "declared", "says_none", "expected"),
    [
        ([], [], False, Reach(CarFreeLevel.UNKNOWN)),
        ([stop(499)], [], False, Reach(CarFreeLevel.DIRECT, COMPUTED)),
        ([stop(501)], [], False, Reach(CarFreeLevel.WALK, COMPUTED)),
        ([stop(WITHIN[CarFreeLevel.WALK] - 1)], [], False, Reach(CarFreeLevel.WALK, COMPUTED)),
        ([stop(WITHIN[CarFreeLevel.WALK] + 1)], [], False, Reach(CarFreeLevel.UNKNOWN)),
        ([stop(5_000, TRAIN)], [], False, Reach(CarFreeLevel.BIKE, COMPUTED)),
        ([stop(WITHIN[CarFreeLevel.BIKE] + 1, TRAIN)], [], False, Reach(CarFreeLevel.UNKNOWN)),
        ([stop(299, SHUTTLE), stop(5_000, TRAIN)], [], False, Reach(CarFreeLevel.SHUTTLE, COMPUTED)),
        ([stop(301, SHUTTLE)], [], False, Reach(CarFreeLevel.UNKNOWN)),
        ([stop(200, SHUTTLE, SUMMER)], [], False, Reach(CarFreeLevel.SEASONAL, COMPUTED, (SUMMER,))),
        ([stop(200, SHUTTLE, SUMMER), stop(6_000, TRAIN)], [], False, Reach(CarFreeLevel.BIKE, COMPUTED)),
        ([stop(200, ())], [], False, Reach(CarFreeLevel.DIRECT, COMPUTED)),
        ([], [183], False, Reach(CarFreeLevel.DIRECT, DECLARED)),
        ([], [160], False, Reach(CarFreeLevel.SHUTTLE, DECLARED)),
        ([], [160, 3974], False, Reach(CarFreeLevel.DIRECT, DECLARED)),
        ([], [3977, 135], False, Reach(CarFreeLevel.UNKNOWN)),
        ([stop(200)], [], True, Reach(CarFreeLevel.NONE_DECLARED, DECLARED)),
        ([], [180], True, Reach(CarFreeLevel.DIRECT, DECLARED)),
    ],
)
def test_the_best_level_that_is_known(
    stops: list[KnownStop], declared: list[int], says_none: bool, expected: Reach
) -> None:
    assert reach_of(HERE, declared, Stops(stops), says_none=says_none) == expected


def test_without_a_point_only_what_is_declared_counts() -> None:
    stops = Stops([stop(10)])
    assert reach_of(None, [], stops, says_none=False) == Reach(CarFreeLevel.UNKNOWN)
    assert reach_of(None, [5668], stops, says_none=False).level is CarFreeLevel.DIRECT


def test_no_way_is_never_computed() -> None:
    ground = Ground(stops=Stops([stop(50_000)]), no_car_free=77)
    assert ground.reach(HERE, [], [78]).level is CarFreeLevel.UNKNOWN
    assert ground.reach(HERE, [], [77]).level is CarFreeLevel.NONE_DECLARED
    assert Ground().reach(HERE, [], [77]).level is CarFreeLevel.UNKNOWN, "no such criterion is known"


def test_a_station_of_a_season_is_no_way_to_travel_all_year() -> None:
    assert station_metres(HERE, Stops([stop(100, TRAIN, SUMMER), stop(2_000, TRAIN)])) == 2_000
    assert station_metres(HERE, Stops([stop(100, BUS)])) is None


@pytest.mark.parametrize("within", [100.0, 2_000.0, 30_000.0, 500_000.0])
def test_the_grid_finds_what_looking_at_all_stops_finds(within: float) -> None:
    rng = random.Random(f"grid/{within}")
    stops = [KnownStop(f"{rank}", (rng.uniform(2, 7.2), rng.uniform(44, 46.9)), BUS) for rank in range(3_000)]
    grid = Stops(stops)
    for _ in range(20):
        point = (rng.uniform(2, 7.2), rng.uniform(44, 46.9))
        expected = sorted(
            (metres, one.name) for one in stops if (metres := metres_between(point, one.point)) <= within
        )
        found = grid.nearest(point, 3_000, within)
        assert [(metres, one.name) for metres, one in found] == expected
        assert grid.nearest(point, 3, within) == found[:3]


@pytest.mark.parametrize("point", [(180.0, 45.0), (-179.99, 45.0), (0.0, 89.99), (0.0, -89.99)])
def test_at_the_ends_of_the_map_nothing_breaks(point: tuple[float, float]) -> None:
    assert Stops([stop(1)]).nearest(point, 5, 10_000) == []


@pytest.mark.parametrize("mode", list(TravelMode))
def test_minutes_and_metres_are_each_other_s_inverse(mode: TravelMode) -> None:
    for minutes in range(int(PACES[mode].besides) + 1, 240):
        metres = metres_within(minutes, mode)
        assert minutes_for(metres, mode) <= minutes
        assert minutes_for(metres + 1, mode) > minutes


def test_by_train_a_place_needs_a_station() -> None:
    assert is_served(TravelMode.CAR, None)
    assert not is_served(TravelMode.TRAIN_WALK, None)
    assert is_served(TravelMode.TRAIN_WALK, 1_500)
    assert not is_served(TravelMode.TRAIN_WALK, 1_600)
    assert is_served(TravelMode.TRAIN_BIKE, 7_000)


def test_distances_are_those_of_a_sphere() -> None:
    assert metres_between(HERE, HERE) == 0
    assert metres_between((0, 0), (0, 1)) == pytest.approx(METRES_PER_DEGREE)
    assert metres_between((0, 60), (1, 60)) == pytest.approx(METRES_PER_DEGREE * cos(radians(60)), rel=1e-4)
