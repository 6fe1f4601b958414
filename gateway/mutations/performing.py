"""Runs one mutation: who may call it at all, how often, once per idempotency key, refusals as payload."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from gateway.errors import GatewayError
from gateway.graph.request import RequestScope
from gateway.mutations.idempotency import Attempt
from gateway.mutations.payload import Payload, user_errors
from gateway.mutations.refusal import Refusal, Refused, refusal_of, refuse
from gateway.source import Mutation

KEY = "idempotency_key"


def perform_resolver(mutation: Mutation, payload: type[Payload]) -> Callable[..., Awaitable[Any]]:
    """A resolver that runs a mutation; `payload` is the type it answers with."""

    async def resolve(self: Any, info: Any, **arguments: Any) -> Any:  # noqa: ARG001  # self is Strawberry's
        return await perform(info.context, mutation, payload, arguments)

    return resolve


async def perform(
    scope: RequestScope, mutation: Mutation, payload: type[Payload], arguments: Mapping[str, Any]
) -> Payload:
    """The payload; raises only what is a failure of ours or of a source."""
    scope.written += 1
    scope.forget()  # mutations run one after another, and each must see what the last one wrote
    try:
        _admit(scope, mutation)
        return await _run(scope, mutation, dict(arguments))
    except Refused as refused:
        return _refused(payload, refused.refusals, scope)
    except GatewayError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        return _refused(payload, (refusal,), scope)
    finally:
        scope.forget()


def _refused(payload: type[Payload], refusals: tuple[Refusal, ...], scope: RequestScope) -> Payload:
    return payload(user_errors=user_errors(refusals, scope.locales))


def _admit(scope: RequestScope, mutation: Mutation) -> None:
    caller = scope.caller
    if caller.anonymous and not mutation.public:
        refuse("UNAUTHENTICATED")
    if mutation.roles and not any(caller.has(role) for role in mutation.roles):
        refuse("FORBIDDEN")


async def _run(scope: RequestScope, mutation: Mutation, arguments: dict[str, Any]) -> Payload:
    key = arguments.pop(KEY, None)
    services = scope.opened.services
    if mutation.pace is not None and services is not None:
        await services.visitors.count(mutation.name, mutation.pace, scope.caller, scope.address)
    if key is None or mutation.replay is None or services is None:
        return await _once(scope, mutation, arguments, secrets.token_hex(12))
    who = await services.visitors.name_of(scope.caller, scope.address)
    attempt = Attempt(
        who=who,
        mutation=mutation.name,
        key=key,
        arguments=arguments,
        run=lambda made: _once(scope, mutation, arguments, made),
        replay=lambda made: scope.replay(mutation, made),
    )
    found: Payload = await services.idempotency.once(attempt)
    return found


async def _once(scope: RequestScope, mutation: Mutation, arguments: dict[str, Any], made: str) -> Payload:
    payload: Payload = await scope.perform(mutation, arguments, made)
    return payload
