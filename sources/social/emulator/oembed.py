"""Embedding code of public posts, without token: six fields, never to be stored."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from sources.social.emulator import errors

if TYPE_CHECKING:
    from sources.social.emulator.calls import Call
    from sources.social.emulator.state import Emulator

PATHS: Final = ("instagram_oembed", "oembed_post", "oembed_video")
WIDEST: Final = 658
NARROWEST: Final = 320
_MEDIA: Final = re.compile(r"/(?:p|reel|tv)/([\w-]+)/?")
_PROFILE: Final = re.compile(r"/([\w.]+)/?")
_POST: Final = re.compile(r"/(\d+)/posts/(\d+)/?|/(\d+)_(\d+)/?")
_SCRIPTS: Final = {
    "instagram": '<script async src="//www.instagram.com/embed.js"></script>',
    "facebook": '<script async src="https://connect.facebook.net/fr_FR/sdk.js#xfbml=1"></script>',
}


def embed(emulator: Emulator, call: Call) -> dict[str, Any]:
    """Answer the embedding code of a url; raises `GraphError` 24/2207045 when it cannot be embedded."""
    url = call.params.get("url", "")
    if not url:
        raise errors.bad_parameter("The parameter url is required")
    width = _width(call)
    if call.path == "instagram_oembed":
        markup, provider = _instagram(emulator, url, call, width), "Instagram"
    else:
        markup, provider = _facebook(emulator, url, call, width), "Facebook"
    if call.params.get("omitscript") not in {"true", "1"}:
        markup += _SCRIPTS[provider.lower()]
    return {
        "version": "1.0",
        "provider_name": provider,
        "provider_url": f"https://www.{provider.lower()}.com/",
        "type": "video" if call.path == "oembed_video" else "rich",
        "width": width,
        "html": markup,
    }


def _width(call: Call) -> int:
    text = call.params.get("maxwidth", str(WIDEST))
    if not text.isdecimal() or len(text) > 9:
        raise errors.bad_parameter("Param maxwidth must be an integer")
    return max(NARROWEST, min(WIDEST, int(text)))


def _instagram(emulator: Emulator, url: str, call: Call, width: int) -> str:
    parts = urlsplit(url)
    if parts.hostname not in {"www.instagram.com", "instagram.com"}:
        raise errors.not_embeddable()
    media, profile = _MEDIA.fullmatch(parts.path), _PROFILE.fullmatch(parts.path)
    if media:
        post = emulator.library.by_shortcode(media.group(1))
        link = post.permalink if post else None
    else:
        account = emulator.library.account(profile.group(1)) if profile else None
        link = f"https://www.instagram.com/{account.username}/" if account else None
    if link is None:
        raise errors.not_embeddable()
    caption = "" if call.params.get("hidecaption") in {"true", "1"} else " data-instgrm-captioned"
    address = html.escape(link)
    return (
        f'<blockquote class="instagram-media"{caption} data-instgrm-permalink="{address}"'
        f' data-instgrm-version="14" style="max-width:{width}px">'
        f'<a href="{address}">Voir cette publication</a></blockquote>'
    )


def _facebook(emulator: Emulator, url: str, call: Call, width: int) -> str:
    parts = urlsplit(url)
    match = _POST.fullmatch(parts.path) if (parts.hostname or "").endswith("facebook.com") else None
    found = [group for group in match.groups() if group] if match else []
    post = emulator.library.page_post("_".join(found))
    if post is None or not post.published or (call.path == "oembed_video" and post.kind != "video"):
        raise errors.not_embeddable()
    kind = "video" if call.path == "oembed_video" else "post"
    return f'<div class="fb-{kind}" data-href="{html.escape(post.permalink)}" data-width="{width}"></div>'
