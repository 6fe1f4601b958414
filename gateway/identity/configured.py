"""The authenticator that the settings ask for, and the settings that do not go together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gateway.clock import Clock
from gateway.identity import development
from gateway.identity.authenticator import Authenticator
from gateway.identity.claims import Expected
from gateway.identity.issuer import IssuerKeys, jwks_reader
from gateway.identity.keys import Key
from gateway.settings import GatewaySettings, SettingsError
from gateway.upstream import Policy, Upstream, open_session

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
JWKS_BYTES = 200_000


def check_identity(settings: GatewaySettings) -> None:
    """Raise `SettingsError` for settings that would accept the wrong tokens or none at all."""
    if settings.auth_issuer and settings.dev_tokens:
        raise SettingsError("GATEWAY_DEV_TOKENS and GATEWAY_AUTH_ISSUER exclude each other.")
    if settings.auth_issuer and not settings.auth_audience:
        raise SettingsError("GATEWAY_AUTH_ISSUER needs GATEWAY_AUTH_AUDIENCE.")
    if (settings.auth_audience or settings.auth_jwks_url) and not settings.auth_issuer:
        raise SettingsError("GATEWAY_AUTH_AUDIENCE and GATEWAY_AUTH_JWKS_URL need GATEWAY_AUTH_ISSUER.")
    for name in ("auth_issuer", "auth_jwks_url"):
        if (value := getattr(settings, name)) and not _is_safe(value):
            raise SettingsError(f"GATEWAY_{name.upper()} must be an https address; http on loopback only.")


@asynccontextmanager
async def open_authenticator(settings: GatewaySettings, clock: Clock) -> AsyncIterator[Authenticator]:
    """The authenticator while the gateway runs; contacts nothing before the first token."""
    if settings.dev_tokens:
        known = development.public_key(Path(settings.data_dir))

        async def find(header: Mapping[str, Any]) -> Key | None:
            return known if header.get("kid") == known.id else None

        yield Authenticator(clock, development.EXPECTED, find)
    elif not settings.auth_issuer:
        yield Authenticator(clock)
    else:
        async with open_session(connections=2) as session:

            def upstream(origin: str) -> Upstream:
                policy = Policy(max_bytes=JWKS_BYTES, concurrency=2)
                return Upstream(
                    source="identity", base_url=origin, session=session, policy=policy, clock=clock
                )

            read = jwks_reader(settings.auth_issuer, settings.auth_jwks_url, upstream)
            yield Authenticator(clock, _expected(settings), IssuerKeys(read, clock).find)


def _expected(settings: GatewaySettings) -> Expected:
    return Expected(
        issuer=settings.auth_issuer,
        audience=settings.auth_audience,
        leeway=settings.auth_leeway_seconds,
        roles_claim=settings.auth_roles_claim,
    )


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return secure and bool(parts.hostname) and not parts.username and not parts.fragment
