"""Embedding codes without token."""

from meta_calls import Meta, open_meta, sample

from sources.social.emulator import defaults as d

PATH = "/v26.0/instagram_oembed"


async def test_a_post_is_embedded_with_six_fields_and_never_stored(meta: Meta):
    post = meta.emulator.library.world.instagram.posts[0]
    answer = await meta.get(PATH, token=None, url=post.permalink)
    assert answer.json().keys() == sample("oembed/instagram_200.json").keys()
    assert answer.headers["cache-control"] == "private, no-cache, no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert post.permalink in answer.json()["html"]
    assert "embed.js" in answer.json()["html"]


async def test_script_caption_and_width_can_be_chosen(meta: Meta):
    post = meta.emulator.library.world.instagram.posts[0]
    asked = {"url": post.permalink, "omitscript": "true", "hidecaption": "true", "maxwidth": "100"}
    found = await meta.read(PATH, token=None, **asked)
    assert "script" not in found["html"]
    assert "captioned" not in found["html"]
    assert found["width"] == 320
    assert (await meta.read(PATH, token=None, url=post.permalink, maxwidth="9999"))["width"] == 658


async def test_scouts_posts_and_profiles_are_embedded_too(meta: Meta):
    scout = next(iter(meta.emulator.library.world.scouts.values()))
    for url in (scout.posts[0].permalink, f"https://www.instagram.com/{scout.username}/"):
        assert (await meta.read(PATH, token=None, url=url))["provider_name"] == "Instagram"


async def test_what_cannot_be_embedded_gives_one_answer(meta: Meta):
    recorded = sample("errors/24_2207045_oembed_not_found.json")["error"]
    deleted = meta.emulator.library.world.instagram.posts[0]
    await meta.control(f"posts/{deleted.id}", "DELETE")
    for url in (
        deleted.permalink,
        "https://www.instagram.com/p/none/",
        "https://elsewhere.example/p/a/",
        "x",
    ):
        answer = await meta.get(PATH, token=None, url=url)
        error = answer.json()["error"]
        assert answer.status_code == 400
        assert recorded.keys() <= error.keys()
        assert (error["code"], error["error_subcode"]) == (24, 2207045)
    assert await meta.error(PATH, token=None) == (400, 100, None)


async def test_posts_and_videos_of_the_page_are_embedded(meta: Meta):
    world = meta.emulator.library.world
    video = next(post for post in world.page_posts if post.kind == "video")
    photo = next(post for post in world.page_posts if post.kind == "photo")
    for url in (photo.permalink, f"https://www.facebook.com/{photo.id}"):
        assert "fb-post" in (await meta.read("/v26.0/oembed_post", token=None, url=url))["html"]
    assert "fb-video" in (await meta.read("/v26.0/oembed_video", token=None, url=video.permalink))["html"]
    refused = await meta.error("/v26.0/oembed_video", token=None, url=photo.permalink)
    hidden = await meta.error("/v26.0/oembed_post", token=None, url=world.unpublished[0].permalink)
    assert refused == hidden == (400, 24, 2207045)


async def test_the_hourly_limit_is_its_own():
    async with open_meta(oembed_calls="2") as meta:
        url = meta.emulator.library.world.instagram.posts[0].permalink
        statuses = [(await meta.get(PATH, token=None, url=url)).status_code for _ in range(3)]
        assert statuses == [200, 200, 400]
        assert (await meta.read("/v26.0/me"))["id"] == d.PAGE_ID
