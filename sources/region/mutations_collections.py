"""What the Region does with editorial collections: make, change, publish, take back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import strawberry

from gateway.clock import milliseconds
from gateway.graph.ids import key_of
from gateway.mutations import Payload, refuse
from gateway.mutations.versions import update_version
from gateway.source import Context, mutation
from gateway.store import Document, DuplicateKey
from sources.region.mapping import collection_of
from sources.region.model import MOST_COLLECTIONS, MOST_OFFERS
from sources.region.runtime import Runtime
from sources.region.texts import EditorialTextInput, slug_of, texts_of
from sources.region.types import EditorialCollection

LONGEST_TITLE, LONGEST_INTRO = 120, 1_000
ENTITY = EditorialCollection.entity


@strawberry.input(description="A new editorial collection.")
class CreateCollectionInput:
    """A collection to make."""

    slug: str = strawberry.field(
        description="Its name as part of a url: lower-case letters, digits and single hyphens, up to 80."
    )
    title: list[EditorialTextInput] = strawberry.field(
        description="Its title in each language, French among them, up to 120 characters."
    )
    offers: list[strawberry.ID] = strawberry.field(
        description=f"`id`s of public offers, at most {MOST_OFFERS}; each once."
    )
    intro: list[EditorialTextInput] = strawberry.field(
        description="A few words before the list, up to 1000 characters.", default_factory=list
    )


@strawberry.input(description="A change of an editorial collection; what is left out stays.")
class UpdateCollectionInput:
    """A change."""

    id: strawberry.ID = strawberry.field(description="The `id` of the collection.")
    expected_version: int = strawberry.field(
        description="The `version` you have read; if it is another one by now, `CONFLICT` and no change."
    )
    title: list[EditorialTextInput] | None = strawberry.field(
        description="As in `createCollection`.", default=None
    )
    offers: list[strawberry.ID] | None = strawberry.field(
        description="All its offers; those that are not public any more may be left among them.", default=None
    )
    intro: list[EditorialTextInput] | None = strawberry.field(
        description="As in `createCollection`.", default=None
    )


@strawberry.input(description="An editorial collection, in the version that was read.")
class CollectionVersionInput:
    """Which collection."""

    id: strawberry.ID = strawberry.field(description="The `id` of the collection.")
    expected_version: int = strawberry.field(
        description="The `version` you have read; if it is another one by now, `CONFLICT` and no change."
    )


Creating = Annotated[CreateCollectionInput, strawberry.argument(description="What to make.")]
Updating = Annotated[UpdateCollectionInput, strawberry.argument(description="What to change.")]
Publishing = Annotated[CollectionVersionInput, strawberry.argument(description="What to show.")]
TakingBack = Annotated[CollectionVersionInput, strawberry.argument(description="What to take back.")]


@strawberry.type(description="An editorial collection after a change.")
class EditorialCollectionPayload(Payload):
    """Of all mutations about collections."""

    collection: EditorialCollection | None = strawberry.field(
        description="The collection as it is now; null when nothing was done.", default=None
    )


async def made_again(ctx: Context[Runtime], key: str) -> EditorialCollectionPayload | None:
    """The collection a call made under this key."""
    found = await ctx.runtime.collections.find_one({"_id": key})
    return _payload(found) if found else None


@mutation(
    description="Make an editorial collection of public offers: a draft. A `slug` that is taken: `CONFLICT`.",
    roles=("REGION_ADMIN",),
    replay=made_again,
    name="createCollection",
)
async def create_collection(ctx: Context[Runtime], input: Creating) -> EditorialCollectionPayload | None:
    """The draft."""
    if await ctx.runtime.collections.count({}, limit=MOST_COLLECTIONS) >= MOST_COLLECTIONS:
        refuse("QUOTA_EXHAUSTED")
    now = milliseconds(ctx.request.now)
    made: Document = {
        "_id": ctx.new_key,
        "version": 1,
        "state": "DRAFT",
        "slug": slug_of(input.slug, "input.slug"),
        "titles": texts_of(input.title, "input.title", LONGEST_TITLE, needed=True),
        "intros": texts_of(input.intro, "input.intro", LONGEST_INTRO, needed=False),
        "offers": await _offers(ctx, input.offers, ()),
        "createdAt": now,
        "updatedAt": now,
        "publishedAt": None,
    }
    try:
        await ctx.runtime.collections.insert_one(made)
    except DuplicateKey:
        if await ctx.runtime.collections.find_one({"slug": made["slug"], "_id": {"$ne": made["_id"]}}):
            words = {"fr": "Cette adresse est déjà prise.", "en": "This slug is taken."}
            refuse("CONFLICT", "input.slug", texts=words)
        raise
    return _payload(made)


@mutation(description="Change an editorial collection.", roles=("REGION_ADMIN",), name="updateCollection")
async def update_collection(ctx: Context[Runtime], input: Updating) -> EditorialCollectionPayload | None:
    """The collection as it is then; a published one changes at once for everybody."""
    key = key_of(input.id, ENTITY, "input.id")
    changes: dict[str, Any] = {}
    if input.title is not None:
        changes["titles"] = texts_of(input.title, "input.title", LONGEST_TITLE, needed=True)
    if input.intro is not None:
        changes["intros"] = texts_of(input.intro, "input.intro", LONGEST_INTRO, needed=False)
    if input.offers is not None:
        before = await ctx.runtime.collections.find_one({"_id": key}, projection={"offers": 1})
        changes["offers"] = await _offers(ctx, input.offers, before["offers"] if before else ())
    return await _changed(ctx, key, input.expected_version, changes)


@mutation(
    description="Show an editorial collection to everybody.",
    roles=("REGION_ADMIN",),
    name="publishCollection",
)
async def publish_collection(ctx: Context[Runtime], input: Publishing) -> EditorialCollectionPayload | None:
    """The collection as it is then; publishing it again makes it the newest."""
    key = key_of(input.id, ENTITY, "input.id")
    changes = {"state": "PUBLISHED", "publishedAt": milliseconds(ctx.request.now)}
    return await _changed(ctx, key, input.expected_version, changes)


@mutation(
    description="Take an editorial collection back: it is a draft again, and gone for everybody else.",
    roles=("REGION_ADMIN",),
    name="unpublishCollection",
)
async def unpublish_collection(ctx: Context[Runtime], input: TakingBack) -> EditorialCollectionPayload | None:
    """The collection as it is then."""
    key = key_of(input.id, ENTITY, "input.id")
    return await _changed(ctx, key, input.expected_version, {"state": "DRAFT", "publishedAt": None})


async def _changed(
    ctx: Context[Runtime], key: str, expected: int, changes: Mapping[str, Any]
) -> EditorialCollectionPayload:
    told = {**changes, "updatedAt": milliseconds(ctx.request.now)}
    changed = await update_version(ctx.runtime.collections, {"_id": key}, expected, told)
    await ctx.withdrawn(ENTITY, key)
    return _payload(changed)


async def _offers(ctx: Context[Runtime], ids: Sequence[strawberry.ID], before: Sequence[str]) -> list[str]:
    """Keys of offers, each once: public ones, and those that stand there already."""
    keys = [key_of(one, "Offer", "input.offers") for one in ids]
    if len(keys) > MOST_OFFERS or len(set(keys)) < len(keys):
        refuse("INVALID_ARGUMENT", "input.offers")
    new = [key for key in keys if key not in before]
    if None in await ctx.load_many("Offer", new):
        refuse("NOT_FOUND", "input.offers")
    return keys


def _payload(one: Document) -> EditorialCollectionPayload:
    return EditorialCollectionPayload(collection=collection_of(one))
