"""What callers may ask: filters, places, accounts, embeds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from social_world import CANARIES, SCOUTS, Meta, Stage, World

from gateway.graph.ids import encode_id
from gateway.source import Card
from sources.social.captions import pruned
from sources.social.emulator import defaults


@pytest.fixture
def graph_api(graph_server: tuple[Stage, str]) -> Iterator[Meta]:
    stage, url = graph_server
    with stage.playing(url, posts="40") as meta:
        yield meta


async def asked(world: World, **filter: Any) -> list[dict[str, Any]]:
    query = """query($filter: SocialPostFilter) { socialPosts(first: 100, filter: $filter) {
      totalCount edges { node { id caption origin hashtags account { handle } communes { name } } } } }"""
    found = (await world.ask(query, filter=filter))["socialPosts"]
    assert found["totalCount"] == len(found["edges"])
    return [edge["node"] for edge in found["edges"]]


async def filled(world: World) -> str:
    world.shelf.offers = [Card("7", "Bergerie du Lac bleu", handles=("bergerie.7",), insee="26113")]
    world.shelf.communes = [
        Card("26113", "Die", insee="26113"),
        Card("43157", "Le Puy-en-Velay", insee="43157"),
    ]
    world.shelf.territories = [Card("t1", "Vercors")]
    caption = "Merci @bergerie.7, à Die, dans le Vercors #GrandAir #été"
    made = world.meta.control("posts", account="page", caption=caption)
    world.meta.control("posts", account=SCOUTS[0], caption="Bonjour #ete")
    await world.sync()
    return encode_id("SocialPost", f"facebook:{made['id']}")


async def test_posts_are_found_by_what_they_are_about_who_wrote_them_and_their_hashtags(world: World):
    ours = await filled(world)
    for entity, key in (("Offer", "7"), ("Commune", "26113"), ("Territory", "t1")):
        assert ours in {post["id"] for post in await asked(world, about=encode_id(entity, key))}
    assert {post["account"]["handle"] for post in await asked(world, account=f"@{SCOUTS[0]}")} == {SCOUTS[0]}
    assert {post["origin"] for post in await asked(world, origin="SCOUT")} == {"SCOUT"}
    tagged = await asked(world, hashtag="#ETE")
    assert {"été", "ete"} <= {tag for post in tagged for tag in post["hashtags"]}
    (one,) = await asked(world, hashtag="grandair", about=encode_id("Offer", "7"), origin="INSTITUTIONAL")
    assert one["id"] == ours
    assert one["communes"] == [{"name": "Die"}]
    assert await asked(world, hashtag="grandair", origin="SCOUT") == []


async def test_posts_are_not_found_by_an_offer_that_is_not_public_any_more(world: World):
    await filled(world)
    world.shelf.offers = []
    assert await asked(world, about=encode_id("Offer", "7")) == []
    assert await asked(world, about=encode_id("Offer", "never there")) == []


async def test_places_lead_to_the_posts_about_them(world: World):
    ours = await filled(world)
    for entity, key in (("Commune", "26113"), ("Territory", "t1")):
        query = f'{{ node(id: "{encode_id(entity, key)}") {{ ... on {entity} {{ socialPosts(first: 100) {{ edges {{ node {{ id }} }} }} }} }} }}'
        found = (await world.ask(query))["node"]["socialPosts"]["edges"]
        assert ours in {edge["node"]["id"] for edge in found}


@pytest.mark.parametrize(
    ("filter", "code"),
    [
        ('{about: "x"}', "INVALID_ID"),
        (f'{{about: "{encode_id("SocialPost", "x")}"}}', "INVALID_ID"),
        ('{hashtag: ""}', "INVALID_ARGUMENT"),
        ('{hashtag: "' + "x" * 300 + '"}', "INVALID_ARGUMENT"),
        ('{account: "\\u0000"}', "INVALID_ARGUMENT"),
    ],
)
async def test_a_wrong_filter_has_a_code(world: World, filter: str, code: str):
    answer = await world.run(f"{{ socialPosts(filter: {filter}) {{ edges {{ cursor }} }} }}")
    (fault,) = answer.faults
    assert fault.extensions["code"] == code


@pytest.mark.parametrize("text", ['{"$gt": ""}', "$where", "a.b.c", "(((", "'; db.dropDatabase()"])
async def test_operators_in_a_filter_are_only_text(world: World, text: str):
    await world.sync()
    assert await asked(world, hashtag=text) == []
    assert await asked(world, account=text) == []


async def test_accounts_are_listed_with_how_fresh_they_are(world: World):
    await world.sync()
    world.meta.fault("html", value=200, path=f"/{defaults.PAGE_ID}")
    await world.sync()
    rows = (await world.ask("{ socialAccounts { account { handle network } kind url stale } }"))[
        "socialAccounts"
    ]
    kinds = {(row["account"]["network"], row["kind"], row["stale"]) for row in rows}
    assert kinds == {
        ("FACEBOOK", "OWNED", True),
        ("INSTAGRAM", "OWNED", False),
        ("INSTAGRAM", "SCOUT", False),
    }
    page = await world.ask("{ socialAccounts(networks: [FACEBOOK]) { url } }")
    assert page["socialAccounts"] == [{"url": f"https://www.facebook.com/{defaults.PAGE_USERNAME}"}]


EMBED = "query($url: URL!) { socialEmbed(url: $url) { permalink html scriptUrl width providerName } }"


async def permalink(world: World) -> str:
    await world.sync()
    return str((await world.documents("posts", network="INSTAGRAM"))[0]["permalink"])


async def test_an_embed_is_the_networks_html_without_scripts_and_kept_nowhere(world: World):
    link = await permalink(world)
    found = (await world.ask(EMBED, url=f"{link}?utm=1"))["socialEmbed"]
    assert found["permalink"] == link
    assert 'class="instagram-media"' in found["html"]
    assert "<script" not in found["html"]
    assert found["scriptUrl"] == "https://www.instagram.com/embed.js"
    stored = [
        str(row) for name in ("posts", "accounts", "budgets", "links") for row in await world.documents(name)
    ]
    assert not any("blockquote" in row for row in stored)
    calls = world.meta.look("journal")["by_path"]["GET /instagram_oembed"]
    await world.ask(EMBED, url=link)
    assert world.meta.look("journal")["by_path"]["GET /instagram_oembed"] == calls + 1


async def test_what_may_not_be_embedded_is_null(world: World):
    assert await world.ask(EMBED, url="https://www.instagram.com/p/nobody/") == {"socialEmbed": None}


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/p/abc/",
        "https://www.instagram.com.evil.example/p/abc/",
        "https://www.instagram.com/",
        "https://www.instagram.com/p/../../admin",
        "https://www.facebook.com/",
    ],
)
async def test_other_addresses_are_refused_and_nobody_is_asked(world: World, url: str):
    answer = await world.run(EMBED, url=url)
    (fault,) = answer.faults
    assert fault.extensions["code"] == "INVALID_ARGUMENT"
    assert world.meta.calls == 0


async def test_embeds_carry_no_token_of_ours(world: World):
    link = await permalink(world)
    answer = await world.ask(EMBED, url=link)
    assert not any(canary in str(answer) for canary in CANARIES)
    assert world.meta.look("journal")["tokens_in_urls"] == 0


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (None, None),
        ("", None),
        ("Bonjour", "Bonjour"),
        ("Bonjour #a #b @c", "Bonjour"),
        ("Un #lac bleu\n.\n.\n#a #b", "Un #lac bleu"),
        ("Un\n\n\n\nDeux", "Un\n\nDeux"),
        ("#a #b", None),
        ("Écrivez à a@b.fr", "Écrivez à a@b.fr"),
        ("Merci @lea !", "Merci @lea !"),
    ],
)
def test_a_pruned_caption_is_what_people_read(text: str | None, short: str | None):
    assert pruned(text) == short
