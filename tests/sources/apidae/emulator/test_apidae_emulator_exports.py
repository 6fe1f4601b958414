"""Exports of the emulator: what is in the zip, what is left out of objects, and who is told."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import httpx
import pytest
from apidae_bench import Emu


def made(emulator: Emu, **wish: Any) -> tuple[dict[str, Any], httpx.Response]:
    told = emulator.control("exports", wish)
    return told, httpx.get(told["notification"]["urlRecuperation"], trust_env=False)


def files(answer: httpx.Response) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {
            name: json.loads(archive.read(name))
            for name in archive.namelist()
            if not name.startswith("__MACOSX")
        }


def objects_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    parts = [value for name, value in content.items() if name.startswith("objets_modifies/")]
    return [one for part in parts for one in (part if isinstance(part, list) else [part])]


@pytest.mark.parametrize("flavour", ["grouped", "single"])
def test_a_full_one_holds_what_the_project_sees(small: Emu, flavour: str) -> None:
    told, answer = made(small, reset=True, flavour=flavour)
    content = files(answer)
    assert sorted(one["id"] for one in objects_of(content)) == small.world.store.ordered
    assert content["objets_supprimes.json"] == []
    assert told["notification"]["reinitialisation"] == "true"
    listed = {
        one["id"] for selection in content["selections.json"] for one in selection["objetsTouristiques"]
    }
    assert listed == set(small.world.store.ordered)


def test_references_are_named_and_explained_elsewhere(small: Emu) -> None:
    content = files(made(small, reset=True)[1])
    elements = {one["id"] for one in content["elements_reference.json"]}
    communes = {one["id"] for one in content["communes.json"]}
    seen = 0

    def look(value: Any, name: str) -> None:
        nonlocal seen
        if isinstance(value, list):
            for one in value:
                look(one, name)
        elif isinstance(value, dict):
            if "elementReferenceType" in value and "id" in value:
                assert value.keys() == {"elementReferenceType", "id"}
                assert value["id"] in elements
                seen += 1
                return
            if name in {"commune", "perimetreGeographique"}:
                assert value.keys() == {"id"}
                assert value["id"] in communes
            for key, one in value.items():
                look(one, key)

    for item in objects_of(content):
        look(item, "")
        assert all(one.keys() == {"id"} for one in item.get("criteresInternes", ()))
    assert seen > 500
    assert all(one["actif"] for one in content["elements_reference.json"])


def test_a_differential_one_tells_what_happened_since_the_one_before(small: Emu) -> None:
    made(small, reset=False)
    changed, hidden, removed = small.world.store.ordered[:3]
    small.control(f"objects/{changed}", {"nom": {"libelleFr": "Changé"}})
    small.control(f"objects/{hidden}", {"state": "HIDDEN"})
    small.world.store.drop(removed)
    content = files(made(small)[1])
    assert [one["id"] for one in objects_of(content)] == [changed]
    assert content["objets_supprimes.json"] == [hidden, removed]
    again = files(made(small)[1])
    assert objects_of(again) == again["objets_supprimes.json"] == []


def test_it_notes_who_fetched_and_confirmed(small: Emu) -> None:
    told, _ = made(small, reset=True)
    assert httpx.get(told["notification"]["urlConfirmation"], trust_env=False).status_code == 200
    listed = httpx.get(f"{small.server.url}/__emu/exports", trust_env=False).json()
    (own,) = [one for one in listed if one["name"] == told["name"]]
    assert (own["fetched"], own["confirmed"]) == (1, 1)
    unknown = f"{small.server.url}/api/v002/export/confirmation?hash=x"
    assert httpx.get(unknown, trust_env=False).status_code == 404


@pytest.mark.parametrize("wish", [{"flavour": "pdf"}, {"fault": "fire"}])
def test_unknown_wishes_are_refused(small: Emu, wish: dict[str, str]) -> None:
    answer = httpx.post(f"{small.server.url}/__emu/exports", json=wish, trust_env=False)
    assert answer.status_code == 404
