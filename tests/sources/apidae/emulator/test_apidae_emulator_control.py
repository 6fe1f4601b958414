"""Journal, faults, switches and changes of objects."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator

import httpx
import pytest
import uvicorn

LIST = "recherche/list-objets-touristiques"
IDS = "recherche/list-identifiants"
EMU = "http://apidae.test/__emu/"


async def seen(ask, number: int) -> bool:
    return (await ask(IDS, identifiants=[number])).json()["numFound"] == 1


async def test_the_journal_tells_what_was_asked_and_answered(own, ask_own, fresh):
    known = fresh.state.world.store.ordered[:3]
    await ask_own(LIST, identifiants=[*known, 1], identifiers=["x"], count=10)
    await ask_own(IDS, apiKey="wrong")
    journal = (await own.get(f"{EMU}journal")).json()
    assert journal["total"] == 2
    assert journal["counts"] == {LIST: 1, IDS: 1}
    assert journal["calls"] == [
        {"service": LIST, "ids_asked": 5, "count_asked": 10, "ids_answered": 3, "status": 200},
        {"service": IDS, "ids_asked": 0, "count_asked": None, "ids_answered": 0, "status": 403},
    ]
    assert (await own.delete(f"{EMU}journal")).json() == {"total": 0, "counts": {}, "calls": []}


async def test_the_journal_holds_no_key(own, ask_own):
    await ask_own(IDS)
    assert "demo-key" not in (await own.get(f"{EMU}journal")).text


async def test_hiding_and_publishing_an_object(own, ask_own, fresh):
    number = fresh.state.world.store.ordered[4]
    assert await seen(ask_own, number)
    hidden = await own.post(f"{EMU}objects/{number}", json={"state": "HIDDEN"})
    assert hidden.json()["state"] == "HIDDEN"
    assert not await seen(ask_own, number)
    assert (await own.get(f"{EMU}objects/{number}")).json()["state"] == "HIDDEN"
    await own.post(f"{EMU}objects/{number}", json={"state": "PUBLISHED"})
    assert await seen(ask_own, number)


async def test_leaving_the_project_hides_an_object_too(own, ask_own, fresh):
    number = fresh.state.world.store.ordered[4]
    await own.post(f"{EMU}objects/{number}", json={"selections": []})
    assert not await seen(ask_own, number)
    await own.post(f"{EMU}objects/{number}", json={"selections": [120001]})
    assert await seen(ask_own, number)


async def test_a_change_is_merged_dated_and_found(own, ask_own, fresh):
    number = fresh.state.world.store.ordered[2]
    before = (await own.get(f"{EMU}objects/{number}")).json()
    patch = {"nom": {"libelleFr": "Zèbres en liberté"}, "reservation": None}
    await own.post(f"{EMU}objects/{number}", json=patch)
    after = (await own.get(f"{EMU}objects/{number}")).json()
    assert after["nom"]["libelleFr"] == "Zèbres en liberté"
    assert "reservation" not in after
    assert after["localisation"] == before["localisation"]
    assert after["gestion"]["dateModification"] > before["gestion"]["dateModification"]
    assert (await ask_own(IDS, searchQuery="zebres")).json()["objetTouristiqueIds"] == [number]
    day = after["gestion"]["dateModification"][:10]
    assert number in (await ask_own(IDS, modifieApres=day, count=200)).json()["objetTouristiqueIds"]
    old = before["nom"]["libelleFr"]
    named = (await ask_own(IDS, searchQuery=old, searchFields="NOM")).json().get("objetTouristiqueIds", [])
    assert number not in named


async def test_a_change_may_date_itself(own, fresh):
    number = fresh.state.world.store.ordered[2]
    stamp = "2030-01-01T00:00:00.000+0000"
    after = await own.post(f"{EMU}objects/{number}", json={"gestion": {"dateModification": stamp}})
    assert after.json()["gestion"]["dateModification"] == stamp


async def test_removing_an_object(own, ask_own, fresh):
    number = fresh.state.world.store.ordered[1]
    assert (await own.delete(f"{EMU}objects/{number}")).json() == {"removed": number}
    assert not await seen(ask_own, number)
    assert (await own.delete(f"{EMU}objects/{number}")).status_code == 404
    assert (await own.post(f"{EMU}objects/{number}", json={})).status_code == 404


async def test_adding_an_object(own, ask_own):
    item = {"type": "ACTIVITE", "nom": {"libelleFr": "Atelier neuf"}}
    made = (await own.post(f"{EMU}objects", json=item)).json()
    assert await seen(ask_own, made["id"])
    assert (await own.post(f"{EMU}objects", json={**item, "id": made["id"]})).status_code == 404
    assert (await own.post(f"{EMU}objects", json={"nom": {}})).status_code == 404


@pytest.mark.parametrize(
    "patch",
    [
        {"state": "GONE"},
        {"id": 3},
        {"selections": "all"},
        {"localisation": "x"},
        {"ouverture": {"periodesOuvertures": [{"dateDebut": "x"}]}},
    ],
)
async def test_a_senseless_change_is_refused_and_changes_nothing(own, fresh, patch):
    number = fresh.state.world.store.ordered[2]
    before = (await own.get(f"{EMU}objects/{number}")).json()
    assert (await own.post(f"{EMU}objects/{number}", json=patch)).status_code == 404
    assert (await own.get(f"{EMU}objects/{number}")).json() == before


async def test_stats_count_types_states_and_odd_cases_with_their_ids(own):
    stats = (await own.get(f"{EMU}stats")).json()
    assert stats["objects"] == sum(stats["types"].values()) == sum(stats["states"].values()) == 80
    assert stats["visible"] == sum(stats["visible_types"].values()) < 80
    assert {name: len(ids) for name, ids in stats["edge_ids"].items()} == stats["edges"]
    assert {"unpublished", "distinctions_only", "axis_missing", "no_picture"} <= set(stats["edges"])


async def test_a_fault_of_one_service_lasts_as_many_calls_as_asked(own, ask_own):
    await own.post(f"{EMU}faults", json={"service": LIST, "mode": "status", "value": 503, "times": 2})
    assert [(await ask_own(service)).status_code for service in (IDS, LIST, LIST, LIST)] == [
        200,
        503,
        503,
        200,
    ]


async def test_a_fault_of_all_services_lasts_until_ok(own, ask_own):
    await own.post(f"{EMU}faults", json={"mode": "text_error"})
    spoilt = await ask_own(LIST)
    assert (spoilt.status_code, spoilt.text) == (500, "Erreur de traitement")
    assert spoilt.headers["content-type"].startswith("text/plain")
    assert len((await own.get(f"{EMU}faults")).json()) == 1
    assert (await own.post(f"{EMU}faults", json={"mode": "ok"})).json() == []
    assert (await ask_own(LIST)).status_code == 200


async def test_html_and_wrong_type_and_bad_json(own, ask_own):
    await own.post(f"{EMU}faults", json={"mode": "html"})
    page = await ask_own(LIST)
    assert page.status_code == 503
    assert page.headers["content-type"].startswith("text/html")
    await own.post(f"{EMU}faults", json={"mode": "wrong_type"})
    odd = await ask_own(LIST)
    assert odd.headers["content-type"].startswith("text/html")
    assert odd.json()["numFound"] > 0
    await own.post(f"{EMU}faults", json={"mode": "bad_json"})
    with pytest.raises(json.JSONDecodeError):
        (await ask_own(LIST)).json()


async def test_a_delay_delays(own, ask_own):
    await own.post(f"{EMU}faults", json={"mode": "delay", "value": 30})
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await ask_own(IDS)


@pytest.mark.parametrize(
    "fault", [{"mode": "odd"}, {}, {"mode": "status", "value": "x"}, {"mode": "ok", "service": 3}]
)
async def test_a_senseless_fault_is_refused(own, fault):
    assert (await own.post(f"{EMU}faults", json=fault)).status_code == 404


async def test_labels_may_be_shown_in_one_form(own, ask_own, fresh):
    facts = fresh.state.world.store.facts
    plain = next(number for number in fresh.state.world.store.ordered if "criteria" in facts[number].edges)
    asked = {"identifiants": [plain], "responseFields": ["@all"]}
    await own.post(f"{EMU}switches", json={"labels": "distinctions"})
    new = (await ask_own(LIST, **asked)).json()["objetsTouristiques"][0]
    numbers = {one["nom"]["id"] for one in new["distinctions"]}
    assert len(numbers & set(range(9101, 9110))) == 3
    old = {one["id"] for one in new["presentation"].get("typologiesPromoSitra", ())}
    assert not old & {6436, *range(6449, 6457)}
    await own.post(f"{EMU}switches", json={"labels": "both"})
    both = (await ask_own(LIST, **asked)).json()["objetsTouristiques"][0]
    assert (
        len({one["id"] for one in both["presentation"]["typologiesPromoSitra"]} & {6436, *range(6449, 6457)})
        == 3
    )
    assert both["distinctions"] == new["distinctions"]
    await own.post(f"{EMU}switches", json={"labels": "criteria"})
    assert "distinctions" not in (await ask_own(LIST, **asked)).json()["objetsTouristiques"][0]


async def test_pages_above_two_hundred_may_be_refused(own, ask_own):
    await own.post(f"{EMU}switches", json={"above_200": "error"})
    assert (await ask_own(IDS, count=201)).status_code == 404
    assert (await ask_own(IDS, count=200)).status_code == 200


async def test_control_bodies_have_to_be_json_objects(own):
    for body in (b"", b"[]", b"{"):
        assert (await own.post(f"{EMU}faults", content=body)).status_code == 404


@pytest.fixture
def served(fresh) -> Iterator[str]:
    """The test's own emulator behind a real server on loopback."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()  # from now on a connection waits until the server is there
    server = uvicorn.Server(uvicorn.Config(fresh, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    server.should_exit = True
    thread.join(10)
    listener.close()


@pytest.mark.parametrize(
    ("mode", "error"), [("cut", httpx.RemoteProtocolError), ("reset", httpx.TransportError)]
)
def test_a_connection_can_be_cut_for_real(served, mode, error):
    query = {"query": json.dumps({"apiKey": "demo-key", "projetId": 4242, "count": 50})}
    with httpx.Client(base_url=served) as client:
        client.post("__emu/faults", json={"mode": mode, "times": 1})
        with pytest.raises(error):
            client.post(f"api/v002/{LIST}", data=query)
        assert client.post(f"api/v002/{LIST}", data=query).status_code == 200
