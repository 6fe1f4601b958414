"""What another version of the rules would change: which offers would appear and which would disappear."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from sources.apidae.mapping.reading import Raw, french
from sources.apidae.policies.reasons import Ineligibility
from sources.apidae.policy import Eligibility, Verdict
from sources.apidae.workflow.model import Workflow

AT_ONCE = 100
"""Objects judged before others may run."""


@dataclass(frozen=True, slots=True)
class Change:
    """An offer that would change, with the reasons against it: by the version under which it is out."""

    number: int
    name: str
    reasons: tuple[Ineligibility, ...]


@dataclass(slots=True)
class Difference:
    """All changes between two versions, and how many objects were judged."""

    before: str
    after: str
    judged: int = 0
    appear: list[Change] = field(default_factory=list)
    disappear: list[Change] = field(default_factory=list)

    def by_reason(self) -> Counter[str]:
        """How many offers each reason takes out, by its code and rules; an offer may count several times."""
        return Counter(told for one in self.disappear for reason in one.reasons for told in _each(reason))


async def compared(
    objects: AsyncIterator[tuple[Raw, Workflow | None]], rules: Eligibility, before: str, after: str
) -> Difference:
    """The difference for these objects; `KeyError` for an unknown version."""
    old, new = rules.under(before), rules.under(after)
    found = Difference(before, after)
    async for item, workflow in objects:
        found.judged += 1
        was, becomes = old.verdict(item, workflow), new.verdict(item, workflow)
        if was.is_public and not becomes.is_public:
            found.disappear.append(_change(item, becomes))
        elif becomes.is_public and not was.is_public:
            found.appear.append(_change(item, was))
        if found.judged % AT_ONCE == 0:
            await asyncio.sleep(0)
    return found


def _change(item: Raw, against: Verdict) -> Change:
    return Change(int(item["id"]), french(item.get("nom")) or "", against.reasons)


def _each(reason: Ineligibility) -> list[str]:
    if not reason.rules:
        return [reason.told()]
    return [f"{reason.reason.name}:{rule}" for rule in reason.rules]
