"""Raw objects of the two upstreams and how each is read, for the standard test on damaged records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from gateway.source import Sample
from sources.apidae.emulator import create_app
from sources.apidae.emulator.levels import DISTINCTION
from sources.apidae.mapping.offer import offer_of
from sources.apidae.mapping.reading import items
from sources.apidae.policy import Eligibility
from sources.apidae.tables.levels import LevelTable, read_distinctions
from sources.apidae.types.offer import Offer
from sources.social.mapping import FACEBOOK, INSTAGRAM, INSTITUTIONAL, Account, map_post

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
LEVELS = ",".join(f"{number}={axis}:{level}" for (axis, level), number in DISTINCTION.items())
RULES = Eligibility(LevelTable(read_distinctions(LEVELS)))
PAGE = Account("page", FACEBOOK, INSTITUTIONAL, "partir.ici", "Partir Ici")
FEED = Account("feed", INSTAGRAM, INSTITUTIONAL, "partir.ici", "Partir Ici")


@cache
def public_objects() -> tuple[dict[str, Any], ...]:
    """The first public objects of the emulator, one of each type."""
    world = create_app({"size": "120", "today": "2026-06-15"}).state.world
    found: dict[str, dict[str, Any]] = {}
    for number in world.store.ordered:
        item = world.store.item(number)
        if RULES.verdict(item).is_public:
            found.setdefault(item["type"], item)
    return tuple(found.values())


def photo() -> dict[str, Any]:
    return {
        "id": "17900000000000001",
        "caption": "Au lever du jour 🌄 @ferme.du.vieux.pre #Mens",
        "media_type": "CAROUSEL_ALBUM",
        "permalink": "https://www.instagram.com/p/Abc123/",
        "timestamp": "2026-05-02T06:30:00+0000",
        "like_count": 12,
        "comments_count": 3,
        "children": {
            "data": [
                {
                    "id": "1",
                    "media_type": "IMAGE",
                    "media_url": "https://scontent.cdninstagram.com/a.jpg?oe=70000000",
                },
                {
                    "id": "2",
                    "media_type": "VIDEO",
                    "thumbnail_url": "https://scontent.cdninstagram.com/b.jpg",
                },
            ]
        },
    }


def page_post() -> dict[str, Any]:
    return {
        "id": "1026_1227",
        "message": "Fête du pain à Mens",
        "created_time": "2026-05-03T08:00:00+0000",
        "permalink_url": "https://www.facebook.com/1026/posts/1227/",
        "attachments": {
            "data": [
                {
                    "media_type": "link",
                    "type": "share",
                    "unshimmed_url": "https://ferme.example.org/pain",
                    "media": {
                        "image": {"src": "https://scontent.fbcdn.net/c.jpg", "width": 720, "height": 480}
                    },
                }
            ]
        },
        "reactions": {"summary": {"total_count": 40}},
        "comments": {"summary": {"total_count": 2}},
    }


def rows(*made: dict[str, Any]) -> Sequence[dict[str, Any]]:
    return made


def read_offer(raw: Any) -> Offer | None:
    """As the client reads a page: what is no object is left out."""
    for item in items([raw]):
        return offer_of(item, RULES.verdict(item), NOW)
    return None


APIDAE = (Sample(name="offer", raw=public_objects, read=read_offer),)
SOCIAL = (
    Sample(name="Instagram", raw=lambda: rows(photo()), read=lambda raw: map_post(raw, FEED, NOW)),
    Sample(name="Page", raw=lambda: rows(page_post()), read=lambda raw: map_post(raw, PAGE, NOW)),
)
