"""What a declaration must say: names, settings, secrets (standards 1 and 2)."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from gateway.settings import SettingsError, prefix_of, read_source_settings
from gateway.source import Source

SECRET_WORDS = {"key", "keys", "token", "tokens", "secret", "secrets", "password"}
CANARY = "CANARY-VALUE"


def unnamed(source: Source[Any]) -> Iterator[str]:
    """Standard 1: the name is the folder's; title, description and owner are told."""
    folder = _folder(source)
    if folder.name != source.name:
        yield f"the source {source.name} lives in the folder {folder.name}"
    for word in ("title", "description", "owner"):
        if not str(getattr(source, word)).strip():
            yield f"the source has no {word}"
    told = {part.name: part.description for part in source.fields}
    told |= {part.name: part.description for part in source.links}
    told |= {job.name: job.description for job in source.jobs}
    yield from (f"{name} has no description" for name, text in told.items() if not text.strip())


def _folder(source: Source[Any]) -> Path:
    module = sys.modules[inspect.unwrap(source.open).__module__]
    return Path(module.__file__ or "").parent


def unhelpful_settings(source: Source[Any], environ: Mapping[str, str]) -> Iterator[str]:
    """Standard 2: every setting has help, secrets are marked, mistakes are one sentence without the value."""
    prefix = prefix_of(source)
    for name, field in source.settings.model_fields.items():
        if not (field.description or "").strip():
            yield f"{prefix}{name.upper()} has no description"
        if SECRET_WORDS & set(name.split("_")) and not is_secret(field):
            yield f"{prefix}{name.upper()} sounds like a secret and is no SecretStr"
    yield from _mistakes(source, environ, prefix)


def is_secret(field: FieldInfo) -> bool:
    """Whether a setting hides its value."""
    return SecretStr in {field.annotation, *get_args(field.annotation)}


def _mistakes(source: Source[Any], environ: Mapping[str, str], prefix: str) -> Iterator[str]:
    typo = f"{prefix}NO_SUCH_SETTING"
    yield from _badly_refused(source, {**environ, typo: CANARY}, typo)
    for name, field in source.settings.model_fields.items():
        variable = f"{prefix}{name.upper()}"
        if field.is_required():
            left = {key: value for key, value in environ.items() if key != variable}
            yield from _badly_refused(source, left, variable)
        elif field.annotation in {int, float, bool}:
            yield from _badly_refused(source, {**environ, variable: CANARY}, variable)


def _badly_refused(source: Source[Any], environ: Mapping[str, str], variable: str) -> Iterator[str]:
    try:
        read_source_settings(source, environ, disabled=False)
    except SettingsError as error:
        sentence = str(error)
        if variable not in sentence:
            yield f"the message about {variable} does not name it: {sentence}"
        if CANARY in sentence:
            yield f"the message about {variable} shows its value"
        if "\n" in sentence:
            yield f"the message about {variable} is more than a sentence"
    except Exception as error:  # noqa: BLE001  # that is what is looked for
        yield f"a mistake in {variable} is a {type(error).__name__}"
    else:
        yield f"a mistake in {variable} is not noticed"
