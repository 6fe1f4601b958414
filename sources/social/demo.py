"""Demo content: asks the emulator to write posts about today's offers, then reads them."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from gateway.source import Card, Context
from sources.social.cards import cards_of
from sources.social.matching import OFFER
from sources.social.runtime import Runtime
from sources.social.sync import read_all

POSTS = 600
MOST_CARDS = 2000


async def demo(ctx: Context[Runtime]) -> str:
    """Fill the emulator around the public offers and read it once; does nothing to the real Graph API."""
    settings = ctx.runtime.settings
    if not is_loopback(settings.base_url):
        return "No demo posts: the Graph API is not an emulator of this machine."
    cards = emulator_cards(await cards_of(ctx, OFFER) or ())
    await ctx.runtime.control.post_json(
        "__emu/seed", {"cards": cards, "posts": POSTS}, operation="seed", idempotent=True
    )
    return f"{POSTS} posts about up to {len(cards)} offers. {await read_all(ctx)}"


def is_loopback(url: str) -> bool:
    """Whether a url points to this very machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def emulator_cards(cards: Sequence[Card]) -> list[dict[str, Any]]:
    """Cards a post can mention, in the emulator's words; an even choice of them when there are very many."""
    useful = sorted(
        (card for card in cards if card.links or card.handles or card.hashtags), key=lambda card: card.key
    )
    step = -(-len(useful) // MOST_CARDS) or 1
    return [
        {
            "key": card.key,
            "name": card.name,
            "urls": list(card.links),
            "handles": list(card.handles),
            "hashtags": list(card.hashtags),
            "insee": card.insee or "",
        }
        for card in useful[::step]
    ]
