"""Keys that sign tokens: read from a JWKS, each tied to the one algorithm it may be used with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK
from jwt.exceptions import PyJWTError

MOST_KEYS = 50
LEAST_RSA_BITS = 2048
ALGORITHMS = ("RS256", "ES256", "EdDSA")
"""The whole list: nothing symmetric, never `none`. A key fits exactly one of them."""


@dataclass(frozen=True, slots=True)
class Key:
    """One public key with its id and its algorithm."""

    id: str | None
    algorithm: str
    public: Any


def keys_of(jwks: Any) -> tuple[Key, ...]:
    """The usable keys of a JWKS; others (encryption, weak, unknown kinds) are passed over."""
    listed = jwks.get("keys") if isinstance(jwks, dict) else None
    entries = listed[:MOST_KEYS] if isinstance(listed, list) else []
    return tuple(key for entry in entries if (key := _key(entry)) is not None)


def key_for(keys: Sequence[Key], header: Mapping[str, Any]) -> Key | None:
    """The key a token says it was signed with; without a key id only if there is a single one."""
    wanted = header.get("kid")
    if wanted is None:
        return keys[0] if len(keys) == 1 else None
    return next((key for key in keys if key.id == wanted), None)


def algorithm_of(public: Any) -> str | None:
    """The algorithm a public key is used with here, None when it is not used at all."""
    if isinstance(public, RSAPublicKey):
        return "RS256" if public.key_size >= LEAST_RSA_BITS else None
    if isinstance(public, EllipticCurvePublicKey):
        return "ES256" if isinstance(public.curve, SECP256R1) else None
    return "EdDSA" if isinstance(public, Ed25519PublicKey) else None


def _key(entry: Any) -> Key | None:
    if not isinstance(entry, dict) or entry.get("use") not in {None, "sig"}:
        return None
    try:
        public = PyJWK.from_dict(entry).key
    except (PyJWTError, ValueError, TypeError, KeyError):
        return None
    algorithm, name = algorithm_of(public), entry.get("kid")
    if algorithm is None or entry.get("alg") not in {None, algorithm, *_NAMES.get(algorithm, ())}:
        return None
    return Key(name if isinstance(name, str) else None, algorithm, public)


_NAMES: Mapping[str, tuple[str, ...]] = {"EdDSA": ("Ed25519",)}
"""Other names of an algorithm: RFC 9864 calls EdDSA by its curve."""
