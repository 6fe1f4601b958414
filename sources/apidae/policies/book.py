"""The versions of the rules and the phases, read from the files beside this one and from a folder."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from sources.apidae.opening.span import PARIS, paris_day
from sources.apidae.policies.model import Policy, Strict
from sources.apidae.policies.phases import Schedule
from sources.apidae.policies.rulings import Rulings

PHASES = "phases.toml"

T = TypeVar("T", bound=Strict)


class BadPolicyError(ValueError):
    """A file that cannot be used; the text names the file and the place in it."""


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """All versions by name, and the phases. `pinned` is the version that is to be used whatever the day.

    `published`: the days from which on versions hold, as the Region decided one after the other.
    """

    versions: Mapping[str, Policy]
    schedule: Schedule
    pinned: str = ""
    published: Sequence[tuple[date, str]] = ()

    def ruled(self, rulings: Rulings) -> PolicyBook:
        """The book of the files with what the Region decided; what it decided about others is passed over."""
        known = [one for one in rulings.publications() if one[1] in self.versions]
        return replace(self, schedule=self.schedule.ruled(rulings.openings()), published=known)

    def at(self, day: date) -> Policy:
        """The version in force on a day: the pinned one, else the last that is valid by then."""
        if self.pinned:
            return self.versions[self.pinned]
        begun = [version for begins, version in self.calendar if begins <= day]
        return self.versions[begun[-1]] if begun else self.ordered[0]

    def next_change(self, now: datetime) -> datetime | None:
        """The midnight in France at which another version comes into force; None when none is to come."""
        days = [begins for begins, _ in self.calendar if begins > paris_day(now)]
        return datetime.combine(days[0], time(), PARIS) if days and not self.pinned else None

    @property
    def calendar(self) -> Sequence[tuple[date, str]]:
        """The days from which on versions hold, in order; what was decided last comes last on a day."""
        of_files = [(one.valid_from, one.version) for one in self.ordered]
        return sorted((*of_files, *self.published), key=lambda one: one[0])

    @property
    def ordered(self) -> Sequence[Policy]:
        """All versions, the oldest first."""
        return sorted(self.versions.values(), key=lambda one: (one.valid_from, one.version))


def read_book(folder: Path | None = None, pinned: str = "") -> PolicyBook:
    """Our own files, those of `folder` in their place or beside them; `BadPolicyError` for a useless one."""
    texts = dict(_own())
    if folder is not None:
        if not folder.is_dir():
            raise BadPolicyError("there is no such folder")
        texts |= {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))}
    policies = [_read(Policy, name, text) for name, text in texts.items() if name != PHASES]
    versions = {one.version: one for one in policies}
    if len(versions) < len(policies):
        raise BadPolicyError("two files hold the same version")
    if pinned and pinned not in versions:
        raise BadPolicyError(f"there is no such version; known are {', '.join(sorted(versions))}")
    return PolicyBook(versions, _read(Schedule, PHASES, texts[PHASES]), pinned)


@cache
def own_book() -> PolicyBook:
    """The book of our own files alone."""
    return read_book()


def _own() -> Iterable[tuple[str, str]]:
    folder = files("sources.apidae.policies")
    return [(one.name, one.read_text("utf-8")) for one in folder.iterdir() if one.name.endswith(".toml")]


def _read(form: type[T], name: str, text: str) -> T:
    try:
        return form.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadPolicyError(f"{name}: {error}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise BadPolicyError(f"{name}: {place or 'file'}: {first['msg']}") from None
