"""Checks one compact JWS: its form, its algorithm, its signature. Claims are checked elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import jwt
from jwt.exceptions import PyJWTError
from jwt.types import Options

from gateway.identity.claims import BadToken
from gateway.identity.keys import ALGORITHMS, Key

LONGEST_TOKEN = 8_000
COMPACT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)

SIGNATURE_ONLY: Options = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}
"""The library reads the machine's clock; ours is handed in, so claims are checked by `claims`."""


def header_of(token: str) -> Mapping[str, Any]:
    """The header of a token, its algorithm on our list; raises `BadToken`."""
    if len(token) > LONGEST_TOKEN or not COMPACT.fullmatch(token):
        raise BadToken("The token is not a signed JWT.")
    try:
        header: Mapping[str, Any] = jwt.get_unverified_header(token)
    except (PyJWTError, ValueError, TypeError):
        raise BadToken("The token is not a signed JWT.") from None
    if header.get("alg") not in ALGORITHMS:
        raise BadToken("The token is signed with an algorithm that is not accepted.")
    return header


def claims_of(token: str, header: Mapping[str, Any], key: Key) -> Mapping[str, Any]:
    """The claims of a token that this key signed; raises `BadToken`."""
    if header.get("alg") != key.algorithm:
        raise BadToken("The token is not signed the way its key is used.")
    try:
        claims: Mapping[str, Any] = jwt.decode(
            token, key.public, algorithms=[key.algorithm], options=SIGNATURE_ONLY
        )
    except (PyJWTError, ValueError, TypeError):
        raise BadToken("The token's signature is not right.") from None
    return claims
