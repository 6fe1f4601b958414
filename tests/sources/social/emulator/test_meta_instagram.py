"""Instagram: own media, other accounts by discovery, hashtags, mentions and stories."""

from meta_calls import ACCOUNT, Meta, sample

from sources.social.emulator import defaults as d

FIELDS = (
    "id,caption,media_type,media_product_type,media_url,thumbnail_url,permalink,shortcode,timestamp,username,"
    "like_count,comments_count,alt_text,ig_id,is_comment_enabled,owner,boost_eligibility_info,"
    "children{id,media_type,media_url,thumbnail_url,alt_text}"
)


async def own(meta: Meta, fields: str = FIELDS) -> list[dict]:
    found, after = [], {}
    while True:
        page = await meta.read(f"{ACCOUNT}/media", fields=fields, limit="100", **after)
        found += page["data"]
        if "next" not in page.get("paging", {}):
            return found
        after = {"after": page["paging"]["cursors"]["after"]}


def discovery(username: str, inner: str) -> str:
    return f"business_discovery.username({username}){{{inner}}}"


async def test_an_account_without_fields_gives_its_id_only(meta: Meta):
    assert await meta.read(ACCOUNT) == {"id": d.IG_USER_ID}


async def test_media_have_the_recorded_keys(meta: Meta):
    recorded = sample("ig/media_list_last_page_reel_carousel.json")["data"]
    found = await own(meta)
    reel = next(
        row
        for row in found
        if row["media_type"] == "VIDEO" and "caption" in row and "media_url" in row and "like_count" in row
    )
    album = next(
        row
        for row in found
        if row["media_type"] == "CAROUSEL_ALBUM"
        and "caption" in row
        and "media_url" in row
        and "like_count" in row
    )
    assert recorded[0].keys() <= reel.keys()
    assert recorded[1].keys() <= album.keys()
    image = await meta.read(f"/v26.0/{found[0]['id']}", fields=",".join(sample("ig/media_image_node.json")))
    assert image.keys() <= sample("ig/media_image_node.json").keys()


async def test_what_is_hidden_or_missing_has_no_key(meta: Meta):
    posts = {post.id: post for post in meta.emulator.library.world.instagram.posts}
    found = await own(meta)
    for row in found:
        post = posts[row["id"]]
        assert ("like_count" in row) != post.hide_likes
        assert ("media_url" in row) != post.drop_media_url
        assert ("caption" in row) == (post.caption is not None)
        assert ("alt_text" in row) == (post.alt_text is not None)
        assert ("thumbnail_url" in row) == (post.kind == "VIDEO")
        assert ("children" in row) == (post.kind == "CAROUSEL_ALBUM")
    for key in ("like_count", "media_url", "caption", "alt_text"):
        assert 0 < sum(key not in row for row in found) < len(found)


async def test_children_can_be_expanded_listed_and_read(meta: Meta):
    album = next(row for row in await own(meta) if row["media_type"] == "CAROUSEL_ALBUM")
    bare = await meta.read(f"/v26.0/{album['id']}", fields="children")
    assert all(child.keys() == {"id"} for child in bare["children"]["data"])
    listed = await meta.read(f"/v26.0/{album['id']}/children", fields="id,media_type,media_url,timestamp")
    assert listed.keys() == sample("ig/media_children_edge.json").keys()
    assert [child["id"] for child in listed["data"]] == [child["id"] for child in bare["children"]["data"]]
    first = await meta.read(f"/v26.0/{listed['data'][0]['id']}", fields="media_url")
    assert first["media_url"] == listed["data"][0]["media_url"]
    assert await meta.error(f"/v26.0/{album['id']}", fields="children{permalink}") == (400, 100, None)


async def test_comments_are_at_most_fifty_newest_first(meta: Meta):
    post = max(meta.emulator.library.world.instagram.posts, key=lambda post: post.comments)
    rows = (await meta.read(f"/v26.0/{post.id}/comments", limit="50"))["data"]
    assert 1 < len(rows) <= 50
    times = [row["timestamp"] for row in rows]
    assert times == sorted(times, reverse=True)
    assert await meta.error(f"/v26.0/{post.id}/comments", limit="51") == (400, 100, None)


async def test_discovery_answers_a_profile_and_media_without_next(meta: Meta):
    name = d.SCOUT_USERNAMES[0]
    profile = sample("ig/business_discovery_profile.json")["business_discovery"]
    inner = ",".join(profile)
    found = await meta.read(ACCOUNT, fields=discovery(name, inner))
    assert found.keys() == {"business_discovery", "id"}
    assert found["business_discovery"].keys() == profile.keys()
    page = sample("ig/business_discovery_page1.json")["business_discovery"]
    inner = "media.limit(4){id,caption,like_count,comments_count,media_type,media_url,permalink,timestamp}"
    media = (await meta.read(ACCOUNT, fields=discovery(name, inner)))["business_discovery"]["media"]
    assert media.keys() == page["media"].keys()
    assert media["paging"] == {"cursors": {"after": media["paging"]["cursors"]["after"]}}


async def test_discovery_pages_end_without_after_or_with_an_empty_page(meta: Meta):
    endings = set()
    for name, scout in meta.emulator.library.world.scouts.items():
        ids, after, pages = [], "", 0
        while True:
            found = await meta.read(ACCOUNT, fields=discovery(name, f"media.limit(5){after}{{id}}"))
            media = found["business_discovery"]["media"]
            ids += [row["id"] for row in media["data"]]
            cursors = media.get("paging", {}).get("cursors", {})
            assert ("before" in cursors) == (pages > 0 and bool(media["data"]))
            if "after" not in cursors:
                endings.add("empty" if not media["data"] else "no after")
                break
            after, pages = f".after({cursors['after']})", pages + 1
        assert ids == [post.id for post in scout.posts]
    assert endings == {"empty", "no after"}


async def test_unknown_and_personal_accounts_look_the_same(meta: Meta):
    recorded = sample("errors/110_2207013_discovery_unknown_user.json")["error"]
    for name in ("nobody.at.all", d.PERSONAL_USERNAMES[0]):
        answer = await meta.get(ACCOUNT, fields=discovery(name, "id"))
        error = answer.json()["error"]
        assert answer.status_code == 400
        assert error.keys() == recorded.keys()
        assert (error["code"], error["error_subcode"], error["message"]) == (
            110,
            2207013,
            recorded["message"],
        )


async def test_others_media_cannot_be_read_by_id(meta: Meta):
    scout = next(iter(meta.emulator.library.world.scouts.values()))
    album = next(
        post
        for post in meta.emulator.library.world.media()
        if post.children and post.account.id != d.IG_USER_ID
    )
    for identifier in (scout.posts[0].id, album.children[0].id, scout.id, "999"):
        assert await meta.error(f"/v26.0/{identifier}", fields="id") == (400, 100, 33)


async def test_discovered_media_hide_the_owners_fields_and_the_at_sign(seeded: Meta):
    name = d.SCOUT_USERNAMES[0]
    for field in ("saved_count", "comments", "insights"):
        assert await seeded.error(ACCOUNT, fields=discovery(name, f"media{{{field}}}")) == (400, 100, None)
    captions = []
    for scout in d.SCOUT_USERNAMES:
        found = await seeded.read(
            ACCOUNT, fields=discovery(scout, "media{caption,username,owner,view_count}")
        )
        rows = found["business_discovery"]["media"]["data"]
        assert all("owner" not in row and row["username"] == scout for row in rows)
        captions += [row.get("caption", "") for row in rows]
    assert any("bergerie." in caption for caption in captions)
    assert not any("@" in caption for caption in captions)
    ours = [row.get("caption", "") for row in await own(seeded, "caption")]
    assert any("@bergerie." in caption for caption in ours)


async def test_the_thumbnail_of_others_can_be_refused(meta: Meta):
    asked = discovery(d.SCOUT_USERNAMES[0], "media{thumbnail_url}")
    assert (await meta.get(ACCOUNT, fields=asked)).status_code == 200
    await meta.control("modes", discovery_thumbnail="refused")
    assert await meta.error(ACCOUNT, fields=asked) == (400, 100, None)
    assert (await meta.get(f"{ACCOUNT}/media", fields="thumbnail_url")).status_code == 200


async def test_posts_that_tag_us_are_listed_and_readable_as_mentions(meta: Meta):
    recorded = sample("ig/tagged_media_no_paging.json")["data"]
    rows = (await meta.read(f"{ACCOUNT}/tags", fields=",".join(recorded[0]), limit="100"))["data"]
    assert rows
    assert all(row.keys() <= recorded[0].keys() for row in rows)
    found = await meta.read(
        ACCOUNT, fields=f"mentioned_media.media_id({rows[0]['id']}){{caption,media_type}}"
    )
    assert found["mentioned_media"]["id"] == rows[0]["id"]
    own_id = meta.emulator.library.world.instagram.posts[0].id
    assert await meta.error(ACCOUNT, fields=f"mentioned_media.media_id({own_id}){{id}}") == (400, 100, 33)


async def test_stories_live_one_day(meta: Meta):
    assert len((await meta.read(f"{ACCOUNT}/stories"))["data"]) == 2
    await meta.control("clock", advance_seconds=5 * 3600)
    assert len((await meta.read(f"{ACCOUNT}/stories"))["data"]) == 1


async def test_hashtag_posts_have_no_author_and_keep_their_cursor(meta: Meta):
    found = await meta.read("/v26.0/ig_hashtag_search", user_id=d.IG_USER_ID, q="montagne")
    identifier = found["data"][0]["id"]
    again = await meta.read("/v26.0/ig_hashtag_search", user_id=d.IG_USER_ID, q="#Montagne")
    assert again == found
    asked = {"user_id": d.IG_USER_ID, "fields": "id,caption,media_type,like_count,timestamp", "limit": "50"}
    page = await meta.read(f"/v26.0/{identifier}/top_media", **asked)
    assert page["paging"].keys() == sample("ig/hashtag_recent_media_page1.json")["paging"].keys()
    assert all("#montagne" in row["caption"].lower() for row in page["data"])
    times = [row["timestamp"] for row in page["data"]]
    assert times != sorted(times, reverse=True)
    asked["fields"] = "username"
    assert await meta.error(f"/v26.0/{identifier}/top_media", **asked) == (400, 100, None)
    assert await meta.error(f"/v26.0/{identifier}/top_media") == (400, 100, None)


async def test_recent_hashtag_posts_are_of_the_last_day(meta: Meta):
    await meta.control("posts", account="instagram", caption="Neuf #toutneuf")
    found = await meta.read("/v26.0/ig_hashtag_search", user_id=d.IG_USER_ID, q="toutneuf")
    path = f"/v26.0/{found['data'][0]['id']}/recent_media"
    assert len((await meta.read(path, user_id=d.IG_USER_ID))["data"]) == 1
    await meta.control("clock", advance_seconds=86_401)
    assert (await meta.read(path, user_id=d.IG_USER_ID))["data"] == []


async def test_the_31st_hashtag_of_a_week_is_refused(meta: Meta):
    for index in range(30):
        await meta.read("/v26.0/ig_hashtag_search", user_id=d.IG_USER_ID, q=f"mot{index}")
    assert await meta.error("/v26.0/ig_hashtag_search", user_id=d.IG_USER_ID, q="mot30") == (400, 18, None)
    await meta.read("/v26.0/ig_hashtag_search", user_id=d.IG_USER_ID, q="mot3")
    recent = await meta.read(f"{ACCOUNT}/recently_searched_hashtags", limit="30")
    assert len(recent["data"]) == 30
    assert recent["data"][0].keys() == sample("ig/recently_searched_hashtags.json")["data"][0].keys()
    await meta.control("clock", advance_seconds=7 * 86_400)
    await meta.read("/v26.0/ig_hashtag_search", user_id=d.IG_USER_ID, q="mot30")
