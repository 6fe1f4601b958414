"""What Meta's error codes mean for us: a table by code and subcode, never by type or HTTP status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

from gateway.errors import (
    SourceError,
    SourceInvalid,
    SourceMisconfigured,
    SourceRateLimited,
    SourceUnavailable,
)


class Verdict(Enum):
    """What the client does about an error."""

    TRANSIENT = "repeat once"
    THROTTLED = "call nobody until the pause is over, never repeat"
    BLOCKED = "stop for long: a policy or the app's own limit"
    CREDENTIALS = "stop and tell the operator: token"
    RIGHTS = "do not repeat, the operator must get consent again: permission"
    MISSING = "the object does not exist or may not be read"
    UNKNOWN_ACCOUNT = "no professional account has this name"
    FAULT = "we asked something wrong: alarm"
    FOREIGN = "a limit of a product we do not use: alarm"
    UNKNOWN = "not in the table: alarm, permanent"


CODES: Mapping[tuple[int, int | None], Verdict] = MappingProxyType(
    {
        (1, None): Verdict.TRANSIENT,
        (2, None): Verdict.TRANSIENT,
        (3, None): Verdict.RIGHTS,
        (4, None): Verdict.THROTTLED,
        (10, None): Verdict.RIGHTS,
        (17, None): Verdict.THROTTLED,
        (24, 2207045): Verdict.MISSING,
        (32, None): Verdict.THROTTLED,
        (100, None): Verdict.FAULT,
        (100, 33): Verdict.MISSING,
        (102, None): Verdict.CREDENTIALS,
        (110, 2207013): Verdict.UNKNOWN_ACCOUNT,
        (190, None): Verdict.CREDENTIALS,
        (341, None): Verdict.BLOCKED,
        (368, None): Verdict.BLOCKED,
        (613, None): Verdict.THROTTLED,
        (803, None): Verdict.MISSING,
        (1705, None): Verdict.CREDENTIALS,
        (2500, None): Verdict.FAULT,
        (80001, None): Verdict.THROTTLED,
        (80002, None): Verdict.THROTTLED,
        **{
            (code, None): Verdict.FOREIGN for code in (80000, 80003, 80004, 80005, 80006, 80008, 80009, 80014)
        },
    }
)
"""(code, subcode) -> verdict; a row without a subcode stands for every subcode that has no row of its own."""

PERMISSIONS = range(200, 300)
"""Codes that all say that a permission is missing."""

PAUSES = frozenset({Verdict.THROTTLED, Verdict.BLOCKED})
FAILS_ALL = PAUSES | {Verdict.CREDENTIALS}
"""What is true of one item of a batch is true of all that we ask."""

ALARMS = frozenset({Verdict.FAULT, Verdict.FOREIGN, Verdict.UNKNOWN})
BLOCKED_SECONDS = 6 * 3600.0


class GraphMissing(SourceInvalid):
    """The object does not exist or may not be read: the API does not tell which."""


class GraphFault(SourceInvalid):
    """We asked for something that the API does not have or no longer accepts."""


class UnknownAccount(SourceInvalid):
    """No professional account has this name; personal accounts answer the same."""


_ERRORS: Mapping[Verdict, type[SourceError]] = {
    Verdict.TRANSIENT: SourceUnavailable,
    Verdict.THROTTLED: SourceRateLimited,
    Verdict.BLOCKED: SourceRateLimited,
    Verdict.CREDENTIALS: SourceMisconfigured,
    Verdict.RIGHTS: SourceMisconfigured,
    Verdict.MISSING: GraphMissing,
    Verdict.UNKNOWN_ACCOUNT: UnknownAccount,
    Verdict.FAULT: GraphFault,
}


@dataclass(frozen=True, slots=True)
class MetaError:
    """An error of the Graph API: its code and subcode, and what they mean for us."""

    code: int
    subcode: int | None
    verdict: Verdict

    @property
    def name(self) -> str:
        """`code 190/463`, fit for a log: never the words of the upstream."""
        return f"code {self.code}" + (f"/{self.subcode}" if self.subcode is not None else "")

    def as_source_error(self, minutes: float | None = None) -> SourceError:
        """The typed error; `minutes` until access is regained, when the answer tells."""
        seconds = minutes * 60 if minutes else None
        if self.verdict is Verdict.BLOCKED:
            seconds = BLOCKED_SECONDS
        return _ERRORS.get(self.verdict, SourceInvalid)(
            detail=self.name,
            retry_after=seconds if self.verdict in PAUSES else None,
            transient=self.verdict is Verdict.TRANSIENT,
        )


def read_error(body: Any) -> MetaError | None:
    """The error inside an answer's JSON body; None when it holds none of the known shape."""
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return None
    code = _number(error.get("code"))
    if code is None:
        return None
    subcode = _number(error.get("error_subcode"))
    return MetaError(code, subcode, verdict_of(code, subcode))


def verdict_of(code: int, subcode: int | None) -> Verdict:
    """The row of code and subcode, else of the code alone, else UNKNOWN."""
    if code in PERMISSIONS:
        return Verdict.RIGHTS
    return CODES.get((code, subcode)) or CODES.get((code, None), Verdict.UNKNOWN)


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
