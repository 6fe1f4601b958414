"""`python -m gateway sync apidae` and `replace-offer` as an operator types them."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from apidae_bench import Emu
from exports_world import export

from gateway.__main__ import main
from gateway.testing.stage import CLEAN
from sources.apidae.emulator.control import changes
from sources.apidae.mirror import staging
from sources.apidae.source import emulator_environment

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    small: Emu,
    mongo_uri: str,
    database_name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs a command on an empty database beside the small catalogue: exit code, output, errors."""
    for name in os.environ:
        if name.startswith(CLEAN):
            monkeypatch.delenv(name)
    chosen = emulator_environment(small.server.url) | {
        "MONGODB_URI": mongo_uri,
        "MONGODB_DATABASE": database_name,
        "GATEWAY_DISABLED_SOURCES": "scouts,social",
    }
    for name, value in chosen.items():
        monkeypatch.setenv(name, value)
    # two exports within a minute wait half of it for readers of the older catalogue
    monkeypatch.setattr(staging, "GRACE", timedelta(seconds=1))

    def running(*words: str, **environ: str) -> tuple[int, str, str]:
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        code = main(words)
        told = capsys.readouterr()
        return code, told.out, told.err

    return running


def test_a_day_of_an_operator(run: Run, small: Emu, tmp_path: Path) -> None:
    members, public = len(small.world.store.ordered), small.public()
    code, out, err = run("sync", "apidae")
    assert (code, err) == (0, "")
    assert f"reading objects: {members} of {members}\n" in out
    assert f"Read everything: {members} objects, {len(public)} of them public; 0 removed." in out
    # at once again: who asks by hand gets a run
    code, out, err = run("sync", "apidae")
    assert out.startswith("Read what changed: 0 objects, 0 of them public; 0 removed.\nRead ")
    # an object is damaged
    changes.change(small.world.store, public[5], {"nom": {"libelleFr": " "}})
    assert "1 set aside" in run("sync", "apidae")[1]
    code, out, err = run("sync", "apidae", "--rejected")
    assert (code, err) == (0, "")
    assert out.split("\t")[:2] == [str(public[5]), "NOT_AN_OFFER"]
    # the zip of an export by hand, a differential one and one that tells everything
    changes.change(small.world.store, public[5], {"nom": {"libelleFr": "Guéri"}})
    file = tmp_path / "today.zip"
    file.write_bytes(httpx.get(export(small)["urlRecuperation"], trust_env=False).content)
    code, out, err = run("sync", "apidae", "--zip", str(file))
    assert (code, err) == (0, "")
    assert "Applied today.zip, which tells what changed: " in out
    assert run("sync", "apidae", "--rejected")[1] == "No object is set aside.\n"
    for number in small.world.store.ordered[20:]:
        changes.change(small.world.store, number, {"selections": []})
    file.write_bytes(httpx.get(export(small, reset=True)["urlRecuperation"], trust_env=False).content)
    assert f"{members - 20} removed" in run("sync", "apidae", "--zip", str(file), "--full")[1]
    # one of those that are gone leads to another one
    shown = [number for number in public if number in small.world.store.ordered]
    gone = next(number for number in public if number not in small.world.store.ordered)
    assert run("replace-offer", str(gone), str(shown[0]))[0] == 0
    code, out, err = run("replace-offer", str(shown[0]), str(shown[1]))
    assert (code, out, err) == (1, "", f"{shown[0]} is public, or never was.\n")


def test_mistakes_are_one_sentence(run: Run, small: Emu, tmp_path: Path) -> None:
    assert run("sync", "apidae", "--zip", str(tmp_path / "none.zip")) == (
        2,
        "",
        f"{tmp_path}/none.zip cannot be read: No such file or directory.\n",
    )
    text = tmp_path / "page.zip"
    text.write_text("<html></html>")
    code, out, err = run("sync", "apidae", "--zip", str(text))
    assert (code, out) == (1, "")
    assert err.startswith("page.zip was not applied. NO_ZIP: ")
    with pytest.raises(SystemExit):
        run("sync", "apidae", "--zip", "x", "--rejected")
    code, out, err = run("sync", "apidae", APIDAE_BASE_URL="http://127.0.0.1:9/api")
    assert (code, out) == (1, "")
    assert "\napidae: SOURCE_UNAVAILABLE: " in err
    code, out, err = run("sync", "apidae", APIDAE_MODE="live")
    assert (code, out) == (2, "")
    assert err.startswith("APIDAE_MODE is live: ")
