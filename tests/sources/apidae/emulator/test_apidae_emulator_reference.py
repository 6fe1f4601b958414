"""Reference services and the page for developers."""


async def test_elements_come_with_family_and_parent_in_every_language(ask):
    found = (await ask("referentiel/elements-reference", elementReferenceIds=[1687, 5668, 1])).json()
    assert [one["id"] for one in found] == [1687, 5668]
    assert found[0]["familleCritere"]["libelleFr"] == "Démarche écoresponsable"
    assert found[0]["parent"]["id"] == 1621
    assert found[1]["libelleDe"]


async def test_without_ids_every_element_comes(ask):
    assert len((await ask("referentiel/elements-reference")).json()) > 300


async def test_communes_by_insee_code_and_by_number(ask):
    by_code = (await ask("referentiel/communes", codesInsee=["38185", "99999"])).json()
    assert [(one["code"], one["nom"]) for one in by_code] == [("38185", "Grenoble")]
    assert by_code[0]["pays"]["libelleFr"] == "France"
    assert (await ask("referentiel/communes", communeIds=[by_code[0]["id"]])).json() == by_code
    assert (await ask("referentiel/communes")).json() == []


async def test_internal_criteria(ask):
    found = (await ask("referentiel/criteres-internes", critereInterneIds=[70002])).json()
    assert found == [{"id": 70002, "libelle": "Envie de rencontres"}]


async def test_selections_of_the_project_one_of_them_without_label(ask):
    found = (await ask("referentiel/selections")).json()
    assert [one["id"] for one in found] == [120001, 120002, 120003, 120004, 120005, 120006]
    assert [one["id"] for one in found if "libelle" not in one] == [120005]
    assert len((await ask("referentiel/selections", selectionIds=[120002])).json()) == 1


async def test_selections_by_object_pass_over_foreign_ids(ask, world):
    first = world.store.ordered[0]
    found = (await ask("referentiel/selections-par-objet", referenceIds=[first, 3])).json()
    assert [one["id"] for one in found] == [first]
    assert {one["id"] for one in found[0]["selections"]} == set(world.store.facts[first].selections)
    assert len((await ask("referentiel/selections-par-objet")).json()) == len(world.store.ordered)


async def test_reference_services_check_the_key_and_their_own_keys(ask):
    assert (await ask("referentiel/selections", apiKey="no")).status_code == 403
    assert (await ask("referentiel/selections", first=1)).status_code == 404


async def test_the_page_for_developers_lists_the_services(client):
    answer = await client.get("http://apidae.test/")
    assert answer.headers["content-type"].startswith("text/html")
    assert "/api/v002/recherche/list-objets-touristiques" in answer.text
    assert "/__emu/journal" in answer.text
    assert "demo-key" not in answer.text
