"""What another version of the policy would change, as the Region is told before it decides."""

from __future__ import annotations

import strawberry

from gateway.graph.text import Texts, localized
from sources.apidae.policies.comparing import Change, Difference
from sources.apidae.policies.model import Policy
from sources.apidae.policies.reasons import Ineligibility
from sources.apidae.tables.reason_words import words_of_reason
from sources.apidae.types.dossier import DossierReason, IneligibilityReason


@strawberry.type(description="An offer that would appear or disappear.")
class PolicyChange:
    """A change."""

    names: strawberry.Private[Texts]
    apidae_id: int = strawberry.field(description="Its number in Apidae.")
    reasons: list[DossierReason] = strawberry.field(
        description="What keeps it from being public under the one version that does."
    )
    name = localized(lambda one: one.names, description="Its name.", required=True)


@strawberry.type(description="How many offers a reason, or a rule of the policy, would take out.")
class PolicyChangeCount:
    """A count."""

    code: IneligibilityReason = strawberry.field(description="The reason.")
    detail: str | None = strawberry.field(
        description="The rule of the policy, or the axis that has no level; null for other reasons."
    )
    count: int = strawberry.field(description="How many offers; one offer may count several times.")


@strawberry.type(description="What would change if another version of the policy were in force.")
class PolicyDifference:
    """All changes between two versions."""

    from_: str = strawberry.field(name="from", description="The version compared with.")
    to: str = strawberry.field(description="The version that was tried.")
    judged: int = strawberry.field(description="How many objects were judged by both.")
    appearing: int = strawberry.field(description="How many offers would appear.")
    disappearing: int = strawberry.field(description="How many offers would disappear.")
    appear: list[PolicyChange] = strawberry.field(description="The first of those that would appear.")
    disappear: list[PolicyChange] = strawberry.field(description="The first of those that would disappear.")
    reasons: list[PolicyChangeCount] = strawberry.field(
        description="What would take offers out, the most frequent first."
    )


def difference_of(found: Difference, policies: tuple[Policy, Policy], first: int) -> PolicyDifference:
    """The difference with the first changes of each kind; `policies` are those of before and after."""
    before, after = policies
    return PolicyDifference(
        from_=found.before,
        to=found.after,
        judged=found.judged,
        appearing=len(found.appear),
        disappearing=len(found.disappear),
        appear=[_change(one, before) for one in found.appear[:first]],
        disappear=[_change(one, after) for one in found.disappear[:first]],
        reasons=[_count(told, count) for told, count in found.by_reason().most_common()],
    )


def reason_of(one: Ineligibility, policy: Policy | None) -> DossierReason:
    """A reason as dossiers tell it, with the words of a version."""
    return DossierReason(
        texts=words_of_reason(one, policy),
        code=IneligibilityReason[one.reason.name],
        axis=one.axis,
        rules=list(one.rules),
    )


def _change(one: Change, policy: Policy) -> PolicyChange:
    return PolicyChange(
        names={"fr": one.name or str(one.number)},
        apidae_id=one.number,
        reasons=[reason_of(reason, policy) for reason in one.reasons],
    )


def _count(told: str, count: int) -> PolicyChangeCount:
    code, _, detail = told.partition(":")
    return PolicyChangeCount(code=IneligibilityReason[code], detail=detail or None, count=count)
