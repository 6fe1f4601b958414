"""The folder of a database: private, and used by one process at a time."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from pathlib import Path
from typing import Any

from gateway.supervise.process import ChildFailed

OWNER_FILE = "owner.json"
POLL_SECONDS = 0.05
DYING_SECONDS = 20.0


class FolderInUse(ChildFailed):
    """Another living process uses the folder; its text says what to do."""


class FolderLock:
    """Held by this process, by the guard and by mongod itself: free only when all three are gone.

    The kernel frees it, so nothing is stale after kill -9; what an unclean end left in the folder is
    repaired by mongod when it starts.
    """

    def __init__(self, folder: Path) -> None:
        """Waits for a server whose owner is gone; `FolderInUse` when the owner lives."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        self._folder = folder
        self.fd = os.open(folder / OWNER_FILE, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._take(time.monotonic() + DYING_SECONDS)
        except BaseException:
            os.close(self.fd)
            raise
        self.last_port: int | None = self._read().get("port")

    def write(self, *, port: int) -> None:
        """Leave a note for whoever comes next: who we are and where the server listens."""
        note = json.dumps({"pid": os.getpid(), "port": port}).encode()
        os.pwrite(self.fd, note, 0)
        os.ftruncate(self.fd, len(note))

    def release(self) -> None:
        """Let go; the lock is free once the children that hold it have ended."""
        os.close(self.fd)

    def _take(self, deadline: float) -> None:
        while True:
            with contextlib.suppress(BlockingIOError):
                return fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            note = self._read()
            if _alive(note.get("pid")) or time.monotonic() > deadline:
                raise FolderInUse(_sentence(self._folder, note))
            time.sleep(POLL_SECONDS)

    def _read(self) -> dict[str, Any]:
        try:
            note = json.loads(os.pread(self.fd, 1000, 0))
        except ValueError:
            return {}
        return note if isinstance(note, dict) else {}


def _alive(pid: object) -> bool:
    if not isinstance(pid, int):
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _sentence(folder: Path, note: dict[str, Any]) -> str:
    return (
        f"The database in {folder} is in use by process {note.get('pid', 'unknown')}: stop that one, "
        f"or share its server with MONGODB_URI=mongodb://127.0.0.1:{note.get('port')}/?replicaSet=rs0"
    )
