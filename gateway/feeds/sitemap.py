"""`/sitemap.xml` and its parts: every public page of the site, with its languages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

from gateway.feeds.references import missing
from gateway.feeds.serving import Asked, Made
from gateway.feeds.xml import Xml
from gateway.http.problem import Problem

PART = 2_500
"""Things in a part: in six languages, each with its alternates, below 50,000 urls and 50 MB."""

PAGE = 100
SECONDS = 3_600
MEDIA_TYPE = "application/xml; charset=utf-8"
SITEMAPS = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
URLS = {**SITEMAPS, "xmlns:xhtml": "http://www.w3.org/1999/xhtml"}
NAME = re.compile(r"(?:offers-(?P<department>[0-9AB]{2,3})|stories)-(?P<number>[1-9][0-9]{0,3})")


async def sitemap_index(asked: Asked) -> Made:
    """The index: offers by department, contents of scouts, each in parts."""
    if not (asked.site.offer_url or asked.site.story_url):
        words = "There is no public site to map: the operator has not set GATEWAY_SITE_OFFER_URL."
        raise Problem(404, "NOT_FOUND", words)
    data = await asked.graph.ask("sitemap_departments")
    names: list[str] = []
    if asked.site.offer_url:
        buckets = data["facets"][0]["buckets"] if data["facets"] else []
        for bucket in sorted(buckets, key=lambda one: str(one["value"])):
            names += [f"offers-{bucket['value']}-{part}" for part in _parts(bucket["count"])]
    if asked.site.story_url and data["scoutContents"]:
        names += [f"stories-{part}" for part in _parts(data["scoutContents"]["totalCount"] or 0)]
    xml = Xml()
    with xml.element("sitemapindex", SITEMAPS):
        for name in names:
            with xml.element("sitemap"):
                xml.text("loc", f"{asked.origin}/sitemaps/{name}.xml")
    return Made(xml.done(), MEDIA_TYPE, SECONDS)


async def sitemap_part(asked: Asked) -> Made:
    """One part; 404 for one that has nothing."""
    found = NAME.fullmatch(asked.path["name"])
    pattern = asked.site.offer_url if found and found["department"] else asked.site.story_url
    if not found or not pattern:
        raise missing()
    try:
        pages = await _pages(asked, found["department"], (int(found["number"]) - 1) * PART)
        xml, urls = Xml(), 0
        with xml.element("urlset", URLS):
            async for nodes in pages:
                urls += sum(_url(xml, asked, node, pattern) for node in nodes)
    except Problem as problem:
        raise missing() if problem.status == 400 else problem from None  # e.g. a department elsewhere
    if not urls:
        raise missing()
    return Made(xml.done(), MEDIA_TYPE, SECONDS)


async def _pages(asked: Asked, department: str | None, skip: int) -> AsyncIterator[list[Any]]:
    if department is None:
        after = await _place(asked, "sitemap_stories", skip)
        return asked.graph.pages("sitemap_stories", "scoutContents", PART, after=after)
    chosen = {"departments": [department]}
    after = await _place(asked, "sitemap_marks", skip, filter=chosen)
    return asked.graph.pages("sitemap_offers", "offers", PART, after=after, filter=chosen)


def _parts(count: int) -> range:
    return range(1, -(-count // PART) + 1)


async def _place(asked: Asked, name: str, skip: int, **variables: Any) -> str | None:
    """The cursor behind the first `skip` things; 404 when there are not so many."""
    after: str | None = None
    for _ in range(skip // PAGE):
        data = await asked.graph.ask(name, **variables, after=after)
        info = next(iter(data.values()))["pageInfo"]
        if not info["hasNextPage"]:
            raise missing()
        after = info["endCursor"]
    return after


def _url(xml: Xml, asked: Asked, node: Mapping[str, Any], pattern: str) -> int:
    """The page in each language that it has texts in; how many that are."""
    fill = asked.site.offer if pattern == asked.site.offer_url else asked.site.story
    languages = asked.site.languages(pattern, node["availableLocales"])
    addresses = {lang: fill(node, lang) or "" for lang in languages}
    moment = node.get("updatedAt") or node.get("postedAt")
    for address in addresses.values():
        with xml.element("url"):
            xml.text("loc", address)
            if moment:
                stamp = datetime.fromisoformat(moment).astimezone(UTC).isoformat(timespec="seconds")
                xml.text("lastmod", stamp)
            if len(addresses) > 1:
                for lang, other in (*addresses.items(), ("x-default", addresses[languages[0]])):
                    xml.empty("xhtml:link", {"rel": "alternate", "hreflang": lang, "href": other})
    return len(addresses)
