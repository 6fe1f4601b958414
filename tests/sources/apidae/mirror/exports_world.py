"""Helpers of the tests of exports: an export made by the emulator, announced to the hook of a world."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import httpx
from apidae_bench import Emu
from mirror_world import World
from starlette.applications import Starlette

from sources.apidae.exports.hook import FORM, hook_routes
from sources.apidae.exports.inbox import Entry
from sources.apidae.mirror.documents import unpack
from sources.apidae.upkeep import Upkeep


def upkeep_of(world: World) -> Upkeep:
    found = world.runtime.upkeep
    assert found
    return found


def export(emulator: Emu, **wish: Any) -> dict[str, str]:
    """The notification of a new export."""
    told: dict[str, str] = emulator.control("exports", wish)["notification"]
    return told


async def post(world: World, told: dict[str, str] | bytes, **more: str) -> httpx.Response:
    """Post a notification to the hook, a second after the one before; `more` are headers."""
    world.clock.advance(1)
    app = Starlette(routes=hook_routes(lambda: upkeep_of(world).door))
    body = told if isinstance(told, bytes) else urlencode(told).encode()
    headers = {"content-type": FORM, **more}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as client:
        return await client.post("/hooks/apidae", content=body, headers=headers)


async def receive(world: World, told: dict[str, str]) -> Entry:
    """Post a notification and wait until the work behind it is done; what is stored of it."""
    answer = await post(world, told)
    assert answer.status_code == 202, answer.text
    await upkeep_of(world).exports.settled()
    latest = await upkeep_of(world).exports.inbox.last()
    assert latest
    return latest


def made(emulator: Emu, told: dict[str, str]) -> dict[str, Any]:
    """What the emulator knows of an export: `fetched`, `confirmed`."""
    name = told["urlRecuperation"].rpartition("/")[2]
    listed = httpx.get(f"{emulator.server.url}/__emu/exports", trust_env=False).json()
    found: dict[str, Any] = next(one for one in listed if one["name"] == name)
    return found


async def shown(world: World) -> list[dict[str, Any]]:
    """The documents that are shown, by id."""
    await world.mirror.states.read()
    return await world.mirror.states.slots.objects.find({}, sort=(("_id", 1),))


async def public(world: World) -> list[int]:
    return [one["_id"] for one in await shown(world) if one["public"]]


async def raws(world: World) -> dict[int, Any]:
    return {one["_id"]: unpack(one["raw"]) for one in await shown(world)}
