"""Mapping: rows of the Graph API to documents of posts."""

from datetime import UTC, datetime
from typing import Any

import pytest
from social_samples import needs_samples, sample

from sources.social.mapping import FACEBOOK, INSTAGRAM, INSTITUTIONAL, SCOUT, Account, map_post
from sources.social.media import attached_links, expiry_of, facebook_media, instagram_media, web_url
from sources.social.types import Network, SocialMediaKind
from sources.social.types import post_of as post_with


def post_of(document: Any, **more: Any) -> Any:
    return post_with(document, picture=lambda ref, width: f"https://g.example/{ref}/{width}", **more)


NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
OURS = Account("INSTAGRAM:1", INSTAGRAM, INSTITUTIONAL, "partirici", "Partir Ici")
PAGE = Account("FACEBOOK:2", FACEBOOK, INSTITUTIONAL, "partirici", "Partir Ici")
LEA = Account("INSTAGRAM:@lea", INSTAGRAM, SCOUT, "lea", "Léa")

IMAGE = "https://cdn.example/1.jpg?oh=x&oe=6A819778"
VIDEO = "https://cdn.example/1.mp4?oe=6A8192D1"

MEDIA: dict[str, Any] = {
    "id": "178",
    "caption": "Bonjour @Moulin_bleu #Été",
    "media_type": "IMAGE",
    "media_url": IMAGE,
    "permalink": "https://www.instagram.com/p/abc/",
    "timestamp": "2026-11-20T08:25:28+0000",
    "like_count": 12,
    "comments_count": 3,
    "alt_text": "Un lac",
}
POST: dict[str, Any] = {
    "id": "2_345",
    "message": "Bonjour",
    "created_time": "2026-11-20T09:25:28+0100",
    "permalink_url": "https://www.facebook.com/2/posts/345/",
    "reactions": {"data": [], "summary": {"total_count": 7}},
    "comments": {"data": [], "summary": {"total_count": 0}},
}


def test_an_instagram_picture_becomes_a_document():
    post = map_post(MEDIA, LEA, NOW)
    assert post is not None
    assert post.pop("said")
    expires = datetime(2026, 8, 16, 10, 56, 56, tzinfo=UTC)
    assert post == {
        "_id": "instagram:178",
        "network": "INSTAGRAM",
        "origin": "SCOUT",
        "account": {"key": "INSTAGRAM:@lea", "handle": "lea", "name": "Léa"},
        "permalink": "https://www.instagram.com/p/abc/",
        "caption": "Bonjour @Moulin_bleu #Été",
        "attached": [],
        "hashtags": ["Été"],
        "tags": ["ete"],
        "handles": ["moulin_bleu"],
        "media": [
            {
                "kind": "IMAGE",
                "url": IMAGE,
                "urlExpires": expires,
                "preview": IMAGE,
                "previewExpires": expires,
                "width": None,
                "height": None,
                "alt": "Un lac",
            }
        ],
        "likes": 12,
        "comments": 3,
        "postedAt": datetime(2026, 11, 20, 8, 25, 28, tzinfo=UTC),
        "fetchedAt": NOW,
    }


@pytest.mark.parametrize("missing", ["id", "timestamp", "permalink"])
def test_a_row_without_id_date_or_address_is_left_out(missing: str):
    assert map_post({name: value for name, value in MEDIA.items() if name != missing}, OURS, NOW) is None


@pytest.mark.parametrize(
    "damage",
    [
        {"id": 178},
        {"id": ""},
        {"timestamp": "hier"},
        {"timestamp": "2026-11-20T08:25:28"},
        {"timestamp": None},
        {"permalink": "javascript:alert(1)"},
        {"permalink": "//evil.example/"},
    ],
)
def test_a_row_with_an_unusable_id_date_or_address_is_left_out(damage: dict[str, Any]):
    assert map_post({**MEDIA, **damage}, OURS, NOW) is None


@pytest.mark.parametrize("row", [None, "text", 3, [], {}])
def test_what_is_no_row_at_all_is_left_out(row: Any):
    assert map_post(row, OURS, NOW) is None
    assert map_post(row, PAGE, NOW) is None


@pytest.mark.parametrize(
    "damage",
    [
        {"caption": None},
        {"caption": 3},
        {"caption": "   "},
        {"media_type": "HOLOGRAM"},
        {"media_url": None},
        {"media_url": {"src": 1}},
        {"like_count": "many"},
        {"like_count": -1},
        {"like_count": 2**40},
        {"like_count": True},
        {"children": "none"},
        {"children": {"data": [None, 3, {}]}, "media_type": "CAROUSEL_ALBUM"},
        {"unknown": "field"},
    ],
)
def test_any_other_damage_costs_only_its_field(damage: dict[str, Any]):
    post = map_post({**MEDIA, **damage}, OURS, NOW)
    assert post is not None
    shown = post_of({**post, "accountOk": True}, now=NOW, stale_before=NOW)
    assert shown.permalink == MEDIA["permalink"]


def test_hidden_likes_are_unknown_and_not_zero():
    post = map_post({name: value for name, value in MEDIA.items() if name != "like_count"}, OURS, NOW)
    assert post is not None
    assert post["likes"] is None


def test_facebook_reactions_and_comments_are_counted_and_dates_are_utc():
    post = map_post(POST, PAGE, NOW)
    assert post is not None
    assert (post["_id"], post["likes"], post["comments"]) == ("facebook:2_345", 7, 0)
    assert post["postedAt"] == datetime(2026, 11, 20, 8, 25, 28, tzinfo=UTC)


def test_what_matching_reads_has_a_fingerprint():
    first, same = map_post(MEDIA, OURS, NOW), map_post({**MEDIA, "like_count": 13}, OURS, NOW)
    other = map_post({**MEDIA, "caption": "autre"}, OURS, NOW)
    assert first is not None
    assert same is not None
    assert other is not None
    assert first["said"] == same["said"] != other["said"]


def kinds(items: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(item["kind"], item["url"], item["preview"]) for item in items]


def test_a_reel_without_its_file_keeps_its_preview():
    assert kinds(instagram_media({"media_type": "VIDEO", "thumbnail_url": IMAGE})) == [("VIDEO", None, IMAGE)]
    both = {"media_type": "VIDEO", "media_url": VIDEO, "thumbnail_url": IMAGE}
    assert kinds(instagram_media(both)) == [("VIDEO", VIDEO, IMAGE)]


def test_a_video_without_preview_is_not_its_own_preview():
    assert kinds(instagram_media({"media_type": "VIDEO", "media_url": VIDEO})) == [("VIDEO", VIDEO, None)]


def test_an_album_gives_its_parts_or_else_its_cover():
    child = {"id": "1", "media_type": "IMAGE", "media_url": IMAGE}
    album = {"media_type": "CAROUSEL_ALBUM", "media_url": IMAGE}
    assert kinds(instagram_media({**album, "children": {"data": [child, child]}})) == [
        ("IMAGE", IMAGE, IMAGE),
        ("IMAGE", IMAGE, IMAGE),
    ]
    assert kinds(instagram_media({**album, "children": {"data": [{"id": "1"}]}})) == [("ALBUM", IMAGE, IMAGE)]


def test_a_page_picture_is_used_when_nothing_is_attached():
    assert kinds(facebook_media({"full_picture": IMAGE})) == [("IMAGE", IMAGE, IMAGE)]
    assert facebook_media({}) == []


def test_links_behind_the_redirect_are_not_kept():
    shim = "https://l.facebook.com/l.php?u=x"
    rows = [
        {"url": shim},
        {"url": shim, "unshimmed_url": "https://a.example/"},
        {"url": "https://b.example/"},
        {},
    ]
    assert attached_links({"attachments": {"data": rows}}) == ["https://a.example/", "https://b.example/"]


@pytest.mark.parametrize(
    "value",
    [
        "",
        None,
        3,
        "data:image/png,x",
        "http://",
        "https://[",
        "x" * 5000,
        "https://a.example/?access_token=x",
    ],
)
def test_only_absolute_web_addresses_without_tokens_are_kept(value: Any):
    assert web_url(value) is None


@pytest.mark.parametrize(
    "url", [None, "https://a.example/", "https://a.example/?oe=zz", "https://a.example/?oe=" + "F" * 30]
)
def test_an_address_without_a_readable_expiry_has_none(url: str | None):
    assert expiry_of(url) is None


def test_a_media_address_is_shown_until_it_expires():
    post = map_post(MEDIA, OURS, NOW)
    assert post is not None
    stored = {**post, "accountOk": True}
    before, after = (
        datetime(2026, 8, 16, 10, 56, 55, tzinfo=UTC),
        datetime(2026, 8, 16, 10, 56, 56, tzinfo=UTC),
    )
    assert post_of(stored, now=before, stale_before=NOW).media[0].url == IMAGE
    expired = post_of(stored, now=after, stale_before=NOW).media[0]
    assert (expired.kind, expired.url, expired.preview_url, expired.alt) == (
        SocialMediaKind.IMAGE,
        None,
        None,
        "Un lac",
    )


def test_a_post_is_stale_when_its_copy_is_old_or_its_account_cannot_be_read():
    post = map_post(MEDIA, OURS, NOW)
    assert post is not None
    later = NOW.replace(hour=11)
    assert not post_of({**post, "accountOk": True}, now=later, stale_before=NOW).stale
    assert post_of({**post, "accountOk": False}, now=later, stale_before=NOW).stale
    assert post_of({**post, "accountOk": True}, now=later, stale_before=later).stale


def shown(rows: list[Any], account: Account) -> list[Any]:
    posts = [map_post(row, account, NOW) for row in rows]
    return [post_of({**post, "accountOk": True}, now=NOW, stale_before=NOW) for post in posts if post]


@needs_samples
@pytest.mark.parametrize(
    ("name", "account", "number"),
    [
        ("ig/media_list_first_page.json", OURS, 2),
        ("ig/media_list_last_page_reel_carousel.json", OURS, 2),
        ("ig/tagged_media_no_paging.json", LEA, None),
        ("fb/feed_page_photo_link_video.json", PAGE, 3),
    ],
)
def test_recorded_lists_become_posts(name: str, account: Account, number: int | None):
    rows = sample(name)["data"]
    posts = shown(rows, account)
    assert len(posts) == (len(rows) if number is None else number)
    assert all(post.network is Network[account.network] for post in posts)


@needs_samples
def test_recorded_discovery_becomes_posts():
    rows = sample("ig/business_discovery_page1.json")["business_discovery"]["media"]["data"]
    assert [post.like_count for post in shown(rows, LEA)] == [87, 186]


@needs_samples
def test_recorded_page_posts_have_their_pictures_links_and_numbers():
    rows = sample("fb/feed_page_photo_link_video.json")["data"]
    photo, link, video = shown(rows, PAGE)
    assert (photo.media[0].width, photo.media[0].height, photo.like_count, photo.comment_count) == (
        720,
        720,
        125,
        13,
    )
    assert [media.kind.name for media in (*link.media, *video.media)] == ["IMAGE", "VIDEO"]
    assert not any("l.facebook.com" in address for row in rows for address in attached_links(row))


@needs_samples
def test_a_recorded_page_album_gives_all_its_parts():
    media = facebook_media(sample("fb/post_album_subattachments_reactions.json"))
    assert len(media) == 7
    assert {item["kind"] for item in media} == {"IMAGE"}
    assert all(item["width"] == 720 for item in media)


@needs_samples
def test_a_recorded_carousel_gives_all_its_parts():
    media = instagram_media(sample("ig/media_carousel_node.json"))
    assert [item["kind"] for item in media] == ["IMAGE", "IMAGE", "VIDEO"]
    assert all(item["preview"] and item["urlExpires"] for item in media)
