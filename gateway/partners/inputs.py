"""What mutations about keys are given."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from gateway.partners.partner import DEFAULT_RATE
from gateway.partners.types import PartnerScopeInput

ORIGINS = "Origins like `https://www.example.org`, compared exactly; at most 50, none means none."
VERSION = "The `version` you have read; else `CONFLICT`."


@strawberry.input(description="A key to give to a partner.")
class PartnerKeyInput:
    """A new key."""

    partner: str = strawberry.field(
        description="Who gets it, the scope of their role `PARTNER`: 1 to 40 small letters, digits, hyphens."
    )
    name: str = strawberry.field(description="What it is for, 1 to 100 characters.")
    origins: list[str] = strawberry.field(description=ORIGINS, default_factory=list)
    test: bool = strawberry.field(
        description="A test key works from any port of the own machine too.", default=False
    )
    scope: PartnerScopeInput | None = strawberry.field(
        description="What it may show; everything public when left out.", default=None
    )
    rate: int = strawberry.field(
        description="Cost units a minute in each process, up to 10,000,000; 0: no limit.",
        default=DEFAULT_RATE,
    )
    expires_at: datetime | None = strawberry.field(
        description="When it ends; never when left out.", default=None
    )


@strawberry.input(description="What shall be otherwise with a key; what is left out stays.")
class PartnerKeyChangesInput:
    """Changes."""

    key: strawberry.ID = strawberry.field(description="The id of the key.")
    expected_version: int = strawberry.field(description=VERSION)
    name: str | None = strawberry.field(description="What it is for.", default=None)
    origins: list[str] | None = strawberry.field(description=ORIGINS, default=None)
    scope: PartnerScopeInput | None = strawberry.field(
        description="What it may show, all parts of it.", default=None
    )
    rate: int | None = strawberry.field(description="Cost units a minute; 0: no limit.", default=None)
    expires_at: datetime | None = strawberry.field(description="When it ends.", default=None)
    never_expires: bool = strawberry.field(description="Takes the end away.", default=False)


@strawberry.input(description="A key whose text is to be exchanged.")
class RotateApiKeyInput:
    """A rotation."""

    key: strawberry.ID = strawberry.field(description="The id of the key.")
    expected_version: int = strawberry.field(description=VERSION)
    grace_hours: int = strawberry.field(
        description="How many hours the old text works too, 0 to 720. The one before it ends at once.",
        default=24,
    )


@strawberry.input(description="A key to take back.")
class RevokePartnerKeyInput:
    """A revocation."""

    key: strawberry.ID = strawberry.field(description="The id of the key.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="A widget that gets a key of its own, within what another key of yours may do.")
class CreateWidgetInput:
    """A widget."""

    key: strawberry.ID = strawberry.field(
        description="The id of a key of yours: origins, rate, end and scope come from it."
    )
    name: str = strawberry.field(description="What the widget is for, 1 to 100 characters.")
    origins: list[str] | None = strawberry.field(
        description="Some of the origins of that key; all of them when left out.", default=None
    )
    scope: PartnerScopeInput | None = strawberry.field(
        description="What it shows, within the scope of that key; the same when left out.", default=None
    )


Giving = Annotated[PartnerKeyInput, strawberry.argument(description="The key to give.")]
Changing = Annotated[PartnerKeyChangesInput, strawberry.argument(description="Which key, and what of it.")]
Rotating = Annotated[RotateApiKeyInput, strawberry.argument(description="Which key.")]
Revoking = Annotated[RevokePartnerKeyInput, strawberry.argument(description="Which key.")]
Creating = Annotated[CreateWidgetInput, strawberry.argument(description="The widget.")]
