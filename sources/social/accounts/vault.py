"""Seals tokens for the database: AES-GCM, bound to their account, with keys that can be rotated."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.commas import comma_parts
from gateway.errors import SourceMisconfigured

NONCE_BYTES, ID_BYTES = 12, 4
SHORTEST_KEY = 16


class Vault:
    """Seals with the first of its keys and opens with any; without keys it can do neither."""

    def __init__(self, keys: Sequence[bytes], entropy: Callable[[int], bytes] = secrets.token_bytes) -> None:
        """Keys of 32 bytes, the newest first; `entropy` gives that many random bytes."""
        self._keys = {_id_of(key): AESGCM(key) for key in keys}
        self._first = _id_of(keys[0]) if keys else None
        self._entropy = entropy

    @property
    def can_seal(self) -> bool:
        """Whether there is any key."""
        return self._first is not None

    def seal(self, account: str, token: str) -> bytes:
        """The sealed token of an account; `SourceMisconfigured` without a key."""
        if self._first is None:
            raise SourceMisconfigured(detail="SOCIAL_TOKEN_KEYS is empty")
        nonce = self._entropy(NONCE_BYTES)
        return self._first + nonce + self._keys[self._first].encrypt(nonce, token.encode(), account.encode())

    def open(self, account: str, sealed: bytes) -> str:
        """The token; `SourceMisconfigured` when its key is gone or it belongs to another account."""
        name, nonce, body = sealed[:ID_BYTES], sealed[ID_BYTES : ID_BYTES + NONCE_BYTES], sealed[16:]
        key = self._keys.get(name)
        if key is None:
            raise SourceMisconfigured(detail="the key of a sealed token is not among SOCIAL_TOKEN_KEYS")
        try:
            return key.decrypt(nonce, body, account.encode()).decode()
        except (InvalidTag, ValueError):
            raise SourceMisconfigured(detail="a sealed token cannot be opened") from None

    def is_current(self, sealed: bytes) -> bool:
        """Whether the newest key sealed it: if not, it is to be sealed again."""
        return sealed[:ID_BYTES] == self._first


def read_keys(text: str) -> list[bytes]:
    """Keys made of texts, by commas; raises ValueError for a short one, or one that is named twice."""
    keys = [_key(part) for part in comma_parts(text)]
    if len(set(keys)) < len(keys):
        raise ValueError("a key is named twice")
    return keys


def print_of(token: str) -> str:
    """A short name for a token that tells nothing about it: to know one that was refused again."""
    return hashlib.sha256(b"token:" + token.encode()).hexdigest()[:16]


def _key(text: str) -> bytes:
    if len(text) < SHORTEST_KEY:
        raise ValueError(f"a key has at least {SHORTEST_KEY} characters, best 32 random bytes in base64")
    return hashlib.sha256(b"token key:" + text.encode()).digest()


def _id_of(key: bytes) -> bytes:
    return hashlib.sha256(b"key:" + key).digest()[:ID_BYTES]
