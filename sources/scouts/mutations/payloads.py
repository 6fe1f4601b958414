"""What the mutations answer."""

from __future__ import annotations

import strawberry

from gateway.mutations import Payload
from sources.scouts.own.perks import ErasureReceipt, PerkClaim, ProblemReport, ScoutPerk
from sources.scouts.own.types import ManagedContent, ScoutAccount, ScoutMembership


@strawberry.type(description="A content after a change.")
class ScoutContentPayload(Payload):
    """Of publishing, changing, withdrawing, linking, deciding, contesting."""

    content: ManagedContent | None = strawberry.field(
        description="The content as it is now; null when nothing was done.", default=None
    )


@strawberry.type(description="The caller's account after a change.")
class ScoutAccountPayload(Payload):
    """Of signing and consenting."""

    scout: ScoutAccount | None = strawberry.field(
        description="The account as it is now; null when nothing was done.", default=None
    )


@strawberry.type(description="A membership after a change.")
class ScoutMembershipPayload(Payload):
    """Of inviting and approving."""

    membership: ScoutMembership | None = strawberry.field(
        description="The membership as it is now; null when nothing was done.", default=None
    )


@strawberry.type(description="A perk that was made.")
class ScoutPerkPayload(Payload):
    """Of creating a perk."""

    perk: ScoutPerk | None = strawberry.field(
        description="The perk; null when nothing was done.", default=None
    )


@strawberry.type(description="A place of a perk that was claimed.")
class ClaimPerkPayload(Payload):
    """Of claiming."""

    claim: PerkClaim | None = strawberry.field(
        description="The place; null when nothing was done.", default=None
    )


@strawberry.type(description="The answer to a request for erasure.")
class RequestErasurePayload(Payload):
    """Of erasing."""

    erasure: ErasureReceipt | None = strawberry.field(
        description="The receipt; the same however often one asks.", default=None
    )


@strawberry.type(description="All that is kept of the caller.")
class ExportMyDataPayload(Payload):
    """Of exporting."""

    json: str | None = strawberry.field(
        description="One JSON document: format, scout, memberships, consents, signatures, contents, history, "
        "claims. Times are UTC in ISO 8601.",
        default=None,
    )


@strawberry.type(description="The receipt of a problem that was reported.")
class ReportProblemPayload(Payload):
    """Of reporting."""

    report: ProblemReport | None = strawberry.field(
        description="The receipt; null when nothing was done.", default=None
    )
