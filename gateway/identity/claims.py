"""From the claims of a token whose signature is good to a caller; every claim is checked here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from gateway.identity.caller import Caller, Role
from gateway.identity.roles import ROLE_NAMES, RoleName

LONGEST_SUBJECT = 255
LONGEST_SCOPE = 100
MOST_ROLES = 100
LATEST = 32_503_680_000
"""The year 3000 in seconds: a moment beyond it is no moment."""


class BadToken(Exception):  # noqa: N818  # the caller's fault, told in one safe sentence
    """A token that proves nothing; the text is public and holds nothing of the token."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say: who made it, for whom, and how far clocks may differ, in seconds.

    `roles_claim` is the claim with roles; dots lead into objects, e.g. `realm_access.partir_ici`.
    """

    issuer: str
    audience: str
    leeway: float = 30.0
    roles_claim: str = "roles"


def caller_of(claims: Mapping[str, Any], expected: Expected, now: datetime) -> Caller:
    """The caller; raises `BadToken`."""
    if claims.get("iss") != expected.issuer:
        raise BadToken("The token comes from another issuer.")
    _check_audience(claims.get("aud"), expected.audience)
    until = _check_time(claims, expected.leeway, now.timestamp())
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise BadToken("The token names no subject.")
    return Caller(subject, roles_of(_at(claims, expected.roles_claim)), until)


def roles_of(value: Any) -> tuple[Role, ...]:
    """Roles from an array of `{role, scope}`; what is unknown or crooked is passed over."""
    found: dict[Role, None] = {}
    for entry in value[:MOST_ROLES] if isinstance(value, list) else ():
        role = _role(entry)
        if role is not None:
            found[role] = None
    return tuple(found)


def _role(entry: Any) -> Role | None:
    if not isinstance(entry, dict):
        return None
    name, scope = entry.get("role"), entry.get("scope")
    if not isinstance(name, str) or name not in ROLE_NAMES:
        return None
    if scope is not None and not (isinstance(scope, str) and 0 < len(scope) <= LONGEST_SCOPE):
        return None  # a role for something unreadable must not become a role for everything
    return Role(cast("RoleName", name), scope)


def _check_audience(given: Any, wanted: str) -> None:
    if wanted not in (given if isinstance(given, list) else [given]):
        raise BadToken("The token is meant for another service.")


def _check_time(claims: Mapping[str, Any], leeway: float, now: float) -> datetime:
    expires = _seconds(claims, "exp")
    if expires is None:
        raise BadToken("The token does not say when it ends.")
    if now >= expires + leeway:
        raise BadToken("The token has expired.")
    for name in ("nbf", "iat"):
        begins = _seconds(claims, name)
        if begins is not None and now < begins - leeway:
            raise BadToken("The token is not valid yet.")
    return datetime.fromtimestamp(expires + leeway, UTC)


def _seconds(claims: Mapping[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < LATEST:
        raise BadToken(f"The token's {name} is not a moment.")
    return float(value)


def _at(claims: Mapping[str, Any], path: str) -> Any:
    if path in claims:  # names of claims may be urls, which hold dots
        return claims[path]
    value: Any = claims
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value
