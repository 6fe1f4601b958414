"""`viewer`: the caller as the graph sees them; sources add what is theirs by links."""

from __future__ import annotations

from typing import Any

import strawberry

from gateway.graph.enums import enum_of
from gateway.identity.caller import Caller
from gateway.identity.roles import ROLES

RoleNames: Any = enum_of(
    "RoleName",
    {str(name): meaning for name, meaning in ROLES.items()},
    description="What a caller may be. One account may hold several roles, each with its scope.",
)


@strawberry.type(description="One role of the caller, and what it is for.")
class ViewerRole:
    """A role of the token."""

    role: RoleNames = strawberry.field(description="The role.")
    scope: str | None = strawberry.field(
        description="The one thing the role is for, as `RoleName` tells; null for a role without scope."
    )


@strawberry.type(description="Whoever asks, known by a token. What only they may see is reached from here.")
class Viewer:
    """The caller; `key` is the token's subject, for links of sources."""

    key: strawberry.Private[str]
    caller: strawberry.Private[Caller]

    @strawberry.field(description="How the issuer of the token calls the caller; stable and opaque.")
    def subject(self) -> str:
        return self.key

    @strawberry.field(description="The roles that the token gives; unknown ones are left out.")
    def roles(self) -> list[ViewerRole]:
        return [ViewerRole(role=RoleNames[role.name], scope=role.scope) for role in self.caller.roles]


def viewer_of(caller: Caller) -> Viewer | None:
    """The viewer, None for anybody."""
    return Viewer(key=caller.subject, caller=caller) if caller.subject is not None else None
