"""Takes steps: decides who may, judges the order, writes step and journal, and lets the verdict follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.clock import Clock
from gateway.identity import Caller
from gateway.mutations import Refusal, Refused, refuse
from gateway.mutations.versions import check_version
from gateway.store import Room
from gateway.turns import Turns
from sources.apidae.mirror.mirror import Mirror
from sources.apidae.path.model import Entry, Path, Step
from sources.apidae.path.order import Terms
from sources.apidae.path.owners import Owned, Owners
from sources.apidae.path.rights import acts_as, decision
from sources.apidae.path.store import PathStore, done_id, refused_id
from sources.apidae.policy import Eligibility
from sources.apidae.questionnaires.book import QuestionnaireBook
from sources.apidae.workflow.model import Respondent

TRIES = 10
BOTH: tuple[Respondent, ...] = ("PROVIDER", "OFFICE")


@dataclass(frozen=True, slots=True)
class Act:
    """One call: `change` is the step itself, `made` the key of the call, `expected` the version that the
    caller has read, None for whatever it is. `roles` are those that may, None for the offer's respondent."""

    number: int
    step: Step
    caller: Caller
    made: str
    change: Callable[[Path, Terms, Respondent], Path]
    roles: tuple[Respondent, ...] | None = ("OFFICE",)
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The path after a step, and whether the offer was public before it and is now."""

    path: Path
    was_public: bool
    is_public: bool


class Paths:
    """All paths of a deployment that keeps a mirror."""

    def __init__(
        self, room: Room, mirror: Mirror, book: QuestionnaireBook, rules: Eligibility, clock: Clock
    ) -> None:
        """Contacts nothing."""
        self.book = book
        self.store = PathStore(room, clock)
        self.owners = Owners(mirror.states)
        self._mirror = mirror
        self._rules = rules
        self._clock = clock
        self._turns = Turns()

    def now(self) -> datetime:
        """Now, in milliseconds as the database keeps it."""
        now = self._clock.now()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def terms(self, offer: Owned | None = None, at: datetime | None = None) -> Terms:
        """What a step is judged by now, or at another moment."""
        now = at or self.now()
        book = self.book.ruled(self._rules.rulings)
        return Terms(now, self._rules.policy(now), book, offer.codes if offer else frozenset())

    async def take(self, act: Act) -> Done:
        """Take a step; refuses with all that is against it, which the journal keeps.

        Two steps on one offer never run at once in this process; another process is told by the version.
        """
        async with self._turns.of(str(act.number)):
            offer = (await self.owners.of([act.number])).get(act.number)
            if offer is None:
                refuse("NOT_FOUND", "input.apidaeId")
            before, after = await self._written(act, offer)
            if after is before:
                return Done(after, offer.is_public, offer.is_public)
            await self.settle(after)
            now = (await self.owners.of([act.number])).get(act.number)
            return Done(after, offer.is_public, now is not None and now.is_public)

    async def settle(self, path: Path) -> None:
        """Let the verdict on the offer follow its path."""
        await self._mirror.rejudge([path.number])
        await self.store.settled(path)

    async def mend(self) -> int:
        """Let verdicts follow those paths after whose change somebody was cut off; how many there were."""
        found = await self.store.unsettled()
        for path in found:
            async with self._turns.of(str(path.number)):
                await self.settle(path)
        return len(found)

    async def _written(self, act: Act, offer: Owned) -> tuple[Path, Path]:
        """The path before and after; the same one twice when the step changes nothing."""
        for _ in range(TRIES):
            path = (await self.store.of([act.number]))[act.number]
            terms = self.terms(offer)
            try:
                role = _role(act, path, offer)
                check_version(act.expected, path.version)
                after = act.change(path, terms, role)
                if after == path:
                    return path, path
                entry = entry_of_step(act, path, after, role, terms.now)
                written = await self.store.write(after, entry)
                if written is None and act.expected is not None:
                    refuse("CONFLICT", "input.expectedVersion")
            except Refused as refused:
                await self.store.refused(_refusal(act, path, offer, refused.refusals, terms.now))
                raise
            if written is not None:
                return path, written
        return refuse("CONFLICT")


def _role(act: Act, path: Path, offer: Owned) -> Respondent:
    diagnosis = path.workflow.diagnosis
    roles = act.roles or ((diagnosis.respondent,) if diagnosis else BOTH)
    decision(act.caller, offer, roles).enforce("input.apidaeId")
    return acts_as(act.caller, offer, roles) or refuse("FORBIDDEN")


def entry_of_step(act: Act, path: Path, after: Path, role: Respondent, at: datetime) -> Entry:
    """The entry of the step that led from a path to the one after it."""
    old, new = path.private.answers, after.private.answers
    return Entry(
        id=done_id(path.number, path.version + 1),
        offer=path.number,
        revision=path.version + 1,
        step=act.step,
        subject=act.caller.subject or "",
        role=role,
        at=at,
        made=act.made,
        indicators=tuple(sorted(key for key in new if new[key] != old.get(key))),
    )


def _refusal(act: Act, path: Path, offer: Owned, refusals: Sequence[Refusal], at: datetime) -> Entry:
    roles = [role.name for role in act.caller.roles]
    return Entry(
        id=refused_id(path.number, path.version, at),
        offer=path.number,
        revision=path.version,
        step=act.step,
        codes=tuple(dict.fromkeys(one.code for one in refusals)),
        subject=act.caller.subject or "",
        role=acts_as(act.caller, offer, BOTH) or (roles[0] if roles else ""),
        at=at,
    )
