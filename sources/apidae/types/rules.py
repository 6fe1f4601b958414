"""The rules of what is public, as the graph tells them: versions of the policy, phases, what is in force."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import strawberry

from gateway.graph.enums import enum_of
from gateway.graph.text import Texts, localized
from sources.apidae.opening import paris_day
from sources.apidae.policies.model import Policy as PolicyFile
from sources.apidae.policies.model import Requirement
from sources.apidae.policy import Eligibility
from sources.apidae.types.phase import Phase, RuleOrigin, phase_of

PolicyRuleKind: Any = enum_of(
    "PolicyRuleKind",
    {
        "PREREQUISITE": "Counts among those of which an offer needs some.",
        "EXCLUSION": "What it holds for is not public, whatever else.",
    },
    description="What a rule of the policy does.",
)


@strawberry.type(description="A prerequisite or an exclusion of a version of the policy.")
class PolicyRule:
    """A rule of a file."""

    names: strawberry.Private[Texts]
    key: str = strawberry.field(description="Its key, as `DossierReason.rules` names it.")
    kind: PolicyRuleKind = strawberry.field(description="What it does.")
    written_by: RuleOrigin = strawberry.field(description="Where the rule comes from.")
    name = localized(lambda one: one.names, description="Its name.", required=True)


@strawberry.type(description="A version of the rules of what is public.")
class Policy:
    """A version."""

    version: str = strawberry.field(description="Its name, as `Commitment.policyVersion` tells it.")
    title: str = strawberry.field(description="What people call it, in French.")
    is_in_force: bool = strawberry.field(description="Whether offers are judged by it today.")
    comes_into_force: list[date] = strawberry.field(
        description="The days from which on it holds, until another version does: of its file, then as the "
        "Region decided."
    )
    valid_months: int = strawberry.field(description="How many months a self-diagnosis holds.")
    needed: int = strawberry.field(description="How many of its prerequisites an offer needs.")
    rules: list[PolicyRule] = strawberry.field(description="Its exclusions, then its prerequisites.")


@strawberry.type(description="The rules of what is public, and what the Region has decided about them.")
class Rules:
    """All of it."""

    version: int = strawberry.field(
        description="How many decisions there were: what `expectedVersion` of those to come wants."
    )
    is_applied: bool = strawberry.field(
        description="Whether the last decision has taken effect on all offers; if not, it is being done."
    )
    policies: list[Policy] = strawberry.field(description="All versions of the policy, the oldest first.")
    phases: list[Phase] = strawberry.field(description="The phases of the opening, in their order.")


def rules_of(rules: Eligibility, *, applied: bool) -> Rules:
    """The rules as they are now."""
    now, book = rules.clock.now(), rules.book
    current = book.at(paris_day(now)).version
    return Rules(
        version=rules.rulings.revision,
        is_applied=applied,
        policies=[policy_of(one, rules, in_force=one.version == current) for one in book.ordered],
        phases=phases_of(rules, now),
    )


def phases_of(rules: Eligibility, now: datetime) -> list[Phase]:
    """The phases as they are now."""
    return [phase_of(one, now) for one in rules.book.schedule.phase]


def policy_of(file: PolicyFile, rules: Eligibility, *, in_force: bool) -> Policy:
    """A version of the policy."""
    asked = file.prerequisites
    return Policy(
        version=file.version,
        title=file.title,
        is_in_force=in_force,
        comes_into_force=[begins for begins, version in rules.book.calendar if version == file.version],
        valid_months=file.diagnosis.valid_months,
        needed=asked.needed,
        rules=[
            *(_rule(one, "EXCLUSION") for one in asked.excluded),
            *(_rule(one, "PREREQUISITE") for one in asked.of),
        ],
    )


def _rule(one: Requirement, kind: str) -> PolicyRule:
    return PolicyRule(
        names=one.name.texts,
        key=one.key,
        kind=PolicyRuleKind[kind],
        written_by=RuleOrigin[one.written_by.value],
    )
