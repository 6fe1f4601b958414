"""Fills the database with demo content about the offers of this catalogue, once for each catalogue."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from hashlib import sha256
from typing import Any

from gateway.source import Card, Context
from sources.scouts import model, policy
from sources.scouts.demo.communities import communities
from sources.scouts.demo.contents import contents
from sources.scouts.demo.perks import perks_of
from sources.scouts.demo.records import records_of
from sources.scouts.demo.scouts import scouts
from sources.scouts.demo.writing import Subject
from sources.scouts.runtime import Runtime
from sources.scouts.store import Filling

VERSION = 2
"""Raise it when the words or the people of the demo change, so that existing databases get them."""
PREFIX = "demo-"


async def demo(ctx: Context[Runtime]) -> str:
    """Write communities, scouts and contents; does nothing when they were made of the same cards."""
    settings, store = ctx.runtime.settings, ctx.runtime.store
    subjects = await _subjects(ctx)
    if not subjects:
        return "No offers are known yet, so scouts have nothing to write about."
    made_from = _fingerprint(subjects, settings.demo_seed, settings.demo_contents)
    if await store.demo_mark() == made_from:
        return "Demo content of scouts is up to date."
    now = ctx.request.now
    homes, people = communities(), scouts(settings.demo_seed, now)
    texts = contents(settings.demo_seed, settings.demo_contents, subjects, people, now)
    seen, shown = policy.with_visibility(homes, people, texts)
    records = {**records_of(people), **perks_of(texts, people, now)}
    await store.save(Filling(homes, seen, shown, records))
    kept: dict[str, Sequence[Any]] = {model.CONTENTS: shown, model.SCOUTS: seen, **records}
    await store.keep_only(
        PREFIX, {name: [one["_id"] for one in documents] for name, documents in kept.items()}
    )
    await store.set_demo_mark(made_from)
    public = sum(bool(one.get("visible")) for one in shown)
    return f"Wrote {len(seen)} scouts and {len(shown)} contents about offers, {public} of them public."


async def _subjects(ctx: Context[Runtime]) -> list[Subject]:
    """Every public offer, lowest keys first, numbers by their value."""
    names = {card.key: card.name async for card in _commune_cards(ctx)}
    found = [
        Subject(card.key, card.name, card.insee, names.get(card.insee or ""), card.point, card.provider)
        async for card in ctx.cards("Offer")
    ]
    return sorted(found, key=lambda one: (len(one.key), one.key))


async def _commune_cards(ctx: Context[Runtime]) -> AsyncIterator[Card]:
    try:
        cards = ctx.cards("Commune")
    except LookupError:  # their owner publishes none: the texts then say "the village"
        return
    async for card in cards:
        yield card


def _fingerprint(subjects: list[Subject], seed: str, count: int) -> str:
    known = [(one.key, one.name, one.insee, one.commune, one.point, one.provider) for one in subjects]
    return sha256(repr((VERSION, seed, count, known)).encode()).hexdigest()
