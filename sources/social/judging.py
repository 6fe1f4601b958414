"""Links as they are kept: what the matcher found, and what offices said about it, which always wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sources.social.matching import Match, Reason
from sources.social.media import Document

LINKED, CONFIRMED, REJECTED = "LINKED", "CONFIRMED", "REJECTED"


def judged(post: Document, matches: Sequence[Match], verdicts: Iterable[Document]) -> list[Document]:
    """The links of a post: rejected ones stay away, confirmed and explicit ones stay whatever is found."""
    links = {_id(post, match.entity, match.key): _link(post, match) for match in matches}
    for verdict in verdicts:
        name = verdict["_id"]
        if verdict.get("verdict") == REJECTED:
            links.pop(name, None)
        elif verdict.get("verdict") in {LINKED, CONFIRMED}:
            found = links.get(name) or _link(post, _explicit(verdict))
            links[name] = {**found, "confidence": 1.0, "confirmed": True}
        if name in links:
            links[name]["pinned"] = verdict.get("pinned", 0)
    return list(links.values())


def about_of(links: Iterable[Mapping[str, str]]) -> list[str]:
    """What a post is about, for filters: `Commune:26113`."""
    return sorted(f"{link['entity']}:{link['key']}" for link in links)


def _explicit(verdict: Document) -> Match:
    return Match(verdict["entity"], verdict["key"], Reason.OFFICE, 1.0)


def _link(post: Document, match: Match) -> Document:
    return {
        "_id": _id(post, match.entity, match.key),
        "post": post["_id"],
        "pinned": 0,
        "network": post["network"],
        "postedAt": post["postedAt"],
        "entity": match.entity,
        "key": match.key,
        "reason": match.reason.value,
        "confidence": match.confidence,
        "confirmed": False,
    }


def _id(post: Document, entity: str, key: str) -> str:
    return f"{post['_id']}:{entity}:{key}"
