"""Mutations of a person about themselves: charter, consents, perks, erasure; and the public's report."""

from __future__ import annotations

from typing import Annotated

import orjson
import strawberry

from gateway.graph.ids import decode_id, key_of
from gateway.source import Context, Pace, mutation, root_field
from sources.scouts.mutations.inputs import name_of
from sources.scouts.mutations.payloads import (
    ClaimPerkPayload,
    ExportMyDataPayload,
    ReportProblemPayload,
    RequestErasurePayload,
    ScoutAccountPayload,
)
from sources.scouts.own.mapping import to_account, to_claim, to_receipt, to_report
from sources.scouts.own.perks import ProblemReport
from sources.scouts.own.words import PurposeValue, ReportGroundValue
from sources.scouts.runtime import Runtime
from sources.scouts.services import agreeing, leaving, perks, reporting
from sources.scouts.services.desk import Desk
from sources.scouts.services.reporting import Problem
from sources.scouts.texts import CHARTER_VERSION, CONSENT_VERSION

NOW_IN_FORCE = "the version that is in force, now `{}`; another one gives `CONFLICT`."


@strawberry.input(description="The charter to sign.")
class SignScoutCharterInput:
    """Which charter."""

    version: str = strawberry.field(description=f"Of the charter: {NOW_IN_FORCE.format(CHARTER_VERSION)}")


@strawberry.input(description="A consent to give.")
class GiveConsentInput:
    """To what."""

    purpose: PurposeValue = strawberry.field(description="What for.")
    version: str = strawberry.field(description=f"Of the text: {NOW_IN_FORCE.format(CONSENT_VERSION)}")


@strawberry.input(description="A consent to take back.")
class WithdrawConsentInput:
    """Which one."""

    purpose: PurposeValue = strawberry.field(description="What for.")


@strawberry.input(description="A perk to claim.")
class ClaimPerkInput:
    """Which one."""

    perk: strawberry.ID = strawberry.field(description="The perk.")


@strawberry.input(description="A problem to report.")
class ReportProblemInput:
    """What about."""

    about: strawberry.ID = strawberry.field(description="The `id` of any public object of this graph.")
    ground: ReportGroundValue = strawberry.field(description="On what ground.")
    text: str = strawberry.field(description="What is wrong and where, 10 to 4000 characters.")
    contact: str | None = strawberry.field(
        description="An e-mail address, if you want an answer there; it is deleted with the answer.",
        default=None,
    )


Signing = Annotated[SignScoutCharterInput, strawberry.argument(description="What to sign.")]
Giving = Annotated[GiveConsentInput, strawberry.argument(description="What to agree to.")]
Withdrawing = Annotated[WithdrawConsentInput, strawberry.argument(description="What to take back.")]
Claiming = Annotated[ClaimPerkInput, strawberry.argument(description="What to claim.")]
Reporting = Annotated[ReportProblemInput, strawberry.argument(description="What to report.")]
Receipt = Annotated[str, strawberry.argument(description="The receipt that `reportProblem` gave.")]


@mutation(
    description="Sign the charter of values. Signing again changes nothing.",
    name="signScoutCharter",
    roles=("SCOUT",),
)
async def sign_scout_charter(ctx: Context[Runtime], input: Signing) -> ScoutAccountPayload | None:
    """The account with its signature."""
    return ScoutAccountPayload(scout=to_account(await agreeing.sign_charter(Desk.of(ctx), input.version)))


@mutation(
    description="Agree to one use of what is yours. Agreeing again changes nothing.",
    name="giveConsent",
    roles=("SCOUT",),
)
async def give_consent(ctx: Context[Runtime], input: Giving) -> ScoutAccountPayload | None:
    """The account with its consents."""
    scout = await agreeing.give_consent(Desk.of(ctx), name_of(input.purpose), input.version)
    return ScoutAccountPayload(scout=to_account(scout))


@mutation(
    description="Take a consent back: what it allowed has ended when this answers.", name="withdrawConsent"
)
async def withdraw_consent(ctx: Context[Runtime], input: Withdrawing) -> ScoutAccountPayload | None:
    """The account with its consents."""
    return ScoutAccountPayload(
        scout=to_account(await agreeing.withdraw_consent(Desk.of(ctx), name_of(input.purpose)))
    )


async def claimed(ctx: Context[Runtime], key: str) -> ClaimPerkPayload | None:
    """The place a call took under this key."""
    found = await ctx.runtime.store.books.claims.find_one({"_id": key})
    return ClaimPerkPayload(claim=to_claim(found)) if found else None


@mutation(
    description="Take a place of a perk (`QUOTA_EXHAUSTED` when none is left), once per scout (`CONFLICT`). "
    "What you published about its offer or provider without disclosure is put in review.",
    name="claimPerk",
    roles=("SCOUT",),
    replay=claimed,
)
async def claim_perk(ctx: Context[Runtime], input: Claiming) -> ClaimPerkPayload | None:
    """A place."""
    _, claim = await perks.claim(Desk.of(ctx), key_of(input.perk, "ScoutPerk", argument="input.perk"))
    return ClaimPerkPayload(claim=to_claim({**claim}))


@mutation(
    description="Get all that is kept of you, in a form that machines read.",
    name="exportMyData",
    cost=50,
    pace=Pace(20, 3600),
)
async def export_my_data(ctx: Context[Runtime]) -> ExportMyDataPayload | None:
    """A JSON document."""
    found = await leaving.export(Desk.of(ctx))
    return ExportMyDataPayload(json=orjson.dumps(found, option=orjson.OPT_UTC_Z).decode())


@mutation(
    description="Have all that is kept of you erased, now and for good. Asking again gives the same receipt.",
    name="requestErasure",
    cost=50,
    pace=Pace(20, 3600),
)
async def request_erasure(ctx: Context[Runtime]) -> RequestErasurePayload | None:
    """A receipt."""
    return RequestErasurePayload(erasure=to_receipt(await leaving.request_erasure(Desk.of(ctx))))


async def reported(ctx: Context[Runtime], key: str) -> ReportProblemPayload | None:
    """The report a call made under this key."""
    found = await reporting.report_of(Desk.of(ctx), key)
    return ReportProblemPayload(report=to_report(found)) if found else None


@mutation(
    description="Tell of a problem with anything public. Anybody may, a few times an hour.",
    name="reportProblem",
    public=True,
    pace=Pace(10, 3600),
    replay=reported,
)
async def report_problem(ctx: Context[Runtime], input: Reporting) -> ReportProblemPayload | None:
    """A receipt."""
    entity, key = decode_id(input.about)
    given = Problem(entity, key, name_of(input.ground), input.text, input.contact)
    return ReportProblemPayload(report=to_report(await reporting.report(Desk.of(ctx), given)))


@root_field(
    description="What became of a reported problem; null for an unknown receipt.",
    max_age=0,
    name="problemReport",
)
async def problem_report(ctx: Context[Runtime], receipt: Receipt) -> ProblemReport | None:
    """A report by its receipt."""
    found = await reporting.report_of(Desk.of(ctx), receipt)
    return to_report(found) if found else None
