"""Communes with their points, and what is said when their data is not installed."""

import csv
from pathlib import Path

import pytest

from sources.apidae.emulator import create_app
from sources.apidae.emulator.geometry import distance_m
from sources.apidae.emulator.pairing import Candidate, pair_points
from sources.apidae.emulator.places import DEPARTMENTS, REGION, load_communes
from sources.apidae.emulator.points import MissingData
from sources.apidae.emulator.territories import REGION_ID, territories_of


def test_every_commune_of_the_region_is_there_and_half_have_a_point():
    inside = [commune for commune in load_communes() if commune.region == REGION]
    assert {commune.department for commune in inside} == set(DEPARTMENTS)
    assert len(inside) > 4_000
    assert sum(commune.point is not None for commune in inside) > 1_900
    assert len({commune.id for commune in load_communes()}) == len(load_communes())
    assert all(commune.epci for commune in inside)


def test_neighbours_come_only_with_a_point():
    outside = [commune for commune in load_communes() if commune.region != REGION]
    assert len(outside) > 100
    assert all(commune.point for commune in outside)
    assert not any(territories_of(commune) for commune in outside)


def test_the_points_agree_with_the_centres_of_the_communes(reference):
    with (reference / "product/data/aura_communes.csv").open(encoding="utf-8") as file:
        centres = {
            row["insee"]: (float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file) if row["lon"]
        }
    gaps = [
        distance_m(commune.point, centres[commune.insee])
        for commune in load_communes()
        if commune.point and commune.insee in centres
    ]
    assert len(gaps) > 1_900
    assert sum(gap > 10_000 for gap in gaps) <= 2


def test_namesakes_are_told_apart_by_their_neighbours():
    around = [Candidate(str(rank), (f"Lieu {rank}",), "A") for rank in range(3)]
    places = [((f"Lieu {rank}",), (5.0 + rank / 100, 45.0)) for rank in range(3)]
    twins = [Candidate("91", ("Le Bourg",), "A"), Candidate("92", ("Le Bourg",), "B")]
    near, far = (5.01, 45.02), (3.0, 46.0)
    points = pair_points([*around, *twins], [*places, (("Le Bourg",), near), (("Le Bourg",), far)])
    assert points["91"] == near
    assert "92" not in points


def test_a_unique_name_far_from_its_epci_is_not_paired():
    around = [Candidate(str(rank), (f"Lieu {rank}",), "A") for rank in range(4)]
    places = [((f"Lieu {rank}",), (5.0 + rank / 100, 45.0)) for rank in range(4)]
    points = pair_points(
        [*around, Candidate("9", ("Ailleurs",), "A")], [*places, (("Ailleurs",), (6.5, 45.0))]
    )
    assert set(points) == {"0", "1", "2", "3"}


def test_the_region_comes_first_among_the_territories():
    voiron = next(commune for commune in load_communes() if commune.insee == "38563")
    assert territories_of(voiron)[:2] == [REGION_ID, 900138]


def test_without_the_communes_the_command_that_installs_them_is_named(tmp_path: Path):
    with pytest.raises(MissingData, match="make setup"):
        create_app({"communes": str(tmp_path / "communes.json")})


@pytest.mark.parametrize(
    "options", [{"size": "0"}, {"size": "many"}, {"size": "999999999"}, {"today": "demain"}, {"sise": "3"}]
)
def test_wrong_options_are_named(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        create_app(options)
