"""Partners whose keys work here: those of the deployer's file or the demo's, and those kept in MongoDB."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from gateway.http.problem import Problem
from gateway.partners import DEMO_KEY, KEY, ORIGIN, Partner
from gateway.partners.book import KeyBook
from gateway.settings import SettingsError

SETTING = "GATEWAY_PARTNERS"

__all__ = ["DEMO_KEY", "ORIGIN", "Partner", "Partners", "read_partners"]


def no_book() -> KeyBook | None:
    """For a gateway that keeps no keys."""
    return None


@dataclass(frozen=True, slots=True)
class Partners:
    """All partners by key; `book` gives the stored ones once the gateway runs."""

    by_key: Mapping[str, Partner]
    book: Callable[[], KeyBook | None] = no_book

    def find(self, key: str) -> Partner | None:
        """The partner of a key of the file; None when it is not there."""
        return self.by_key.get(key)

    async def known(self, key: str) -> Partner:
        """The partner of a key; `Problem` when it is unknown or good no more."""
        found, book = self.find(key), self.book()
        if found is None and book is not None and KEY.fullmatch(key):
            found = await book.find(key)
        if found is None:
            raise Problem(403, "KEY_UNKNOWN", "This key is not known.")
        return found

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
