"""Turns what a driver raises into the graph's errors; no text of a driver leaves this module."""

from __future__ import annotations

from bson.errors import BSONError
from pymongo.errors import (
    BulkWriteError,
    ConfigurationError,
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    NetworkTimeout,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
    WaitQueueTimeoutError,
)

from gateway.errors import SourceError, SourceInvalid, SourceMisconfigured, SourceTimeout, SourceUnavailable

DRIVER_ERRORS = (PyMongoError, BSONError, OverflowError, UnicodeError)
"""All that a driver raises for a server, a network or a value; `TypeError` stays what it is, a mistake."""

DUPLICATE = 11000
VALIDATION_FAILED = 121
REFUSES_US = {13, 18, 20, 8000}


class DuplicateKey(SourceInvalid):
    """A unique index refused a document: catch it where two callers may write the same thing.

    `keys`: names of the fields of the index, where the server tells. `positions`: which requests of a
    bulk write were refused, from 0.
    """

    def __init__(
        self, *, source: str | None, keys: tuple[str, ...] = (), positions: tuple[int, ...] = ()
    ) -> None:
        """Never holds a value."""
        super().__init__(source=source, detail=f"duplicate key {', '.join(keys)}".rstrip())
        self.keys = keys
        self.positions = positions


def source_error(source: str | None, error: Exception) -> SourceError:
    """The error of the graph for one of `DRIVER_ERRORS`; its detail has names and numbers only."""
    if isinstance(error, DuplicateKeyError):
        return DuplicateKey(source=source, keys=_fields(error.details))
    if isinstance(error, BulkWriteError):
        return _bulk_error(source, error)
    kind = _kind(error)
    return kind(source=source, detail=_detail(error))


def _kind(error: Exception) -> type[SourceError]:
    if isinstance(error, ServerSelectionTimeoutError):
        return SourceUnavailable
    if isinstance(error, NetworkTimeout | ExecutionTimeout | WaitQueueTimeoutError):
        return SourceTimeout
    if isinstance(error, ConnectionFailure):
        return SourceUnavailable
    if isinstance(error, PyMongoError) and error.timeout:
        return SourceTimeout
    if isinstance(error, ConfigurationError) or getattr(error, "code", None) in REFUSES_US:
        return SourceMisconfigured
    return SourceInvalid


def _bulk_error(source: str | None, error: BulkWriteError) -> SourceError:
    refused = error.details.get("writeErrors", [])
    duplicates = [entry for entry in refused if entry.get("code") == DUPLICATE]
    if duplicates and len(duplicates) == len(refused):
        keys = dict.fromkeys(name for entry in duplicates for name in _fields(entry))
        positions = tuple(int(entry["index"]) for entry in duplicates)
        return DuplicateKey(source=source, keys=tuple(keys), positions=positions)
    if error.timeout:
        return SourceTimeout(source=source, detail=_detail(error))
    codes = sorted({str(entry.get("code")) for entry in refused})
    return SourceInvalid(source=source, detail=f"{type(error).__name__} {' '.join(codes)}")


def _fields(details: object) -> tuple[str, ...]:
    pattern = details.get("keyPattern") if isinstance(details, dict) else None
    return tuple(pattern) if isinstance(pattern, dict) else ()


def _detail(error: Exception) -> str:
    if not isinstance(error, OperationFailure):
        return type(error).__name__
    name = (error.details or {}).get("codeName", "")
    return f"{type(error).__name__} {error.code} {name}".rstrip()
