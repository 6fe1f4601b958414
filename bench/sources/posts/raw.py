"""What the source of posts reads of the upstream's answers; all the rest is skipped while decoding."""

from __future__ import annotations

import msgspec


class Owner(msgspec.Struct, gc=False, frozen=True):
    """Whose post it is."""

    id: str


class RawPost(msgspec.Struct, gc=False, frozen=True):
    """A post."""

    id: str
    owner: Owner
    media_type: str
    caption: str
    permalink: str
    timestamp: str
    like_count: int


class RawPosts(msgspec.Struct, gc=False, frozen=True):
    """Posts by offer."""

    posts: dict[str, list[RawPost]]


class RawAccount(msgspec.Struct, gc=False, frozen=True):
    """An account."""

    id: str
    username: str
    name: str
    followers_count: int


class RawAccounts(msgspec.Struct, gc=False, frozen=True):
    """Accounts."""

    accounts: list[RawAccount]


read_posts = msgspec.json.Decoder(RawPosts).decode
read_accounts = msgspec.json.Decoder(RawAccounts).decode
