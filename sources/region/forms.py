"""The form of content files: what each may hold, checked when it is read."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, RootModel, StringConstraints, field_validator

from gateway.graph.scalars import parse_locale
from gateway.richtext import MOST_CHARACTERS

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Department = Annotated[str, StringConstraints(pattern=r"^\d[\dAB]$")]
FILE = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.(?:svg|png|jpg|webp|pdf)")


class Author(Enum):
    """Who wrote a text."""

    PARTIR_ICI = "PARTIR_ICI"
    REGION = "REGION"


class Strict(BaseModel):
    """A part of a file: a name that is not known here is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Texts(RootModel[dict[str, str]]):
    """A text by language; French must be there."""

    @field_validator("root")
    @classmethod
    def _french_at_least(cls, value: dict[str, str]) -> dict[str, str]:
        for tag, text in value.items():
            parse_locale(tag)
            if len(text) > MOST_CHARACTERS:
                raise ValueError(f"the text in {tag} is longer than {MOST_CHARACTERS} characters")
        if "fr" not in value:
            raise ValueError("there is no text in French")
        return value


class ChannelForm(Strict):
    """A way to reach people."""

    kind: Annotated[str, StringConstraints(pattern=r"^(WEB|APP|WIDGET|FEED|FACEBOOK|INSTAGRAM|NEWSLETTER)$")]
    name: Texts
    url: HttpUrl | None = None


class SiteForm(Strict):
    """`site.toml`."""

    written_by: Author
    name: Line
    tagline: Texts
    locales: list[str] = Field(min_length=1, max_length=20)
    url: HttpUrl | None = None
    channel: list[ChannelForm] = Field(default=[], max_length=20)

    @field_validator("locales")
    @classmethod
    def _tags(cls, value: list[str]) -> list[str]:
        return [parse_locale(tag) for tag in value]


class PageForm(Strict):
    """`pages/<slug>.toml`; texts of the body in the Markdown subset."""

    written_by: Author
    audiences: list[str]
    order: int = Field(ge=0, le=1000)
    updated: date
    title: Texts
    summary: Texts
    body: Texts


class EntryForm(Strict):
    """A question and its answer."""

    key: Key
    audiences: list[str]
    question: Texts
    answer: Texts


class FaqForm(Strict):
    """`faq.toml`."""

    written_by: Author
    entry: list[EntryForm] = Field(max_length=200)


class OrganizationForm(Strict):
    """An organisation that Apidae does not know."""

    key: Key
    kind: Annotated[str, StringConstraints(pattern=r"^(REGION|DEPARTMENT_AGENCY|TOURIST_OFFICE)$")]
    name: Line
    departments: list[Department] = Field(max_length=12)
    url: HttpUrl | None = None


class OrganizationsForm(Strict):
    """`organizations.toml`."""

    written_by: Author
    organization: list[OrganizationForm] = Field(max_length=200)


class AssetForm(Strict):
    """Something for those who speak of the platform: a `file` of `media/`, or a `url` elsewhere."""

    key: Key
    kind: Annotated[str, StringConstraints(pattern=r"^(LOGO|ILLUSTRATION|PHOTO|POSTER|VIDEO|DOCUMENT)$")]
    title: Texts
    alt: Texts
    licence: Line
    credit: Line
    file: str | None = None
    url: HttpUrl | None = None

    @field_validator("file")
    @classmethod
    def _plain_name(cls, value: str | None) -> str | None:
        if value is not None and not FILE.fullmatch(value):
            raise ValueError("a file is called like name.svg, name.png, name.jpg, name.webp or name.pdf")
        return value


class MediaForm(Strict):
    """`media.toml`."""

    written_by: Author
    asset: list[AssetForm] = Field(max_length=100)
