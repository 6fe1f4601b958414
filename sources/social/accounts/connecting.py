"""Connects and revokes accounts: who agreed, whether the token is alive, what is deleted afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from gateway.errors import SourceError
from sources.social.accounts.record import AccountRecord, Consent, Kind, Listed, Way
from sources.social.mapping import FACEBOOK, INSTAGRAM
from sources.social.readers import scout_account_key
from sources.social.runtime import Runtime
from sources.social.settings import is_user_name


class Refused(Exception):  # noqa: N818  # a sentence for the operator, not a fault
    """Why an account is not connected."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an operator wants to connect. `name` is an id, or the user name of an account to discover."""

    way: Way
    name: str
    kind: Kind
    consent_by: str = ""
    consent_version: str = ""
    proof: str = ""
    token: str = ""
    review: bool = False


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What Meta says of a token: the person behind it, and when it ends (None: no date)."""

    subject: str
    expires: datetime | None


async def connect(runtime: Runtime, wish: Wish) -> AccountRecord:
    """Keep an account with its consent and its sealed token; it is due at once. Raises `Refused`."""
    key = _key_of(wish)
    consent = _consent_of(wish, runtime.clock.now())
    facts = TokenFacts("", None)
    sealed = None
    if wish.token:
        if not runtime.vault.can_seal:
            raise Refused("SOCIAL_TOKEN_KEYS is empty: a token is never stored unsealed.")
        facts = await inspect(runtime, wish.token)
        sealed = runtime.vault.seal(key, wish.token)
    elif wish.way is not Way.DISCOVERY:
        raise Refused("An account that is not looked up by its name needs a token.")
    record = AccountRecord(
        key,
        wish.way,
        wish.kind,
        Listed.OPERATOR,
        handle=wish.name if wish.way is Way.DISCOVERY else "",
        consent=consent,
        subject=facts.subject,
        token=sealed,
        token_expires=facts.expires,
        approved=not wish.review,
    )
    await runtime.book.connect(record, runtime.clock.now())
    return record


async def revoke(runtime: Runtime, key: str, reason: str) -> int | None:
    """Stop reading an account and delete its token and posts at once; how many, None for an unknown one."""
    if not await runtime.book.revoke(key, reason, runtime.clock.now()):
        return None
    return await runtime.store.forget_account(key)


async def rotate(runtime: Runtime) -> int:
    """Seal again with the newest key what an older one sealed; how many tokens."""
    turned = 0
    for record in await runtime.book.all():
        if record.token is not None and not runtime.vault.is_current(record.token):
            token = runtime.vault.open(record.key, record.token)
            await runtime.book.seal_again(record.key, record.token, runtime.vault.seal(record.key, token))
            turned += 1
    return turned


async def inspect(runtime: Runtime, token: str) -> TokenFacts:
    """Ask Meta about a token; raises `Refused` for a dead one or one of another app."""
    try:
        found = await runtime.clients.for_the_app().token_facts(token)
    except SourceError as error:
        raise Refused(f"The token could not be checked: {error.code}.") from None
    if found.get("is_valid") is not True or str(found.get("app_id")) != runtime.settings.app_id:
        raise Refused("Meta says that the token is not valid for this app.")
    return TokenFacts(str(found.get("user_id") or ""), _moment(found.get("expires_at")))


def _key_of(wish: Wish) -> str:
    if wish.way is Way.DISCOVERY:
        name = wish.name.lstrip("@").lower()
        if not is_user_name(name):
            raise Refused("This cannot be an Instagram user name.")
        return scout_account_key(name)
    if not wish.name.isdecimal():
        raise Refused("The id of a Page or an Instagram account has digits only.")
    return f"{FACEBOOK if wish.way is Way.PAGE else INSTAGRAM}:{wish.name}"


def _consent_of(wish: Wish, now: datetime) -> Consent | None:
    if wish.consent_by and wish.consent_version:
        return Consent(wish.consent_by, wish.consent_version, now, wish.proof)
    if wish.kind is not Kind.OWNED:
        raise Refused("Without a consent (--consent-by, --consent-version) only owned accounts are read.")
    return None


def _moment(value: Any) -> datetime | None:
    return datetime.fromtimestamp(value, UTC) if isinstance(value, int) and 0 < value < 2**33 else None
