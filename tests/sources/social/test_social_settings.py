"""Settings of the social source."""

from typing import Any

import pytest

from gateway.settings import SettingsError, read_source_settings
from gateway.source import Source
from sources.social.settings import SocialSettings

NEEDED = {
    "SOCIAL_APP_ID": "16",
    "SOCIAL_APP_SECRET": "canary-secret",
    "SOCIAL_PAGE_ID": "17",
    "SOCIAL_PAGE_TOKEN": "canary-token",
    "SOCIAL_IG_USER_ID": "18",
}


def read(**more: str) -> Any:
    nothing: Any = None
    declared = Source(
        name="social",
        title="",
        description="",
        owner="",
        settings=SocialSettings,
        open=nothing,
        health=nothing,
    )
    return read_source_settings(declared, {**NEEDED, **more}, disabled=False)


def test_names_to_discover_are_read_once_each_without_at_signs():
    assert read(SOCIAL_DISCOVER=" @Lea.En.Sentier, lea.en.sentier ,velo_et_volcans,").discovered == [
        "lea.en.sentier",
        "velo_et_volcans",
    ]


def test_a_trailing_slash_of_the_address_is_taken_away():
    assert read(SOCIAL_BASE_URL="http://127.0.0.1:8102/").base_url == "http://127.0.0.1:8102"


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_a_missing_credential_is_named(name: str):
    with pytest.raises(SettingsError, match=name):
        read(**{name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SOCIAL_BASE_URL", "ftp://graph.example"),
        ("SOCIAL_BASE_URL", "https://user:pw@graph.example"),
        ("SOCIAL_PAGE_ID", "../me"),
        ("SOCIAL_DISCOVER", "bon,mau){vais"),
        ("SOCIAL_AUTH", "cookie"),
        ("SOCIAL_SYNC_SECONDS", "-1"),
        ("SOCIAL_NOPE", "1"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not_shown(name: str, value: str):
    with pytest.raises(SettingsError, match=name) as caught:
        read(**{name: value})
    assert "canary" not in str(caught.value)
    assert value not in str(caught.value) or len(value) < 3


def test_secrets_show_in_no_text():
    assert "canary" not in repr(read())


def test_every_setting_says_what_it_is_for():
    assert all(field.description for name, field in SocialSettings.model_fields.items() if name != "enabled")
