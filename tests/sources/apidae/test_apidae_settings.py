"""Settings of the source: what is accepted, what is refused without telling the value."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.settings import SettingsError, read_source_settings
from sources.apidae.settings import ApidaeSettings
from sources.apidae.source import build_emulator, emulator_environment, source
from sources.apidae.types.words import Axis

LEAST = {"APIDAE_API_KEY": "k-123456", "APIDAE_PROJECT_ID": "12"}


def read(**values: str) -> ApidaeSettings:
    settings = read_source_settings(source, LEAST | values, disabled=False)
    assert isinstance(settings, ApidaeSettings)
    return settings


def test_key_and_project_are_all_that_is_needed() -> None:
    settings = read()
    assert settings.base_url == "https://api.apidae-tourisme.com/api/v002"
    assert settings.asked_locales == ["fr", "en", "de", "it", "es", "nl"]
    assert "k-123456" not in repr(settings)


def test_lists_are_read_from_text() -> None:
    settings = read(
        APIDAE_LOCALES="en, pt-BR",
        APIDAE_DEPARTMENT_TERRITORIES="38=900138, 73=900173",
        APIDAE_DISTINCTION_LEVELS="9101=LOCAL_ECONOMY:1, 9109=ENVIRONMENT:3",
    )
    assert settings.asked_locales == ["fr", "en", "pt-br"]
    assert settings.territories == {"38": 900138, "73": 900173}
    assert settings.levels.found([9109, 6449]) == {Axis.ENVIRONMENT: {3}, Axis.LOCAL_ECONOMY: {2}}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("APIDAE_BASE_URL", "ftp://secret.example"),
        ("APIDAE_BASE_URL", "https://user:secret@host.example/"),
        ("APIDAE_LOCALES", "fr,secret"),
        ("APIDAE_PROJECT_ID", "secret"),
        ("APIDAE_DEPARTMENT_TERRITORIES", "75=secret"),
        ("APIDAE_DISTINCTION_LEVELS", "9101=secret:1"),
        ("APIDAE_DISTINCTION_LEVELS", "9101=SOCIAL:4"),
        ("APIDAE_TYPO", "secret"),
    ],
)
def test_wrong_settings_are_named_and_not_repeated(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(**{name: value})
    assert name in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["APIDAE_API_KEY", "APIDAE_PROJECT_ID"])
def test_missing_credentials_are_named(name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_source_settings(
            source, {key: value for key, value in LEAST.items() if key != name}, disabled=False
        )


def test_the_emulator_brings_all_the_settings_it_needs() -> None:
    settings = read(**emulator_environment("http://127.0.0.1:9"))
    assert settings.base_url == "http://127.0.0.1:9/api/v002"
    assert len(settings.territories) == 12
    assert len(settings.levels.distinctions) == 9


def test_a_wrong_option_of_the_emulator_is_a_sentence_for_the_operator() -> None:
    with pytest.raises(RuntimeError, match="size"):
        build_emulator({"size": "many"})


def test_rules_of_the_deployment_are_read_at_start_and_mistakes_name_the_setting(tmp_path: Path) -> None:
    assert read(APIDAE_POLICY="2022-11").book.pinned == "2022-11"
    (tmp_path / "mine.toml").write_text("version = 5")
    for values, told in [
        ({"APIDAE_POLICY": "nonsense"}, r"APIDAE_POLICY is not right: .*known are 2021-10, 2022-11, 2026-1"),
        (
            {"APIDAE_POLICIES_FOLDER": str(tmp_path / "gone")},
            "APIDAE_POLICIES_FOLDER is not right: .*no such folder",
        ),
        (
            {"APIDAE_POLICIES_FOLDER": str(tmp_path)},
            "APIDAE_POLICIES_FOLDER is not right: .*mine.toml: version",
        ),
    ]:
        with pytest.raises(SettingsError, match=told) as caught:
            read(**values)
        assert "nonsense" not in str(caught.value)
