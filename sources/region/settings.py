"""What a deployer may set for the Region's content: `REGION_<NAME>`."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from pydantic import Field, field_validator

from gateway.source import SourceSettings
from sources.region.book import ContentBook, read_book


class RegionSettings(SourceSettings):
    """The database is the gateway's own."""

    content_folder: Path | None = Field(
        None,
        description="Folder with files in the place of those of sources/region/content, or beside them; one "
        "of the same name replaces ours. Empty: ours alone, written by the Partir Ici team.",
    )
    message_days: int = Field(
        90, ge=1, le=730, description="Days after which a message is deleted, whether answered or not."
    )

    @field_validator("content_folder")
    @classmethod
    def _usable_content(cls, value: Path | None) -> Path | None:
        read_book(value)
        return value

    @cached_property
    def book(self) -> ContentBook:
        """All texts, rendered."""
        return read_book(self.content_folder)
