"""A real mongod: private, found again with its data after any end, never left behind."""

import asyncio
import os
import signal
import socket
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from supervise_processes import owner, runs

from gateway.store.driver import blocking_client
from gateway.supervise import ChildFailed, EmbeddedMongo, FolderInUse, MongoMissing, find_mongod
from gateway.supervise import binary as binary_module

OWNER = """
import sys, time
from pathlib import Path
from gateway.supervise import EmbeddedMongo
mongo = EmbeddedMongo(Path(sys.argv[1]))
mongo.start()
print(mongo.pid, mongo.port, flush=True)
time.sleep(60)
"""


def write(uri: str, value: str) -> None:
    with blocking_client(uri, seconds=5) as client:
        client["trial"]["notes"].insert_one({"_id": value})


@contextmanager
def hanging_up(port: int) -> Iterator[None]:
    """Another program that has the port; it ends each connection at once."""

    def answer() -> None:
        with suppress(OSError):
            while True:
                listening.accept()[0].close()

    with socket.create_server(("127.0.0.1", port)) as listening:
        answering = threading.Thread(target=answer)
        answering.start()
        try:
            yield
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            answering.join()


def notes(uri: str) -> list[str]:
    with blocking_client(uri, seconds=5) as client:
        return [note["_id"] for note in client["trial"]["notes"].find(sort=[("_id", 1)])]


def test_a_server_listens_on_loopback_only_in_a_private_folder_without_zlib(tmp_path: Path) -> None:
    with EmbeddedMongo.running(tmp_path / "mongo") as mongo:
        assert mongo.alive
        with blocking_client(mongo.uri, seconds=5) as client:
            options = client.admin.command("getCmdLineOpts")["parsed"]
            assert client.admin.command("hello")["setName"] == "rs0"
        assert options["net"]["bindIp"] == "127.0.0.1"
        assert options["net"]["compression"]["compressors"] == "snappy,zstd"
        assert options["net"]["unixDomainSocket"] == {"enabled": False}
        assert stat.S_IMODE((tmp_path / "mongo").stat().st_mode) == 0o700
        pid = mongo.pid
    assert not runs(pid)
    assert not mongo.alive


def test_a_killed_server_starts_again_on_its_port_with_its_data(tmp_path: Path) -> None:
    mongo = EmbeddedMongo(tmp_path)
    mongo.start()
    uri = mongo.uri
    write(uri, "acknowledged")
    os.kill(mongo.pid, signal.SIGKILL)
    while mongo.alive:
        time.sleep(0.01)
    mongo.start()
    assert mongo.uri == uri
    assert notes(uri) == ["acknowledged"]
    with pytest.raises(ChildFailed, match="runs already"):
        mongo.start()
    mongo.stop()
    mongo.stop()


def test_a_killed_owner_leaves_no_server_and_the_next_one_finds_the_data(tmp_path: Path) -> None:
    with owner(OWNER, str(tmp_path)) as (process, (pid, port)):
        write(f"mongodb://127.0.0.1:{port}/?replicaSet=rs0", "acknowledged")
        process.send_signal(signal.SIGKILL)
        process.wait()
        # the server may still be ending: the next owner waits for it
        with EmbeddedMongo.running(tmp_path) as mongo:
            assert not runs(int(pid))
            assert mongo.port == int(port)
            assert notes(mongo.uri) == ["acknowledged"]


def test_a_folder_in_use_is_refused_and_its_server_goes_on(tmp_path: Path) -> None:
    with EmbeddedMongo.running(tmp_path) as mongo:
        with pytest.raises(FolderInUse) as caught:
            EmbeddedMongo(tmp_path).start()
        assert f"is in use by process {os.getpid()}" in str(caught.value)
        assert f"MONGODB_URI={mongo.uri}" in str(caught.value)
        assert notes(mongo.uri) == []


def test_the_data_moves_to_another_port(tmp_path: Path) -> None:
    with EmbeddedMongo.running(tmp_path) as mongo:
        write(mongo.uri, "acknowledged")
        before = mongo.port
    with hanging_up(before):
        with pytest.raises(ChildFailed, match=f"Port {before} is in use"):
            EmbeddedMongo(tmp_path, port=before).start()
        with EmbeddedMongo.running(tmp_path) as mongo:
            assert mongo.port != before
            assert notes(mongo.uri) == ["acknowledged"]


def test_a_damaged_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "storage.bson").write_text("not a database")
    with pytest.raises(ChildFailed, match=r"^mongod .*\.$"), EmbeddedMongo.running(tmp_path):
        raise AssertionError("a damaged database is not served")


@pytest.mark.parametrize(
    ("code", "hint"),
    [(127, "install the system package libcurl4"), (132, "lacks AVX"), (48, "its port is in use")],
)
def test_codes_of_mongod_are_explained(tmp_path: Path, code: int, hint: str) -> None:
    program = tmp_path / "mongod"
    program.write_text(f"#!/bin/sh\nexit {code}\n")
    program.chmod(0o755)
    with pytest.raises(ChildFailed, match=hint):
        EmbeddedMongo(tmp_path / "mongo", binary=program).start()


async def test_a_server_in_an_event_loop(tmp_path: Path) -> None:
    async with EmbeddedMongo.serving(tmp_path) as mongo:
        await asyncio.to_thread(write, mongo.uri, "acknowledged")
    assert not mongo.alive


def test_a_named_binary_is_taken_and_a_wrong_one_refused(tmp_path: Path) -> None:
    program = tmp_path / "mongod"
    with pytest.raises(MongoMissing, match="There is no program at"):
        find_mongod(program)
    program.write_text("#!/bin/sh\n")
    with pytest.raises(MongoMissing):
        find_mongod(program)
    program.chmod(0o755)
    assert find_mongod(program) == program


def test_the_path_comes_before_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "mongod"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_mongod() == program


def test_without_any_binary_the_text_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(binary_module, "_from_wheel", lambda: None)
    with pytest.raises(MongoMissing) as caught:
        find_mongod()
    assert "extra `embedded`" in str(caught.value)
    assert "MONGODB_URI" in str(caught.value)
    assert not (tmp_path / "mongo").exists()
