"""Development tokens from the command line to the graph, and no token anywhere it does not belong."""

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from gateway.__main__ import main
from gateway.app import Gateway, configure
from gateway.commands.demo import stage as demo_stage
from gateway.identity.development import FILE
from gateway.settings import SettingsError, read_gateway_settings
from gateway.testing.servers import ServerThread, serving

VIEWER = "{ viewer { subject roles { role scope } } }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("identity") / "var"


@pytest.fixture(scope="module")
def gateway(folder: Path, mongo_uri: str) -> Iterator[ServerThread]:
    environ = {
        "MONGODB_URI": mongo_uri,
        "MONGODB_DATABASE": "test_identity_development",
        "GATEWAY_DATA_DIR": str(folder),
        "GATEWAY_DEV_TOKENS": "true",
        "GATEWAY_DISABLED_SOURCES": "apidae,region,scouts,social",
    }
    with serving(lambda: Gateway(configure(environ), jobs=False).app()) as server:
        yield server


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GATEWAY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GATEWAY_DATA_DIR", str(folder))


def token(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["token", *arguments]) == 0
    return capsys.readouterr().out.strip()


def ask(gateway: ServerThread, given: str, query: str = VIEWER) -> httpx.Response:
    headers = {"authorization": f"Bearer {given}"}
    return httpx.post(f"{gateway.url}/graphql", json={"query": query}, headers=headers, trust_env=False)


@pytest.mark.usefixtures("here")
def test_a_token_of_the_command_is_who_it_says(
    gateway: ServerThread, capsys: pytest.CaptureFixture[str]
) -> None:
    given = token(
        capsys,
        "--subject",
        "s1",
        "--role",
        "scout",
        "--role",
        "OFFICE:1157",
        "--role",
        "PROVIDER",
        "--scope",
        "42",
    )
    assert ask(gateway, given).json()["data"]["viewer"] == {
        "subject": "s1",
        "roles": [
            {"role": "SCOUT", "scope": "42"},
            {"role": "OFFICE", "scope": "1157"},
            {"role": "PROVIDER", "scope": "42"},
        ],
    }


@pytest.mark.usefixtures("here", "gateway")
def test_only_its_owner_can_read_the_key(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir() if "token" in path.name] == [FILE]
    file.chmod(0o644)
    assert main(["token", "--subject", "s1"]) == 2
    assert "Others can read" in capsys.readouterr().err
    file.chmod(0o600)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--role", "KING"), "Roles are"),
        (("--minutes", "0"), "valid for"),
        (("--minutes", "100000"), "valid for"),
    ],
)
def test_what_makes_no_token_is_said(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["token", "--subject", "s1", *arguments]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.usefixtures("here")
def test_the_server_for_production_refuses_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mongo_uri: str
) -> None:
    monkeypatch.setenv("GATEWAY_DEV_TOKENS", "true")
    monkeypatch.setenv("GATEWAY_DISABLED_SOURCES", "apidae,region,scouts,social")
    monkeypatch.setenv("MONGODB_URI", mongo_uri)
    assert main(["serve"]) == 2
    assert "GATEWAY_DEV_TOKENS" in capsys.readouterr().err
    monkeypatch.setenv("GATEWAY_AUTH_ISSUER", "https://i.example")
    monkeypatch.setenv("GATEWAY_AUTH_AUDIENCE", "x")
    assert main(["serve"]) == 2
    assert "exclude each other" in capsys.readouterr().err


@pytest.mark.usefixtures("here")
def test_a_token_stands_in_no_answer_and_no_log_line(
    gateway: ServerThread, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    good = token(capsys, "--subject", "s1", "--role", "SCOUT")
    head, body, signature = good.split(".")
    bad = f"{head}.{body}.{signature[:-6]}AAAAAA"
    with caplog.at_level(logging.DEBUG):
        answers = [
            ask(gateway, given, query)
            for given in (good, bad, f"x{good}")
            for query in (VIEWER, "{", "{ nothing }")
        ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, *[401] * 6]
    told = caplog.text + "".join(answer.text + repr(answer.headers) for answer in answers)
    secret = [part for part in (head, body, signature) if part in told]
    assert secret == []


def test_the_demo_accepts_them_unless_there_is_an_issuer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MONGODB_URI", "mongodb://127.0.0.1:9")
    monkeypatch.setenv("GATEWAY_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("gateway.commands.demo.find_sources", lambda _: [])
    with demo_stage(read_gateway_settings({})) as environ:
        assert environ["GATEWAY_DEV_TOKENS"] == "true"
    issued = read_gateway_settings({"GATEWAY_AUTH_ISSUER": "https://i.example"})
    with demo_stage(issued) as environ:
        assert "GATEWAY_DEV_TOKENS" not in environ


def test_a_damaged_key_says_what_to_do(tmp_path: Path) -> None:
    from gateway.identity.development import development_key

    (tmp_path / FILE).write_text("no key")
    (tmp_path / FILE).chmod(0o600)
    with pytest.raises(SettingsError, match="damaged"):
        development_key(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    from gateway.identity.development import development_key

    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SettingsError, match="GATEWAY_DATA_DIR"):
        development_key(tmp_path / "file")
