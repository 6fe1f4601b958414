"""The caller of a request: nobody in particular, or a subject with roles that a token proves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from gateway.identity.roles import RoleName


class Role(NamedTuple):
    """One role and what it is for: `("COMMUNITY_MANAGER", "greeters-lyon")`; see `ROLES` for scopes."""

    name: RoleName
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `subject` is the issuer's name for a person, stable and opaque; None for anybody.

    `until` is when the token runs out (UTC): long answers end then.
    """

    subject: str | None = None
    roles: tuple[Role, ...] = ()
    until: datetime | None = field(default=None, compare=False)

    @property
    def anonymous(self) -> bool:
        """Whether nobody in particular asks."""
        return self.subject is None

    def has(self, name: RoleName, scope: str | None = None) -> bool:
        """Whether the caller holds a role; with `scope`, whether it is held for exactly that."""
        return any(role.name == name and scope in {None, role.scope} for role in self.roles)

    def scopes(self, name: RoleName) -> tuple[str, ...]:
        """What a role is held for, in the token's order: e.g. the communities a caller manages."""
        return tuple(role.scope for role in self.roles if role.name == name and role.scope is not None)


ANONYMOUS = Caller()
"""Who asks without a token."""
