"""Fields and languages of an answer."""

from typing import Any

LIST = "recherche/list-objets-touristiques"
DEFAULT = {"type", "id", "identifier", "nom", "informations", "presentation", "localisation", "illustrations"}


def keys_of(value: Any) -> set[str]:
    """Every key that occurs in a value."""
    if isinstance(value, dict):
        return set(value).union(*map(keys_of, value.values()))
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


async def objects(ask, **query) -> list[dict[str, Any]]:
    return (await ask(LIST, **{"count": 200, **query})).json()["objetsTouristiques"]


async def test_without_response_fields_the_small_default_set_comes(ask):
    for item in await objects(ask, criteresQuery="type:EQUIPEMENT"):
        assert set(item) <= DEFAULT | {"informationsEquipement"}
        assert "informationsEquipement" in item
        assert set(item.get("presentation", {})) <= {"descriptifCourt"}
        assert set(item["localisation"]) <= {"adresse", "geolocalisation"}
        assert set(item["informations"]) == {"moyensCommunication"}


async def test_all_gives_everything(ask):
    found = await objects(ask, responseFields=["@all"])
    assert {"gestion", "prestations", "ouverture", "descriptionTarif", "distinctions"} <= set().union(*found)


async def test_minimal_gives_type_id_and_name(ask):
    for item in await objects(ask, responseFields=["@minimal"]):
        assert set(item) == {"type", "id", "nom"}


async def test_with_explicit_fields_the_type_is_missing(ask):
    for item in await objects(ask, responseFields=["id", "gestion.membreProprietaire.nom"]):
        assert set(item) == {"id", "gestion"}
        assert set(item["gestion"]) == {"membreProprietaire"}
        assert set(item["gestion"]["membreProprietaire"]) == {"nom"}


async def test_a_path_may_be_deep_and_cross_lists(ask):
    fields = ["id", "informations.structureGestion.nom.libelleFr", "illustrations.traductionFichiers.url"]
    found = await objects(ask, responseFields=fields)
    owned = [item for item in found if "informations" in item]
    assert owned
    assert all(set(item["informations"]["structureGestion"]) == {"nom"} for item in owned)
    pictures = [picture for item in found for picture in item.get("illustrations", ())]
    assert pictures
    assert all(set(picture["traductionFichiers"][0]) == {"url"} for picture in pictures)


async def test_a_wider_path_wins_over_a_narrower_one(ask):
    item = (await objects(ask, responseFields=["presentation.descriptifCourt", "presentation"], count=1))[0]
    assert "typologiesPromoSitra" in item["presentation"]


async def test_the_alias_of_a_block_gives_that_block(ask):
    found = await objects(ask, responseFields=["id", "@informationsActivite"], criteresQuery="type:ACTIVITE")
    assert all(set(item) == {"id", "informationsActivite"} for item in found)


async def test_only_french_comes_unless_asked(ask):
    keys = keys_of(await objects(ask, responseFields=["@all"]))
    assert "libelleFr" in keys
    assert not {"libelleEn", "libelleDe", "libelleIt", "libelleEs"} & keys


async def test_other_languages_come_when_asked_and_only_they(ask, edge):
    ids = edge("translated_en")[:100]
    for item in await objects(
        ask, identifiants=ids, locales=["en"], responseFields=["@minimal", "presentation"]
    ):
        assert set(item["nom"]) == {"libelleEn"}
        assert set(item["presentation"].get("descriptifCourt", {})) <= {"libelleEn"}
    both = await objects(ask, identifiants=ids, locales=["fr", "en"], responseFields=["@minimal"])
    assert all(set(item["nom"]) == {"libelleFr", "libelleEn"} for item in both)


async def test_a_text_without_the_language_asked_is_left_out(ask, world):
    plain = next(
        number
        for number in world.store.ordered
        if not any(edge.startswith("translated") for edge in world.store.facts[number].edges)
    )
    item = (await objects(ask, identifiants=[plain], locales=["de"], responseFields=["@minimal"]))[0]
    assert "nom" not in item


async def test_languages_of_one_object_are_a_comma_list(client, edge):
    access = {"apiKey": "demo-key", "projetId": "4242", "responseFields": "nom", "locales": "fr,de"}
    answer = await client.get(f"objet-touristique/get-by-id/{edge('translated_de')[0]}", params=access)
    assert set(answer.json()["nom"]) == {"libelleFr", "libelleDe"}


async def test_empty_objects_come_now_and_then(ask, edge):
    found = await objects(ask, identifiants=edge("empty_blocks"), responseFields=["@all"])
    assert {} in [item.get("liens") for item in found]
    assert {} in [item.get("reservation") for item in found]
    assert {} in [item["informations"].get("informationsLegales") for item in found]


async def test_apart_from_those_no_value_is_empty(ask, edge):
    odd = set(edge("empty_blocks"))
    for item in await objects(ask, responseFields=["@all"]):
        if item["id"] not in odd:
            item.get("presentation", {"x": 1})
            assert not _empty(item, item["type"] == "STRUCTURE")


def _empty(value: Any, structure: bool) -> bool:
    if value in ({}, [], None, ""):
        return not structure
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_empty(child, structure) for child in children)
