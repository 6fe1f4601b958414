"""Webhook deliveries: the subscription, ways to send badly, and retries that follow the emulator's clock."""

from __future__ import annotations

import json
import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from sources.social.emulator import outgoing, sender

if TYPE_CHECKING:
    from collections.abc import Sequence

HOUR: Final = 3_600
RETRY_AFTER: Final = (0, 60, 600, HOUR, 6 * HOUR, 12 * HOUR)  # seconds between attempts
GIVE_UP_AFTER: Final = 36 * HOUR
MODES: Final = ("ok", "bad_signature", "reserialised", "numeric_ids", "older_escapes", "repeat", "reorder")


@dataclass(slots=True)
class Delivery:
    """A signed body on its way, with the seconds of its first and next attempt."""

    body: bytes
    signature: str
    since: float
    due: float
    attempts: int = 0


@dataclass(slots=True)
class Webhooks:
    """Where updates go and what became of them; ``callback`` is empty while nobody listens."""

    callback: str = ""
    page_fields: set[str] = field(default_factory=set)
    mode: str = "ok"
    at_most: int = 1_000
    waiting: list[Delivery] = field(default_factory=list)
    statuses: deque[int] = field(default_factory=lambda: deque(maxlen=500))
    dropped: int = 0

    async def subscribe(self, callback: str, verify_token: str) -> bool:
        """Verify a callback by a challenge, and keep it when it answers the challenge alone."""
        challenge = str(secrets.randbelow(10**10))
        query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": verify_token}
        joint = "&" if "?" in callback else "?"
        try:
            status, body = await outgoing.request("GET", f"{callback}{joint}{urlencode(query)}")
        except (OSError, ValueError):
            return False
        if status != 200 or body != challenge.encode():
            return False
        self.callback = callback
        return True

    async def send(self, secret: str, updates: Sequence[dict[str, Any]], now: float) -> int:
        """Sign and deliver updates in the way of the mode; gives the number of bodies sent."""
        if not self.callback:
            return 0
        ordered = list(reversed(updates)) if self.mode == "reorder" else list(updates)
        found = [self._sign(secret, body, now) for body in sender.bodies(ordered, self.at_most)]
        if self.mode == "repeat":
            found += [Delivery(row.body, row.signature, now, now) for row in found]
        self.waiting += found
        await self.deliver(now)
        return len(found)

    async def deliver(self, now: float) -> None:
        """Attempt what is due; a failure is tried again at once, then more and more rarely, then dropped."""
        for delivery in [row for row in self.waiting if row.due <= now]:
            done = await self._attempt(delivery)
            while not done and delivery.attempts < 2:
                done = await self._attempt(delivery)
            if done:
                self.waiting.remove(delivery)
            elif now - delivery.since >= GIVE_UP_AFTER:
                self.waiting.remove(delivery)
                self.dropped += 1
            else:
                step = RETRY_AFTER[min(delivery.attempts - 1, len(RETRY_AFTER) - 1)]
                delivery.due = min(now + step, delivery.since + GIVE_UP_AFTER)

    def report(self) -> dict[str, Any]:
        """Give the state as JSON values."""
        return {
            "callback": self.callback,
            "page_fields": sorted(self.page_fields),
            "mode": self.mode,
            "at_most": self.at_most,
            "waiting": len(self.waiting),
            "dropped": self.dropped,
            "statuses": list(self.statuses),
        }

    async def _attempt(self, delivery: Delivery) -> bool:
        """Post a body once; status 0 is kept when there was no answer."""
        delivery.attempts += 1
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": delivery.signature}
        try:
            status, _ = await outgoing.request("POST", self.callback, headers, delivery.body)
        except (OSError, ValueError):
            status = 0
        self.statuses.append(status)
        return status == 200

    def _sign(self, secret: str, body: dict[str, Any], now: float) -> Delivery:
        value = sender.numeric_ids(body) if self.mode == "numeric_ids" else body
        raw = sender.escape_json(value, older=self.mode == "older_escapes")
        signed = json.dumps(value, ensure_ascii=False).encode() if self.mode == "reserialised" else raw
        seal = sender.sign("another-secret" if self.mode == "bad_signature" else secret, signed)
        return Delivery(raw, seal, now, now)
