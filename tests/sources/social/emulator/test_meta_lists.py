"""Lists: limits, cursors, neighbours' urls, the shapes of last pages."""

from urllib.parse import parse_qs, urlsplit

import pytest
from meta_calls import ACCOUNT, PAGE, Meta, sample

from sources.social.emulator import defaults as d

MEDIA = f"{ACCOUNT}/media"
POSTS = f"{PAGE}/published_posts"


async def walk(meta: Meta, path: str, **params: str) -> tuple[list[str], list[dict]]:
    """Read a list to its end by ``after``; give the ids and the pages."""
    ids, pages, after = [], [], {}
    while True:
        page = await meta.read(path, **params, **after)
        pages.append(page)
        ids += [row["id"] for row in page["data"]]
        if "next" not in page.get("paging", {}):
            return ids, pages
        after = {"after": page["paging"]["cursors"]["after"]}


@pytest.mark.parametrize("path", [MEDIA, POSTS])
async def test_a_walk_by_cursors_meets_each_post_once_newest_first(meta: Meta, path):
    ids, pages = await walk(meta, path, fields="id", limit="50")
    world = meta.emulator.library.world
    posts = world.instagram.posts if path == MEDIA else world.page_posts
    assert ids == [post.id for post in posts]
    assert [post.created for post in posts] == sorted((post.created for post in posts), reverse=True)
    assert [len(page["data"]) for page in pages[:-1]] == [50] * (len(pages) - 1)


async def test_the_default_limit_is_25_and_the_greatest_100(meta: Meta):
    assert len((await meta.read(MEDIA))["data"]) == 25
    assert len((await meta.read(MEDIA, limit="100"))["data"]) == 100
    assert await meta.error(MEDIA, limit="101") == (400, 100, None)
    assert await meta.error(MEDIA, limit="many") == (400, 100, None)
    assert await meta.error(MEDIA, limit="-1") == (400, 100, None)


async def test_next_carries_the_token_and_leads_on(meta: Meta):
    page = await meta.read(MEDIA, fields="id,children{id,media_type}", limit="3")
    assert page.keys() == sample("ig/media_list_first_page.json").keys()
    assert page["paging"].keys() == sample("ig/media_list_first_page.json")["paging"].keys()
    query = parse_qs(urlsplit(page["paging"]["next"]).query)
    assert query["access_token"] == [d.PAGE_TOKEN]
    assert query["fields"] == ["id,children{id,media_type}"]
    following = (await meta.http.get(page["paging"]["next"])).json()
    wanted = [post.id for post in meta.emulator.library.world.instagram.posts[3:6]]
    assert [row["id"] for row in following["data"]] == wanted
    back = (await meta.http.get(following["paging"]["previous"])).json()
    assert [row["id"] for row in back["data"]] == [row["id"] for row in page["data"]]


async def test_last_pages_come_in_four_shapes_in_turn(meta: Meta):
    shapes = []
    for _ in range(5):
        _, pages = await walk(meta, MEDIA, fields="id", limit="100")
        paging = pages[-1].get("paging")
        shapes.append(paging and (sorted(paging.get("cursors", ())), "previous" in paging))
    before, both, previous, none = (["before"], False), (["after", "before"], True), ([], True), None
    assert shapes == [before, both, previous, none, before]


async def test_the_shape_of_last_pages_can_be_fixed(meta: Meta):
    await meta.control("modes", last_page="none")
    for _ in range(2):
        _, pages = await walk(meta, MEDIA, fields="id", limit="100")
        assert "paging" not in pages[-1]


async def test_a_list_on_one_page_has_no_next(meta: Meta):
    await meta.control("seed", cards=[], posts=20)
    for _ in range(4):
        assert "next" not in (await meta.read(MEDIA)).get("paging", {})


async def test_an_empty_list_has_no_paging(meta: Meta):
    await meta.control("seed", cards=[], posts=0)
    assert await meta.read(POSTS) == {"data": []}


async def test_a_cursor_dies_with_its_post(meta: Meta):
    page = await meta.read(MEDIA, fields="id", limit="2")
    await meta.control(f"posts/{page['data'][1]['id']}", "DELETE")
    assert await meta.error(MEDIA, after=page["paging"]["cursors"]["after"]) == (400, 100, None)


@pytest.mark.parametrize("cursor", ["x", "é", "AAAA", "a" * 300])
async def test_a_foreign_cursor_is_refused(meta: Meta, cursor):
    assert await meta.error(MEDIA, after=cursor) == (400, 100, None)


async def test_empty_pages_with_next_hide_no_post(meta: Meta):
    await meta.control("modes", empty_page=True)
    ids, pages = await walk(meta, MEDIA, fields="id", limit="100")
    assert ids == [post.id for post in meta.emulator.library.world.instagram.posts]
    assert [len(page["data"]) for page in pages][1::2] == [0, 0]


async def test_older_paging_has_tokens_instead_of_cursors(meta: Meta):
    await meta.control("modes", old_paging=True)
    recorded = sample("fb/feed_old_paging_token.json")["paging"]
    page = await meta.read(f"{PAGE}/posts", fields="id", limit="10")
    assert page["paging"].keys() == recorded.keys()
    ids = [row["id"] for row in page["data"]]
    while "next" in page["paging"]:
        page = (await meta.http.get(page["paging"]["next"])).json()
        ids += [row["id"] for row in page["data"]]
    assert ids == [post.id for post in meta.emulator.library.world.page_posts]


async def test_since_and_until_bound_the_media_but_not_published_posts(meta: Meta):
    rows = (await meta.read(MEDIA, since="2026-10-01", until="2026-11-01", fields="timestamp", limit="100"))[
        "data"
    ]
    assert rows
    assert all(row["timestamp"][:7] == "2026-10" for row in rows)
    assert len((await meta.read(POSTS, until="2026-01-01", limit="5"))["data"]) == 5
    assert (await meta.read(POSTS, until="2026-01-01", limit="1"))["data"][0]["created_time"] > "2026-11"
