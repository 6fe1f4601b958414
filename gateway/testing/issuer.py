"""An OpenID Connect issuer on loopback for tests: discovery, keys that rotate, tokens of any kind."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from gateway.clock import Clock, SystemClock

AUDIENCE = "https://graph.example"


@dataclass
class Issuer:
    """The issuer at `url`. `calls` counts reads of its keys; `failing` makes it answer 503.

    `foreign_keys` is the url that its discovery names instead of its own keys.
    """

    clock: Clock = field(default_factory=SystemClock)
    url: str = ""
    calls: int = 0
    failing: bool = False
    foreign_keys: str = ""
    signers: dict[str, tuple[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """One key to begin with."""
        self.add("k1", "EdDSA")

    def add(self, name: str, algorithm: str) -> None:
        """A new key beside the others."""
        self.signers[name] = (algorithm, _private(algorithm))

    def rotate(self, name: str, algorithm: str = "EdDSA") -> None:
        """A new key in the place of all others."""
        self.signers.clear()
        self.add(name, algorithm)

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Claims of a good token of an hour; a change to None leaves one out."""
        now = int(self.clock.now().timestamp())
        good = {
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": "s1",
            "iat": now,
            "nbf": now,
            "exp": now + 3600,
            "roles": [{"role": "SCOUT"}],
        }
        return {name: value for name, value in (good | changes).items() if value is not None}

    def token(self, key: str | None = None, header: Mapping[str, Any] | None = None, **changes: Any) -> str:
        """A token signed with a key, the newest when none is named."""
        name = key or next(reversed(self.signers))
        algorithm, private = self.signers[name]
        return jwt.encode(
            self.claims(**changes), private, algorithm=algorithm, headers={"kid": name, **(header or {})}
        )

    def jwks(self) -> dict[str, Any]:
        """The public keys, and one that is not for signatures."""
        listed = [_public(name, *signer) for name, signer in self.signers.items()]
        secret = base64.urlsafe_b64encode(b"not for signatures" * 2).decode()
        return {"keys": [{"kty": "oct", "kid": "symmetric", "k": secret}, *listed]}

    def app(self) -> Starlette:
        """The issuer as a service."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/keys", self._keys),
            ]
        )

    async def _discovery(self, _: Request) -> JSONResponse:
        if self.failing:
            return JSONResponse({"error": "away"}, 503)
        return JSONResponse({"issuer": self.url, "jwks_uri": self.foreign_keys or f"{self.url}/keys"})

    async def _keys(self, _: Request) -> JSONResponse:
        self.calls += 1
        return JSONResponse({"error": "away"}, 503) if self.failing else JSONResponse(self.jwks())


def _private(algorithm: str) -> Any:
    if algorithm == "EdDSA":
        return ed25519.Ed25519PrivateKey.generate()
    if algorithm == "ES256":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _public(name: str, algorithm: str, private: Any) -> dict[str, Any]:
    writers: dict[str, Any] = {"EdDSA": OKPAlgorithm, "ES256": ECAlgorithm, "RS256": RSAAlgorithm}
    jwk: dict[str, Any] = writers[algorithm].to_jwk(private.public_key(), as_dict=True)
    return jwk | {"kid": name, "alg": algorithm, "use": "sig"}
