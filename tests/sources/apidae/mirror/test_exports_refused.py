"""Notifications that are not followed and zips that are not applied: a clear outcome, nothing changed."""

from __future__ import annotations

import io
import logging
import struct
import zipfile
from typing import Any

import pytest
from apidae_bench import Emu
from exports_world import export, post, public, receive, upkeep_of
from mirror_world import World

from gateway.errors import SourceUnavailable
from sources.apidae.client import ApidaeClient
from sources.apidae.emulator.control import changes
from sources.apidae.exports import archive as archives
from sources.apidae.exports.archive import Archive
from sources.apidae.exports.content import Content
from sources.apidae.exports.inbox import Inbox
from sources.apidae.exports.refusals import BadExport

SPOILT = {
    "bomb": "BOMB",
    "escape": "UNSAFE_NAME",
    "absolute": "UNSAFE_NAME",
    "link": "UNSAFE_NAME",
    "twice": "UNSAFE_NAME",
    "cut": "NO_ZIP",
    "bad_json": "BAD_JSON",
}


def change(emulator: Emu, number: int, **patch: Any) -> None:
    emulator.control(f"objects/{number}", patch)


async def test_a_spoilt_zip_changes_nothing_and_is_logged_once(
    own: World, small: Emu, caplog: pytest.LogCaptureFixture
) -> None:
    before, numbers = await own.mirror.states.read(), small.public()
    change(small, numbers[0], state="HIDDEN")
    for fault, reason in SPOILT.items():
        caplog.clear()
        with caplog.at_level(logging.ERROR, "sources.apidae"):
            entry = await receive(own, export(small, reset=True, fault=fault))
        assert (entry["status"], entry["reason"]) == ("REFUSED", reason), fault
        assert [record.getMessage().split(": ")[1].split(" ")[0] for record in caplog.records] == [reason]
        assert await public(own) == numbers
    entry = await receive(own, export(small, reset=True, flavour="xml"))
    assert entry["reason"] == "XML_FLAVOUR"
    after = await own.mirror.states.read()
    assert (after.slot, after.export, after.settled) == (before.slot, "", before.settled)
    # told to the operator until a good one comes
    assert [one.code for one in upkeep_of(own).notices()] == ["MODE", "EXPORT_XML_FLAVOUR"]
    assert (await receive(own, export(small, reset=True)))["status"] == "APPLIED"
    assert [one.code for one in upkeep_of(own).notices()] == ["MODE"]
    assert await public(own) == numbers[1:]


async def test_a_full_export_of_almost_nothing_is_believed_only_by_hand(own: World, small: Emu) -> None:
    numbers = small.public()
    for number in small.world.store.ordered[3:]:
        changes.change(small.world.store, number, {"selections": []})
    told = export(small, reset=True)
    entry = await receive(own, told)
    assert (entry["status"], entry["reason"]) == ("REFUSED", "TOO_FEW_OBJECTS")
    assert await public(own) == numbers
    page = await own.mirror.feed.page(None, 100)
    assert not any(entry.gone for entry, _ in page.entries), "nobody is told of what did not happen"


async def test_references_that_nobody_knows_stop_it(
    own: World, small: Emu, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: Any) -> list[Any]:
        return []

    monkeypatch.setattr(ApidaeClient, "communes_by_id", nothing)
    entry = await receive(own, export(small, reset=True, fault="no_communes"))
    assert entry["reason"] == "REFERENCES_MISSING"
    assert await public(own) == small.public()


async def test_a_zip_that_cannot_be_fetched_is_tried_for_a_day(own: World, small: Emu) -> None:
    told = export(small, reset=True)
    told["urlRecuperation"] = told["urlRecuperation"].replace(".zip", "x.zip")
    entry = await receive(own, told)
    assert (entry["status"], entry["tries"]) == ("WAITING", 1)
    later = export(small, reset=True)
    assert (await receive(own, later))["status"] == "WAITING", "the order is kept"
    own.clock.advance(40)
    await upkeep_of(own).exports.run()
    first = (await upkeep_of(own).exports.inbox.latest(2))[1]
    assert first["tries"] == 2
    own.clock.advance(86_400)
    await upkeep_of(own).exports.run()
    newest, oldest = await upkeep_of(own).exports.inbox.latest(2)
    assert (oldest["status"], oldest["reason"]) == ("REFUSED", "NOT_FETCHED")
    assert newest["status"] == "APPLIED"


# ---- the hook ------------------------------------------------------------


async def test_the_hook_lets_in_what_apidae_posts_and_nothing_else(own: World, small: Emu) -> None:
    told = export(small)
    exports = upkeep_of(own).exports
    exports.soon = lambda: None  # type: ignore[method-assign]  # nothing is fetched here
    foreign = "https://evil.example/exports/a.zip"
    refused: list[tuple[dict[str, str] | bytes, dict[str, str], int]] = [
        ({**told, "projetId": "1"}, {}, 403),
        ({**told, "urlRecuperation": foreign}, {}, 403),
        ({**told, "urlConfirmation": foreign}, {}, 403),
        ({**told, "urlRecuperation": told["urlRecuperation"].replace("http://", "http://a@")}, {}, 403),
        ({**told, "urlRecuperation": told["urlRecuperation"].replace("/exports", "/../exports")}, {}, 403),
        ({**told, "urlRecuperation": told["urlRecuperation"] + "?x=1"}, {}, 403),
        ({**told, "urlRecuperation": "file:///etc/passwd"}, {}, 403),
        ({**told, "urlRecuperation": ""}, {}, 403),
        ({**told, "projetId": "x"}, {}, 400),
        ({**told, "statut": "MAYBE"}, {}, 400),
        ({**told, "reinitialisation": "1"}, {}, 400),
        (b"projetId=1&projetId=2", {}, 400),
        (b"\xff\xfe", {}, 400),
        (b"a=1&" * 40, {}, 400),
        (b"a" * 20_000, {}, 413),
        (told, {"content-type": "application/json"}, 415),
    ]
    for body, headers, status in refused:
        answer = await post(own, body, **headers)
        assert answer.status_code == status, body
        assert answer.json()["errors"][0]["extensions"]["code"]
        assert "evil.example" not in answer.text
    reasons = [one["reason"] for one in await exports.inbox.latest(50)]
    assert sorted(set(reasons)) == ["FOREIGN_HOST", "UNKNOWN_PROJECT"], "they are stored, nothing waits"
    assert await exports.inbox.due(own.clock.now()) is None
    assert (await post(own, told)).json() == {"status": "WAITING"}
    failed = {**told, "statut": "ERROR", "urlRecuperation": "", "urlConfirmation": ""}
    assert (await post(own, failed)).status_code == 202
    latest = await exports.inbox.last()
    assert latest
    assert (latest["status"], latest["reason"]) == ("REFUSED", "APIDAE_ERROR")
    no_confirmation = {**export(small), "urlConfirmation": ""}
    assert (await post(own, no_confirmation)).status_code == 202


async def test_the_hook_asks_for_the_token_and_is_not_there_without_hosts(
    open_world: Any, small: Emu, database_name: str
) -> None:
    secret = {"APIDAE_EXPORT_TOKEN": "s3cret"}
    async with open_world(small, database_name, **secret) as world:
        assert (await post(world, export(small))).status_code == 403
    async with open_world(small, database_name, APIDAE_EXPORT_HOSTS="") as world:
        assert upkeep_of(world).door is None


async def test_the_database_being_away_is_told_to_the_sender(
    own: World, small: Emu, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any) -> str:
        raise SourceUnavailable(detail="away")

    monkeypatch.setattr(Inbox, "put", away)
    answer = await post(own, export(small))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")


async def test_silence_is_an_alert_told_once(
    own: World, small: Emu, caplog: pytest.LogCaptureFixture
) -> None:
    upkeep = upkeep_of(own)
    await upkeep.watch.look()
    assert [one.code for one in upkeep.notices()] == ["MODE"]
    own.clock.advance(49 * 3600)
    with caplog.at_level(logging.ERROR, "sources.apidae"):
        for _ in range(3):
            await own.runtime.sync()
    assert [one.code for one in upkeep.notices()] == ["MODE", "EXPORTS_SILENT"]
    assert sum("No export was announced" in record.getMessage() for record in caplog.records) == 1
    await post(own, {**export(small), "projetId": "1"})
    await upkeep.watch.look()
    assert len(upkeep.notices()) == 2, "what anybody may post ends no silence"
    await receive(own, export(small))
    await upkeep.watch.look()
    assert [one.code for one in upkeep.notices()] == ["MODE"]


async def test_a_level_that_vanishes_from_the_whole_catalogue_is_an_alert(own: World, small: Emu) -> None:
    upkeep = upkeep_of(own)
    await own.runtime.sync()
    assert [one.code for one in upkeep.notices()] == ["MODE"]
    small.control("switches", {"labels": "distinctions"})
    await own.sync(complete=True)
    await upkeep.watch.look()
    codes = {one.code for one in upkeep.notices()}
    assert codes >= {f"LEVEL_VANISHED_{number}" for number in (6436, 6449, 6450)}
    assert all(one.alert for one in upkeep.notices()[1:])
    small.control("switches", {"labels": "as_is"})
    await own.sync(complete=True)
    await upkeep.watch.look()
    codes = {one.code for one in upkeep.notices()}
    assert not codes & {f"LEVEL_VANISHED_{number}" for number in (6436, 6449, 6450)}


# ---- zips of other makers ------------------------------------------------


def zipped(files: dict[str, bytes], **options: Any) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer


def reason_of(file: io.BytesIO) -> str:
    with pytest.raises(BadExport) as caught:
        look_at(file)
    return caught.value.reason


def look_at(file: io.BytesIO) -> None:
    content = Content(Archive(file))
    for name in content.object_files:
        content.objects(name)
    assert content.removed == set()


NAMES = ["..\\evil.json", "C:/evil.json", "a//b.json", "a/./b.json", "a/../b.json"]


@pytest.mark.parametrize("name", NAMES)
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    assert reason_of(zipped({name: b"[]"})) in {"UNSAFE_NAME", "NO_ZIP"}


def test_what_is_no_export_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reason_of(io.BytesIO(b"")) == "NO_ZIP"
    assert reason_of(io.BytesIO(b"<html>Service indisponible</html>")) == "NO_ZIP"
    assert reason_of(zipped({"readme.txt": b""})) == "NO_CONTENT"
    assert reason_of(zipped({"objets_modifies/1.xml": b"<a/>"})) == "XML_FLAVOUR"
    assert reason_of(zipped({"objets_supprimes.json": b"{}"})) == "BAD_JSON"
    assert reason_of(zipped({"objets_modifies/1.json": b"7"})) == "BAD_JSON"
    assert reason_of(zipped({"objets_modifies/1.json": b"\xff"})) == "BAD_JSON"
    damaged = zipped({"objets_modifies/1.json": b'[{"id": 1}]' * 9})
    whole = bytearray(damaged.getvalue())
    whole[60] ^= 0xFF
    assert reason_of(io.BytesIO(bytes(whole))) in {"DAMAGED", "BAD_JSON"}
    monkeypatch.setattr(archives, "MOST_FILES", 2)
    assert reason_of(zipped({f"objets_modifies/{n}.json": b"[]" for n in range(3)})) == "TOO_MANY_FILES"
    monkeypatch.setattr(archives, "MOST_FILE_BYTES", 10)
    assert reason_of(zipped({"objets_modifies/1.json": b" " * 11})) == "TOO_LARGE"


def test_a_directory_of_gigabytes_is_refused_before_it_is_read() -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFF00, 0, 0)
    assert reason_of(io.BytesIO(b"\x00" * 1000 + end)) == "TOO_MANY_FILES"


def test_what_a_file_says_of_its_size_is_not_believed() -> None:
    """A header that promises a small file over a stream that grows: what is read ends at the promise."""
    honest = zipped({"objets_modifies/1.json": b"[" + b" " * 5_000_000 + b"]"}).getvalue()
    size = struct.pack("<L", 5_000_002)
    lying = honest.replace(size, struct.pack("<L", 500))
    assert lying != honest
    assert reason_of(io.BytesIO(lying)) in {"DAMAGED", "BAD_JSON"}


def test_an_encrypted_zip_is_refused() -> None:
    whole = bytearray(zipped({"objets_modifies/1.json": b"[]"}).getvalue())
    directory = whole.rfind(b"PK\x01\x02")
    whole[directory + 8] |= 1
    assert reason_of(io.BytesIO(bytes(whole))) == "ENCRYPTED"
