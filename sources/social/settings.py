"""What a deployer may set for posts of Instagram and Facebook: `SOCIAL_<NAME>`."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, SecretStr, field_validator

from gateway.commas import comma_parts
from gateway.source import SourceSettings
from gateway.upstream.base_url import BaseUrl
from sources.social.accounts.vault import read_keys
from sources.social.moderation.showing import read_blocked

DAY = 86_400.0
_USER_NAME = re.compile(r"[A-Za-z0-9._]{1,30}")
_ID = r"^\d{1,30}$"


class SocialSettings(SourceSettings):
    """Credentials of one Meta app, the accounts to read, and how old a copy may get."""

    base_url: BaseUrl = Field(
        "https://graph.facebook.com", description="Where the Graph API answers, without version."
    )
    app_id: str = Field(pattern=_ID, description="Id of the Meta app.")
    app_secret: SecretStr = Field(description="Secret of the Meta app; it signs every call.")
    page_id: str = Field(pattern=_ID, description="Id of the Facebook Page whose posts are shown.")
    page_token: SecretStr = Field(
        description="Token of that Page (a system user's is best); it reads the Instagram account too."
    )
    ig_user_id: str = Field(pattern=_ID, description="Id of the Instagram account linked to the Page.")
    auth: Literal["header", "parameter"] = Field(
        "header", description="Where the token travels: `header`, or `parameter` if Meta refuses that."
    )
    discover: str = Field(
        "", description="User names of consenting scouts' professional Instagram accounts, by commas."
    )
    cdn: str = Field(
        "",
        description="Where pictures come from, between spaces: `*.name`, or `http://host:port` for exactly "
        "that one. Empty: Meta's two families of hosts.",
    )
    token_keys: SecretStr = Field(
        SecretStr(""),
        description="Keys that seal tokens of connected accounts in the database, by commas, newest first; "
        "best 32 random bytes in base64 each. Older ones stay until `social accounts --rotate` was run.",
    )
    sync_seconds: float = Field(
        600.0,
        ge=0,
        le=DAY,
        description="Longest time between two readings of an account, while its limits are far; 0 reads "
        "at every call.",
    )
    max_pages: int = Field(
        40, ge=1, le=400, description="Most pages of 50 posts that are read of one account in one round."
    )
    stale_seconds: float = Field(
        6 * 3600.0, ge=60, le=30 * DAY, description="A copy that is older than this is marked stale."
    )
    forget_seconds: float = Field(
        14 * DAY, ge=3600, le=90 * DAY, description="A copy older than this is shown no more and deleted."
    )

    verify_token: SecretStr = Field(
        SecretStr(""),
        description="What Meta repeats when it verifies /hooks/meta; empty: webhooks are refused.",
    )
    block_words: str = Field(
        "", description="Words and phrases, by commas, that hide a post until somebody approves it."
    )

    @field_validator("discover")
    @classmethod
    def _user_names(cls, value: str) -> str:
        if bad := [name for name in _names(value) if not is_user_name(name)]:
            raise ValueError(f"{len(bad)} of the names cannot be an Instagram user name")
        return value

    @field_validator("token_keys")
    @classmethod
    def _keys(cls, value: SecretStr) -> SecretStr:
        read_keys(value.get_secret_value())
        return value

    @property
    def blocked(self) -> frozenset[str]:
        """The words of `block_words`, folded."""
        return read_blocked(self.block_words)

    @property
    def discovered(self) -> list[str]:
        """The user names of `discover`, lower-case."""
        return _names(self.discover)


def is_user_name(text: str) -> bool:
    """Whether Instagram could have a user of this name."""
    return _USER_NAME.fullmatch(text) is not None


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(name.lstrip("@").lower() for name in comma_parts(text)))
