"""The state of one running emulator, and what a single read of it needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sources.social.emulator.cdn import media_url
from sources.social.emulator.clock import Clock
from sources.social.emulator.content import Recipe, build_world
from sources.social.emulator.faults import Faults
from sources.social.emulator.hashtags import Hashtags
from sources.social.emulator.journal import Journal
from sources.social.emulator.library import Library
from sources.social.emulator.modes import Modes
from sources.social.emulator.tokens import Tokens
from sources.social.emulator.usage import Usage
from sources.social.emulator.versions import Versions
from sources.social.emulator.webhooks import Webhooks

if TYPE_CHECKING:
    from sources.social.emulator.models import Card, Picture
    from sources.social.emulator.options import Options
    from sources.social.emulator.tokens import Token


class Emulator:
    """Options, clock, content and counters of one app; nothing is shared between two of them."""

    def __init__(self, options: Options, clock: Clock | None = None) -> None:
        """Build the first content, which mentions places only."""
        self.options = options
        self.clock = clock or Clock(options.now)
        self.tokens = Tokens(options)
        self.usage = Usage(options)
        self.journal = Journal()
        self.versions = Versions()
        self.modes = Modes(proof=options.require_proof)
        self.faults = Faults()
        self.webhooks = Webhooks()
        self._traces = 0
        self.seed((), options.posts)

    def seed(self, cards: tuple[Card, ...], posts: int) -> None:
        """Build all posts anew around the given cards."""
        recipe = Recipe(
            self.options.seed, self.options.page_id, self.options.ig_user_id, cards, posts, self.clock.now()
        )
        self.library = Library(build_world(recipe))
        self.hashtags = Hashtags(self.options.seed)
        self.last_pages = 0

    def trace(self) -> str:
        """Give the trace id of the next answer."""
        self._traces += 1
        return f"Aemu{self._traces:020d}"

    def now(self) -> float:
        """Give the emulator's time in seconds since 1970."""
        return self.clock.seconds()


@dataclass(frozen=True, slots=True)
class Reading:
    """One read: who asks, under which version and host, and whether the object belongs to others."""

    emulator: Emulator
    base: str
    version: str
    token: Token
    public: bool = False

    @property
    def now(self) -> float:
        """Give the emulator's time in seconds since 1970."""
        return self.emulator.now()

    def of_others(self) -> Reading:
        """Give the same read for an account that is not ours."""
        return replace(self, public=True)

    def file_url(self, picture: Picture) -> str:
        """Give the signed url of a picture or video."""
        options = self.emulator.options
        base = options.cdn_base.rstrip("/") or self.base
        return media_url(base, options.app_secret, picture, self.emulator.now())
