"""Documents named by their hash: automatic persisted queries, and a deployer's trusted documents."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from gateway.errors import CODES
from gateway.http.problem import Problem
from gateway.http.reading import Asked

HASH = re.compile(r"[0-9a-f]{64}")
VERSION = 1


class PersistedDocuments:
    """Turns what a caller sent into the text of a document, or refuses.

    Callers speak Apollo's protocol: `extensions.persistedQuery {version: 1, sha256Hash}`, with the query
    when the hash is new here. Only valid documents are kept, up to a number of characters.
    """

    def __init__(
        self,
        is_valid: Callable[[str], bool],
        *,
        keep_characters: int = 0,
        trusted: Mapping[str, str] | None = None,
        trusted_only: bool = False,
    ) -> None:
        """`keep_characters=0` keeps nothing; `trusted` maps hashes to texts that are always known."""
        self._is_valid = is_valid
        self._trusted = trusted or {}
        self._trusted_only = trusted_only
        self._limit = 0 if trusted_only else keep_characters
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._characters = 0

    @property
    def characters(self) -> int:
        """Characters kept now, trusted documents not counted."""
        return self._characters

    def text_of(self, asked: Asked) -> str:
        """The document to run; raises `Problem`."""
        wanted = asked.extensions.get("persistedQuery")
        named = _hash_of(wanted) if wanted is not None else None
        if asked.query is None:
            return self._known(named)
        made = sha256(asked.query.encode()).hexdigest() if named or self._trusted_only else None
        if named and named != made:
            raise Problem(400, "BAD_REQUEST", "The hash is not that of the query.")
        if self._trusted_only and made not in self._trusted:
            raise _refused(403, "DOCUMENT_NOT_TRUSTED")
        if named:
            self._keep(named, asked.query)
        return asked.query

    def _known(self, named: str | None) -> str:
        if named is None:
            raise Problem(400, "BAD_REQUEST", "The query is missing.")
        if named in self._trusted:
            return self._trusted[named]
        if named in self._kept:
            self._kept.move_to_end(named)
            return self._kept[named]
        if self._trusted_only:
            raise _refused(403, "DOCUMENT_NOT_TRUSTED")
        if not self._limit:
            raise _refused(400, "PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")
        raise _refused(400, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")

    def _keep(self, named: str, text: str) -> None:
        known = named in self._kept or named in self._trusted
        if known or len(text) > self._limit or not self._is_valid(text):
            return
        self._kept[named] = text
        self._characters += len(text)
        while self._characters > self._limit:
            _, oldest = self._kept.popitem(last=False)
            self._characters -= len(oldest)


def _hash_of(wanted: Any) -> str:
    if not isinstance(wanted, dict) or wanted.get("version") != VERSION:
        raise Problem(400, "BAD_REQUEST", f"persistedQuery must be an object with version {VERSION}.")
    named = wanted.get("sha256Hash")
    if not isinstance(named, str) or not HASH.fullmatch(named.lower()):
        raise Problem(400, "BAD_REQUEST", "persistedQuery.sha256Hash must be a SHA-256 in hex.")
    return named.lower()


def _refused(status: int, code: str, message: str | None = None) -> Problem:
    # the messages are part of the protocol: clients compare them
    return Problem(status, code, message or CODES[code].meaning, wellformed=status == 400)
