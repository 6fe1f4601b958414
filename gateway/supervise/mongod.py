"""A real mongod as a supervised child: one member of a replica set, on loopback, in a private folder."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from pymongo.errors import PyMongoError

from gateway.store.driver import blocking_client
from gateway.supervise.binary import find_mongod
from gateway.supervise.folder import FolderLock
from gateway.supervise.process import POLL_SECONDS, Child, ChildFailed, in_thread

HOST = "127.0.0.1"
SET = "rs0"
START_SECONDS = 30.0
ALREADY_INITIALIZED = 23
ADDRESS_IN_USE = 48
TRIES = 3

HINTS = {
    ADDRESS_IN_USE: "its port is in use",
    100: "its folder is used by another mongod or is damaged",
    127: "a system library is missing: install the system package libcurl4",
    132: "this processor lacks AVX: set MONGODB_URI to a MongoDB that runs elsewhere",
}


class EmbeddedMongo:
    """For development, demo and tests, never for production. All methods block."""

    def __init__(self, folder: Path, *, port: int | None = None, binary: str | Path | None = None) -> None:
        """Data, lock and log live in `folder`; without `port` the last one is taken again if it is free."""
        self.folder = folder
        self.port = port or 0
        self._fixed = port is not None
        self._binary = binary
        self._lock: FolderLock | None = None
        self._child: Child | None = None

    @property
    def uri(self) -> str:
        """What clients connect to; valid once started."""
        return f"mongodb://{HOST}:{self.port}/?replicaSet={SET}"

    @property
    def pid(self) -> int:
        """Process id of mongod, 0 before the start."""
        return self._child.pid if self._child else 0

    @property
    def alive(self) -> bool:
        """Whether mongod runs."""
        return self._child is not None and self._child.alive

    def start(self) -> None:
        """Start it, or start it again, and wait until it takes writes.

        Raises `MongoMissing` or `ChildFailed` (`FolderInUse` is one), each with a sentence to act on.
        """
        if self.alive:
            raise ChildFailed("mongod runs already.")
        binary = find_mongod(self._binary)
        self._lock = self._lock or FolderLock(self.folder)
        try:
            self._spawn(binary, self._lock)
            self._become_primary()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End mongod cleanly and free the folder. Repeatable."""
        if self._child is not None:
            self._child.stop()
            self._child = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @classmethod
    @contextlib.contextmanager
    def running(
        cls, folder: Path, *, port: int | None = None, binary: str | Path | None = None
    ) -> Iterator[EmbeddedMongo]:
        """A started server while the block lasts, for `with`."""
        mongo = cls(folder, port=port, binary=binary)
        mongo.start()
        try:
            yield mongo
        finally:
            mongo.stop()

    @classmethod
    @contextlib.asynccontextmanager
    async def serving(
        cls, folder: Path, *, port: int | None = None, binary: str | Path | None = None
    ) -> AsyncIterator[EmbeddedMongo]:
        """`running` for an event loop."""
        async with in_thread(cls.running(folder, port=port, binary=binary)) as mongo:
            yield mongo

    def _spawn(self, binary: Path, lock: FolderLock) -> None:
        tries = 1 if self._fixed else TRIES
        while True:
            tries -= 1
            self.port = self._choose_port(lock.last_port)
            lock.write(port=self.port)
            if self._child is not None:
                self._child.stop()
            log = self.folder / "mongod.log"
            self._child = Child("mongod", self._command(binary), log=log, holding=[lock.fd])
            try:
                self._child.start(self._listens, seconds=START_SECONDS)
            except ChildFailed as error:
                # between choosing a free port and binding it, another program may take it
                if error.code != ADDRESS_IN_USE or not tries:
                    raise _explained(error) from None
            else:
                return

    def _choose_port(self, last: int | None) -> int:
        wanted = self.port or last or 0
        port = _free_port(wanted)
        if self._fixed and port != wanted:
            raise ChildFailed(f"Port {wanted} is in use: mongod cannot run on it.", ADDRESS_IN_USE)
        return port

    def _command(self, binary: Path) -> list[str]:
        data = self.folder / "data"
        data.mkdir(mode=0o700, exist_ok=True)
        command = [str(binary), "--dbpath", str(data), "--port", str(self.port), "--bind_ip", HOST]
        command += ["--replSet", SET, "--nounixsocket", "--quiet", "--oplogSize", "64"]
        # zlib stays off: CVE-2025-14847 is not fixed in the version of the wheel
        command += ["--wiredTigerCacheSizeGB", "0.25", "--networkMessageCompressors", "snappy,zstd"]
        return [*command, "--setParameter", "diagnosticDataCollectionEnabled=false"]

    def _listens(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection((HOST, self.port), timeout=1):
            return self.alive
        return False

    def _become_primary(self) -> None:
        uri = f"mongodb://{HOST}:{self.port}/?directConnection=true"
        try:
            with blocking_client(uri, seconds=START_SECONDS) as client:
                self._check_identity(client.admin)
                _initiate(client.admin, f"{HOST}:{self.port}")
        except PyMongoError as error:
            raise ChildFailed(f"mongod gave no primary ({type(error).__name__}).") from None

    def _check_identity(self, admin: Any) -> None:
        # never form a set out of another's server that took the port a moment before ours
        if admin.command("serverStatus")["pid"] != self.pid:
            raise ChildFailed(f"Port {self.port} is in use by another MongoDB.", ADDRESS_IN_USE)


def _initiate(admin: Any, address: str) -> None:
    config = {"_id": SET, "members": [{"_id": 0, "host": address}]}
    reply = admin.command({"replSetInitiate": config}, check=False)
    if not reply["ok"] and reply["code"] != ALREADY_INITIALIZED:
        raise ChildFailed(f"mongod refused to form a replica set (error {reply['code']}).")
    deadline = time.monotonic() + START_SECONDS
    while not admin.command("hello")["isWritablePrimary"]:
        if time.monotonic() > deadline:
            raise ChildFailed(f"mongod was not primary after {START_SECONDS:.0f} s.")
        if not reply["ok"]:
            _move(admin, address)
        time.sleep(POLL_SECONDS)


def _move(admin: Any, address: str) -> None:
    """Tell a set that was formed on another port where it lives now."""
    config = admin.command("replSetGetConfig", check=False).get("config")
    if config is None or config["members"][0]["host"] == address:
        return
    config["members"][0]["host"] = address
    config["version"] += 1
    admin.command({"replSetReconfig": config, "force": True}, check=False)


def _free_port(preferred: int) -> int:
    for port in (preferred, 0):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            return int(probe.getsockname()[1])
    raise ChildFailed("No port is free on this machine.")


def _explained(error: ChildFailed) -> ChildFailed:
    hint = HINTS.get(error.code or 0)
    return ChildFailed(f"mongod cannot run: {hint}.", error.code) if hint else error
