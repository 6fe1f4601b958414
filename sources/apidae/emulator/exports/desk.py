"""Keeps the exports that were made, announces them, and notes who has confirmed them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp

from sources.apidae.emulator.errors import bad_request
from sources.apidae.emulator.facts import Facts
from sources.apidae.emulator.world import World

from .pack import FAULTS, FLAVOURS, Content, packed

MOST_KEPT = 20
PATIENCE = aiohttp.ClientTimeout(total=5)
"""The sender of notifications does not wait long."""


@dataclass(slots=True)
class Made:
    """One export: its zip, whether it tells everything, how often it was fetched and confirmed."""

    stem: str
    body: bytes
    reset: bool
    fetched: int = 0
    confirmed: int = 0

    def shape(self) -> dict[str, Any]:
        """For tests and developers."""
        size = len(self.body)
        return {"name": f"{self.stem}.zip", "bytes": size, "reset": self.reset} | {
            "fetched": self.fetched,
            "confirmed": self.confirmed,
        }


@dataclass(slots=True)
class Desk:
    """The exports of one emulator. A differential one tells what happened since the one before."""

    world: World
    made: dict[str, Made] = field(default_factory=dict)
    told: dict[int, Facts] = field(default_factory=dict)

    def make(self, wish: Mapping[str, Any]) -> Made:
        """An export as wished: `reset`, `flavour`, `fault`; the zip can be fetched from now on."""
        flavour, fault = wish.get("flavour", "grouped"), wish.get("fault", "")
        if flavour not in FLAVOURS or fault not in FAULTS:
            raise bad_request(f"flavour is one of {', '.join(FLAVOURS)}; fault of {', '.join(FAULTS[1:])}")
        reset = bool(wish.get("reset"))
        body = packed(self.world, self._content(reset=reset), flavour, fault)
        now = f"{datetime.now(UTC):%Y%m%d-%H%M}"
        made = Made(f"{self.world.options.project_id}_{now}_{secrets.token_hex(3)}", body, reset)
        self.made[made.stem] = made
        for stem in [*self.made][:-MOST_KEPT]:
            del self.made[stem]
        return made

    def notification(self, made: Made, base: str, wish: Mapping[str, Any]) -> dict[str, str]:
        """What is posted to the hook; `notification` of the wish replaces values."""
        told = {
            "projetId": str(self.world.options.project_id),
            "statut": "SUCCESS",
            "ponctuel": "false",
            "reinitialisation": "true" if made.reset else "false",
            "urlRecuperation": f"{base}/exports/{made.stem}.zip",
            "urlConfirmation": f"{base}/api/v002/export/confirmation?hash={made.stem}",
        }
        return told | {str(name): str(value) for name, value in (wish.get("notification") or {}).items()}

    def _content(self, *, reset: bool) -> Content:
        store = self.world.store
        now = {number: store.facts[number] for number in store.ordered}
        changed = [number for number, facts in now.items() if reset or self.told.get(number) is not facts]
        removed = sorted(self.told.keys() - now.keys())
        self.told = now
        return Content(changed, removed)


async def announce(hook: str, told: Mapping[str, str]) -> int:
    """Post a notification; the status of the answer, 0 when there was none."""
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.post(hook, data=told) as got:
            return got.status
    except (aiohttp.ClientError, TimeoutError):
        return 0
