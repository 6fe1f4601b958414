"""`/jsonld/{id or slug}`: one offer in the words of schema.org, for other sites and search engines."""

from __future__ import annotations

from urllib.parse import quote

from gateway.feeds.references import gone, missing, reference
from gateway.feeds.serving import Asked, Made

MEDIA_TYPE = "application/ld+json"
SECONDS = 300


async def described_offer(asked: Asked) -> Made:
    """The description; another offer in its place, or an older name, leads on for good.

    An event without a day ahead has no description: without a date it would be no event there.
    """
    ref = reference(asked.path["ref"])
    data = await asked.graph.ask("jsonld", **ref)
    node = data["offer"]
    if node is None:
        raise gone(data["removal"])
    if node["id"] != ref.get("id") and node["slug"] != ref.get("slug"):
        return Made(b"", MEDIA_TYPE, SECONDS, location=f"{asked.origin}/jsonld/{quote(node['slug'])}")
    if node["jsonLd"] is None:
        raise missing()
    page = asked.site.offer({**node, "apidaeId": ""})
    headers = (
        {"Link": f'<{page}>; rel="canonical"'} if page and "{apidaeId}" not in asked.site.offer_url else {}
    )
    return Made(node["jsonLd"].encode(), MEDIA_TYPE, SECONDS, headers)
