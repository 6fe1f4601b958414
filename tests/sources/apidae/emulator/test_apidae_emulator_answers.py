"""Envelopes, defaults and refusals of the searches."""

import json

import pytest

LIST = "recherche/list-objets-touristiques"
IDS = "recherche/list-identifiants"


async def test_the_query_is_echoed_with_its_defaults_and_the_api_key(ask):
    answer = (await ask(LIST, territoireIds=[900138])).json()
    assert answer["query"] == {
        "territoireIds": [900138],
        "searchFields": "NOM_DESCRIPTION_CRITERES",
        "first": 0,
        "count": 20,
        "order": "IDENTIFIANT",
        "asc": True,
        "apiKey": "demo-key",
        "projetId": 4242,
    }
    assert answer["formatVersion"] == "v002"


async def test_a_page_holds_twenty_by_default_and_two_hundred_at_most(ask):
    assert len((await ask(LIST)).json()["objetsTouristiques"]) == 20
    answer = (await ask(IDS, count=999)).json()
    assert len(answer["objetTouristiqueIds"]) == 200
    assert answer["query"]["count"] == 200


async def test_pages_follow_each_other_without_gap_or_overlap(ask, world):
    found = []
    for first in range(0, 1000, 200):
        found += (await ask(IDS, count=200, first=first)).json().get("objetTouristiqueIds", [])
    assert found == world.store.ordered


@pytest.mark.parametrize(
    "service", [LIST, IDS, "agenda/simple/list-identifiants", "agenda/detaille/list-identifiants"]
)
async def test_without_any_hit_the_key_of_the_list_is_absent(ask, service):
    answer = (await ask(service, identifiants=[1])).json()
    assert answer["numFound"] == 0
    assert not {"objetsTouristiques", "objetTouristiqueIds"} & set(answer)


async def test_unknown_and_unseen_ids_are_passed_over_in_silence(ask, world, edge):
    store = world.store
    hidden = next(number for number, facts in store.facts.items() if facts.state != "PUBLISHED")
    outside = next(number for number, facts in store.facts.items() if not facts.selections)
    known = store.ordered[5]
    answer = (await ask(IDS, identifiants=[outside, known, 999_999_999, hidden])).json()
    assert answer["numFound"] == 1
    assert answer["objetTouristiqueIds"] == [known]


async def test_the_answer_comes_by_id_not_in_the_order_asked(ask, world):
    asked = [world.store.ordered[9], world.store.ordered[2], world.store.ordered[4]]
    answer = (await ask(LIST, identifiants=asked)).json()
    assert [item["id"] for item in answer["objetsTouristiques"]] == sorted(asked)
    backwards = (await ask(IDS, identifiants=asked, asc=False)).json()
    assert backwards["objetTouristiqueIds"] == sorted(asked, reverse=True)


async def test_the_two_lists_of_ids_add_up(ask, world):
    first, second = world.store.ordered[3], world.store.ordered[8]
    identifier = world.store.facts[second].identifier
    answer = (await ask(IDS, identifiants=[first], identifiers=[identifier, "SITRA2_NOBODY"])).json()
    assert answer["objetTouristiqueIds"] == [first, second]


async def test_other_filters_and_the_lists_of_ids_both_have_to_hold(ask, world):
    some = world.store.ordered[:60]
    answer = (await ask(IDS, identifiants=some, criteresQuery="type:ACTIVITE", count=200)).json()
    expected = [number for number in some if world.store.facts[number].type == "ACTIVITE"]
    assert answer["objetTouristiqueIds"] == expected
    ignored = (await ask(IDS, identifiants=some, identifiantsIgnores=some[1:])).json()
    assert ignored["objetTouristiqueIds"] == some[:1]


async def test_numbers_and_booleans_may_be_written_as_text(ask):
    answer = (await ask(IDS, count="7", first="2", asc="true", projetId="4242")).json()
    assert len(answer["objetTouristiqueIds"]) == 7
    assert answer["query"]["count"] == 7
    assert answer["query"]["asc"] is True
    assert answer["query"]["projetId"] == 4242


async def test_get_and_a_trailing_slash_and_jsonp_work(client):
    query = json.dumps({"apiKey": "demo-key", "projetId": 4242, "count": 1})
    plain = await client.get(f"{IDS}/", params={"query": query})
    assert plain.json()["query"]["count"] == 1
    called = await client.get(IDS, params={"query": query, "callback": "show"})
    assert called.text.startswith("show({")
    assert called.headers["content-type"].startswith("application/javascript")


async def test_an_unknown_key_is_refused_as_json(ask):
    answer = await ask(LIST, typo=1)
    assert answer.status_code == 404
    assert answer.json()["errorType"] == "RECHERCHE_BAD_REQUEST"
    assert 'Unrecognized field "typo"' in answer.json()["message"]
    assert "not marked as ignorable" in answer.json()["message"]


async def test_type_is_no_key(ask):
    assert (await ask(LIST, type="ACTIVITE")).status_code == 404


@pytest.mark.parametrize("raw", ["", "not json", "[1]", "3", '{"a":', "\x00"])
async def test_a_query_that_is_no_json_object_is_refused_as_text(ask, raw):
    answer = await ask(LIST, raw)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.startswith("Requête invalide")


@pytest.mark.parametrize(
    "query",
    [
        {"count": "many"},
        {"count": -1},
        {"first": -5},
        {"asc": "oui"},
        {"identifiants": 5},
        {"identifiants": ["a"]},
        {"dateDebut": "24/11/2026"},
        {"order": "BEST"},
        {"searchFields": "TOUT"},
        {"center": {"type": "Point", "coordinates": [1]}, "radius": 3},
        {"center": {"type": "Point", "coordinates": [5, 45]}},
        {"order": "DISTANCE"},
        {"order": "PERTINENCE"},
        {"responseFields": ["@everything"]},
    ],
)
async def test_a_wrong_value_is_refused_as_json(ask, query):
    answer = await ask(LIST, **query)
    assert answer.status_code == 404
    assert answer.json()["errorType"] == "RECHERCHE_BAD_REQUEST"


@pytest.mark.parametrize(
    "access", [{"apiKey": "wrong"}, {"projetId": 1}, {"apiKey": None}, {"projetId": None}]
)
async def test_key_and_project_have_to_be_the_right_ones(ask, access):
    answer = await ask(LIST, **access)
    assert answer.status_code == 403
    assert answer.json()["errorType"] == "PROJET_ACCESS_DENIED"


async def test_no_authorization_header_is_looked_at(client):
    query = json.dumps({"count": 1})
    answer = await client.post(LIST, data={"query": query}, headers={"authorization": "Bearer demo-key"})
    assert answer.status_code == 403


async def test_an_unknown_service_is_refused_as_text(ask):
    answer = await ask("recherche/list-everything")
    assert (answer.status_code, answer.text) == (404, "Service inconnu")


async def test_one_object_is_read_by_id_and_by_identifier(client, world):
    facts = world.store.facts[world.store.ordered[11]]
    access = {"apiKey": "demo-key", "projetId": "4242", "responseFields": "@minimal,identifier"}
    by_id = await client.get(f"objet-touristique/get-by-id/{facts.id}", params=access)
    by_name = await client.get(f"objet-touristique/get-by-identifier/{facts.identifier}", params=access)
    assert by_id.json() == by_name.json()
    assert set(by_id.json()) == {"type", "id", "nom", "identifier"}


async def test_an_object_that_cannot_be_seen_is_not_found(client, world):
    hidden = next(number for number, facts in world.store.facts.items() if not facts.visible)
    access = {"apiKey": "demo-key", "projetId": "4242"}
    for key in (hidden, 999_999_999, "abc"):
        answer = await client.get(f"objet-touristique/get-by-id/{key}", params=access)
        assert answer.status_code == 404
        assert answer.json() == {"errorType": "OBJET_TOURISTIQUE_NOT_FOUND", "message": str(key)}
    refused = await client.get(
        f"objet-touristique/get-by-id/{hidden}", params={"apiKey": "x", "projetId": "4242"}
    )
    assert refused.status_code == 403


async def test_a_list_written_as_json_fails_on_get_by_id(client, world):
    access = {"apiKey": "demo-key", "projetId": "4242", "responseFields": '["id"]'}
    answer = await client.get(f"objet-touristique/get-by-id/{world.store.ordered[0]}", params=access)
    assert answer.status_code == 404
