"""Every error a caller may see, grouped by the reaction it asks for.

GatewayError
├── SourceError              a content source could not answer; its field is null, the others are not
│   ├── SourceUnavailable    wait and ask again
│   ├── SourceTimeout        wait and ask again
│   ├── SourceRateLimited    ask again after `retryAfter` seconds
│   ├── SourceMisconfigured  the operator must act: credentials, rights, address
│   ├── SourceInvalid        the operator must look: the source's answer cannot be used
│   ├── SourceDisabled       nothing to do: this deployment runs without the source
│   └── StreamLost           read the whole again, then subscribe anew
├── BadInput                 the caller must change an argument
├── LimitExceeded            the caller must ask for less
├── NotFound                 the caller named something that does not exist
├── Denied                   the caller may not do this, or must first do something else
└── Internal                 a fault of the gateway; its log line carries `reference`
"""

# ruff: noqa: N818  # a class is named like its code, and no code of the graph ends in _ERROR

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CodeInfo:
    """One row of the public table of codes.

    `retry`: whether the same request may succeed later; `http`: the status where no GraphQL answer
    can carry the code (inside a GraphQL answer the status stays 200).
    """

    meaning: str
    retry: bool
    http: int


CODES: Mapping[str, CodeInfo] = MappingProxyType(
    {
        "SOURCE_UNAVAILABLE": CodeInfo("The source cannot be reached or reports a failure.", True, 503),
        "SOURCE_TIMEOUT": CodeInfo("The source did not answer within its time budget.", True, 504),
        "SOURCE_RATE_LIMITED": CodeInfo(
            "The source asks the gateway to wait before the next call.", True, 503
        ),
        "SOURCE_MISCONFIGURED": CodeInfo(
            "The source refuses the gateway's credentials or rights.", False, 502
        ),
        "SOURCE_INVALID": CodeInfo("The source answered something that cannot be used.", False, 502),
        "SOURCE_DISABLED": CodeInfo("This deployment runs without the source.", False, 503),
        "INVALID_ARGUMENT": CodeInfo("An argument has a value that the field does not accept.", False, 400),
        "NOT_SUPPORTED_LIVE": CodeInfo(
            "Only a deployment that keeps a mirror of the source can answer this argument.", False, 400
        ),
        "INVALID_CURSOR": CodeInfo("A cursor does not belong to the list it was passed to.", False, 400),
        "INVALID_ID": CodeInfo("An id was not made by this graph, or belongs to another type.", False, 400),
        "INVALID_LOCALE": CodeInfo("A locale is not a language tag.", False, 400),
        "LIMIT_CHARACTERS": CodeInfo("The query text is too long.", False, 400),
        "LIMIT_TOKENS": CodeInfo("The query has too many tokens.", False, 400),
        "LIMIT_DEPTH": CodeInfo("The query nests fields too deeply.", False, 400),
        "LIMIT_FIELDS": CodeInfo(
            "The query selects too many fields once its fragments are expanded.", False, 400
        ),
        "LIMIT_ALIASES": CodeInfo("The query has too many aliases.", False, 400),
        "LIMIT_DIRECTIVES": CodeInfo("The query has too many directives.", False, 400),
        "LIMIT_COST": CodeInfo(
            "The query may fetch too much; ask for smaller pages or fewer fields.", False, 400
        ),
        "LIMIT_FIRST": CodeInfo("A page was asked that is larger than allowed.", False, 400),
        "LIMIT_ITEMS": CodeInfo("A list argument has too many items.", False, 400),
        "LIMIT_BODY": CodeInfo("The body of the request is too large.", False, 413),
        "LIMIT_DEADLINE": CodeInfo("The request took longer than the gateway allows.", True, 504),
        "LIMIT_RATE": CodeInfo("This caller sent too many requests in a short time.", True, 429),
        "LIMIT_BUSY": CodeInfo("The gateway has as much work as it can do; come back shortly.", True, 503),
        "BAD_REQUEST": CodeInfo("The request is not a GraphQL operation in JSON.", False, 400),
        "METHOD_NOT_ALLOWED": CodeInfo("This HTTP method does not serve this operation.", False, 405),
        "NOT_ACCEPTABLE": CodeInfo("None of the accepted media types is served here.", False, 406),
        "UNSUPPORTED_MEDIA_TYPE": CodeInfo("The body is not uncompressed JSON in UTF-8.", False, 415),
        "INVALID_SYNTAX": CodeInfo("The document is not GraphQL.", False, 400),
        "INVALID_DOCUMENT": CodeInfo("The document does not fit the schema.", False, 400),
        "INVALID_OPERATION": CodeInfo("The document does not say which operation to run.", False, 400),
        "INVALID_VARIABLES": CodeInfo("The variables do not fit the operation.", False, 400),
        "PERSISTED_QUERY_NOT_FOUND": CodeInfo(
            "No document is kept under this hash; send it with the hash.", True, 400
        ),
        "PERSISTED_QUERY_NOT_SUPPORTED": CodeInfo(
            "This deployment keeps no documents; send the query itself.", False, 400
        ),
        "DOCUMENT_NOT_TRUSTED": CodeInfo(
            "This deployment runs documents from its own list only.", False, 403
        ),
        "ORIGIN_NOT_ALLOWED": CodeInfo("Pages of this origin may not call the graph.", False, 403),
        "KEY_UNKNOWN": CodeInfo("No partner has this key.", False, 403),
        "KEY_REVOKED": CodeInfo("The partner's key was revoked or exchanged for another one.", False, 403),
        "KEY_EXPIRED": CodeInfo("The partner's key was given for a time that is over.", False, 403),
        "SCOPE_REFUSED": CodeInfo("The partner's key does not cover what was asked.", False, 403),
        "ORIGIN_REFUSED": CodeInfo("The partner's key does not serve pages of this origin.", False, 403),
        "UNAUTHENTICATED": CodeInfo(
            "The token is missing, is not right or has run out; get another one.", False, 401
        ),
        "ISSUER_UNAVAILABLE": CodeInfo(
            "The issuer of tokens cannot be reached, so none can be checked; ask without, or later.",
            True,
            503,
        ),
        "FORBIDDEN": CodeInfo("The caller may not read this.", False, 403),
        "STREAM_LOST": CodeInfo(
            "Events were missed, the reader was too slow or its mark too old; read anew, then subscribe.",
            True,
            410,
        ),
        "LIMIT_STREAMS": CodeInfo("Too many subscriptions are open, here or at this address.", True, 429),
        "NOT_FOUND": CodeInfo("Nothing public has this id.", False, 404),
        "GONE": CodeInfo("This was public and is not any more; take it out.", False, 410),
        "INTERNAL": CodeInfo("A fault of the gateway; report it with its reference.", True, 500),
    }
)


class GatewayError(Exception):
    """Base of all errors with a stable code; `message` is public and safe, in English.

    `detail` is for logs only and must already be redacted; `str(error)` is the public message.
    """

    code: str = "INTERNAL"

    def __init__(
        self,
        message: str,
        *,
        source: str | None = None,
        detail: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        """`retry_after` in seconds, when it is known when to come back."""
        super().__init__(message)
        self.message = message
        self.source = source
        self.detail = detail
        self.retry_after = retry_after

    def extensions(self) -> dict[str, object]:
        """What accompanies the message in an answer: the code, and what helps the caller to react."""
        found: dict[str, object] = {"code": self.code}
        if self.source is not None:
            found["source"] = self.source
        if self.retry_after is not None:
            found["retryAfter"] = max(1, math.ceil(self.retry_after))
        return found

    def __repr__(self) -> str:
        """Code, source and the internal detail: for logs."""
        about = f" from {self.source}" if self.source else ""
        return f"<{self.code}{about}: {self.detail or self.message}>"


class SourceError(GatewayError):
    """A content source could not give what was asked of it.

    `means_down`: readiness counts the source as down until it answers again. `transient`: the very
    same call may succeed at once, so the upstream client may repeat it.
    """

    code = "SOURCE_UNAVAILABLE"
    means_down: ClassVar[bool] = False

    def __init__(
        self,
        message: str | None = None,
        *,
        source: str | None = None,
        detail: str | None = None,
        retry_after: float | None = None,
        transient: bool = False,
    ) -> None:
        """Without a `message` the public text is the meaning of the code; never pass upstream text in it."""
        text = message or CODES[self.code].meaning
        super().__init__(text, source=source, detail=detail, retry_after=retry_after)
        self.transient = transient


class SourceUnavailable(SourceError):
    """The source cannot be reached, fails, or is left alone until it recovers."""

    code = "SOURCE_UNAVAILABLE"
    means_down = True


class SourceTimeout(SourceError):
    """The source used up its time budget."""

    code = "SOURCE_TIMEOUT"
    means_down = True


class SourceRateLimited(SourceError):
    """The source asked for a pause; `retry_after` says how long."""

    code = "SOURCE_RATE_LIMITED"


class SourceMisconfigured(SourceError):
    """The source refuses our credentials, rights or address; no retry helps."""

    code = "SOURCE_MISCONFIGURED"
    means_down = True


class SourceInvalid(SourceError):
    """The answer of the source is too large, not what it claims to be, or not what was agreed."""

    code = "SOURCE_INVALID"


class SourceDisabled(SourceError):
    """This deployment has no settings for the source, or switched it off."""

    code = "SOURCE_DISABLED"


class BadInput(GatewayError):
    """An argument the caller must change: the INVALID_ codes and NOT_SUPPORTED_LIVE."""

    def __init__(self, code: str, message: str, hint: str | None = None, argument: str | None = None) -> None:
        """`hint` says what would be accepted, `argument` which argument is meant."""
        super().__init__(message)
        self.code = code
        self.hint = hint
        self.argument = argument

    def extensions(self) -> dict[str, object]:
        """The code with the argument's name and the hint."""
        extra = {"argument": self.argument, "hint": self.hint}
        return super().extensions() | {name: value for name, value in extra.items() if value is not None}


class LimitExceeded(GatewayError):
    """The request asks for more than a limit (a LIMIT_ code) allows; says the limit and the actual value."""

    def __init__(
        self,
        code: str,
        *,
        limit: float,
        actual: float,
        message: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        """Both numbers in the unit that the code's meaning names."""
        text = message or f"{CODES[code].meaning} At most {limit}, got {actual}."
        super().__init__(text, retry_after=retry_after)
        self.code = code
        self.limit = limit
        self.actual = actual

    def extensions(self) -> dict[str, object]:
        """The code with the limit and the actual value."""
        return super().extensions() | {"limit": self.limit, "actual": self.actual}


class StreamLost(SourceError):
    """A follower of a stream missed something; it must read the whole again."""

    code = "STREAM_LOST"


class NotFound(GatewayError):
    """What the caller named does not exist, or is not public: the two are not told apart."""

    code = "NOT_FOUND"

    def __init__(self, message: str = CODES["NOT_FOUND"].meaning) -> None:
        """The message must not tell whether something hidden exists."""
        super().__init__(message)


class Denied(GatewayError):
    """A refusal outside of mutations: its code is one of the user errors' or `UNAUTHENTICATED`."""

    def __init__(self, code: str, message: str) -> None:
        """The message is the code's sentence in English."""
        super().__init__(message)
        self.code = code


class Internal(GatewayError):
    """A fault of the gateway itself; `reference` finds its log line and means nothing to others."""

    code = "INTERNAL"

    def __init__(self, reference: str, message: str = "Something went wrong in the gateway.") -> None:
        """`reference` is opaque, e.g. a few random letters."""
        super().__init__(message)
        self.reference = reference

    def extensions(self) -> dict[str, object]:
        """The code with the reference."""
        return super().extensions() | {"reference": self.reference}
