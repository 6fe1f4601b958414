"""Demo content: three collections of public offers, and a message that waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from gateway.source import Card, Context
from gateway.store import Document, DuplicateKey, ReplaceOne
from sources.region.fair import shuffled
from sources.region.messages import Letter, receive
from sources.region.runtime import Runtime

MADE = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
OFFERS_EACH = 12
MESSAGE = "demo-message-1"
THEMES: tuple[tuple[str, dict[str, str], dict[str, str]], ...] = (
    (
        "douze-idees-pour-commencer",
        {"fr": "Douze idées pour commencer", "en": "Twelve ideas to begin with"},
        {"fr": "Une sélection de démonstration, tirée au sort.", "en": "A demo selection, drawn by lot."},
    ),
    (
        "douze-idees-pour-dimanche",
        {"fr": "Douze idées pour dimanche", "en": "Twelve ideas for Sunday"},
        {"fr": "Une sélection de démonstration, tirée au sort.", "en": "A demo selection, drawn by lot."},
    ),
    (
        "douze-idees-pour-revenir",
        {"fr": "Douze idées pour revenir", "en": "Twelve ideas to come back for"},
        {"fr": "Une sélection de démonstration, tirée au sort.", "en": "A demo selection, drawn by lot."},
    ),
)


async def demo(ctx: Context[Runtime]) -> str:
    """May be run again: the same offers give the same collections."""
    cards: list[Card] = [card async for card in ctx.cards("Offer")]
    keys = [card.key for card in cards]
    made = [_collection(rank, theme, keys) for rank, theme in enumerate(THEMES)]
    await ctx.runtime.collections.bulk_write(
        [ReplaceOne({"_id": one["_id"]}, one, upsert=True) for one in made]
    )
    await _message(ctx)
    shown = sum(len(one["offers"]) for one in made)
    return f"Wrote {len(made)} collections of {shown} offers and a message that waits."


def _collection(rank: int, theme: tuple[str, dict[str, str], dict[str, str]], keys: list[str]) -> Document:
    slug, titles, intros = theme
    at = MADE + timedelta(days=rank)
    return {
        "_id": f"demo-{slug}",
        "version": 1,
        "state": "PUBLISHED",
        "slug": slug,
        "titles": titles,
        "intros": intros,
        "offers": shuffled(keys, slug)[:OFFERS_EACH],
        "createdAt": at,
        "updatedAt": at,
        "publishedAt": at,
    }


async def _message(ctx: Context[Runtime]) -> None:
    letter = Letter(
        "QUESTION",
        "Bonjour, y aura-t-il des sorties accessibles en fauteuil cet hiver ?",
        "demo@example.org",
        None,
    )
    try:
        await receive(ctx.runtime, MESSAGE, ctx.request.now, letter)
    except DuplicateKey:
        return
