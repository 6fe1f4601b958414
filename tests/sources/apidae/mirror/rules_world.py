"""People of the rules' tests, and phases: one is open, one opens at a midnight, one is not planned."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from apidae_bench import Emu

from gateway.identity import Caller, Role
from gateway.identity.roles import RoleName
from sources.apidae.opening.span import PARIS
from sources.apidae.types.words import Audience

REGION = Caller("region", (Role("REGION_ADMIN"),))
MIDNIGHT = datetime(2026, 7, 4, 0, 0, tzinfo=PARIS)
ALL_DAY = 'kinds = ["DAY_OFFER"]\ndurations = ["HALF_DAY", "DAY", "SHORT_STAY", "STAY"]\n'
NAMED = 'written_by = "PARTIR_ICI"\nname = { fr = "x", en = "x" }\n'
PHASES = (
    f'[[phase]]\nkey = "one"\n{NAMED}{ALL_DAY}opens_at = 2021-10-01T00:00:00\n'
    'audiences = ["URBAN_ADULTS", "COUPLE", "FRIENDS", "SOLO"]\n'
    f'[[phase]]\nkey = "two"\n{NAMED}{ALL_DAY}opens_at = 2026-07-04T00:00:00\naudiences = ["FAMILY"]\n'
    f'[[phase]]\nkey = "three"\n{NAMED}{ALL_DAY}audiences = ["GROUP", "SENIOR"]\n'
)


def of(role: RoleName, scope: object = None) -> Caller:
    """Somebody with one role."""
    return Caller("somebody", (Role(role, None if scope is None else str(scope)),))


def write_phases(folder: Path) -> str:
    """A folder with phases of which the second opens in three days and the third is not planned."""
    (folder / "phases.toml").write_text(PHASES)
    return str(folder)


def waiting(_: object, emulator: Emu, *audiences: Audience) -> list[int]:
    """Ids of what is made for these audiences and for none of the first phase."""
    first = {Audience.URBAN_ADULTS, Audience.COUPLE, Audience.FRIENDS, Audience.SOLO}
    return [
        number
        for number, verdict in zip(emulator.world.store.ordered, emulator.verdicts(), strict=True)
        if verdict.is_public
        and not verdict.facts.audiences & first
        and verdict.facts.audiences & set(audiences)
    ]
