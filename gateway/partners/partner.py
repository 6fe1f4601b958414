"""A partner's key as everything that serves partners sees it; it protects attribution and is no secret."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gateway.partners.scope import EVERYTHING, Scope

KEY = re.compile(r"pk_[A-Za-z0-9_]{3,60}")
ORIGIN = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9.\-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?")
LOOPBACK = re.compile(r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?")
LOOPBACK_SOURCES = ("http://127.0.0.1:*", "http://localhost:*", "https://127.0.0.1:*", "https://localhost:*")
DEMO_KEY = "pk_demo"

DEFAULT_RATE = 60_000
"""Cost units a minute: some 300 lists of six offers that no cache had."""


@dataclass(frozen=True, slots=True)
class Partner:
    """One key and the origins it works from, compared exactly; `any_loopback` is for test keys alone.

    `id` stays when the key is rotated, `partner` names who has it: both are the key itself for keys of a
    file. `rate` is in cost units a minute, 0 for no limit.
    """

    key: str
    name: str
    origins: tuple[str, ...]
    any_loopback: bool = False
    id: str = ""
    partner: str = ""
    scope: Scope = EVERYTHING
    rate: int = 0

    @property
    def counted_as(self) -> tuple[str, str]:
        """Under which key's id and which partner's name its statistics stand."""
        return self.id or self.key, self.partner or self.key

    def allows(self, origin: str) -> bool:
        """Whether a page of this origin may use the key."""
        return origin in self.origins or (self.any_loopback and LOOPBACK.fullmatch(origin) is not None)

    def ancestors(self) -> str:
        """The sources of `frame-ancestors` for pages made with this key."""
        loopback = LOOPBACK_SOURCES if self.any_loopback else ()
        return " ".join((*self.origins, *loopback)) or "'none'"
