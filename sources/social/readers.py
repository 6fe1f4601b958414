"""Reads the posts of one account: a Page, an Instagram account, or one found by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.errors import SourceInvalid
from sources.social.accounts.record import AccountRecord, Way
from sources.social.client import PAGE_ROWS, GraphClient, Listing
from sources.social.codes import GraphFault
from sources.social.mapping import FACEBOOK, INSTAGRAM, INSTITUTIONAL, SCOUT, Account
from sources.social.paging import next_cursor, rows_of

PAGE_FIELDS = "id,name,username"
POST_FIELDS = (
    "id,message,created_time,permalink_url,full_picture,"
    "attachments{media_type,type,url,unshimmed_url,media,subattachments},"
    "reactions.limit(0).summary(total_count),comments.limit(0).summary(total_count)"
)
PROFILE_FIELDS = "id,username,name"
MEDIA_FIELDS = (
    "id,caption,media_type,media_url,thumbnail_url,alt_text,permalink,timestamp,like_count,comments_count,"
    "children{id,media_type,media_url,thumbnail_url,alt_text}"
)


@dataclass(frozen=True, slots=True)
class Found:
    """An account as it is today, and its posts as they came."""

    account: Account
    listing: Listing


class PageReader:
    """Reads a Facebook Page with a token of its own."""

    network = FACEBOOK
    fields = POST_FIELDS

    def __init__(self, client: GraphClient, page_id: str, pages: int, origin: str = INSTITUTIONAL) -> None:
        """At most `pages` pages are read at a time; `origin` is who speaks in the posts."""
        self.client = client
        self.key = f"{FACEBOOK}:{page_id}"
        self._id = page_id
        self._pages = pages
        self._origin = origin

    async def read(self) -> Found:
        """All that the Page published."""
        profile = await self.client.node(self._id, PAGE_FIELDS)
        listing = await self.client.edge(self._id, "published_posts", POST_FIELDS, pages=self._pages)
        account = Account(self.key, FACEBOOK, self._origin, *_names(profile, self._id))
        return Found(account, listing)


class InstagramReader:
    """Reads an Instagram account with a token of its own."""

    network = INSTAGRAM
    fields = MEDIA_FIELDS

    def __init__(self, client: GraphClient, user_id: str, pages: int, origin: str = INSTITUTIONAL) -> None:
        """As of `PageReader`."""
        self.client = client
        self.key = f"{INSTAGRAM}:{user_id}"
        self._id = user_id
        self._pages = pages
        self._origin = origin

    async def read(self) -> Found:
        """All posts of the account."""
        profile = await self.client.node(self._id, PROFILE_FIELDS)
        listing = await self.client.edge(self._id, "media", MEDIA_FIELDS, pages=self._pages)
        account = Account(self.key, INSTAGRAM, self._origin, *_names(profile, self._id))
        return Found(account, listing)


class DiscoveryReader:
    """Reads somebody else's professional Instagram account, by its user name; its posts have no own door."""

    network = INSTAGRAM

    def __init__(
        self, client: GraphClient, our_id: str, user_name: str, pages: int, origin: str = SCOUT
    ) -> None:
        """`our_id` is the Instagram account that asks; the rest as of `PageReader`."""
        self.client = client
        self.key = scout_account_key(user_name)
        self._our_id = our_id
        self._user_name = user_name
        self._pages = pages
        self._origin = origin

    async def read(self) -> Found:
        """The account's posts; `UnknownAccount` when nobody professional has the name."""
        try:
            return await self._read(MEDIA_FIELDS)
        except GraphFault:
            # some accounts were seen to refuse this field to others
            return await self._read(MEDIA_FIELDS.replace("thumbnail_url,", ""))

    async def _read(self, fields: str) -> Found:
        profile = await self._page(fields, "")
        pages = [_media_of(profile)]
        seen = _ids(pages[0])
        cursor = next_cursor(pages[0])
        while cursor is not None and len(pages) < self._pages:
            page = _media_of(await self._page(fields, cursor))
            new = _ids(page) - seen
            seen |= new
            pages.append(page)
            cursor = next_cursor(page) if new else None
        rows = [row for page in pages for row in rows_of(page)]
        complete = cursor is None and (bool(rows) or profile.get("media_count") == 0)
        account = Account(self.key, INSTAGRAM, self._origin, *_names(profile, self._user_name))
        return Found(account, Listing(rows, complete))

    async def _page(self, fields: str, cursor: str) -> Mapping[str, Any]:
        place = f".after({cursor})" if cursor else ""
        media = f"media.limit({PAGE_ROWS}){place}{{{fields}}}"
        asked = f"business_discovery.username({self._user_name}){{{PROFILE_FIELDS},media_count,{media}}}"
        found = (await self.client.node(self._our_id, asked)).get("business_discovery")
        if not isinstance(found, dict):
            raise SourceInvalid(detail="a discovery without an account")
        return found


OwnReader = PageReader | InstagramReader
Reader = OwnReader | DiscoveryReader


def reader_of(account: AccountRecord, client: GraphClient, our_id: str, pages: int) -> Reader:
    """The reader of a kept account; `our_id` is the Instagram account that looks others up."""
    if account.way is Way.PAGE:
        return PageReader(client, account.meta_id, pages, account.origin)
    if account.way is Way.INSTAGRAM:
        return InstagramReader(client, account.meta_id, pages, account.origin)
    return DiscoveryReader(client, our_id, account.meta_id, pages, account.origin)


def scout_account_key(user_name: str) -> str:
    """The key of an account that is known by its user name."""
    return f"{INSTAGRAM}:@{user_name}"


def _media_of(profile: Mapping[str, Any]) -> Mapping[str, Any]:
    """The page of media in a discovered profile; only an account without any may come without the list."""
    media = profile.get("media")
    if isinstance(media, dict):
        return media
    if profile.get("media_count") == 0:
        return {"data": []}
    raise SourceInvalid(detail="a discovery without media")


def _ids(page: Mapping[str, Any]) -> set[str]:
    return {str(row.get("id")) for row in rows_of(page) if isinstance(row, dict)}


def _names(profile: Mapping[str, Any], fallback: str) -> tuple[str, str]:
    """Handle and name of a profile."""
    handle = profile.get("username")
    handle = handle if isinstance(handle, str) and handle else fallback
    name = profile.get("name")
    return handle, name if isinstance(name, str) and name else handle
