"""Partners and their browser keys: which origins may use a key. It protects attribution and is no secret."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from gateway.settings import SettingsError

SETTING = "GATEWAY_PARTNERS"
KEY = re.compile(r"pk_[A-Za-z0-9_]{3,60}")
ORIGIN = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9.\-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?")
LOOPBACK = re.compile(r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?")
LOOPBACK_SOURCES = ("http://127.0.0.1:*", "http://localhost:*", "https://127.0.0.1:*", "https://localhost:*")
DEMO_KEY = "pk_demo"


@dataclass(frozen=True, slots=True)
class Partner:
    """One key and the origins it works from, compared exactly; `any_loopback` is for the demo key alone."""

    key: str
    name: str
    origins: tuple[str, ...]
    any_loopback: bool = False

    def allows(self, origin: str) -> bool:
        """Whether a page of this origin may use the key."""
        return origin in self.origins or (self.any_loopback and LOOPBACK.fullmatch(origin) is not None)

    def ancestors(self) -> str:
        """The sources of `frame-ancestors` for pages made with this key."""
        return " ".join(LOOPBACK_SOURCES if self.any_loopback else self.origins) or "'none'"


@dataclass(frozen=True, slots=True)
class Partners:
    """All partners by key."""

    by_key: Mapping[str, Partner]

    def find(self, key: str) -> Partner | None:
        """The partner of a key; None when the key is unknown."""
        return self.by_key.get(key)

    def example(self) -> str:
        """A key to begin with on the configurator: the demo's, else none is given away."""
        return DEMO_KEY if DEMO_KEY in self.by_key else ""


def read_partners(path: str) -> Partners:
    """The partners of a JSON file, or for an empty path the demo's; `SettingsError` says what is wrong.

    The file is a list of `{"key": "pk_...", "name": "...", "origins": ["https://..."]}`. An empty list of
    origins means none.
    """
    if not path:
        return Partners({DEMO_KEY: Partner(DEMO_KEY, "Demo", (), any_loopback=True)})
    try:
        entries = orjson.loads(Path(path).read_bytes())
    except OSError:
        raise SettingsError(f"The file of {SETTING} cannot be read.") from None
    except orjson.JSONDecodeError:
        raise SettingsError(f"The file of {SETTING} is not JSON in UTF-8.") from None
    if not isinstance(entries, list):
        raise SettingsError(f"The file of {SETTING} must be a JSON list.")
    return _by_key([_partner(number, entry) for number, entry in enumerate(entries, 1)])


def _by_key(partners: Sequence[Partner]) -> Partners:
    by_key = {partner.key: partner for partner in partners}
    if len(by_key) < len(partners):
        raise SettingsError(f"The file of {SETTING} has a key twice.")
    return Partners(by_key)


def _partner(number: int, entry: Any) -> Partner:
    wrong = f"Entry {number} of the file of {SETTING}"
    if not isinstance(entry, dict) or set(entry) != {"key", "name", "origins"}:
        raise SettingsError(f"{wrong} must be an object with key, name and origins, and nothing else.")
    key, name, origins = entry["key"], entry["name"], entry["origins"]
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise SettingsError(f"{wrong} has a key that is not pk_ and 3 to 60 letters, digits or underscores.")
    if not isinstance(name, str) or not name.strip():
        raise SettingsError(f"{wrong} has no name.")
    if not isinstance(origins, list) or not all(isinstance(one, str) for one in origins):
        raise SettingsError(f"{wrong} needs a list of origins.")
    if not all(ORIGIN.fullmatch(one) for one in origins):
        raise SettingsError(f"{wrong} has an origin that is not like https://www.example.org, in lower case.")
    return Partner(key, name, tuple(origins))
