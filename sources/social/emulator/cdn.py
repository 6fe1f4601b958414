"""Signed urls of pictures and videos, with an expiry in ``oe``, and the check of such urls."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote

from sources.social.emulator.ids import digits

if TYPE_CHECKING:
    from sources.social.emulator.models import Picture

HOUR: Final = 3_600
PICTURE_LIFE: Final = 96 * HOUR
VIDEO_LIFE: Final = 28 * HOUR
# Within one step the same picture keeps the same url, as it does upstream.
PICTURE_STEP: Final = 12 * HOUR
VIDEO_STEP: Final = 3 * HOUR
_FILE: Final = re.compile(r"/cdn/v/[\w.-]+/\d+_(\d+)_\d+_n\.(?:jpg|heic|mp4)")


def media_url(base: str, secret: str, picture: Picture, now: float) -> str:
    """Give the url of a file: it lives 3.5 to 4 days, a video 25 to 28 hours."""
    life, step = (VIDEO_LIFE, VIDEO_STEP) if picture.video else (PICTURE_LIFE, PICTURE_STEP)
    phase = int(digits(9, "phase", picture.key)) % step
    expiry = int((now - phase) // step) * step + phase + life
    name = f"{digits(9, picture.key, 'a')}_{picture.key}_{digits(18, picture.key, 'b')}_n"
    path = f"/cdn/v/{_folder(picture)}/{name}"
    query = f"stp=dst-jpg_e35_tt6&_nc_cat={100 + int(picture.key) % 12}&ccb=7-5&_nc_sid=18de74"
    if picture.video:
        path, query = f"{path}.mp4", query.partition("&")[2]
    else:
        path += ".heic" if picture.heic else ".jpg"
    sealed = f"{path}?{query}&oe={expiry:X}"
    return f"{base}{path}?{query}&oh={_seal(secret, sealed)}&oe={expiry:X}"


def shim(url: str) -> str:
    """Give the redirecting address that stands in ``url`` of an attached link."""
    return f"https://l.facebook.com/l.php?u={quote(url, safe='')}&h=AT{digits(24, url)}&s=1"


def check_url(secret: str, path: str, query: str, now: float) -> tuple[int, str]:
    """Give 200 and the file's key, or the status and the text of the refusal."""
    match = _FILE.fullmatch(path)
    if match is None:
        return 404, "Not Found"
    pairs = dict(parse_qsl(query))
    bare = re.sub(r"&oh=[^&]*", "", query, count=1)
    if not hmac.compare_digest(pairs.get("oh", "").encode(), _seal(secret, f"{path}?{bare}").encode()):
        return 403, "URL signature mismatch"
    if now >= int(pairs.get("oe", "0"), 16):
        return 403, "URL signature expired"
    return 200, match.group(1)


def _folder(picture: Picture) -> str:
    return "t50.2886-16" if picture.video else "t51.82787-15"


def _seal(secret: str, text: str) -> str:
    return "00_Af" + hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()[:42]
