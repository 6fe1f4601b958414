"""The Facebook Page: node, lists, posts with attachments, reactions and comments."""

from meta_calls import PAGE, Meta, sample

from sources.social.emulator import defaults as d

FIELDS = (
    "id,message,message_tags,created_time,updated_time,permalink_url,full_picture,picture,icon,status_type,"
    "is_published,shares,attachments{media_type,type,title,description,url,unshimmed_url,target,media,"
    "subattachments},reactions.limit(0).summary(true),comments.limit(0).summary(true),"
    "reactions.type(LIKE).limit(0).summary(total_count).as(like)"
)


async def rows(meta: Meta, edge: str = "published_posts", fields: str = FIELDS, **more: str) -> list[dict]:
    found, after = [], {}
    while True:
        page = await meta.read(f"{PAGE}/{edge}", fields=fields, limit="100", **more, **after)
        found += page["data"]
        if "next" not in page.get("paging", {}):
            return found
        after = {"after": page["paging"]["cursors"]["after"]}


async def test_the_page_node_has_the_recorded_fields(meta: Meta):
    recorded = sample("fb/page_node.json")
    assert (await meta.read(PAGE, fields=",".join(recorded))).keys() == recorded.keys()
    assert (await meta.read(PAGE)).keys() == {"id", "name"}


async def test_the_page_leads_to_its_instagram_account(meta: Meta):
    found = await meta.read(PAGE, fields="instagram_business_account{username}")
    assert found["instagram_business_account"] == {"username": d.IG_USERNAME, "id": d.IG_USER_ID}


async def test_a_list_without_fields_gives_the_three_documented_ones(meta: Meta):
    recorded = sample("fb/page_feed_documented_v25.json")
    found = (await meta.read(f"{PAGE}/feed"))["data"]
    assert set().union(*found) == recorded["data"][0].keys()


async def test_posts_have_the_recorded_keys_by_kind(seeded: Meta):
    recorded = {
        row["attachments"]["data"][0]["type"]: row
        for row in sample("fb/feed_page_photo_link_video.json")["data"]
    }
    left_out = {"love", "wow", "haha", "sad", "angry", "description_tags"}
    found = {}
    for row in await rows(seeded):
        if row.get("message") and "attachments" in row:
            found.setdefault(row["attachments"]["data"][0]["media_type"], row)
    for ours, theirs in (("photo", "photo"), ("link", "share"), ("video", "video_autoplay")):
        optional = {"message_tags", "shares"}
        assert recorded[theirs].keys() - left_out - optional <= found[ours].keys()
        mine, known = found[ours]["attachments"]["data"][0], recorded[theirs]["attachments"]["data"][0]
        assert known.keys() - left_out - {"description"} <= mine.keys()
        assert known["target"].keys() == mine["target"].keys()
        assert known["media"].keys() <= mine["media"].keys()
    assert found["photo"]["reactions"].keys() == recorded["photo"]["reactions"].keys()
    assert found["photo"]["reactions"]["summary"].keys() == recorded["photo"]["reactions"]["summary"].keys()
    assert found["photo"]["comments"]["summary"].keys() == recorded["photo"]["comments"]["summary"].keys()
    assert found["photo"]["like"]["summary"].keys() == {"total_count"}


async def test_albums_have_parts(meta: Meta):
    recorded = sample("fb/post_album_subattachments_reactions.json")["attachments"]["data"][0]
    albums = [
        row
        for row in await rows(meta)
        if row.get("attachments", {}).get("data", [{}])[0].get("type") == "album"
    ]
    assert albums
    mine = albums[0]["attachments"]["data"][0]
    assert recorded.keys() <= mine.keys() | {"description"}
    assert 2 <= len(mine["subattachments"]["data"]) <= 7
    part = await meta.read(
        f"/v26.0/{albums[0]['id']}", fields="attachments{subattachments{media,target,type,url}}"
    )
    first = part["attachments"]["data"][0]["subattachments"]["data"][0]
    assert first.keys() == recorded["subattachments"]["data"][0].keys()


async def test_links_go_through_the_shim_and_come_unshimmed(seeded: Meta):
    links = [
        row["attachments"]["data"][0] for row in await rows(seeded) if row["status_type"] == "shared_story"
    ]
    assert links
    assert all(
        link["url"].startswith("https://l.facebook.com/l.php?u=https%3A%2F%2Fpartirici.example")
        for link in links
    )
    assert all(link["unshimmed_url"].startswith("https://partirici.example/offres/") for link in links)
    assert any("utm_source" in link["unshimmed_url"] for link in links)


async def test_absent_values_have_no_key(meta: Meta):
    found = await rows(meta)
    posts = {post.id: post for post in meta.emulator.library.world.page_posts}
    for row in found:
        post = posts[row["id"]]
        assert ("shares" in row) == bool(post.shares)
        assert ("message" in row) == bool(post.message)
        assert ("full_picture" in row) == ("attachments" in row) == (post.kind != "status")


async def test_message_tags_name_the_words_they_cover(seeded: Meta):
    tagged = [row for row in await rows(seeded) if "message_tags" in row]
    assert tagged
    for row in tagged:
        tag = row["message_tags"][0]
        assert row["message"][tag["offset"] : tag["offset"] + tag["length"]] == tag["name"]


async def test_feed_shows_drafts_and_visitors_that_published_posts_hides(meta: Meta):
    world = meta.emulator.library.world
    feed = {row["id"]: row for row in await rows(meta, "feed", "is_published,from")}
    published = {row["id"] for row in await rows(meta, "published_posts", "is_published")}
    assert published == {post.id for post in world.page_posts}
    assert len(feed) == len(published) + 14
    assert sum(not row["is_published"] for row in feed.values()) == 6
    assert sum(row["from"]["id"] != d.PAGE_ID for row in feed.values()) == 8
    assert len(await rows(meta, "visitor_posts", "id")) == 8
    assert await rows(meta, "tagged", "id") == []


async def test_a_user_token_gets_empty_comments_and_no_error(meta: Meta):
    post = next(post for post in meta.emulator.library.world.page_posts if post.comments)
    path = f"/v26.0/{post.id}/comments"
    assert (await meta.read(path))["data"]
    assert await meta.read(path, d.USER_TOKEN) == {"data": []}


async def test_a_field_that_does_not_exist_is_named_in_the_error(meta: Meta):
    answer = await meta.get(f"{PAGE}/feed", fields="id,wrong")
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["message"] == "(#100) Tried accessing nonexisting field (wrong) on node type (Post)"
    assert error["type"] == "OAuthException"


async def test_an_app_token_may_not_read_the_page(meta: Meta):
    assert await meta.error(f"{PAGE}/feed", f"{d.APP_ID}|{d.APP_SECRET}") == (400, 10, None)


async def test_writing_is_not_supported(meta: Meta):
    answer = await meta.http.post(f"{PAGE}/feed", data={"message": "x", "access_token": d.PAGE_TOKEN})
    assert answer.json()["error"]["code"] == 100
