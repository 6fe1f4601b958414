"""What every mutation answers: what it did, or the reasons why it did nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import strawberry

from gateway.graph.text import choose
from gateway.mutations.codes import USER_CODES, UserErrorCode
from gateway.mutations.refusal import Refusal


@strawberry.type(description="One reason why a mutation did nothing.")
class UserError:
    """A reason for people and programs."""

    code: UserErrorCode = strawberry.field(description="Stable; decide on it.")
    field: list[str] | None = strawberry.field(
        description='Where in the input, e.g. `["input", "text"]`; null when it is about the whole.'
    )
    message: str = strawberry.field(
        description="A sentence for people, in French or English as the reader's languages ask."
    )


@strawberry.interface(description="What a mutation answers. When `userErrors` is not empty nothing was done.")
class Payload:
    """Base of all payloads: give every further field a default, refusals are made without them."""

    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="Why nothing was done; empty after success."
    )


def user_errors(refusals: Iterable[Refusal], locales: Sequence[str]) -> list[UserError]:
    """Refusals in the reader's language."""
    return [_user_error(refusal, locales) for refusal in refusals]


def _user_error(refusal: Refusal, locales: Sequence[str]) -> UserError:
    text = choose(refusal.texts or USER_CODES[refusal.code].texts, locales)
    return UserError(
        code=UserErrorCode[refusal.code],
        field=refusal.field.split(".") if refusal.field else None,
        message=text.value if text else refusal.code,
    )
