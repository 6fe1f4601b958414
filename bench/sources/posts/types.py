"""Types of the benchmark's posts."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

import strawberry

from gateway.graph.node import Node
from gateway.graph.scalars import URL


@strawberry.enum(description="What a post shows.")
class Media(Enum):
    """Kinds of posts."""

    IMAGE = strawberry.enum_value("IMAGE", description="A picture.")
    VIDEO = strawberry.enum_value("VIDEO", description="A film.")
    CAROUSEL_ALBUM = strawberry.enum_value("CAROUSEL_ALBUM", description="Several of them.")


@strawberry.type(description="Who posts.")
class Account(Node):
    """An account."""

    entity: ClassVar[str] = "Account"
    handle: str = strawberry.field(description="Its short name.")
    name: str = strawberry.field(description="Its name.")
    followers: int = strawberry.field(description="How many follow it.")


@strawberry.type(description="A post about an offer.")
class Post(Node):
    """A post."""

    entity: ClassVar[str] = "Post"
    account_key: strawberry.Private[str]
    media: Media = strawberry.field(description="What it shows.")
    text: str = strawberry.field(description="Its text.")
    permalink: URL = strawberry.field(description="Its address.")
    published_at: str = strawberry.field(description="When it was published (UTC).")
    likes: int = strawberry.field(description="How many like it.")
