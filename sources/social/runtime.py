"""What the source holds while it is open: its clients, its store, its settings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from gateway.clock import Clock
from gateway.source import Opening
from gateway.upstream import Policy, Upstream
from sources.social.accounts import InstagramReader, OwnReader, PageReader, ScoutReader
from sources.social.answers import Answers
from sources.social.client import Credentials, GraphClient
from sources.social.keeper import PostKeeper
from sources.social.settings import SocialSettings

POLICY = Policy(
    connect=3.0,
    total=20.0,
    concurrency=2,
    pause=900.0,
    longest_pause=86_400.0,
)
"""Lists of fifty posts take seconds; a throttling without a time is left to cool for a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """One client per limit that Meta counts apart, so that one that is throttled does not stop the others."""

    settings: SocialSettings
    store: PostKeeper
    clock: Clock
    answers: Answers
    page: GraphClient
    instagram: GraphClient
    discovery: GraphClient
    control: Upstream
    """The upstream without any credentials, for the emulator's control."""

    def own_readers(self) -> list[OwnReader]:
        """Readers of our own accounts."""
        pages = self.settings.max_pages
        return [
            PageReader(self.page, self.settings.page_id, pages),
            InstagramReader(self.instagram, self.settings.ig_user_id, pages),
        ]

    def scout_readers(self, user_names: Iterable[str]) -> list[ScoutReader]:
        """Readers of accounts that are found by their user names."""
        settings = self.settings
        return [
            ScoutReader(self.discovery, settings.ig_user_id, name, settings.max_pages) for name in user_names
        ]


@asynccontextmanager
async def open_source(opening: Opening) -> AsyncIterator[Runtime]:
    """The runtime; nothing is contacted."""
    settings: SocialSettings = opening.settings
    secret = settings.app_secret.get_secret_value()
    credentials = Credentials(settings.page_token.get_secret_value(), secret, settings.auth)
    answers = Answers()
    secrets = (credentials.token, secret, credentials.proof)

    def client() -> GraphClient:
        upstream = opening.upstream(
            settings.base_url, policy=POLICY, secrets=secrets, classify=answers.classify
        )
        return GraphClient(upstream, credentials, answers, opening.clock)

    yield Runtime(
        settings=settings,
        store=PostKeeper(opening.room),
        clock=opening.clock,
        answers=answers,
        page=client(),
        instagram=client(),
        discovery=client(),
        control=opening.upstream(settings.base_url, policy=Policy(total=20.0)),
    )
