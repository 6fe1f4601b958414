"""Checks that something comes from Meta: signatures over raw bytes, signed requests, the verify token."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import datetime, timedelta

import orjson

HEADER = "X-Hub-Signature-256"
PREFIX = "sha256="
OLDEST, AHEAD = timedelta(hours=1), timedelta(minutes=5)
"""How old a signed request may be, and how much Meta's clock may be before ours."""


def is_signed(secret: str, body: bytes, header: str | None) -> bool:
    """Whether the header holds the signature of exactly these bytes."""
    if not header or not header.startswith(PREFIX):
        return False
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), header.removeprefix(PREFIX).encode())


def is_same(ours: str, theirs: str) -> bool:
    """Whether two texts are the same and not empty, in constant time."""
    return bool(ours) and hmac.compare_digest(ours.encode(), theirs.encode())


def user_of(secret: str, signed_request: str, now: datetime) -> str | None:
    """The user id in a signed request; None for a wrong, foreign or old one."""
    seal, dot, payload = signed_request.partition(".")
    expected = hmac.new(secret.encode(), payload.encode(), hashlib.sha256).digest()
    if not dot or not hmac.compare_digest(expected, _decoded(seal)):
        return None
    try:
        said = orjson.loads(_decoded(payload))
    except orjson.JSONDecodeError:
        return None
    if not isinstance(said, dict) or str(said.get("algorithm")).upper() != "HMAC-SHA256":
        return None
    user, issued = said.get("user_id"), said.get("issued_at")
    if not isinstance(user, str | int) or isinstance(user, bool) or not _is_recent(issued, now):
        return None
    return str(user) or None


def _is_recent(issued: object, now: datetime) -> bool:
    if not isinstance(issued, int | float) or isinstance(issued, bool):
        return False
    age = now.timestamp() - issued
    return -AHEAD.total_seconds() <= age <= OLDEST.total_seconds()


def _decoded(text: str) -> bytes:
    """Base64 of either alphabet, with its padding or without; empty for anything else."""
    try:
        plain = text.rstrip("=").replace("-", "+").replace("_", "/")
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""
