"""Control of the emulator under ``/__emu/``: JSON in, JSON out, from this machine only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from sources.social.emulator import defaults
from sources.social.emulator.clock import graph_time, parse_instant
from sources.social.emulator.control_posts import post_routes
from sources.social.emulator.control_webhooks import webhook_routes
from sources.social.emulator.doors import ControlError, Handler, door
from sources.social.emulator.models import Card
from sources.social.emulator.stats import statistics
from sources.social.emulator.versions import TABLE

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request

    from sources.social.emulator.state import Emulator

CARD_KEYS = {"key", "name", "urls", "handles", "hashtags", "commune", "insee"}


def control_routes() -> list[Route]:
    """Give the routes below ``/__emu``."""
    table: list[tuple[str, str, Handler]] = [
        ("/journal", "GET", _read_journal),
        ("/journal", "DELETE", _clear_journal),
        ("/stats", "GET", _stats),
        ("/clock", "GET", _read_clock),
        ("/clock", "POST", _move_clock),
        ("/seed", "POST", _seed),
        ("/tokens", "POST", _set_token),
        ("/usage", "GET", _read_usage),
        ("/usage", "POST", _set_usage),
        ("/faults", "GET", _read_faults),
        ("/faults", "POST", _order_fault),
        ("/faults", "DELETE", _clear_faults),
        ("/modes", "GET", _read_modes),
        ("/modes", "POST", _change_modes),
        ("/versions", "POST", _sunset),
        *post_routes(),
        *webhook_routes(),
    ]
    handlers: dict[str, dict[str, Handler]] = {}
    for path, method, handler in table:
        handlers.setdefault(path, {})[method] = handler
    return [Route(path, door(row), methods=["GET", "POST", "DELETE"]) for path, row in handlers.items()]


async def _read_journal(emulator: Emulator, _: Request, __: dict[str, Any]) -> Any:
    during = {key: row.during_block for key, row in emulator.usage.counters.items() if row.during_block}
    return emulator.journal.report(during)


async def _clear_journal(emulator: Emulator, _: Request, __: dict[str, Any]) -> Any:
    emulator.journal.clear()
    for counter in emulator.usage.counters.values():
        counter.refused = counter.during_block = 0
    return {"ok": True}


async def _stats(emulator: Emulator, _: Request, __: dict[str, Any]) -> Any:
    return statistics(emulator.library.world)


async def _read_clock(emulator: Emulator, _: Request, __: dict[str, Any]) -> Any:
    return {"now": graph_time(emulator.clock.now())}


async def _move_clock(emulator: Emulator, request: Request, wanted: dict[str, Any]) -> Any:
    """Set or advance the time, then attempt the webhooks that have become due."""
    now, step = wanted.get("now"), wanted.get("advance_seconds")
    if isinstance(now, str) and step is None:
        emulator.clock.move_to(_instant(now))
    elif now is None and isinstance(step, int | float) and not isinstance(step, bool):
        emulator.clock.advance(step)
    else:
        raise ControlError('the body is {"now": ISO text} or {"advance_seconds": number}')
    await emulator.webhooks.deliver(emulator.now())
    return await _read_clock(emulator, request, wanted)


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except ValueError as fault:
        raise ControlError("now is an ISO date and time") from fault


async def _seed(emulator: Emulator, _: Request, wanted: dict[str, Any]) -> Any:
    """Build all posts anew around the given cards; the journal and the clock stay."""
    rows, posts = wanted.get("cards", []), wanted.get("posts", emulator.options.posts)
    if not isinstance(rows, list):
        raise ControlError("cards is a list")
    if type(posts) is not int or not 0 <= posts <= defaults.MAX_POSTS:
        raise ControlError(f"posts is a whole number from 0 to {defaults.MAX_POSTS}")
    emulator.seed(tuple(_read_card(row, place) for place, row in enumerate(rows)), posts)
    return statistics(emulator.library.world)["counts"]


def _read_card(row: Any, place: int) -> Card:
    if not isinstance(row, dict) or not row.get("key") or not row.get("name"):
        raise ControlError(f"card {place} is an object with at least key and name")
    if unknown := sorted(row.keys() - CARD_KEYS):
        raise ControlError(f"card {place} has unknown keys: {', '.join(unknown)}")
    lists = {name: row.get(name) or [] for name in ("urls", "handles", "hashtags")}
    for name, values in lists.items():
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            raise ControlError(f"{name} of card {place} is a list of texts")
    return Card(
        key=str(row["key"]),
        name=str(row["name"]),
        urls=tuple(lists["urls"]),
        handles=tuple(handle.lstrip("@") for handle in lists["handles"]),
        hashtags=tuple(tag.lstrip("#") for tag in lists["hashtags"]),
        commune=str(row.get("commune") or ""),
        insee=str(row.get("insee") or ""),
    )


async def _set_token(emulator: Emulator, _: Request, wanted: dict[str, Any]) -> Any:
    text, state, subcode = wanted.get("token"), wanted.get("state"), wanted.get("subcode")
    if not isinstance(text, str) or state not in {"expired", "revoked", "ok"}:
        raise ControlError('the body is {"token": text, "state": "expired" | "revoked" | "ok"}')
    if subcode is not None and type(subcode) is not int:
        raise ControlError("subcode is a whole number")
    if emulator.tokens.set_state(text, state, subcode) is None:
        raise ControlError("no such token", 404)
    return {"ok": True, "state": state}


async def _read_usage(emulator: Emulator, _: Request, __: dict[str, Any]) -> Any:
    now = emulator.now()
    return {
        key: {
            **row.shares(now),
            "blocked": row.blocked(now),
            "regain_minutes": row.regain_minutes(now),
            "refused": row.refused,
        }
        for key, row in emulator.usage.counters.items()
    }


async def _set_usage(emulator: Emulator, request: Request, wanted: dict[str, Any]) -> Any:
    """Set a counter's percentage; ``id`` is app, oembed, a Page, Instagram or user id."""
    percent, minutes = wanted.get("percent"), wanted.get("minutes")
    options = emulator.options
    keys = {
        "app": "app",
        "oembed": "oembed",
        options.page_id: f"pages:{options.page_id}",
        options.ig_user_id: f"instagram:{options.ig_user_id}",
        options.user_id: f"user:{options.user_id}",
    }
    key = keys.get(str(wanted.get("id")))
    if key is None:
        raise ControlError(f"id is one of {', '.join(keys)}")
    if not isinstance(percent, int | float) or isinstance(percent, bool) or not 0 <= percent <= 1_000:
        raise ControlError("percent is a number from 0 to 1000")
    if minutes is not None and (type(minutes) is not int or minutes < 1):
        raise ControlError("minutes is a whole number from 1")
    emulator.usage.counter(key).set_percent(percent, emulator.now(), minutes * 60 if minutes else None)
    return await _read_usage(emulator, request, wanted)


async def _read_faults(emulator: Emulator, _: Request, __: dict[str, Any]) -> Any:
    return {"faults": emulator.faults.report()}


async def _order_fault(emulator: Emulator, _: Request, wanted: dict[str, Any]) -> Any:
    emulator.faults.order(wanted)
    return {"faults": emulator.faults.report()}


async def _clear_faults(emulator: Emulator, _: Request, __: dict[str, Any]) -> Any:
    emulator.faults.ordered.clear()
    return {"faults": []}


async def _read_modes(emulator: Emulator, _: Request, __: dict[str, Any]) -> Any:
    return emulator.modes.report()


async def _change_modes(emulator: Emulator, _: Request, wanted: dict[str, Any]) -> Any:
    emulator.modes.change(wanted)
    return emulator.modes.report()


async def _sunset(emulator: Emulator, _: Request, wanted: dict[str, Any]) -> Any:
    """Sunset a version, or let it live again with ``{"living": "v21.0"}``."""
    dead, alive = wanted.get("sunset"), wanted.get("living")
    if (dead or alive) not in TABLE or (dead and alive):
        raise ControlError(f"the body is {json.dumps({'sunset': 'v21.0'})}, a version of {', '.join(TABLE)}")
    if dead:
        emulator.versions.sunset.add(dead)
    else:
        emulator.versions.sunset.discard(str(alive))
    return {"living": emulator.versions.living(emulator.clock.now())}
