"""Which accounts are to be read: ours by the settings, and those on the cards of consenting scouts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from gateway.source import Card
from sources.social.accounts.book import NEW
from sources.social.accounts.record import AccountRecord, Kind, Listed, State, Way
from sources.social.captions import fold_handle
from sources.social.cards import Cards
from sources.social.mapping import FACEBOOK, INSTAGRAM
from sources.social.readers import scout_account_key
from sources.social.runtime import Runtime
from sources.social.settings import SocialSettings, is_user_name


async def list_accounts(runtime: Runtime, cards: Cards, now: datetime) -> list[AccountRecord]:
    """Bring the kept accounts in step with settings and cards; gives all that may be read.

    While scouts cannot be asked, the accounts that hang on them stay. Before ours were tried for the first
    time nobody else's are listed: their names are not known yet, and a scout may claim one of them.
    """
    book = runtime.book
    known = await book.all()
    ours = {one.handle.lower(): one for one in known if one.kind is Kind.OWNED}
    wanted = list(_own(runtime.settings, now))
    if ours and not any(one.reason == NEW for one in ours.values()):
        wanted += _discovered(runtime.settings, cards.scouts or (), ours.keys(), now)
    kept = [] if cards.scouts is not None else [one.key for one in known if one.listed is Listed.CARDS]
    await book.list_anew(wanted, kept)
    return [record for record in await book.all() if record.may_be_read]


def _own(settings: SocialSettings, now: datetime) -> Iterable[AccountRecord]:
    for way, key in (
        (Way.PAGE, f"{FACEBOOK}:{settings.page_id}"),
        (Way.INSTAGRAM, f"{INSTAGRAM}:{settings.ig_user_id}"),
    ):
        yield AccountRecord(key, way, Kind.OWNED, Listed.SETTINGS, state=State.STALE, next_sync=now)


def _discovered(
    settings: SocialSettings, scouts: Sequence[Card], ours: Collection[str], now: datetime
) -> Iterable[AccountRecord]:
    """Accounts found by name; what an institution owns is no scout's, whoever claims it."""
    owners: dict[str, list[str]] = {}
    for card in scouts:
        for handle in map(fold_handle, card.handles):
            if is_user_name(handle) and card.key not in owners.setdefault(handle, []):
                owners[handle].append(card.key)
    for name in dict.fromkeys([*settings.discovered, *owners]):
        if name in ours:
            continue
        listed = Listed.CARDS if name in owners else Listed.SETTINGS
        yield AccountRecord(
            scout_account_key(name),
            Way.DISCOVERY,
            Kind.SCOUT,
            listed,
            scouts=tuple(sorted(owners.get(name, ()))),
            state=State.STALE,
            next_sync=now,
        )
