"""Makes what owners and managers see out of documents."""

from __future__ import annotations

from typing import cast

from gateway.graph.scalars import Locale
from gateway.graph.shared import CommercialDisclosure
from sources.scouts.documents import ContentDocument, Document, EventDocument, ScoutDocument
from sources.scouts.own.perks import ErasureReceipt, OpenProblem, PerkClaim, ProblemReport, ScoutPerk
from sources.scouts.own.types import (
    ContentEvent,
    ContentSource,
    ManagedContent,
    ModerationStatement,
    ScoutAccount,
    ScoutConsent,
    ScoutMembership,
)
from sources.scouts.own.words import (
    ContentStateValue,
    MembershipStateValue,
    PerkKindValue,
    PurposeValue,
    ReportGroundValue,
    ReportStateValue,
    ReviewReasonValue,
    ScoutStateValue,
)
from sources.scouts.records import (
    ClaimDocument,
    ConsentRecord,
    ErasureDocument,
    MembershipDocument,
    PerkDocument,
    ReportDocument,
)
from sources.scouts.types import ScoutContentKind, ScoutKind


def to_managed(document: Document) -> ManagedContent:
    """A content behind the scenes."""
    found = cast("ContentDocument", document)
    return ManagedContent(
        key=found["_id"],
        titles=found["title"],
        bodies=found["body"],
        htmls=found["html"],
        community_key=found["community"],
        scout_key=found["scout"],
        version=found["version"],
        kind=ScoutContentKind(found["kind"]),
        state=ContentStateValue[found["state"]],
        review_reason=ReviewReasonValue[found["review"]] if found["review"] else None,
        is_public=bool(found.get("visible")),
        commercial_disclosure=CommercialDisclosure(found["commercialDisclosure"]),
        source=[
            ContentSource(locale=Locale(tag), title=found["title"].get(tag, ""), text=text)
            for tag, text in found["source"].items()
        ],
        created_at=found["createdAt"],
        updated_at=found["updatedAt"],
        posted_at=found["postedAt"],
        statement=_statement(found),
    )


def to_event(event: EventDocument) -> ContentEvent:
    """An event; who it was stays with us."""
    statement = event["statement"]
    return ContentEvent(
        at=event["at"],
        act=event["act"],
        role=event["role"],
        before=ContentStateValue[event["before"]] if event["before"] else None,
        after=ContentStateValue[event["after"]],
        facts=statement["facts"] if statement else None,
        ground=statement["ground"] if statement else None,
        automated=bool(statement and statement["automated"]),
    )


def to_account(found: ScoutDocument) -> ScoutAccount:
    """A scout as they see themselves."""
    charter = found["charter"]
    return ScoutAccount(
        key=found["_id"],
        home_keys=found["homes"],
        version=found["version"],
        public_name=found["publicName"],
        kind=ScoutKind(found["kind"]),
        state=ScoutStateValue[found["state"]],
        is_public=bool(found.get("visible")),
        charter_version=charter["version"] if charter else None,
        charter_signed_at=charter["signedAt"] if charter else None,
        consents=[
            to_consent({**one, "_id": f"{found['_id']}:{one['purpose']}"}) for one in found["consents"]
        ],
    )


def to_consent(document: Document) -> ScoutConsent:
    """A consent."""
    found = cast("ConsentRecord", document)
    return ScoutConsent(
        key=found["_id"],
        purpose=PurposeValue[found["purpose"]],
        version=found["version"],
        given_at=found["givenAt"],
        withdrawn_at=found["withdrawnAt"],
    )


def to_membership(document: Document) -> ScoutMembership:
    """A scout's place in a community."""
    found = cast("MembershipDocument", document)
    return ScoutMembership(
        key=found["_id"],
        community_key=found["community"],
        scout_key=found["scout"],
        state=MembershipStateValue[found["state"]],
        since=found["since"],
        role=found["role"],
    )


def to_perk(document: Document) -> ScoutPerk:
    """A perk."""
    found = cast("PerkDocument", document)
    return ScoutPerk(
        key=found["_id"],
        titles=found["title"],
        descriptions={tag: text for tag, text in found["description"].items() if text},
        community_keys=found["communities"],
        offer_key=found["offer"],
        kind=PerkKindValue[found["kind"]],
        quota=found["quota"],
        opens_at=found["opensAt"],
        closes_at=found["closesAt"],
    )


def to_claim(document: Document) -> PerkClaim:
    """A place of a perk."""
    found = cast("ClaimDocument", document)
    return PerkClaim(
        key=found["_id"], perk_key=found["perk"], place=found["place"], claimed_at=found["claimedAt"]
    )


def to_report(found: ReportDocument) -> ProblemReport:
    """A report as whoever made it sees it."""
    return ProblemReport(
        receipt=found["_id"],
        state=ReportStateValue[found["state"]],
        reported_at=found["at"],
        answer=found["answer"],
        answered_at=found["answeredAt"],
    )


def to_problem(document: Document) -> OpenProblem:
    """A report as those see it who look after its object."""
    found = cast("ReportDocument", document)
    entity, _, key = found["object"].partition(":")
    return OpenProblem(
        key=found["_id"],
        about_entity=entity,
        about_key=key,
        ground=ReportGroundValue[found["ground"]],
        text=found["text"],
        contact=found["contact"],
        reported_at=found["at"],
    )


def to_receipt(found: ErasureDocument) -> ErasureReceipt:
    """The proof of an erasure."""
    return ErasureReceipt(
        receipt=found["receipt"], requested_at=found["requestedAt"], completed_at=found["completedAt"]
    )


def _statement(content: ContentDocument) -> ModerationStatement | None:
    event, statement = content["last"], content["last"]["statement"]
    if statement is None or event["act"] == "CONTEST":
        return None
    can = content["state"] in {"REJECTED", "REMOVED"} and content["review"] != "CONTESTED"
    return ModerationStatement(**statement, decided_at=event["at"], can_contest=can)
