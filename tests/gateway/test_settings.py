"""Settings: one sentence for each mistake, no value in it, each source sees only its own."""

import pytest
from pydantic import Field, SecretStr

from gateway.settings import (
    SettingsError,
    emulator_options,
    read_gateway_settings,
    read_mongo_settings,
    read_source_settings,
)
from gateway.source import SourceSettings
from tests.gateway.tiny import tiny_source


class ShopSettings(SourceSettings):
    api_key: SecretStr = Field(description="The key.")
    pages: int = Field(3, ge=1, description="Pages.")


SHOP = tiny_source(
    "shop",
)


def shop() -> object:
    from dataclasses import replace

    return replace(SHOP, settings=ShopSettings)


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({}, "The setting SHOP_API_KEY is missing."),
        ({"SHOP_API_KEY": "s3cret", "SHOP_PAGES": "s3cret"}, "The setting SHOP_PAGES is not right: "),
        ({"SHOP_API_KEY": "s3cret", "SHOP_PAGES": "0"}, "The setting SHOP_PAGES is not right: "),
        ({"SHOP_API_KEY": "s3cret", "SHOP_PAEGS": "1"}, "Unknown setting SHOP_PAEGS. Known: SHOP_API_KEY, "),
    ],
)
def test_a_mistake_is_one_sentence_without_the_value(environ: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_source_settings(shop(), environ, disabled=False)  # type: ignore[arg-type]
    assert str(caught.value).startswith(sentence)
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_settings_are_read_from_the_source_s_own_variables_and_frozen() -> None:
    found = read_source_settings(
        shop(),
        {"SHOP_API_KEY": "s3cret", "OTHER_PAGES": "9", "PAGES": "9"},
        disabled=False,  # type: ignore[arg-type]
    )
    assert isinstance(found, ShopSettings)
    assert found.pages == 3
    assert "s3cret" not in repr(found)
    with pytest.raises(ValueError, match="frozen"):
        found.pages = 4  # type: ignore[misc]


@pytest.mark.parametrize(("environ", "disabled"), [({}, True), ({"SHOP_ENABLED": "false"}, False)])
def test_a_source_that_is_off_needs_no_credentials(environ: dict[str, str], disabled: bool) -> None:
    assert not read_source_settings(shop(), environ, disabled=disabled).enabled  # type: ignore[arg-type]


def test_the_gateway_names_what_it_does_not_know() -> None:
    with pytest.raises(SettingsError, match="Unknown setting GATEWAY_PROT"):
        read_gateway_settings({"GATEWAY_PROT": "8001"})
    with pytest.raises(SettingsError, match="GATEWAY_PORT is not right"):
        read_gateway_settings({"GATEWAY_PORT": "99999"})
    with pytest.raises(SettingsError, match="MONGODB_DRIVER is not right"):
        read_mongo_settings({"MONGODB_DRIVER": "pigeon"})


def test_an_empty_variable_is_no_value() -> None:
    assert read_gateway_settings({"GATEWAY_PORT": ""}).port == 8000


def test_emulators_have_options_of_their_own_that_settings_do_not_see() -> None:
    environ = {"SHOP_API_KEY": "k", "SHOP_EMULATOR_SIZE": "10"}
    assert read_source_settings(shop(), environ, disabled=False).enabled  # type: ignore[arg-type]
    assert emulator_options(SHOP, environ) == {}
