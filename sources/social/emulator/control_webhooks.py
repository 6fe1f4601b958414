"""Control of webhooks and signed requests: where they go, and in which way they go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sources.social.emulator import outgoing, sender
from sources.social.emulator.doors import ControlError, Handler
from sources.social.emulator.webhooks import MODES

if TYPE_CHECKING:
    from starlette.requests import Request

    from sources.social.emulator.state import Emulator


def webhook_routes() -> list[tuple[str, str, Handler]]:
    """Give the control routes of webhooks and signed requests."""
    return [
        ("/webhooks", "GET", _read),
        ("/webhooks", "POST", _configure),
        ("/webhooks/send", "POST", _send),
        ("/signed-request", "POST", _signed_request),
    ]


async def _read(emulator: Emulator, _: Request, __: dict[str, Any]) -> Any:
    return emulator.webhooks.report()


async def _configure(emulator: Emulator, request: Request, wanted: dict[str, Any]) -> Any:
    """Subscribe a ``callback`` with its ``verify_token``; set ``page_fields``, ``mode`` and ``at_most``."""
    hooks = emulator.webhooks
    fields, mode, at_most = wanted.get("page_fields"), wanted.get("mode"), wanted.get("at_most")
    if mode is not None and mode not in MODES:
        raise ControlError(f"mode is one of {', '.join(MODES)}")
    if at_most is not None and (type(at_most) is not int or not 1 <= at_most <= 1_000):
        raise ControlError("at_most is a whole number from 1 to 1000")
    if fields is not None and not (
        isinstance(fields, list) and all(isinstance(name, str) for name in fields)
    ):
        raise ControlError("page_fields is a list of names")
    if "callback" in wanted:
        await _subscribe(emulator, wanted)
    hooks.page_fields = set(fields) if fields is not None else hooks.page_fields
    hooks.mode, hooks.at_most = mode or hooks.mode, at_most or hooks.at_most
    return await _read(emulator, request, wanted)


async def _subscribe(emulator: Emulator, wanted: dict[str, Any]) -> None:
    callback = wanted["callback"]
    if callback in {"", None}:
        emulator.webhooks.callback = ""
        return
    url = _allowed(emulator, callback)
    if not await emulator.webhooks.subscribe(url, str(wanted.get("verify_token", ""))):
        raise ControlError("the callback did not answer the challenge")


async def _send(emulator: Emulator, _: Request, wanted: dict[str, Any]) -> Any:
    """Send updates by hand: ``{"updates": [{"object": "page", "field": "feed", "value": {...}}]}``."""
    rows = wanted.get("updates")
    if not isinstance(rows, list) or not rows or not emulator.webhooks.callback:
        raise ControlError("updates is a list, and a callback is subscribed before")
    now = int(emulator.now())
    sent = await emulator.webhooks.send(
        emulator.options.app_secret, [_update(emulator, row, now) for row in rows], now
    )
    return {"sent": sent, **emulator.webhooks.report()}


def _update(emulator: Emulator, row: Any, now: int) -> dict[str, Any]:
    owners = {"page": emulator.options.page_id, "instagram": emulator.options.ig_user_id}
    if not isinstance(row, dict) or row.get("object") not in owners or not isinstance(row.get("value"), dict):
        raise ControlError('an update is {"object": "page" | "instagram", "field": text, "value": object}')
    change = {"field": str(row.get("field", "feed")), "value": row["value"]}
    return {"object": row["object"], "id": owners[row["object"]], "time": now, "change": change}


async def _signed_request(emulator: Emulator, _: Request, wanted: dict[str, Any]) -> Any:
    """Post a ``signed_request`` to ``url`` for deauthorisation or data deletion, and give back the answer."""
    url = _allowed(emulator, wanted.get("url"))
    age = wanted.get("age_seconds", 0)
    if type(age) is not int:
        raise ControlError("age_seconds is a whole number")
    payload = {
        "user_id": str(wanted.get("user_id", emulator.options.user_id)),
        "algorithm": str(wanted.get("algorithm", "HMAC-SHA256")),
        "issued_at": int(emulator.now()) - age,
    }
    signed = sender.signed_request(emulator.options.app_secret, payload, padded=bool(wanted.get("padded")))
    if wanted.get("tampered"):
        signed = sender.tamper(signed)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        status, body = await outgoing.request(
            "POST", url, headers, urlencode({"signed_request": signed}).encode()
        )
    except (OSError, ValueError) as fault:
        raise ControlError("the url gave no answer") from fault
    return {"status": status, "body": body.decode("utf-8", "replace"), "signed_request": signed}


def _allowed(emulator: Emulator, url: Any) -> str:
    """Let through urls of this machine; others only where control is open to others too."""
    if isinstance(url, str) and (outgoing.is_loopback(url) or emulator.options.open_control):
        return url
    raise ControlError("the url is http on this machine")
