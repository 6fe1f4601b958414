"""Tokens for development: signed with a key of this machine, accepted only where a setting says so."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from gateway.identity.caller import Role
from gateway.identity.claims import Expected
from gateway.identity.keys import Key
from gateway.settings import SettingsError

FILE = "development-token-key.pem"
KEY_ID = "development"
EXPECTED = Expected(issuer="urn:partir-ici:development", audience="partir-ici")
ALGORITHM = "EdDSA"


def development_key(data_dir: Path) -> Ed25519PrivateKey:
    """The key of this machine, made when there is none; only its owner can read the file."""
    file = data_dir / FILE
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            _write(file)
    except OSError:
        raise SettingsError("The folder GATEWAY_DATA_DIR cannot be written.") from None
    if file.stat().st_mode & 0o077:
        raise SettingsError(f"Others can read {FILE} in the data folder: remove it, another is made.")
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise SettingsError(f"{FILE} in the data folder is damaged: remove it, another is made.")
    return key


def public_key(data_dir: Path) -> Key:
    """What development tokens are checked with."""
    return Key(KEY_ID, ALGORITHM, development_key(data_dir).public_key())


def development_token(
    key: Ed25519PrivateKey, *, subject: str, roles: Sequence[Role], now: datetime, minutes: float = 60.0
) -> str:
    """A token that says who asks, for so many minutes."""
    begins = int(now.timestamp())
    claims = {
        "iss": EXPECTED.issuer,
        "aud": EXPECTED.audience,
        "sub": subject,
        "iat": begins,
        "nbf": begins,
        "exp": begins + int(minutes * 60),
        EXPECTED.roles_claim: [_entry(role) for role in roles],
    }
    return jwt.encode(claims, key, algorithm=ALGORITHM, headers={"kid": KEY_ID})


def _entry(role: Role) -> dict[str, str]:
    return {"role": role.name} | ({"scope": role.scope} if role.scope is not None else {})


def _write(file: Path) -> None:
    """Write a new key in one step, so that two processes that start together agree on one."""
    if file.exists():
        return
    text = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = file.with_name(f"{FILE}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(text)
        os.link(draft, file)
    finally:
        draft.unlink()
