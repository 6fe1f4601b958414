"""The kind of setting that names an upstream: an address without query or password."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


def _checked(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.username:
        raise ValueError("an http or https address without query or password is wanted")
    return value.rstrip("/")


BaseUrl = Annotated[str, AfterValidator(_checked)]
"""A setting of this type holds no slash at its end."""
