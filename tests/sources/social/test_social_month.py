"""A month in which everything goes wrong at Meta once: the feed is never empty, and nobody is annoyed."""

from __future__ import annotations

import logging

import orjson
import pytest
from social_world import CANARIES, SCOUTS, Stage, opened_world, ours

from bench.social_month.month import Month
from gateway.source import Card

COLLECTIONS = ("posts", "accounts", "links", "budgets", "inbox", "removed")


async def test_a_month_of_trouble(
    graph_server: tuple[Stage, str], mongo_uri: str, database_name: str, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG, logger="sources.social")
    caplog.set_level(logging.INFO, logger="gateway")
    stage, url = graph_server
    timeline: list[str] = []
    with stage.playing(url, posts="24") as meta:
        async with opened_world(
            meta, mongo_uri, database_name, discover="", sync_seconds=12 * 3600, stale_seconds=20 * 3600
        ) as world:
            world.shelf.offers = [Card("1", "La Bergerie", handles=("bergerie.1",))]
            world.shelf.scouts = [
                Card(f"s{number}", name, handles=(name,)) for number, name in enumerate(SCOUTS[:2])
            ]
            for name in SCOUTS[:2]:
                meta.control("posts", account=name, caption="Bonjour")
            month = Month(world, stage.app.state.emulator, timeline.append)
            await month.play(step=240)
            stored = [row for name in COLLECTIONS for row in await world.documents(name)]
            left = {row["account"]["handle"] for row in await world.documents("posts")}
        journal = meta.look("journal")
    print("\n".join(timeline))
    assert month.minute == 30 * 24 * 60
    assert month.empty == []
    assert month.late == []
    assert month.deleted == {}
    assert journal["calls_while_blocked"] == 0
    assert journal["tokens_in_urls"] == 0
    assert SCOUTS[1] not in left
    told = "\n".join(ours(caplog))
    assert "the Graph API serves 'v21.0' instead of v26.0" in told
    text = orjson.dumps(stored, default=repr).decode() + told + "".join(month.answers) + "".join(timeline)
    assert not any(canary in text for canary in (*CANARIES, "access_token"))
    seen = "\n".join(timeline)
    for state in ("THROTTLED", "NEEDS_TOKEN", "STALE", "REVOKED", "all stale"):
        assert state in seen
