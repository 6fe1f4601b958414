"""Tokens of the emulated app: who they stand for, whether they live, and the proof that goes with them."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from sources.social.emulator import defaults, errors

if TYPE_CHECKING:
    from sources.social.emulator.options import Options

TokenKind = Literal["user", "page", "app", "client"]
LONG_LIFE = 5_184_000  # seconds: sixty days
EXPIRED, REVOKED = 463, 460


@dataclass(slots=True)
class Token:
    """A token: ``owner`` is a user, Page or app id; ``dead`` is an error subcode, or None while it lives."""

    text: str
    kind: TokenKind
    owner: str
    expires_at: int = 0  # seconds since 1970, 0 for never
    dead: int | None = None


def proof_of(secret: str, token: str) -> str:
    """Compute the appsecret_proof of a token: hexadecimal HMAC-SHA256 with the app secret as key."""
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()


class Tokens:
    """All tokens the emulator knows, by their text."""

    def __init__(self, options: Options) -> None:
        """Start with a Page token, a user token, the app token and a client token."""
        self._secret = options.app_secret
        self._app_id = options.app_id
        self._known: dict[str, Token] = {}
        self.page = self._add(options.page_token, "page", options.page_id)
        self.user = self._add(options.user_token, "user", options.user_id)
        self.app = self._add(f"{options.app_id}|{options.app_secret}", "app", options.app_id)
        self._add(f"{options.app_id}|{defaults.CLIENT_TOKEN}", "client", options.app_id)

    def _add(self, text: str, kind: TokenKind, owner: str, expires_at: int = 0) -> Token:
        token = Token(text, kind, owner, expires_at)
        self._known[text] = token
        return token

    def find(self, text: str) -> Token | None:
        """Give a known token, alive or not, without checking it."""
        return self._known.get(text)

    def check(self, text: str | None, now: float) -> Token:
        """Give a living token; raises `GraphError` 2500 without one, 190 for an unknown or dead one."""
        if not text:
            raise errors.no_token()
        token = self._known.get(text)
        if token is None:
            raise errors.unknown_token()
        dead = token.dead or (EXPIRED if token.expires_at and now >= token.expires_at else None)
        if dead is not None:
            raise errors.dead_token(dead, _day(token.expires_at or now), _day(now))
        return token

    def check_proof(self, token: Token, proof: str | None, *, required: bool) -> None:
        """Refuse a wrong proof always, a missing one when the app asks for it."""
        if not proof:
            if required and token.kind != "app":
                raise errors.proof_missing()
        elif not hmac.compare_digest(proof.encode(), proof_of(self._secret, token.text).encode()):
            raise errors.proof_wrong()

    def exchange(self, text: str, now: float) -> Token:
        """Make a user token of sixty days from a living user token; raises `GraphError` 190."""
        short = self.check(text, now)
        if short.kind != "user":
            raise errors.unknown_token()
        day = int(now // 86_400)
        seal = hmac.new(self._secret.encode(), f"{text}|{day}".encode(), hashlib.sha256).hexdigest()
        return self._add(f"demo-long-{seal[:40]}", "user", short.owner, int(now) + LONG_LIFE)

    def set_state(self, text: str, state: str, subcode: int | None = None) -> Token | None:
        """Make a token ``expired``, ``revoked`` or ``ok`` again; gives None for an unknown token."""
        token = self._known.get(text)
        if token is None:
            return None
        if state == "ok":
            token.dead, token.expires_at = None, 0
        else:
            token.dead = subcode or (EXPIRED if state == "expired" else REVOKED)
        return token

    def is_living(self, token: Token, now: float) -> bool:
        """Tell whether a token would be accepted."""
        return token.dead is None and (not token.expires_at or now < token.expires_at)


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%A, %d-%b-%y %H:%M:%S UTC")
