"""Html of a post from the network itself (oEmbed): asked live, cleaned, never stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import nh3
import strawberry

from gateway.errors import BadInput, SourceInvalid
from gateway.graph.scalars import URL
from sources.social.codes import GraphMissing
from sources.social.runtime import Runtime

_PATHS = (
    ("instagram_oembed", "instagram.com", re.compile(r"/(?:[\w.]{1,30}/)?(?:p|reel|tv)/[\w-]{1,64}/?")),
    ("oembed_post", "facebook.com", re.compile(r"/[\w.-]{1,100}/(?:posts|photos)/[\w./-]{1,200}")),
    ("oembed_video", "facebook.com", re.compile(r"/(?:[\w.-]{1,100}/videos|watch|reel)/[\w./-]{1,200}")),
)
SCRIPTS = {
    "instagram_oembed": "https://www.instagram.com/embed.js",
    "oembed_post": "https://connect.facebook.net/fr_FR/sdk.js#xfbml=1&version=v26.0",
    "oembed_video": "https://connect.facebook.net/fr_FR/sdk.js#xfbml=1&version=v26.0",
}
TAGS = {"blockquote", "a", "p", "div", "span", "br"}
ATTRIBUTES = {
    "blockquote": {"class", "cite"},
    "a": {"href", "target"},
    "div": {"class"},
}


@strawberry.type(description="How to show a post that only the network itself may show.")
class SocialEmbed:
    """Html and the script that brings it to life."""

    permalink: URL = strawberry.field(description="The post; link to it beside the embed.")
    html: str = strawberry.field(
        description="Html without any script. Put it into the page, not into a shadow root, after the reader "
        "has agreed. Do not store it."
    )
    script_url: URL = strawberry.field(
        description="The network's script, to be loaded after the same click; it sets the network's cookies."
    )
    width: int | None = strawberry.field(description="Width in pixels; null when the network leaves it open.")
    provider_name: str = strawberry.field(description="Name of the network.")


async def embed(runtime: Runtime, url: str) -> SocialEmbed | None:
    """What the network answers; None when it may not be embedded, for whatever reason."""
    path, permalink = _place(url)

    async def ask() -> Mapping[str, Any]:
        return await runtime.clients.for_embeds().embed(path, permalink)

    try:
        found = await runtime.embeds.run(permalink, ask)
    except GraphMissing:
        return None
    return _read(found, path, permalink)


def _read(found: Mapping[str, Any], path: str, permalink: str) -> SocialEmbed:
    html, width = found.get("html"), found.get("width")
    if not isinstance(html, str) or not html.strip():
        raise SourceInvalid(detail="an embed without html")
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"https"},
        generic_attribute_prefixes={"data-"},
        link_rel="noopener nofollow",
    )
    return SocialEmbed(
        permalink=URL(permalink),
        html=cleaned,
        script_url=URL(SCRIPTS[path]),
        width=width if isinstance(width, int) and 0 < width < 10_000 else None,
        provider_name="Instagram" if path.startswith("instagram") else "Facebook",
    )


def _place(url: str) -> tuple[str, str]:
    """The endpoint for a url, and the url without its query; `INVALID_ARGUMENT` for any other address."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    for path, wanted, pattern in _PATHS:
        if host == wanted and pattern.fullmatch(parts.path):
            return path, f"https://www.{wanted}{parts.path}"
    raise BadInput(
        "INVALID_ARGUMENT",
        "This is no address of a post on Instagram or Facebook.",
        hint="https://www.instagram.com/p/...",
        argument="url",
    )
