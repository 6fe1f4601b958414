"""What a text says to a machine: the urls, account names and hashtags in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"«»“”]{1,2000}", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w.@/])@([A-Za-z0-9_](?:[A-Za-z0-9._]{0,58}[A-Za-z0-9_])?)")
_WORD = re.compile(r"(?<![\w.@])[A-Za-z0-9._]+")
_HASHTAG = re.compile(r"(?<![\w&/])[#＃](\w{1,140})")

_LAST_MARK = re.compile(r"(?:^|(?<=\s))[#＃@][\w.]+$")
_AFTER_URL = ".,;:!?…'’*)]}"
_BEFORE_NAME = "._"
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Said:
    """What a text contains, each once, in its order.

    `urls` are normalised; `handles` lower-case without `@`; `names` are words with a dot or an
    underscore inside, which a handle looks like once its `@` was taken away; `hashtags` as written.
    """

    urls: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()


def read_text(text: str | None, links: Iterable[str] = ()) -> Said:
    """What a caption and the links attached to it contain; linear in their length."""
    whole = unicodedata.normalize("NFC", text or "")
    found = [_trimmed(match.group()) for match in _URL.finditer(whole)]
    rest = _URL.sub(" ", whole)
    return Said(
        urls=_once(url for link in (*found, *links) if (url := normalise_url(link))),
        handles=_once(fold_handle(match.group(1)) for match in _HANDLE.finditer(rest)),
        names=_once(name for match in _WORD.finditer(rest) if (name := _name(match.group()))),
        hashtags=_hashtags(rest),
    )


def pruned(text: str | None) -> str | None:
    """A caption without hashtags and handles at its end, lines of dots, rows of empty lines; or None."""
    lines = [line.rstrip() for line in (text or "").splitlines()]
    short = "\n".join("" if not line.strip(" .·•-–—_⠀") else line for line in lines)
    while (cut := _LAST_MARK.sub("", short.rstrip())) != short:
        short = cut
    return re.sub(r"\n{3,}", "\n\n", short).strip() or None


def normalise_url(url: str) -> str | None:
    """`https://WWW.Exemple.fr/a/?x=1` becomes `exemple.fr/a`; None when it is no web url."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    place = host.removeprefix("www.")
    if port not in {None, _DEFAULT_PORTS[parts.scheme]}:
        place = f"{place}:{port}"
    return place + unicodedata.normalize("NFC", unquote(parts.path)).rstrip("/")


def fold_handle(handle: str) -> str:
    """An account name as networks compare it."""
    return handle.strip().lstrip("@").lower()


def fold_hashtag(hashtag: str) -> str:
    """A hashtag without case and accents: `#FêteDuVillage` is `feteduvillage`."""
    return fold_text(hashtag.strip().lstrip("#＃"))


def fold_text(text: str) -> str:
    """A text without case, accents and ligatures."""
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _trimmed(url: str) -> str:
    """Without the punctuation of the sentence, but with a closing bracket that belongs to the url."""
    short = url.rstrip(_AFTER_URL)
    if short.count("(") > short.count(")") and url[len(short) :].startswith(")"):
        return f"{short})"
    return short


def _name(word: str) -> str | None:
    name = word.strip(_BEFORE_NAME)
    return name.lower() if any(sign in name for sign in _BEFORE_NAME) else None


def _hashtags(text: str) -> tuple[str, ...]:
    first_spelling: dict[str, str] = {}
    for match in _HASHTAG.finditer(text):
        hashtag = match.group(1)
        if not hashtag.isdecimal():  # "#1" is a rank
            first_spelling.setdefault(fold_hashtag(hashtag), hashtag)
    return tuple(first_spelling.values())


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
