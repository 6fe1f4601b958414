"""The texts of the site, read from the files beside this one and from a folder, and rendered once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from gateway.errors import BadInput
from gateway.graph.text import Texts
from gateway.richtext import render
from sources.region.actors import ACTORS
from sources.region.forms import (
    AssetForm,
    Author,
    FaqForm,
    MediaForm,
    OrganizationForm,
    OrganizationsForm,
    PageForm,
    SiteForm,
    Strict,
)

PAGES, MEDIA = "pages", "media"
MOST_BYTES = 5_000_000
"""Of one file of the media kit."""

T = TypeVar("T", bound=Strict)


class BadContentError(ValueError):
    """A file that cannot be used; the text names the file and the place in it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text of the site: `audiences` empty for everybody; `plain` and `html` are of its body."""

    key: str
    written_by: Author
    audiences: tuple[str, ...]
    title: Texts
    plain: Texts
    html: Texts
    summary: Texts | None = None
    order: int = 0
    updated: date | None = None

    def is_for(self, audience: str | None) -> bool:
        """Whether it is for an audience; None asks for all texts."""
        return audience is None or not self.audiences or audience in self.audiences


@dataclass(frozen=True, slots=True)
class ContentBook:
    """All content of the site; `media_files` are the bytes of the media kit by name."""

    site: SiteForm
    pages: Sequence[Written]
    faq: Sequence[Written]
    organizations: Sequence[OrganizationForm]
    assets: Sequence[AssetForm]
    media_files: Mapping[str, bytes]

    def page(self, slug: str) -> Written | None:
        """The page of a name."""
        return next((one for one in self.pages if one.key == slug), None)


def read_book(folder: Path | None = None) -> ContentBook:
    """Our own files, those of `folder` in their place or beside them; `BadContentError` for a useless one."""
    found = _Files(folder)
    site, faq = found.read(SiteForm, "site.toml"), found.read(FaqForm, "faq.toml")
    pages = [_page(found, name) for name in found.names(PAGES, ".toml")]
    assets = found.read(MediaForm, "media.toml").asset
    organizations = found.read(OrganizationsForm, "organizations.toml").organization
    for name, keys in (
        ("faq.toml", [one.key for one in faq.entry]),
        ("organizations.toml", [one.key for one in organizations]),
        ("media.toml", [one.key for one in assets]),
    ):
        if len(set(keys)) < len(keys):
            raise BadContentError(f"{name}: a key comes twice")
    return ContentBook(
        site=site,
        pages=sorted(pages, key=lambda one: (one.order, one.key)),
        faq=[_entry(faq.written_by, one.key, one.audiences, one.question, one.answer) for one in faq.entry],
        organizations=organizations,
        assets=assets,
        media_files={one.file: found.media(one) for one in assets if one.file},
    )


class _Files:
    """Files by name: those of a folder before ours."""

    def __init__(self, folder: Path | None) -> None:
        if folder is not None and not folder.is_dir():
            raise BadContentError("there is no such folder")
        self._roots: list[Traversable] = [files("sources.region").joinpath("content")]
        if folder is not None:
            self._roots.insert(0, folder)

    def names(self, inside: str, ending: str) -> list[str]:
        """Names in a folder, in the order of the alphabet."""
        folders = [root.joinpath(inside) for root in self._roots]
        return sorted(
            {one.name for at in folders if at.is_dir() for one in at.iterdir() if one.name.endswith(ending)}
        )

    def bytes_of(self, *path: str) -> bytes:
        for root in self._roots:
            if (file := root.joinpath(*path)).is_file():
                return file.read_bytes()
        raise BadContentError(f"{'/'.join(path)}: there is no such file")

    def read(self, form: type[T], *path: str) -> T:
        name = "/".join(path)
        try:
            return form.model_validate(tomllib.loads(self.bytes_of(*path).decode()))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadContentError(f"{name}: {error}") from None
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise BadContentError(f"{name}: {place or 'file'}: {first['msg']}") from None
        except BadInput as error:
            raise BadContentError(f"{name}: {error.message}") from None

    def media(self, asset: AssetForm) -> bytes:
        content = self.bytes_of(MEDIA, asset.file or "")
        if len(content) > MOST_BYTES:
            raise BadContentError(f"{MEDIA}/{asset.file}: larger than {MOST_BYTES} bytes")
        return content


def _page(found: _Files, name: str) -> Written:
    slug = name.removesuffix(".toml")
    form = found.read(PageForm, PAGES, name)
    made = _entry(form.written_by, slug, form.audiences, form.title, form.body)
    return Written(
        key=slug,
        written_by=made.written_by,
        audiences=made.audiences,
        title=made.title,
        plain=made.plain,
        html=made.html,
        summary=form.summary.root,
        order=form.order,
        updated=form.updated,
    )


def _entry(author: Author, key: str, audiences: Sequence[str], title: Any, body: Any) -> Written:
    if unknown := sorted(set(audiences) - ACTORS.keys()):
        raise BadContentError(f"{key}: {unknown[0]} is no audience; known are {', '.join(ACTORS)}")
    rendered = {tag: render(text) for tag, text in body.root.items() if text.strip()}
    plain = {tag: one.plain for tag, one in rendered.items()}
    html = {tag: one.html for tag, one in rendered.items()}
    return Written(key, author, tuple(audiences), title.root, plain, html)
