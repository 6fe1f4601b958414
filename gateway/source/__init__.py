"""The contract of a source: all that a folder of `sources/` may declare, and nothing else."""

from gateway.source.beside import Command, Emulator, Job, Mark, Notice, PictureFacts, Pictures, Sample
from gateway.source.context import Card, Context, Keyed, Marked, Opening, OpenUpstream, SourceSettings
from gateway.source.declaration import Source
from gateway.source.fields import link, mutation, root_field, subscription
from gateway.source.parts import (
    MAX_AGE,
    Entity,
    Feed,
    FeedPart,
    Happening,
    Link,
    Mutation,
    Pace,
    RootField,
    Subscription,
)

__all__ = [
    "MAX_AGE",
    "Card",
    "Command",
    "Context",
    "Emulator",
    "Entity",
    "Feed",
    "FeedPart",
    "Happening",
    "Job",
    "Keyed",
    "Link",
    "Mark",
    "Marked",
    "Mutation",
    "Notice",
    "OpenUpstream",
    "Opening",
    "Pace",
    "PictureFacts",
    "Pictures",
    "RootField",
    "Sample",
    "Source",
    "SourceSettings",
    "Subscription",
    "link",
    "mutation",
    "root_field",
    "subscription",
]
