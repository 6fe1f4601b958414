"""Pictures under our own addresses: fetched once, resized, refreshed once, replaced by a placeholder."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from media_world import NAME, Cdn, huge_png, picture, proxied, serving_cdn
from PIL import Image
from starlette.applications import Starlette

from gateway.clock import ManualClock
from gateway.errors import SourceUnavailable
from gateway.media.proxy import MediaProxy, NoPicture
from gateway.media.routes import media_routes
from gateway.media.shelf import Shelf
from gateway.media.signing import PictureName, PictureUrls, media_key

URLS = PictureUrls(b"k" * 32, "https://graph.example")


@pytest_asyncio.fixture
async def cdn() -> AsyncIterator[Cdn]:
    async with serving_cdn() as served:
        yield served


@pytest_asyncio.fixture
async def proxy(cdn: Cdn, tmp_path: Path) -> AsyncIterator[MediaProxy]:
    async with proxied(cdn, tmp_path) as made:
        yield made


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


async def test_all_widths_come_from_one_fetch_and_nothing_is_enlarged(cdn: Cdn, proxy: MediaProxy):
    sizes = [opened(await proxy.picture(NAME, width)).size for width in (160, 640, 1280)]
    assert sizes == [(160, 90), (640, 360), (1280, 720)]
    assert cdn.asked == ["/a.jpg?oh=1%2F2&oe=FF"]  # letter for letter: a signature covers it
    cdn.content = picture(size=(300, 200))
    assert opened(await proxy.picture(PictureName("trails", "small"), 1280)).size == (300, 200)


async def test_whoever_asks_meanwhile_shares_the_fetch(cdn: Cdn, proxy: MediaProxy):
    await asyncio.gather(*(proxy.picture(NAME, width) for width in (160, 320, 640, 160, 320, 640)))
    assert len(cdn.asked) == 1


async def test_its_owner_learns_size_and_colour(cdn: Cdn, proxy: MediaProxy):
    cdn.content = picture("PNG", (800, 600), "#3366cc")
    await proxy.picture(NAME, 160)
    ((ref, facts),) = cdn.seen
    assert (ref, facts.width, facts.height, facts.colour) == (NAME.ref, 800, 600, "#3366cc")


async def test_a_turned_photo_is_upright_and_has_no_place_or_camera_left(cdn: Cdn, proxy: MediaProxy):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of Léa"
    cdn.content = picture(size=(1600, 900), exif=exif.tobytes())
    made = opened(await proxy.picture(NAME, 640))
    assert made.size == (640, 1138)
    assert not made.getexif()
    assert (cdn.seen[0][1].width, cdn.seen[0][1].height) == (900, 1600)


async def test_a_dead_address_is_refreshed_once(cdn: Cdn, proxy: MediaProxy):
    cdn.addresses.append(f"{cdn.url}/b.jpg")
    cdn.statuses = [403]
    assert await proxy.picture(NAME, 160)
    assert cdn.asked == ["/a.jpg?oh=1%2F2&oe=FF", "/b.jpg"]
    assert cdn.resolved == [False, True]


async def test_an_address_that_stays_dead_is_not_asked_again_for_a_while(cdn: Cdn, tmp_path: Path):
    clock = ManualClock()
    cdn.addresses.append(f"{cdn.url}/b.jpg")
    cdn.statuses = [403] * 9
    async with proxied(cdn, tmp_path, clock) as proxy:
        for _ in range(3):
            with pytest.raises(NoPicture) as caught:
                await proxy.picture(NAME, 160)
            assert not caught.value.gone
        assert len(cdn.asked) == 2
        clock.advance(61)
        cdn.statuses = []
        assert await proxy.picture(NAME, 160)


async def test_what_is_withdrawn_is_not_shown_though_a_copy_is_kept(cdn: Cdn, proxy: MediaProxy):
    await proxy.picture(NAME, 160)
    cdn.addresses = [None]
    with pytest.raises(NoPicture) as caught:
        await proxy.picture(NAME, 160)
    assert caught.value.gone
    assert proxy._shelf.used == 0


async def test_an_owner_that_is_away_costs_the_picture_for_the_moment_only(cdn: Cdn, proxy: MediaProxy):
    cdn.failure = SourceUnavailable()
    with pytest.raises(NoPicture) as caught:
        await proxy.picture(NAME, 160)
    assert not caught.value.gone
    cdn.failure = None
    assert await proxy.picture(NAME, 160)


async def test_what_is_no_picture_is_refused(cdn: Cdn, proxy: MediaProxy):
    for what, content, kind in (
        ("html", b"<html>", "text/html"),
        ("no picture", b"not a picture", "image/jpeg"),
        ("empty", b"", "image/jpeg"),
        ("cut off", picture()[:2000], "image/jpeg"),
        ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        ("100 megapixels", huge_png(10_000, 10_001), "image/png"),
        ("too many bytes", b"\xff\xd8\xff" + b"\0" * 21_000_000, "image/jpeg"),
    ):
        cdn.content, cdn.kind = content, kind
        with pytest.raises(NoPicture):
            await proxy.picture(PictureName("trails", what), 160)
    cdn.content, cdn.kind = picture(), "image/jpeg"
    assert await proxy.picture(PictureName("trails", "next"), 160)  # the worker goes on, or another one does


async def test_a_redirect_is_not_followed(cdn: Cdn, proxy: MediaProxy):
    cdn.statuses, cdn.headers = [302], {"Location": f"{cdn.url}/elsewhere.jpg"}
    with pytest.raises(NoPicture):
        await proxy.picture(NAME, 160)
    assert len(cdn.asked) == 1


# addresses


def test_an_address_is_the_same_for_ever_and_cannot_be_made_up():
    url = URLS.url(NAME, 640)
    assert url == "https://graph.example/m/dHJhaWxzOnBvc3Q6MS8w.jFw-VkXN4Gp8SVGC/640.webp"
    signature = url.split("/")[-2]
    assert URLS.read(signature) == NAME
    said, _, seal = signature.partition(".")
    for wrong in (
        "",
        ".",
        said,
        f"{said}.",
        f"{said[:-1]}x.{seal}",
        f"{said}.{seal[:-1]}x",
        f".{seal}",
        "é.é",
    ):
        assert URLS.read(wrong) is None
    assert PictureUrls(b"other").read(signature) is None


def test_the_key_is_made_once_and_kept_for_its_owner_only(tmp_path: Path):
    folder = tmp_path / "var"
    key = media_key("", folder)
    assert len(key) == 32
    assert media_key("", folder) == key
    assert (folder / "media.key").stat().st_mode & 0o777 == 0o600
    assert media_key("configured", folder) == b"configured"


async def asked(proxy: MediaProxy, path: str, *, copies: bool = True, **headers: str) -> httpx.Response:
    app = Starlette(routes=media_routes(URLS, lambda: proxy, copies=copies))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://graph.example", headers=headers
    ) as client:
        return await client.get(path)


async def test_over_http_a_picture_may_be_kept_for_minutes_and_is_nothing_but_a_picture(
    cdn: Cdn, proxy: MediaProxy
):
    path = URLS.url(NAME, 320).removeprefix("https://graph.example")
    answer = await asked(proxy, path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert answer.headers["cache-control"] == "public, max-age=600"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    again = await asked(proxy, path, **{"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/m/x.y/320.webp", 404),
        (URLS.url(NAME, 321).removeprefix("https://graph.example"), 404),
        (URLS.url(PictureName("nobody", "1"), 320).removeprefix("https://graph.example"), 404),
        (URLS.url(NAME, 320).removeprefix("https://graph.example"), 503),
    ],
)
async def test_where_a_picture_is_missing_a_placeholder_stands(
    cdn: Cdn, proxy: MediaProxy, path: str, status: int
):
    cdn.statuses = [500]
    answer = await asked(proxy, path)
    assert answer.status_code == status
    assert opened(answer.content).format == "WEBP"
    assert answer.headers["cache-control"] == "no-store"


async def test_switched_off_callers_are_sent_to_the_network_and_nothing_is_fetched(
    cdn: Cdn, proxy: MediaProxy
):
    path = URLS.url(NAME, 320).removeprefix("https://graph.example")
    answer = await asked(proxy, path, copies=False)
    assert (answer.status_code, answer.headers["location"]) == (302, cdn.addresses[0])
    assert answer.headers["cache-control"] == "no-store"
    assert cdn.asked == []
    cdn.addresses = ["https://evil.example/x.jpg"]
    assert (await asked(proxy, path, copies=False)).status_code == 503


# the shelf


def test_the_shelf_keeps_what_is_used_and_never_more_than_it_may(tmp_path: Path):
    shelf = Shelf(tmp_path, 1000)
    for name in ("aa1", "bb2", "cc3"):
        shelf.put(name, {160: b"x" * 300})
    assert shelf.get("aa1", 160)
    shelf.put("dd4", {160: b"x" * 300})
    assert shelf.used <= 900
    assert shelf.get("bb2", 160) is None
    assert shelf.get("aa1", 160) == b"x" * 300
    again = Shelf(tmp_path, 1000)
    assert again.used == shelf.used
    again.forget("aa1")
    assert again.get("aa1", 160) is None


def test_a_crash_in_the_middle_leaves_nothing_half_written(tmp_path: Path):
    (tmp_path / "aa" / ".aa1.draft").mkdir(parents=True)
    (tmp_path / "aa" / ".aa1.draft" / "160.webp").write_bytes(b"half")
    shelf = Shelf(tmp_path, 1000)
    assert shelf.used == 0
    assert shelf.get("aa1", 160) is None
    assert list(tmp_path.glob("*/.*")) == []
