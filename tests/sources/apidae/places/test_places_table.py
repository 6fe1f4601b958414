"""The table of places: made of the package, read again, asked in every way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sources.apidae.emulator.places import DEFAULT_COMMUNES
from sources.apidae.emulator.supplied import supplied_files
from sources.apidae.places.__main__ import main
from sources.apidae.places.gazetteer import Gazetteer, KnownCommune
from sources.apidae.places.prefixes import Prefixes
from sources.apidae.places.table import PlacesError, read_places, write_places
from sources.apidae.settings import ApidaeSettings

needs_communes = pytest.mark.skipif(
    not DEFAULT_COMMUNES.exists(), reason="communes not installed, run make setup"
)


@pytest.fixture(scope="module")
def whole() -> Gazetteer:
    return read_places(str(supplied_files()["places"]))


@needs_communes
def test_former_codes_and_districts_lead_to_the_commune_of_today(whole: Gazetteer) -> None:
    known = {code: whole.present(code) for code in ("01039", "69381", "38185", "99999")}
    assert known == {"01039": "01138", "69381": "69123", "38185": "38185", "99999": "99999"}
    culoz = whole.commune("01039")
    assert culoz
    assert (culoz.name, culoz.former) == ("Culoz-Béon", ("01039",))
    lyon = whole.commune("69381")
    assert lyon
    assert "69381" not in lyon.former, "a district is no former commune"


@needs_communes
def test_a_commune_without_a_point_is_in_the_middle_of_its_epci(whole: Gazetteer) -> None:
    celles = whole.commune("15031")
    assert celles
    assert celles.point is None
    group = whole.epci(celles.epci)
    assert group
    assert whole.middle_of("15031") == whole.middle(group.communes)
    assert whole.middle_of("99999") is None


@needs_communes
def test_a_postcode_serves_several_communes_the_largest_first(whole: Gazetteer) -> None:
    found = whole.named("73000")
    assert found[0].name == "Chambéry"
    assert [one.population for one in found] == sorted((one.population for one in found), reverse=True)  # type: ignore[type-var]
    assert len(found) > 1
    assert whole.named("00000") == []


@needs_communes
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("GREN", "Grenoble"),
        ("etoile sur", "Étoile-sur-Rhône"),
        ("Saint Éti", "Saint-Étienne"),
        ("l'etoi", "Marcy-l'Étoile"),
    ],
)
def test_names_are_found_without_case_accents_and_hyphens(whole: Gazetteer, typed: str, first: str) -> None:
    assert whole.starting_with(typed, 5)[0].name == first


@needs_communes
def test_only_communes_of_the_region_are_found_by_name(whole: Gazetteer) -> None:
    outside = whole.commune("71270")
    assert outside, "neighbours are in the table, to start from"
    assert outside not in whole.starting_with(outside.name, 20)
    assert whole.starting_with("  -- ", 5) == []


def test_inner_words_come_after_beginnings_of_names() -> None:
    names = Prefixes([("Pont de Claix", 1), ("Claix", 2), ("Le Pont", 3)])
    assert names.find("claix", 5) == [2, 1]
    assert names.find("pont", 5) == [1, 3]
    assert names.find("pont", 1) == [1]


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    one = KnownCommune("38185", "Grenoble", "200040715", ("38000",), ("38001",), (), 7, (5.7, 45.2))
    bare = KnownCommune("38001", "Nulle-Part")
    write_places(tmp_path / "a" / "p.json", [one, bare], {"200040715": "Métropole"}, ["INSEE"])
    found = read_places(str(tmp_path / "a" / "p.json"))
    assert [found.commune("38185"), found.commune("38001")] == [one, bare]
    assert found.attribution == ("INSEE",)
    assert [one.name for one in found.epcis()] == ["Métropole"]
    assert found.digest
    assert not list((tmp_path / "a").glob("*.part"))


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"[]",
        b"{",
        json.dumps({"kind": "x", "attribution": [], "epcis": {}, "communes": []}).encode(),
    ],
)
def test_a_wrong_file_is_a_sentence_of_the_settings(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "p.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(PlacesError, match=r"python -m sources\.apidae\.places"):
        read_places(str(file))
    with pytest.raises(ValueError, match="places_file"):
        ApidaeSettings(api_key="k", project_id=1, places_file=str(file))  # type: ignore[arg-type]


@needs_communes
def test_the_command_takes_points_of_the_deployer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    points, target = tmp_path / "points.csv", tmp_path / "p.json"
    points.write_text("insee,lon,lat\n38185,5.5,45.5\n", encoding="utf-8")
    assert main([str(target), "--points", str(points)]) == 0
    found = read_places(str(target))
    assert found.middle_of("38185") == (5.5, 45.5)
    assert "Licence Ouverte" in capsys.readouterr().out


@needs_communes
@pytest.mark.parametrize("text", ["a,b\n1,2\n", "insee,lon,lat\n38185,x,1\n", "insee,lon,lat\n38185,500,1\n"])
def test_the_command_refuses_other_points_in_a_sentence(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    points = tmp_path / "points.csv"
    points.write_text(text, encoding="utf-8")
    assert main([str(tmp_path / "p.json"), "--points", str(points)]) == 2
    assert "points" in capsys.readouterr().err
    assert not (tmp_path / "p.json").exists()
