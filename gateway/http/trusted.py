"""The manifest of trusted documents: a JSON file that front ends make from their own operations."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from gateway.settings import SettingsError

logger = logging.getLogger("gateway.http")

SETTING = "GATEWAY_TRUSTED_DOCUMENTS"


def read_trusted(file: str, is_valid: Callable[[str], bool]) -> Mapping[str, str]:
    """Hash -> text of every document; nothing for no file. Raises `SettingsError` for a wrong one.

    A document that does not fit the schema is told to the log: it answers the usual errors.
    """
    if not file:
        return {}
    documents = _parsed(file)
    for named, text in documents.items():
        if not isinstance(text, str) or sha256(text.encode()).hexdigest() != named:
            raise SettingsError(f"{SETTING}: the key {named[:12]!r} is not the SHA-256 of its document.")
    if unfit := [named[:12] for named, text in documents.items() if not is_valid(text)]:
        logger.warning("%d trusted documents do not fit the schema, e.g. %s", len(unfit), unfit[0])
    return documents


def _parsed(file: str) -> dict[str, Any]:
    try:
        found = orjson.loads(Path(file).read_bytes())
    except OSError as error:
        raise SettingsError(f"{SETTING}: the file cannot be read ({error.strerror}).") from None
    except orjson.JSONDecodeError:
        raise SettingsError(f"{SETTING}: the file is not JSON.") from None
    if not isinstance(found, dict):
        raise SettingsError(f"{SETTING}: the file must hold one object, from hash to document.")
    return found
