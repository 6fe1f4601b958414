"""`/feed.atom`: what is new, offers and scouts' contents, as Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from gateway.feeds.parameters import CONDITIONS
from gateway.feeds.serving import Asked, Made
from gateway.feeds.texts import may_leave, value_of, website, where
from gateway.feeds.xml import Xml
from gateway.http.problem import Problem

PARAMETERS = (*sorted(CONDITIONS), "about", "limit")
ABOUT = frozenset({"offers", "stories"})
OFFER_CONDITIONS = CONDITIONS - {"insee"}
DEFAULT, MOST = 25, 50
RESERVE = 2
"""Contents read for each one wanted: many are for Partir Ici alone."""

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
SECONDS = {"offers": 300, "stories": 60}
"""People's contents must be able to vanish soon."""

DISCLOSED = {"PUBLICITE": "Publicité", "COLLABORATION_COMMERCIALE": "Collaboration commerciale"}
"""The words of the law; they stand before the title in every language."""


async def atom_feed(asked: Asked) -> Made:
    """The newest entries, last changed first."""
    about = asked.parameters.choices("about", ABOUT)
    limit = asked.parameters.number("limit", DEFAULT, MOST)
    chosen = asked.parameters.offers()
    if "stories" in about and chosen.keys() & OFFER_CONDITIONS:
        about = _only_offers(asked)
    entries: list[tuple[str, str, Mapping[str, Any]]] = []
    if "offers" in about:
        found = (await asked.graph.ask("atom_offers", filter=chosen, first=limit))["offers"]
        nodes = [edge["node"] for edge in found["edges"]] if found else []
        entries += [(node["updatedAt"] or "", "offer", node) for node in nodes]
    if "stories" in about:
        communes = {"communes": chosen["insee"]} if "insee" in chosen else {}
        found = await asked.graph.ask("atom_stories", filter=communes, first=limit * RESERVE)
        nodes = [edge["node"] for edge in (found["scoutContents"] or {"edges": []})["edges"]]
        entries += [(node["postedAt"], "story", node) for node in nodes if _public(node)]
    newest = sorted(entries, key=lambda one: (_moment(one[0]), one[2]["id"]), reverse=True)[:limit]
    seconds = min(SECONDS[one] for one in about)
    return Made(_written(asked, newest), MEDIA_TYPE, seconds)


def _only_offers(asked: Asked) -> frozenset[str]:
    """Conditions of offers say nothing of contents: whoever asks for both by name is told so."""
    if asked.parameters.given.get("about"):
        words = "With stories only the parameter insee can be asked; add about=offers."
        raise Problem(400, "INVALID_ARGUMENT", words)
    return frozenset({"offers"})


def _public(node: Mapping[str, Any]) -> bool:
    return may_leave(node["licence"]) and bool(node["author"])


def _written(asked: Asked, entries: list[tuple[str, str, Mapping[str, Any]]]) -> bytes:
    xml = Xml()
    newest = entries[0][0] if entries else ""
    with xml.element("feed", {"xmlns": "http://www.w3.org/2005/Atom"}):
        xml.text("id", f"urn:uuid:{uuid5(NAMESPACE_URL, asked.url)}")
        xml.text("title", asked.site.name)
        xml.text("updated", _stamp(newest))
        xml.empty("link", {"rel": "self", "type": "application/atom+xml", "href": asked.url})
        xml.text(
            "rights", " ".join(part for part in (asked.site.attribution(None), asked.site.licence) if part)
        )
        with xml.element("author"):
            xml.text("name", asked.site.name)
        for moment, kind, node in entries:
            with xml.element("entry"):
                xml.text("id", f"urn:uuid:{uuid5(NAMESPACE_URL, node['id'])}")
                xml.text("updated", _stamp(moment))
                (_offer if kind == "offer" else _story)(xml, asked, node)
    return xml.done()


def _offer(xml: Xml, asked: Asked, node: Mapping[str, Any]) -> None:
    xml.text("title", value_of(node["name"]))
    describing = f"{asked.origin}/jsonld/{node['slug']}"
    xml.empty("link", {"rel": "alternate", "href": asked.site.offer(node) or website(node) or describing})
    xml.empty("link", {"rel": "describedby", "type": "application/ld+json", "href": describing})
    for family in node["families"]:
        xml.empty("category", {"term": family["key"], "label": value_of(family["label"])})
    office = node["managedBy"]["name"] if node["managedBy"] else None
    xml.text("rights", asked.site.attribution(office))
    statement = node["commitment"]["statement"] if node["commitment"] else None
    parts = [value_of(node["summary"]), where(node), value_of(statement)]
    lang = (node["summary"] or node["name"])["locale"]
    xml.text("summary", "\n\n".join(part for part in parts if part) or "-", {"xml:lang": lang})


def _story(xml: Xml, asked: Asked, node: Mapping[str, Any]) -> None:
    disclosed = DISCLOSED.get(node["commercialDisclosure"])
    title = value_of(node["title"]) or node["author"]["publicName"]
    xml.text("title", f"[{disclosed}] {title}" if disclosed else title)
    if url := asked.site.story(node):
        xml.empty("link", {"rel": "alternate", "href": url})
    if disclosed:
        xml.empty("category", {"term": node["commercialDisclosure"], "label": disclosed})
    with xml.element("author"):
        xml.text("name", node["author"]["publicName"])
    xml.text("rights", node["licence"])
    body = value_of(node["body"]) or title
    lang = (node["body"] or node["title"] or {"locale": "fr"})["locale"]
    xml.text("content", f"{disclosed}\n\n{body}" if disclosed else body, {"type": "text", "xml:lang": lang})


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text) if text else datetime(2021, 10, 1, tzinfo=UTC)


def _stamp(text: str) -> str:
    return _moment(text).astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
