"""Words of the part of the graph that is not public: states, purposes, decisions, kinds of perks."""

from __future__ import annotations

from typing import Any

from gateway.graph.enums import enum_of

ContentStateValue: Any = enum_of(
    "ScoutContentState",
    {
        "DRAFT": "Seen by its author only.",
        "SUBMITTED": "Waits for somebody to look at it.",
        "PUBLISHED": "Public, as long as its author is.",
        "REJECTED": "Was not published; the statement tells why, and the author may contest it.",
        "WITHDRAWN": "Taken back by its author.",
        "REMOVED": "Taken down; the statement tells why, and the author may contest it.",
    },
    description="Where a content stands.",
)
ReviewReasonValue: Any = enum_of(
    "ScoutReviewReason",
    {
        "COMMUNITY_RULE": "Its community looks at contents before they are published.",
        "PERK_CLAIMED": "Its author got a perk on what it mentions, and it does not say so.",
        "CONTESTED": "Its author contests a decision.",
        "REPORTED": "Somebody reported a problem.",
    },
    description="Why a content waits.",
)
DecisionValue: Any = enum_of(
    "ScoutModerationDecision",
    {
        "APPROVE": "Publish what was submitted.",
        "REJECT": "Do not publish what was submitted; facts and ground are needed.",
        "REMOVE": "Take down what is published; facts and ground are needed.",
        "RESTORE": "Publish what was rejected or removed.",
        "UPHOLD": "Keep a contested decision; facts and ground are needed. The Region only.",
    },
    description="A decision about a content.",
)
PurposeValue: Any = enum_of(
    "ScoutConsentPurpose",
    {
        "PUBLISH": "Show the scout's name and contents.",
        "PORTRAIT": "Show the scout's portrait.",
        "SOCIAL_IMPORT": "Take over posts of the scout's accounts on Instagram and Facebook.",
        "STATISTICS": "Count how often the scout's contents are seen.",
        "INVITATIONS": "Send invitations to the scout.",
    },
    description="What a scout consents to, each apart from the others.",
)
PerkKindValue: Any = enum_of(
    "ScoutPerkKind",
    {
        "EVENT_INVITATION": "An invitation to an event.",
        "PREFERENTIAL_RATE": "A better price at a site.",
        "OTHER": "Something else.",
    },
    description="What kind of advantage a perk is.",
)
ScoutStateValue: Any = enum_of(
    "ScoutAccountState",
    {
        "INVITED": "Invited by a community, not taken in yet.",
        "APPROVED": "Taken in by a community.",
        "SUSPENDED": "May not publish for the time being.",
    },
    description="Where a scout stands.",
)
MembershipStateValue: Any = enum_of(
    "ScoutMembershipState",
    {
        "INVITED": "Invited, waits for the charter and for the manager.",
        "ACTIVE": "A member.",
        "ENDED": "No longer a member.",
    },
    description="A scout's place in a community.",
)
ReportGroundValue: Any = enum_of(
    "ProblemGround",
    {
        "ILLEGAL": "It seems to be against the law.",
        "RIGHTS": "It uses a picture or a text without right, or shows somebody who did not agree.",
        "HATE": "It hurts or threatens people.",
        "WRONG": "What it says is wrong or out of date.",
        "ADVERTISING": "It is advertising that does not say so.",
        "OTHER": "Something else.",
    },
    description="On what ground a problem is reported.",
)
ReportStateValue: Any = enum_of(
    "ProblemState",
    {"OPEN": "Somebody will look at it.", "ANSWERED": "It was looked at; the answer is there."},
    description="Where a report stands.",
)
