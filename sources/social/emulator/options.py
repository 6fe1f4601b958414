"""The options of the emulator, read once from text and frozen."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sources.social.emulator import defaults
from sources.social.emulator.clock import parse_instant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off", ""}


@dataclass(frozen=True, slots=True)
class Options:
    """What a started emulator is: its app, its accounts, its limits. Counts are calls per window."""

    seed: str = defaults.SEED
    app_id: str = defaults.APP_ID
    app_secret: str = defaults.APP_SECRET
    page_token: str = defaults.PAGE_TOKEN
    user_token: str = defaults.USER_TOKEN
    page_id: str = defaults.PAGE_ID
    ig_user_id: str = defaults.IG_USER_ID
    user_id: str = defaults.USER_ID
    now: datetime | None = None
    posts: int = defaults.POSTS
    cdn_base: str = ""
    require_proof: bool = False
    open_control: bool = False
    app_calls: int = defaults.APP_CALLS
    user_calls: int = defaults.USER_CALLS
    page_calls: int = defaults.PAGE_CALLS
    instagram_calls: int = defaults.INSTAGRAM_CALLS
    oembed_calls: int = defaults.OEMBED_CALLS
    usage_headers_after: int = defaults.USAGE_HEADERS_AFTER


def read_options(texts: Mapping[str, str]) -> Options:
    """Turn text options into `Options`; raises ValueError naming an unknown or unreadable one."""
    known = {field.name: field.type for field in fields(Options)}
    if unknown := sorted(texts.keys() - known.keys()):
        raise ValueError(f"unknown emulator option: {', '.join(unknown)}")
    values: dict[str, Any] = {name: _read(name, str(known[name]), text) for name, text in texts.items()}
    return Options(**values)


def _read(name: str, kind: str, text: str) -> object:
    """Convert one text to the declared kind of its option."""
    try:
        if kind == "int":
            return _count(text)
        if kind == "bool":
            return _switch(text)
        if kind.startswith("datetime"):
            return parse_instant(text) if text else None
    except ValueError as fault:
        raise ValueError(f"emulator option {name} cannot be read: {text!r}") from fault
    return text


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _switch(text: str) -> bool:
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise ValueError(text)
    return word in _YES
