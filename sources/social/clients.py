"""Makes clients of the Graph API: one upstream for each token and budget that Meta counts apart."""

from __future__ import annotations

from gateway.source import OpenUpstream
from gateway.upstream import Policy, Upstream
from sources.social.accounts.record import AccountRecord, Way
from sources.social.accounts.vault import Vault, print_of
from sources.social.answers import Answers, Memory
from sources.social.budget.governor import Urgency
from sources.social.budget.usage import APP_BUDGET, business_budget
from sources.social.client import Credentials, GraphClient
from sources.social.settings import SocialSettings

POLICY = Policy(
    connect=3.0,
    total=20.0,
    concurrency=2,
    pause=900.0,
    longest_pause=86_400.0,
)
"""Lists of fifty posts take seconds; a throttling without a time is left to cool for a quarter of an hour."""

EMBEDS = Policy(connect=1.0, total=2.0, max_bytes=1_000_000)
"""A reader waits for these."""


class Clients:
    """Clients by account; a token that is replaced gets an upstream of its own."""

    def __init__(
        self, settings: SocialSettings, upstream: OpenUpstream, memory: Memory, vault: Vault
    ) -> None:
        """Contacts nothing."""
        self._settings = settings
        self._open = upstream
        self._memory = memory
        self._vault = vault
        self._made: dict[tuple[str, str], tuple[Upstream, Answers]] = {}

    def token_of(self, account: AccountRecord) -> str:
        """The token with which an account is read; `SourceMisconfigured` when its own cannot be opened."""
        if account.token is not None:
            return self._vault.open(account.key, account.token)
        return self._settings.page_token.get_secret_value()

    def of(self, account: AccountRecord, urgency: Urgency = Urgency.BACKGROUND) -> GraphClient:
        """The client that reads an account."""
        return self.with_token(self.token_of(account), budget_of(account), urgency)

    def for_the_app(self) -> GraphClient:
        """The client that speaks for the app itself."""
        secret = self._settings.app_secret.get_secret_value()
        return self.with_token(f"{self._settings.app_id}|{secret}", APP_BUDGET, Urgency.ON_DEMAND)

    def for_embeds(self) -> GraphClient:
        """The client that asks without any token."""
        return self.with_token("", "oembed", Urgency.ON_DEMAND)

    def with_token(self, token: str, budget: str, urgency: Urgency) -> GraphClient:
        """The client that uses a token on a budget."""
        secret = self._settings.app_secret.get_secret_value()
        credentials = Credentials(token, secret, self._settings.auth)
        upstream, answers = self._upstream(credentials, budget)
        return GraphClient(upstream, credentials, answers, urgency)

    def _upstream(self, credentials: Credentials, budget: str) -> tuple[Upstream, Answers]:
        name = print_of(credentials.token)
        if (name, budget) not in self._made:
            answers = Answers(self._memory, budget, name)
            secrets = tuple(
                text for text in (credentials.token, credentials.app_secret, credentials.proof) if text
            )
            policy = POLICY if credentials.token else EMBEDS
            upstream = self._open(
                self._settings.base_url, policy=policy, secrets=secrets, classify=answers.classify
            )
            self._made[name, budget] = upstream, answers
        return self._made[name, budget]


def budget_of(account: AccountRecord) -> str:
    """What reading an account is charged on: what is found by name counts on the app."""
    if account.way is Way.PAGE:
        return business_budget("pages", account.meta_id)
    if account.way is Way.INSTAGRAM:
        return business_budget("instagram", account.meta_id)
    return APP_BUDGET
