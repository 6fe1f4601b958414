"""What the graph answers about scouts: fields, filters, arguments that are refused."""

from __future__ import annotations

from scouts_world import NOW, World, a_community, a_content, a_picture, a_scout, fill, gid

from gateway.graph.connection import encode_cursor

EVERYTHING = """
query ($id: ID!) { node(id: $id) { id ... on ScoutContent {
  __typename origin postedAt commercialDisclosure licence availableLocales
  title { value locale isFallback } body(locale: "de-AT") { value locale isFallback }
  pictures { url credit licence alt peopleShown }
  author { publicName kind bio { value } knows { name departments } portrait { alt }
           communities { name slug managedBy url territory { name departments } description { value } } }
  mentions { id name } communes { name }
} } }
"""


async def test_a_content_answers_with_author_offers_communes_and_its_languages(world: World) -> None:
    content = a_content(
        "a",
        kind="PHOTO_SET",
        title={"fr": "Le sentier"},
        source={"fr": "Un pas.", "de": "Ein Schritt.", "en": "A step."},
        offers=["5003", "404", "5001"],
        pictures=[a_picture("a.jpg")],
        commercialDisclosure="PUBLICITE",
    )
    scout = a_scout("s1", "c1", "c2", name="Basile du Trièves")
    homes = [a_community("c1", name="Greeters"), a_community("c2", state="SUSPENDED")]
    await fill(world.scouts, homes, [scout], [content])
    found = (await world.data(EVERYTHING, ("nl",), id=gid("ScoutContent", "a")))["node"]
    assert found == {
        "id": gid("ScoutContent", "a"),
        "__typename": "PhotoSet",
        "origin": "SCOUT",
        "postedAt": NOW.isoformat(),
        "commercialDisclosure": "PUBLICITE",
        "licence": "CC-BY-4.0",
        "availableLocales": ["fr", "de", "en"],
        "title": {"value": "Le sentier", "locale": "fr", "isFallback": True},
        "body": {"value": "Ein Schritt.", "locale": "de", "isFallback": False},
        "pictures": [
            {
                "url": "https://photos.example/a.jpg",
                "credit": "Malo",
                "licence": "CC-BY-4.0",
                "alt": "Un chemin",
                "peopleShown": False,
            }
        ],
        "author": {
            "publicName": "Basile du Trièves",
            "kind": "RESIDENT",
            "bio": {"value": "J’habite ici."},
            "knows": [{"name": "Trièves", "departments": ["38"]}],
            "portrait": {"alt": "Un chemin"},
            "communities": [
                {
                    "name": "Greeters",
                    "slug": "c1",
                    "managedBy": "Une association",
                    "url": None,
                    "territory": {"name": "Trièves", "departments": ["38"]},
                    "description": {"value": "Des habitants."},
                }
            ],
        },
        "mentions": [
            {"id": gid("Offer", "5003"), "name": "Terre et feu chez Malo"},
            {"id": gid("Offer", "5001"), "name": "Sentier des bergers de Mens"},
        ],
        "communes": [{"name": "Mens"}],
    }


async def _names(world: World, filter: str) -> list[str]:
    found = await world.data(f"{{ scouts(filter: {filter}) {{ edges {{ node {{ publicName }} }} }} }}")
    return [edge["node"]["publicName"] for edge in found["scouts"]["edges"]]


async def test_scouts_are_found_by_community_kind_and_beginnings_of_words(world: World) -> None:
    await fill(
        world.scouts,
        [a_community("c1"), a_community("c2")],
        [
            a_scout("s1", name="Émile l’Ancien", kind="GREETER", words=["emile", "ancien", "vercors"]),
            a_scout("s2", "c2", name="adèle", words=["adele", "vercors"]),
            a_scout("s3", "c1", "c2", name="Zoé", kind="GREETER", words=["zoe", "forez"]),
        ],
        [],
    )
    assert await _names(world, "{}") == ["adèle", "Émile l’Ancien", "Zoé"]
    assert await _names(world, f'{{community: "{gid("Community", "c2")}"}}') == ["adèle", "Zoé"]
    assert await _names(world, "{kinds: [GREETER, AMBASSADOR]}") == ["Émile l’Ancien", "Zoé"]
    assert await _names(world, '{text: "VERC"}') == ["adèle", "Émile l’Ancien"]
    assert await _names(world, '{text: "vercors anc"}') == ["Émile l’Ancien"]
    assert await _names(world, '{text: "ercors"}') == []
    assert await _names(world, '{kinds: [RESIDENT], text: "é"}') == []


async def _keys(world: World, filter: str) -> list[str]:
    found = await world.data(f"{{ scoutContents(filter: {filter}) {{ edges {{ node {{ id }} }} }} }}")
    return [edge["node"]["id"] for edge in found["scoutContents"]["edges"]]


async def test_contents_are_found_by_kind_community_scout_offer_and_commune_newest_first(
    world: World,
) -> None:
    await fill(
        world.scouts,
        [a_community("c1"), a_community("c2")],
        [a_scout("s1"), a_scout("s2", "c2")],
        [
            a_content("a", minutes=3, kind="TIP"),
            a_content("b", minutes=1, offers=["5002", "5001"], communes=["26113", "38226"]),
            a_content("c", "s2", minutes=2, offers=["5002"], communes=["26113"]),
        ],
    )
    a, b, c = (gid("ScoutContent", key) for key in "abc")
    assert await _keys(world, "{}") == [b, c, a]
    assert await _keys(world, "{kinds: [], communes: []}") == [b, c, a]
    assert await _keys(world, "{kinds: [TIP, ARTICLE]}") == [a]
    assert await _keys(world, f'{{community: "{gid("Community", "c2")}"}}') == [c]
    assert await _keys(world, f'{{scout: "{gid("Scout", "s1")}"}}') == [b, a]
    assert await _keys(world, f'{{scout: "{gid("Scout", "s1")}", kinds: [STORY]}}') == [b]
    assert await _keys(world, f'{{offer: "{gid("Offer", "5002")}"}}') == [b, c]
    assert await _keys(world, '{communes: ["38226", "26113"]}') == [b, c, a]
    assert await _keys(world, '{communes: ["38226"]}') == [b, a]


async def test_a_community_is_found_by_id_or_slug_and_unknown_ones_are_null(world: World) -> None:
    await fill(world.scouts, [a_community("c1", name="Greeters")], [a_scout("s1")], [])
    query = """query ($id: ID!, $no: ID!, $who: ID!) {
      a: community(id: $id) { name } b: community(slug: "c1") { name } c: community(slug: "c9") { name }
      d: community(id: $no) { name } e: scout(id: $who) { publicName } f: node(id: $no) { id }
      communities { totalCount edges { node { name scouts { totalCount edges { node { publicName } } } } } }
    }"""
    ids = {"id": gid("Community", "c1"), "no": gid("Community", "c9"), "who": gid("Scout", "s9")}
    scouts = {"totalCount": 1, "edges": [{"node": {"publicName": "Éclaireuse s1"}}]}
    assert await world.data(query, **ids) == {
        "a": {"name": "Greeters"},
        "b": {"name": "Greeters"},
        "c": None,
        "d": None,
        "e": None,
        "f": None,
        "communities": {"totalCount": 1, "edges": [{"node": {"name": "Greeters", "scouts": scouts}}]},
    }


async def test_ids_of_another_type_and_cursors_of_another_list_are_refused(world: World) -> None:
    offer, scout = gid("Offer", "5001"), gid("Scout", "s1")
    await fill(world.scouts, [a_community("c1")], [a_scout("s1")], [a_content("a")])
    page = await world.data("{ scoutContents { pageInfo { endCursor } } scouts { pageInfo { endCursor } } }")
    cursor, other = (page[name]["pageInfo"]["endCursor"] for name in ("scoutContents", "scouts"))
    refused = {
        f'scout(id: "{offer}") {{ id }}': "INVALID_ID",
        'scout(id: "pas un id") { id }': "INVALID_ID",
        f'community(id: "{scout}") {{ id }}': "INVALID_ID",
        f'scouts(filter: {{community: "{scout}"}}) {{ totalCount }}': "INVALID_ID",
        f'scoutContents(filter: {{scout: "{offer}"}}) {{ totalCount }}': "INVALID_ID",
        f'scoutContents(filter: {{offer: "{scout}"}}) {{ totalCount }}': "INVALID_ID",
        f'scoutContents(filter: {{community: "{scout}"}}) {{ totalCount }}': "INVALID_ID",
        f'scouts(after: "{cursor}") {{ totalCount }}': "INVALID_CURSOR",
        f'scoutContents(after: "{other}") {{ totalCount }}': "INVALID_CURSOR",
        'communities(after: "pas un curseur") { totalCount }': "INVALID_CURSOR",
        f'scout(id: "{scout}") {{ contents(after: "{cursor}") {{ totalCount }} }}': "INVALID_CURSOR",
        "scouts(first: 0) { totalCount }": "INVALID_ARGUMENT",
        "scoutContents(first: 101) { totalCount }": "LIMIT_FIRST",
        "community { id }": "INVALID_ARGUMENT",
        f'community(id: "{scout}", slug: "c1") {{ id }}': "INVALID_ARGUMENT",
        'scouts(filter: {text: " - "}) { totalCount }': "INVALID_ARGUMENT",
        'scouts(filter: {text: "a b c d e f g"}) { totalCount }': "INVALID_ARGUMENT",
        f'scouts(filter: {{text: "{"a" * 101}"}}) {{ totalCount }}': "INVALID_ARGUMENT",
        'scoutContents(filter: {communes: ["Lyon"]}) { totalCount }': "INVALID_ARGUMENT",
        f"scoutContents(filter: {{communes: {['38226'] * 51}}}) {{ totalCount }}".replace(
            "'", '"'
        ): "LIMIT_ITEMS",
    }
    assert {field: await world.codes(f"{{ {field} }}") for field in refused} == {
        field: [code] for field, code in refused.items()
    }


async def test_a_cursor_with_a_moment_that_no_clock_knows_is_refused(world: World) -> None:
    for moment in (-1, 2**62, 10**17):
        cursor = encode_cursor("scoutContents", moment, "a")
        assert await world.codes(f'{{ scoutContents(after: "{cursor}") {{ totalCount }} }}') == [
            "INVALID_CURSOR"
        ]


async def test_operators_in_strings_are_only_strings(world: World) -> None:
    await fill(world.scouts, [a_community("c1")], [a_scout("s1")], [a_content("a")])
    for evil in ('{"$ne": null}', "$where", "sleep(1000)", ".*", "\u0000", "5001\u0000"):
        found = await world.data(
            "query ($scout: ID!, $offer: ID!, $text: String!) {"
            " community(slug: $text) { id } scout(id: $scout) { id }"
            " scoutContents(filter: {offer: $offer}) { totalCount } }",
            scout=gid("Scout", evil),
            offer=gid("Offer", evil),
            text=evil,
        )
        assert found == {"community": None, "scout": None, "scoutContents": {"totalCount": 0}}
