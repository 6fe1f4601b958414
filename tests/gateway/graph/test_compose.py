"""Composition: links land on the right types, one batch a level, clashes are refused with their names."""

from collections.abc import Sequence
from typing import Any

import pytest

from gateway.graph.compose import CompositionError, compose
from gateway.graph.request import RequestScope
from gateway.source import Context, Entity, Keyed, link, root_field
from tests.gateway.tiny import Farm, Mill, farm_source, farms, opened, outage, tale_source, tales, tiny_source

TWO_LEVELS = "{ farms { edges { node { id name { value } tales(first: 1) { title about { id tales(first: 1) { title } } } } } } }"


async def run(
    query: str, *, locales: Sequence[str] = (), failing: str | None = None
) -> tuple[Any, dict[str, Any]]:
    sources = (farm_source(), tale_source())
    board, shelves = opened(*sources)
    if failing:
        shelves[failing].failure = outage()
    result = await compose(sources).execute(query, context_value=RequestScope(board, locales))
    return result, {name: shelf.asked for name, shelf in shelves.items()}


async def test_each_level_of_a_link_is_one_batch_over_all_parents() -> None:
    result, asked = await run(TWO_LEVELS)
    assert result.errors is None
    # the farms below the tales are the same ones: their tales are known already
    assert asked["telling"] == [("tales of", ["0", "1", "2"], 1)]
    assert asked["farming"] == [("search", 3, ["edges"]), ("farms", "0", "404", "1", "2")]


async def test_the_same_link_with_other_arguments_is_another_batch() -> None:
    _, asked = await run(
        "{ farms { edges { node { a: tales(first: 1) { title } b: tales(first: 2) { title } } } } }"
    )
    assert asked["telling"] == [("tales of", ["0", "1", "2"], 1), ("tales of", ["0", "1", "2"], 2)]


async def test_a_contributed_field_stands_on_the_interface_and_on_every_type_behind_it() -> None:
    core = compose((farm_source(), tale_source()))._schema
    for name in ("Farm", "Dairy", "Mill"):
        assert "tales" in core.type_map[name].fields  # type: ignore[attr-defined]


async def test_an_outage_of_one_source_costs_only_its_fields() -> None:
    result, _ = await run(
        "{ farms { edges { node { name { value } tales { title } } } } }", failing="telling"
    )
    nodes = [edge["node"] for edge in result.data["farms"]["edges"]]
    assert [node["name"]["value"] for node in nodes] == ["Ferme 0", "Ferme 1", "Ferme 2"]
    assert [node["tales"] for node in nodes] == [None, None, None]
    assert len(result.errors) == 3


async def test_readers_get_their_language_and_fallbacks_are_flagged() -> None:
    query = '{ farms(first: 1) { edges { node { en: name { value locale isFallback } nl: name(locale: "nl") { value isFallback } } } } }'
    result, _ = await run(query, locales=("en-GB", "fr"))
    (edge,) = result.data["farms"]["edges"]
    assert edge["node"]["en"] == {"value": "Farm 0", "locale": "en", "isFallback": False}
    assert edge["node"]["nl"] == {"value": "Ferme 0", "isFallback": True}


def test_two_sources_cannot_own_one_entity() -> None:
    other = tiny_source("other", entities=(Entity(name="Farm", type=Farm, load=farms.resolve),))
    with pytest.raises(CompositionError, match="own the entity Farm"):
        compose((farm_source(), other))


def test_two_sources_cannot_give_one_field_twice() -> None:
    with pytest.raises(CompositionError, match="Farm.*tales twice"):
        compose((farm_source(), tale_source(), tiny_source("other", links=(tales,))))


def test_two_root_fields_cannot_share_a_name() -> None:
    with pytest.raises(CompositionError, match="Query is given the field farms twice"):
        compose((farm_source(), tiny_source("other", fields=(farms,))))


def test_a_link_onto_a_type_that_nobody_owns_is_refused() -> None:
    @link("Castle", description="x")
    async def ghosts(parents: Sequence[Keyed], ctx: Context[Any]) -> Sequence[str | None]:
        return []

    with pytest.raises(CompositionError, match="Castle"):
        compose((farm_source(), tiny_source("other", links=(ghosts,))))


def test_a_field_that_can_fail_must_allow_null() -> None:
    @root_field(description="x")
    async def count(ctx: Context[Any]) -> int:
        return 1

    with pytest.raises(CompositionError, match="must allow None"):
        compose((tiny_source("other", fields=(count,)), farm_source()))


def test_a_type_that_no_source_brings_is_named() -> None:
    async def castles(ctx: Context[Any]) -> "Castle | None":  # noqa: F821  # what this test is about
        return None

    with pytest.raises(CompositionError, match="castles speaks of Castle"):
        compose((farm_source(), tiny_source("other", fields=(root_field(description="x")(castles),))))


def test_an_entity_is_the_type_of_its_name() -> None:
    other = tiny_source("other", entities=(Entity(name="Windmill", type=Mill, load=farms.resolve),))
    with pytest.raises(CompositionError, match="Windmill must be the GraphQL type of that name"):
        compose((other,))
