"""All questionnaires, charters and campaigns, read from the files beside this one and from a folder."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from sources.apidae.opening.span import paris_day
from sources.apidae.policies.model import Strict
from sources.apidae.policies.rulings import Rulings
from sources.apidae.questionnaires.model import (
    Campaign,
    CampaignKind,
    Campaigns,
    Charter,
    Questionnaire,
    QuestionnaireKind,
)

CAMPAIGNS = "campaigns.toml"
CHARTER = "charter-"
QUESTIONNAIRE = "questionnaire-"

T = TypeVar("T", bound=Strict)


class BadQuestionnaireError(ValueError):
    """A file that cannot be used; the text names the file and the place in it."""


@dataclass(frozen=True, slots=True)
class QuestionnaireBook:
    """Questionnaires by kind and version, charters by version, campaigns in their order.

    `published`: the days from which on questionnaires are sent, as the Region decided one after the other.
    """

    questionnaires: Mapping[tuple[QuestionnaireKind, str], Questionnaire]
    charters: Mapping[str, Charter]
    campaigns: Sequence[Campaign]
    published: Sequence[tuple[date, str]] = ()

    def ruled(self, rulings: Rulings) -> QuestionnaireBook:
        """The book of the files with what the Region decided."""
        return replace(self, published=rulings.questionnaires())

    def versions(self, kind: QuestionnaireKind) -> list[Questionnaire]:
        """All versions for one kind of offer, the oldest first."""
        found = [one for (of, _), one in self.questionnaires.items() if of is kind]
        return sorted(found, key=lambda one: (one.valid_from, one.version))

    def current(self, kind: QuestionnaireKind, now: datetime) -> Questionnaire | None:
        """The version that is sent today; None when there is none."""
        return self.on(kind, paris_day(now))

    def on(self, kind: QuestionnaireKind, day: date) -> Questionnaire | None:
        """The version that is sent on a day: what was decided last comes last among those of a day."""
        known = {f"{kind.value}/{one.version}": one for one in self.versions(kind)}
        days = [(one.valid_from, key) for key, one in known.items()]
        order = sorted((*days, *self.published), key=lambda one: one[0])
        begun = [known[key] for begins, key in order if begins <= day and key in known]
        valid = [one for one in begun if one.valid_to is None or day < one.valid_to]
        return valid[-1] if valid else None

    def questionnaire(self, kind: str, version: str) -> Questionnaire | None:
        """One version by its names."""
        known = kind in QuestionnaireKind.__members__
        return self.questionnaires.get((QuestionnaireKind[kind], version)) if known else None

    def charter(self, now: datetime) -> Charter:
        """The charter that is signed today: the last that is valid by then, else the first."""
        day = paris_day(now)
        ordered = sorted(self.charters.values(), key=lambda one: (one.valid_from, one.version))
        begun = [one for one in ordered if one.valid_from <= day]
        return begun[-1] if begun else ordered[0]

    def is_open(self, kind: CampaignKind, now: datetime) -> bool:
        """Whether a campaign of this kind holds the moment."""
        return any(one.kind is kind and one.is_open(now) for one in self.campaigns)


def read_questionnaires(folder: Path | None = None) -> QuestionnaireBook:
    """Our own files, those of `folder` in their place or beside them; `BadQuestionnaireError` for a bad one.

    A file is told by its name: `questionnaire-*.toml`, `charter-*.toml`, `campaigns.toml`.
    """
    texts = dict(_own())
    if folder is not None:
        if not folder.is_dir():
            raise BadQuestionnaireError("there is no such folder")
        texts |= {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))}
    if strange := [
        name for name in texts if name != CAMPAIGNS and not name.startswith((CHARTER, QUESTIONNAIRE))
    ]:
        raise BadQuestionnaireError(
            f"{min(strange)}: names are {QUESTIONNAIRE}*.toml, {CHARTER}*.toml or {CAMPAIGNS}"
        )
    forms = [
        _read(Questionnaire, name, text) for name, text in texts.items() if name.startswith(QUESTIONNAIRE)
    ]
    charters = [_read(Charter, name, text) for name, text in texts.items() if name.startswith(CHARTER)]
    found = QuestionnaireBook(
        {(one.kind, one.version): one for one in forms},
        {one.version: one for one in charters},
        _read(Campaigns, CAMPAIGNS, texts[CAMPAIGNS]).campaign,
    )
    if len(found.questionnaires) < len(forms) or len(found.charters) < len(charters):
        raise BadQuestionnaireError("two files hold the same version")
    return found


@cache
def own_questionnaires() -> QuestionnaireBook:
    """The book of our own files alone."""
    return read_questionnaires()


def _own() -> Iterable[tuple[str, str]]:
    folder = files("sources.apidae.questionnaires")
    return [(one.name, one.read_text("utf-8")) for one in folder.iterdir() if one.name.endswith(".toml")]


def _read(form: type[T], name: str, text: str) -> T:
    try:
        return form.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadQuestionnaireError(f"{name}: {error}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise BadQuestionnaireError(f"{name}: {place or 'file'}: {first['msg']}") from None
