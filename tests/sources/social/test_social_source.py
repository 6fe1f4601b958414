"""The declaration of the source: its emulator, its settings for it, its words in the schema."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLObjectType
from social_owner import OWNER
from social_world import World, cards, seed

from gateway.errors import SourceInvalid
from gateway.graph.compose import compose
from gateway.settings import read_source_settings
from sources.social.emulator import defaults
from sources.social.source import source


def test_the_emulator_brings_settings_that_need_nothing_more():
    assert source.emulator is not None
    environment = source.emulator.environment("http://127.0.0.1:8102")
    settings: Any = read_source_settings(source, environment, disabled=False)
    assert settings.base_url == "http://127.0.0.1:8102"
    assert settings.page_id == defaults.PAGE_ID
    assert settings.discovered == []


def test_an_unknown_option_of_the_emulator_is_told_in_a_sentence():
    assert source.emulator is not None
    with pytest.raises(RuntimeError, match="wind"):
        source.emulator.build({"wind": "north"})
    assert source.emulator.build({option: "" for option in source.emulator.options if option == "cdn_base"})


def test_everything_that_the_source_adds_to_the_schema_is_described_and_nullable_where_it_can_fail():
    schema = compose([source, OWNER])._schema
    names = [
        "SocialPost",
        "SocialMedia",
        "SocialAccount",
        "Network",
        "SocialMediaKind",
        "SocialPostConnection",
    ]
    for name in names:
        kind = schema.type_map[name]
        assert kind.description, name
        if isinstance(kind, GraphQLObjectType):
            assert all(field.description for field in kind.fields.values()), name
        if isinstance(kind, GraphQLEnumType):
            assert all(value.description for value in kind.values.values()), name
    for owner, field in (("Query", "socialPosts"), ("Offer", "socialPosts"), ("Scout", "socialPosts")):
        declared = schema.type_map[owner].fields[field]  # type: ignore[attr-defined]  # all are objects
        assert str(declared.type) == "SocialPostConnection"
        assert all(argument.description for argument in declared.args.values())
    assert str(schema.type_map["SocialPost"].fields["mentions"].type) == "[Offer!]"  # type: ignore[attr-defined]  # as above


async def test_a_document_of_another_shape_is_refused_by_the_database(world: World):
    await world.sync()
    posts = world.store.room("social").collection("posts")
    good = (await posts.find({}, limit=1))[0]
    for damage in ({"network": "MYSPACE"}, {"fetchedAt": "hier"}, {"likes": "many"}, {"accountOk": None}):
        with pytest.raises(SourceInvalid):
            await posts.insert_one({**good, "_id": "instagram:bad", **damage})


async def test_a_round_tells_how_far_the_limits_are_used(world: World):
    world.shelf.offers = []
    world.meta.control("usage", id=defaults.PAGE_ID, percent=60)
    assert (await world.sync()).endswith(" %.")


async def test_the_whole_demo_is_linked_as_it_was_written(world: World):
    world.shelf.offers = cards(120)
    seed(world.meta, world.shelf.offers, posts=600)
    await world.sync()
    counts = world.meta.look("stats")["counts"]
    assert len({link["key"] for link in await world.documents("links")}) > 100
    assert counts["posts"] == 600
