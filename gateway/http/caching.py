"""Headers for caches between the gateway and its callers: how long, for whom, and whether it changed."""

from __future__ import annotations

from hashlib import sha256

STALE_SECONDS = 5
"""An answer made of older copies is kept this long only: the source may be back any moment."""

ERROR_FACTOR = 10
"""Caches may answer this many lifetimes longer while the gateway cannot be reached."""

NO_STORE = "no-store"
PRIVATE = "private, no-store"
"""For whoever shows a token: not even their own browser keeps what only they may see."""

VARY = ("Accept", "Accept-Language", "Authorization")
"""What the answer may depend on; no other header of a request is ever read for it."""


def cache_control(seconds: int, *, stale: bool) -> str:
    """The header's value for an answer without errors that may be kept for `seconds`."""
    if seconds <= 0:
        return NO_STORE
    if stale:
        return f"public, max-age={min(seconds, STALE_SECONDS)}"
    later = f"stale-while-revalidate={seconds}, stale-if-error={ERROR_FACTOR * seconds}"
    return f"public, max-age={seconds}, {later}"


def etag_of(body: bytes, media_type: str) -> str:
    """A strong validator: other bytes, or another media type, give another one."""
    digest = sha256(media_type.encode() + b"\n" + body)
    return f'"{digest.hexdigest()[:32]}"'


def is_known(if_none_match: str | None, etag: str) -> bool:
    """Whether the caller holds this answer already (weak comparison, as RFC 9110 asks here)."""
    if not if_none_match:
        return False
    given = [tag.strip().removeprefix("W/") for tag in if_none_match[:4000].split(",")]
    return "*" in given or etag in given
