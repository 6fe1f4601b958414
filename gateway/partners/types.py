"""Keys of partners in the graph."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import strawberry

from gateway.graph.enums import enum_of
from gateway.graph.ids import encode_id
from gateway.mutations import Payload
from gateway.partners.record import KeyRecord
from gateway.partners.scope import Scope

ENTITY = "PartnerKey"

PartnerContentKind: Any = enum_of(
    "PartnerContentKind",
    {
        "OFFERS": "Lists of offers and single offers.",
        "STORIES": "What scouts write.",
        "MAP": "Offers on a map.",
    },
    description="Kinds of content that a partner may show.",
)

PartnerKeyState: Any = enum_of(
    "PartnerKeyState",
    {
        "ACTIVE": "It works.",
        "EXPIRED": "The time it was given for is over.",
        "REVOKED": "It was taken back, for ever.",
    },
    description="What a partner's key is good for now.",
)


@strawberry.type(
    description="What a key may show. Each part that is not empty must hold; an empty one allows all."
)
class PartnerScope:
    """A scope."""

    kinds: list[PartnerContentKind] = strawberry.field(description="Kinds of content.")
    families: list[str] = strawberry.field(description="Families of offers, e.g. `PLEIN_AIR`.")
    departments: list[str] = strawberry.field(
        description="Departments, e.g. `38`: of offers, and of stories that name a commune there."
    )
    communes: list[str] = strawberry.field(description="Communes by INSEE code, as departments.")
    territories: list[strawberry.ID] = strawberry.field(description="Territories of offers.")


@strawberry.type(
    description="A key that a partner's pages use: public, bound to origins, standing for the partner."
)
class PartnerKey:
    """A key for those who may see it."""

    id: strawberry.ID = strawberry.field(description="Stays when the key is rotated.")
    partner: str = strawberry.field(description="Who has it: the scope of the role `PARTNER`.")
    name: str = strawberry.field(description="What it is for, in words of people.")
    key: str = strawberry.field(description="The key as pages write it, `pk_...`.")
    test: bool = strawberry.field(description="Whether it works from any port of the own machine too.")
    origins: list[str] = strawberry.field(description="Origins whose pages may use it; none means none.")
    scope: PartnerScope = strawberry.field(description="What it may show.")
    rate: int = strawberry.field(description="Cost units a minute, in each process; 0: no limit.")
    state: PartnerKeyState = strawberry.field(description="What it is good for now.")
    version: int = strawberry.field(description="For `expectedVersion` of a change.")
    previous_key: str | None = strawberry.field(description="The key before the last rotation.")
    previous_until: datetime | None = strawberry.field(description="Until when that works too (UTC).")
    expires_at: datetime | None = strawberry.field(description="When it ends (UTC); null: it does not.")
    revoked_at: datetime | None = strawberry.field(description="When it was taken back (UTC).")
    made_at: datetime = strawberry.field(description="When it was made (UTC).")
    changed_at: datetime = strawberry.field(description="When it was changed last (UTC).")


@strawberry.type(description="A partner's key after a change.")
class PartnerKeyPayload(Payload):
    """Of every mutation about a key."""

    key: PartnerKey | None = strawberry.field(
        description="The key as it is now; null when nothing was done.", default=None
    )


@strawberry.input(description="What a key may show; what is left out allows everything.")
class PartnerScopeInput:
    """A scope."""

    kinds: list[PartnerContentKind] = strawberry.field(description="Kinds of content.", default_factory=list)
    families: list[str] = strawberry.field(
        description="Families of offers, e.g. `PLEIN_AIR`; at most 50.", default_factory=list
    )
    departments: list[str] = strawberry.field(
        description="Departments, e.g. `38`; at most 50.", default_factory=list
    )
    communes: list[str] = strawberry.field(
        description="Communes by INSEE code; at most 50.", default_factory=list
    )
    territories: list[strawberry.ID] = strawberry.field(
        description="Territories of offers, by `id`; at most 50.", default_factory=list
    )


def key_type(record: KeyRecord, now: datetime) -> PartnerKey:
    """A record as a type of the graph."""
    return PartnerKey(
        id=strawberry.ID(encode_id(ENTITY, record.id)),
        partner=record.partner,
        name=record.name,
        key=record.key,
        test=record.test,
        origins=list(record.origins),
        scope=_scope_type(record.scope),
        rate=record.rate,
        state=PartnerKeyState[record.state(now).name],
        version=record.version,
        previous_key=record.previous,
        previous_until=record.previous_until,
        expires_at=record.expires_at,
        revoked_at=record.revoked_at,
        made_at=record.made_at,
        changed_at=record.changed_at,
    )


def scope_from(given: PartnerScopeInput | None) -> Scope:
    """The scope of an input; everything when there is none."""
    if given is None:
        return Scope()
    return Scope(
        kinds=tuple(str(kind.name) for kind in given.kinds),
        families=tuple(given.families),
        departments=tuple(given.departments),
        communes=tuple(given.communes),
        territories=tuple(map(str, given.territories)),
    )


def _scope_type(scope: Scope) -> PartnerScope:
    return PartnerScope(
        kinds=[PartnerContentKind[kind] for kind in scope.kinds],
        families=list(scope.families),
        departments=list(scope.departments),
        communes=list(scope.communes),
        territories=[strawberry.ID(one) for one in scope.territories],
    )
