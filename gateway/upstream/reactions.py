"""From what went wrong to what to do about it: two tables, by status and by exception."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType

import aiohttp
from aiohttp import http_exceptions

from gateway.errors import (
    SourceError,
    SourceInvalid,
    SourceMisconfigured,
    SourceRateLimited,
    SourceTimeout,
    SourceUnavailable,
)
from gateway.upstream.answer import Answer
from gateway.upstream.session import ConnectionFailed


class Reaction(Enum):
    """What the gateway does about an answer or an exception."""

    ACCEPT = "hand the answer to the source"
    RETRY = "repeat once if the budget allows, else unavailable"
    UNAVAILABLE = "do not repeat"
    TIMEOUT = "do not repeat, the time is used up"
    RATE_LIMITED = "call nobody until the pause is over"
    MISCONFIGURED = "do not repeat, tell the operator"
    INVALID = "do not repeat, keep nothing"


Classify = Callable[[Answer], "SourceError | Reaction | None"]
"""A source's own reading of an answer that is not 2xx; None leaves it to the table of statuses."""

STATUSES: Mapping[int, Reaction] = MappingProxyType(
    {
        3: Reaction.INVALID,
        4: Reaction.INVALID,
        5: Reaction.UNAVAILABLE,
        401: Reaction.MISCONFIGURED,
        403: Reaction.MISCONFIGURED,
        407: Reaction.MISCONFIGURED,
        408: Reaction.TIMEOUT,
        429: Reaction.RATE_LIMITED,
        502: Reaction.RETRY,
        503: Reaction.RETRY,
        504: Reaction.RETRY,
    }
)
"""Exact statuses, and one digit for the rest of a family."""

FAULTS: tuple[tuple[type[Exception], Reaction], ...] = (
    (aiohttp.ClientConnectorCertificateError, Reaction.MISCONFIGURED),
    (ssl.SSLCertVerificationError, Reaction.MISCONFIGURED),
    (aiohttp.InvalidURL, Reaction.MISCONFIGURED),
    (aiohttp.NonHttpUrlClientError, Reaction.MISCONFIGURED),
    (aiohttp.ClientConnectorDNSError, Reaction.UNAVAILABLE),
    (socket.gaierror, Reaction.UNAVAILABLE),
    (aiohttp.ClientSSLError, Reaction.UNAVAILABLE),
    (ssl.SSLError, Reaction.UNAVAILABLE),
    (TimeoutError, Reaction.TIMEOUT),
    (aiohttp.ClientConnectionError, Reaction.RETRY),
    (OSError, Reaction.RETRY),
    (http_exceptions.ContentEncodingError, Reaction.INVALID),
    (http_exceptions.TransferEncodingError, Reaction.RETRY),
    (http_exceptions.ContentLengthError, Reaction.RETRY),
    (aiohttp.ClientPayloadError, Reaction.RETRY),
    (aiohttp.ClientError, Reaction.INVALID),
    (http_exceptions.HttpProcessingError, Reaction.INVALID),
)
"""The first row that fits decides."""

CAUGHT: tuple[type[Exception], ...] = (aiohttp.ClientError, OSError, http_exceptions.HttpProcessingError)

_ERRORS: Mapping[Reaction, type[SourceError]] = {
    Reaction.RETRY: SourceUnavailable,
    Reaction.UNAVAILABLE: SourceUnavailable,
    Reaction.TIMEOUT: SourceTimeout,
    Reaction.RATE_LIMITED: SourceRateLimited,
    Reaction.MISCONFIGURED: SourceMisconfigured,
    Reaction.INVALID: SourceInvalid,
}


def reaction_to_status(status: int, table: Mapping[int, Reaction]) -> Reaction:
    """The row of the exact status, else of its family, else INVALID (2xx is ACCEPT)."""
    if 200 <= status < 300:
        return table.get(status, Reaction.ACCEPT)
    return table.get(status, table.get(status // 100, Reaction.INVALID))


def innermost(fault: Exception) -> Exception:
    """The exception that tells most: the cause of one that only wraps, else the exception itself."""
    wraps = isinstance(fault, aiohttp.ClientPayloadError | ConnectionFailed)
    # a cut connection and a bad gzip come in the same wrapping
    return fault.__cause__ if wraps and isinstance(fault.__cause__, Exception) else fault


def reaction_to_fault(kind: type[Exception]) -> Reaction:
    """The first fitting row for a kind of exception."""
    return next((reaction for row, reaction in FAULTS if issubclass(kind, row)), Reaction.INVALID)


def error_for(reaction: Reaction, *, source: str, detail: str) -> SourceError:
    """The typed error of a reaction other than ACCEPT."""
    return _ERRORS[reaction](source=source, detail=detail, transient=reaction is Reaction.RETRY)
