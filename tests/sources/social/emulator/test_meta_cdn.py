"""Signed media urls, their expiry, and the files behind them."""

import struct
import zlib
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from meta_calls import ACCOUNT, NOW, Meta, open_meta

HOUR = 3_600


async def media(meta: Meta, kind: str) -> dict:
    rows = (await meta.read(f"{ACCOUNT}/media", fields="id,media_type,media_url,thumbnail_url", limit="100"))[
        "data"
    ]
    return next(row for row in rows if row["media_type"] == kind and "media_url" in row)


def lifetime(url: str) -> float:
    """Give the hours a url lives from ``NOW``."""
    expiry = int(parse_qs(urlsplit(url).query)["oe"][0], 16)
    return (expiry - datetime.fromisoformat(NOW).timestamp()) / HOUR


def size_of(png: bytes) -> tuple[int, int]:
    """Check every part of a PNG and give its width and height."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    place, parts = 8, {}
    while place < len(png):
        length, name = struct.unpack(">I4s", png[place : place + 8])
        data = png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length])[0] == zlib.crc32(
            name + data
        )
        parts[name] = data
        place += 12 + length
    width, height = struct.unpack(">II", parts[b"IHDR"][:8])
    assert len(zlib.decompress(parts[b"IDAT"])) == (width + 1) * height
    return width, height


async def test_a_picture_is_served_as_a_whole_png_of_its_size(meta: Meta):
    row = await media(meta, "IMAGE")
    answer = await meta.http.get(row["media_url"])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    picture = meta.emulator.library.posts[row["id"]].picture
    assert size_of(answer.content) == (picture.width, picture.height)
    assert len(answer.content) < 20_000


async def test_a_video_has_a_thumbnail_and_a_film(meta: Meta):
    row = await media(meta, "VIDEO")
    film, still = await meta.http.get(row["media_url"]), await meta.http.get(row["thumbnail_url"])
    assert film.headers["content-type"] == "video/mp4"
    assert film.content[4:8] == b"ftyp"
    assert still.headers["content-type"] == "image/png"


async def test_pictures_live_about_four_days_and_films_about_one(meta: Meta):
    row = await media(meta, "VIDEO")
    assert 84 <= lifetime(row["thumbnail_url"]) <= 96
    assert 25 <= lifetime(row["media_url"]) <= 28


async def test_a_url_stays_the_same_for_some_hours_and_then_changes(meta: Meta):
    first = (await media(meta, "IMAGE"))["media_url"]
    await meta.control("clock", advance_seconds=1)
    assert (await media(meta, "IMAGE"))["media_url"] == first
    await meta.control("clock", advance_seconds=12 * HOUR)
    assert (await media(meta, "IMAGE"))["media_url"] != first


async def test_an_expired_url_is_403_and_a_new_reading_gives_a_good_one(meta: Meta):
    row = await media(meta, "IMAGE")
    await meta.control("clock", advance_seconds=4 * 24 * HOUR)
    answer = await meta.http.get(row["media_url"])
    assert (answer.status_code, answer.text) == (403, "URL signature expired")
    fresh = await meta.read(f"/v26.0/{row['id']}", fields="media_url")
    assert (await meta.http.get(fresh["media_url"])).status_code == 200


async def test_an_altered_query_is_403(meta: Meta):
    url = (await media(meta, "IMAGE"))["media_url"]
    oe = parse_qs(urlsplit(url).query)["oe"][0]
    altered = [
        url.replace("oe=" + oe, "oe=7FFFFFFF"),
        url.replace("ccb=7-5", "ccb=7-6"),
        url.replace("stp=dst-jpg_e35_tt6&", ""),
        url + "&w=200",
        url.partition("?")[0],
    ]
    assert [(await meta.http.get(one)).status_code for one in altered] == [403] * 5


async def test_the_file_of_a_deleted_post_is_404(meta: Meta):
    row = await media(meta, "IMAGE")
    await meta.control(f"posts/{row['id']}", "DELETE")
    assert (await meta.http.get(row["media_url"])).status_code == 404
    assert (await meta.http.get("/cdn/other.jpg")).status_code == 404


async def test_some_paths_end_in_heic_and_are_pictures_all_the_same(meta: Meta):
    rows = (await meta.read(f"{ACCOUNT}/media", fields="media_url", limit="100"))["data"]
    url = next(row["media_url"] for row in rows if ".heic?" in row.get("media_url", ""))
    assert (await meta.http.get(url)).headers["content-type"] == "image/png"


async def test_media_urls_can_name_another_host():
    async with open_meta(cdn_base="http://cdn.test:9/") as meta:
        assert (await media(meta, "IMAGE"))["media_url"].startswith("http://cdn.test:9/cdn/v/")


async def test_cdn_calls_are_counted_together(meta: Meta):
    await meta.http.get((await media(meta, "IMAGE"))["media_url"])
    assert (await meta.journal())["by_path"]["GET /cdn"] == 1
