"""What Apidae posts when an export is ready: read, checked against the deployment, nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from gateway.commas import comma_parts

MOST_BYTES = 10_000
MOST_FIELDS = 20
LONGEST = 500
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_PATH = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")
_HASH = re.compile(r"[A-Za-z0-9._-]{1,200}")


class NotificationError(ValueError):
    """The body is not what Apidae posts; one sentence that holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address on one of the allowed hosts: `scheme://host`, a path, and `hash` of its query, or ""."""

    origin: str
    path: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification. `refused` is a reason of `SENTENCES`, "" for one that is worth fetching."""

    name: str
    project: int
    reset: bool
    exceptional: bool
    fetch: Address | None
    confirm: Address | None
    refused: str = ""


def read(body: bytes, project: int, hosts: frozenset[str]) -> Notification:
    """The notification of a form-encoded body. `NotificationError` for anything else."""
    form = _form(body)
    number, status = form.get("projetId", ""), form.get("statut", "")
    if not re.fullmatch(r"[0-9]{1,12}", number) or status not in {"SUCCESS", "ERROR"}:
        raise NotificationError("projetId is a number, statut is SUCCESS or ERROR.")
    flags = [form.get(key, "false") for key in ("reinitialisation", "ponctuel")]
    if not set(flags) <= {"true", "false"}:
        raise NotificationError("reinitialisation and ponctuel are true or false.")
    fetch = address_of(form.get("urlRecuperation", ""), hosts)
    confirm = address_of(form.get("urlConfirmation", ""), hosts)
    refused = "APIDAE_ERROR" if status == "ERROR" else ""
    if not refused and (fetch is None or (form.get("urlConfirmation") and confirm is None)):
        refused = "FOREIGN_HOST"
    if int(number) != project:
        refused = "UNKNOWN_PROJECT"
    name = fetch.path.rpartition("/")[2] if fetch else ""
    return Notification(name, int(number), flags[0] == "true", flags[1] == "true", fetch, confirm, refused)


def address_of(url: str, hosts: frozenset[str]) -> Address | None:
    """The parts of an address that may be called: https on an allowed host, or loopback that is allowed."""
    try:
        parts = urlsplit(url) if len(url) <= LONGEST else urlsplit("")
    except ValueError:
        return None
    host = parts.netloc.lower()
    plain = parts.scheme == "http" and host.rpartition(":")[0] in LOOPBACK
    if host not in hosts or not (parts.scheme == "https" or plain) or not _PATH.fullmatch(parts.path):
        return None
    query = dict(parse_qsl(parts.query, max_num_fields=2))
    told = query.get("hash", "")
    if parts.fragment or query.keys() - {"hash"} or (told and not _HASH.fullmatch(told)):
        return None
    return Address(f"{parts.scheme}://{host}", parts.path, told)


def hosts_of(text: str) -> frozenset[str]:
    """The hosts of a setting, with their ports where they have one."""
    return frozenset(one.lower() for one in comma_parts(text))


def _form(body: bytes) -> Mapping[str, str]:
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise NotificationError("The body is no form of few fields in UTF-8.") from None
    names = [name for name, _ in fields]
    if len(set(names)) < len(names):
        raise NotificationError("A field is there twice.")
    return dict(fields)
