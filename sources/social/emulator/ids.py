"""Stable identifiers and signed cursors, derived from a seed by hashing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import string

_SHORT = string.ascii_letters + string.digits + "-_"


def digits(length: int, *parts: object) -> str:
    """Give a text of ``length`` digits that depends on the parts only."""
    text = "|".join(map(str, parts)).encode()
    number = int.from_bytes(hashlib.sha256(text).digest(), "big")
    return str(number % 10**length).zfill(length)


def shortcode(*parts: object) -> str:
    """Give the eleven characters of an Instagram permalink."""
    raw = hashlib.sha256("|".join(map(str, parts)).encode()).digest()
    return "D" + "".join(_SHORT[byte % len(_SHORT)] for byte in raw[:10])


def write_cursor(key: str, identifier: str, flag: str = "") -> str:
    """Hide an item's id, and a flag, in an opaque cursor."""
    plain = f"{identifier}:{flag}".encode()
    return base64.urlsafe_b64encode(_seal(key, plain) + plain).decode().rstrip("=")


def read_cursor(key: str, cursor: str) -> tuple[str, str] | None:
    """Give the id and the flag of a cursor, or None when it is not one of ours."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        return None
    seal, plain = raw[:6], raw[6:]
    if not hmac.compare_digest(seal, _seal(key, plain)):
        return None
    identifier, _, flag = plain.decode().partition(":")
    return identifier, flag


def _seal(key: str, plain: bytes) -> bytes:
    return hmac.new(key.encode(), b"cursor:" + plain, hashlib.sha256).digest()[:6]
