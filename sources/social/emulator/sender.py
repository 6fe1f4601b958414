"""What Meta sends: webhook bodies with their signature, and signed requests."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_OLDER: Final = (("<", "\\u003C"), ("%", "\\u0025"), ("@", "\\u0040"))


def escape_json(value: Any, *, older: bool = False) -> bytes:
    """Write JSON as it is signed: accents and ``/`` escaped, in the older way ``<``, ``%`` and ``@`` too."""
    text = json.dumps(value, separators=(",", ":")).replace("/", "\\/")
    for char, escaped in _OLDER if older else ():
        text = text.replace(char, escaped)
    return text.encode()


def sign(secret: str, body: bytes) -> str:
    """Give the value of ``X-Hub-Signature-256`` for the raw bytes of a body."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def signed_request(secret: str, payload: dict[str, Any], *, padded: bool = False) -> str:
    """Write a ``signed_request``: the signature covers the encoded payload, padding is optional."""
    encoded = _encode(json.dumps(payload, separators=(",", ":")).encode(), padded=padded)
    seal = hmac.new(secret.encode(), encoded.encode(), hashlib.sha256).digest()
    return f"{_encode(seal, padded=padded)}.{encoded}"


def tamper(signed: str) -> str:
    """Spoil the signature of a ``signed_request`` and leave its payload."""
    seal, _, payload = signed.partition(".")
    return f"{'B' if seal[0] != 'B' else 'C'}{seal[1:]}.{payload}"


def _encode(raw: bytes, *, padded: bool) -> str:
    text = base64.urlsafe_b64encode(raw).decode()
    return text if padded else text.rstrip("=")


def page_change(field: str, page_id: str, verb: str, post: dict[str, Any], time: int) -> dict[str, Any]:
    """Make one update of a Page: ``feed`` or ``mention``; verb ``add``, ``edited``, ``remove``, ``hide``."""
    value = {"item": "post", "verb": verb, "created_time": time, **post}
    return {"object": "page", "id": page_id, "time": time, "change": {"field": field, "value": value}}


def instagram_mention(account_id: str, media_id: str, time: int) -> dict[str, Any]:
    """Make one update that says where our Instagram account was mentioned."""
    value = {"media_id": media_id}
    return {
        "object": "instagram",
        "id": account_id,
        "time": time,
        "change": {"field": "mentions", "value": value},
    }


def bodies(updates: Iterable[dict[str, Any]], at_most: int = 1_000) -> list[dict[str, Any]]:
    """Gather updates into webhook bodies, one object kind each, at most so many entries in one body."""
    found: list[dict[str, Any]] = []
    for update in updates:
        last = found[-1] if found else None
        if last is None or last["object"] != update["object"] or len(last["entry"]) >= at_most:
            last = {"object": update["object"], "entry": []}
            found.append(last)
        last["entry"].append({"id": update["id"], "time": update["time"], "changes": [update["change"]]})
    return found


def numeric_ids(value: Any) -> Any:
    """Turn the digits-only texts of ids into numbers, as some deliveries do."""
    if isinstance(value, list):
        return [numeric_ids(item) for item in value]
    if isinstance(value, dict):
        return {name: _number(name, inner) for name, inner in value.items()}
    return value


def _number(name: str, value: Any) -> Any:
    is_id = name == "id" or name.endswith("_id")
    if is_id and isinstance(value, str) and value.isdecimal():
        return int(value)
    return numeric_ids(value)
