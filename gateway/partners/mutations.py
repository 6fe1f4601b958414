"""Keys given, changed, rotated and taken back by the Region; rotated and narrowed by who has them."""

from __future__ import annotations

from gateway.graph.ids import key_of
from gateway.identity import RoleName
from gateway.mutations import refuse
from gateway.partners import rights
from gateway.partners.inputs import Changing, Creating, Giving, Revoking, Rotating
from gateway.partners.keeping import Changes, Wish
from gateway.partners.record import KeyRecord
from gateway.partners.runtime import Runtime
from gateway.partners.scope import Scope
from gateway.partners.types import ENTITY, PartnerKeyPayload, PartnerScopeInput, key_type, scope_from
from gateway.source import Context, Pace, mutation

REGION: tuple[RoleName, ...] = ("REGION_ADMIN",)
OWNERS: tuple[RoleName, ...] = ("REGION_ADMIN", "PARTNER")
PARTS = ("kinds", "families", "departments", "communes", "territories")


def payload(ctx: Context[Runtime], record: KeyRecord) -> PartnerKeyPayload:
    """A key as it is now."""
    return PartnerKeyPayload(key=key_type(record, ctx.runtime.clock.now()))


async def given(ctx: Context[Runtime], key: str) -> PartnerKeyPayload | None:
    """The key that a call made under this id."""
    record = await ctx.runtime.keys.find(key)
    return payload(ctx, record) if record else None


async def rotated(ctx: Context[Runtime], key: str) -> PartnerKeyPayload | None:
    """The key whose text a call made with this ending."""
    record = await ctx.runtime.keys.made_by_rotation(key)
    return payload(ctx, record) if record else None


@mutation(
    description="Give a key to a partner. It works everywhere within seconds.",
    name="createPartnerKey",
    roles=REGION,
    replay=given,
)
async def create_partner_key(ctx: Context[Runtime], input: Giving) -> PartnerKeyPayload | None:
    """A new key; `QUOTA_EXHAUSTED` for a partner with twenty."""
    rights.may_manage(ctx.caller).enforce()
    wish = Wish(
        partner=input.partner,
        name=input.name,
        origins=tuple(input.origins),
        test=input.test,
        scope=scope_from(input.scope),
        rate=input.rate,
        expires_at=input.expires_at,
    )
    return payload(ctx, await ctx.runtime.keys.create(wish, ctx.new_key))


@mutation(
    description="Change what a key may show, where, how much and how long.",
    name="changePartnerKey",
    roles=REGION,
)
async def change_partner_key(ctx: Context[Runtime], input: Changing) -> PartnerKeyPayload | None:
    """The key after the change."""
    rights.may_manage(ctx.caller).enforce()
    changes = Changes(
        name=input.name,
        origins=None if input.origins is None else tuple(input.origins),
        scope=None if input.scope is None else scope_from(input.scope),
        rate=input.rate,
        expires_at=input.expires_at,
        never_expires=input.never_expires,
    )
    key = key_of(input.key, ENTITY, "input.key")
    return payload(ctx, await ctx.runtime.keys.change(key, changes, input.expected_version))


@mutation(
    description="Exchange the text of a key; the old one works for some hours more. For the Region and for "
    "who has the key.",
    name="rotateApiKey",
    roles=OWNERS,
    pace=Pace(30, 3600),
    replay=rotated,
)
async def rotate_api_key(ctx: Context[Runtime], input: Rotating) -> PartnerKeyPayload | None:
    """The key with its new text; statistics go on under the same id."""
    record = await _own(ctx, input.key)
    keys = ctx.runtime.keys
    made = await keys.rotate(record.id, input.expected_version, hours=input.grace_hours, ending=ctx.new_key)
    return payload(ctx, made)


@mutation(
    description="Take a key back, for ever: pages that use it show their own link within seconds.",
    name="revokePartnerKey",
    roles=REGION,
)
async def revoke_partner_key(ctx: Context[Runtime], input: Revoking) -> PartnerKeyPayload | None:
    """The key, good for nothing."""
    rights.may_manage(ctx.caller).enforce()
    key = key_of(input.key, ENTITY, "input.key")
    return payload(ctx, await ctx.runtime.keys.revoke(key, input.expected_version))


@mutation(
    description="Make a key for one widget or one site out of a key of one's own: never wider than that one. "
    "It is counted apart and can be taken back apart.",
    name="createWidget",
    roles=OWNERS,
    pace=Pace(30, 3600),
    replay=given,
)
async def create_widget(ctx: Context[Runtime], input: Creating) -> PartnerKeyPayload | None:
    """A new key of the same partner."""
    base = await _own(ctx, input.key)
    if base.revoked_at is not None:
        refuse("CONFLICT", "input.key")
    origins = base.origins if input.origins is None else tuple(input.origins)
    if not set(origins) <= set(base.origins):
        refuse("FORBIDDEN", "input.origins")
    wish = Wish(
        partner=base.partner,
        name=input.name,
        origins=origins,
        test=base.test,
        scope=_within(input.scope, base.scope),
        rate=base.rate,
        expires_at=base.expires_at,
    )
    return payload(ctx, await ctx.runtime.keys.create(wish, ctx.new_key))


async def _own(ctx: Context[Runtime], id: str) -> KeyRecord:
    """A key that the caller may rotate or narrow; `NOT_FOUND` for everything else."""
    record = await ctx.runtime.keys.get(key_of(id, ENTITY, "input.key"))
    rights.may_rotate(ctx.caller, record).enforce()
    return record


def _within(asked: PartnerScopeInput | None, base: Scope) -> Scope:
    """The scope that is asked where it lies within the base, that of the base where nothing is asked."""
    wanted, parts = scope_from(asked), {}
    for name in PARTS:
        values, allowed = getattr(wanted, name), getattr(base, name)
        if values and allowed and not set(values) <= set(allowed):
            refuse("FORBIDDEN", f"input.scope.{name}")
        parts[name] = values or allowed
    return Scope(**parts)
