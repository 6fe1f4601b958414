"""A source that writes: notes of their authors in a real collection, over HTTP in this process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

import httpx
import strawberry

from gateway.clock import Clock, ManualClock, SystemClock
from gateway.errors import BadInput, SourceUnavailable
from gateway.execution.documents import Limits
from gateway.execution.runner import Runner
from gateway.graph.compose import compose
from gateway.graph.node import Node
from gateway.http.assembly import graphql_endpoint, graphql_route
from gateway.http.served import Served
from gateway.identity import ANONYMOUS, Caller, Role
from gateway.mutations import Decision, Payload, refuse
from gateway.mutations.deciding import allowed_if
from gateway.mutations.services import COLLECTIONS, Services
from gateway.mutations.versions import ExpectedVersion, update_version
from gateway.opened import OpenedSource, OpenedSources
from gateway.settings import read_gateway_settings
from gateway.source import (
    Context,
    Entity,
    Mutation,
    Pace,
    RootField,
    Source,
    SourceSettings,
    mutation,
    root_field,
)
from gateway.store import Collection, Store

AUTHOR = Caller("author", (Role("SCOUT"),))
OTHER = Caller("other", (Role("SCOUT"),))
MANAGER = Caller("manager", (Role("COMMUNITY_MANAGER", "greeters"),))
TOKENS = {"Bearer author": AUTHOR, "Bearer other": OTHER, "Bearer manager": MANAGER}


@dataclass
class Desk:
    """A runtime: notes, what was called, and what goes wrong next."""

    notes: Collection
    calls: list[str] = field(default_factory=list)
    failure: BaseException | None = None
    after: BaseException | None = None


@strawberry.type(description="A note.")
class Note(Node):
    entity: ClassVar[str] = "Note"
    text: str = strawberry.field(description="What it says.")
    version: int = strawberry.field(description="How often it changed.")


@strawberry.type(description="What became of a note.")
class NotePayload(Payload):
    note: Note | None = strawberry.field(default=None, description="The note.")


@strawberry.type(description="What became of a report.")
class ReportPayload(Payload):
    received: bool = strawberry.field(default=False, description="Whether it was taken.")


@strawberry.input(description="A note to write.")
class Draft:
    text: str = strawberry.field(description="What to say.")


def note_of(document: Mapping[str, Any]) -> Note:
    return Note(key=document["_id"], text=document["text"], version=document["version"])


def may_change(caller: Caller, document: Mapping[str, Any] | None) -> Decision:
    """The one place of rights: authors change their notes, managers know of all, nobody else of any."""
    if document is None:
        return Decision.HIDDEN
    return allowed_if(document["author"] == caller.subject, visible=caller.has("COMMUNITY_MANAGER"))


async def again(ctx: Context[Desk], key: str) -> NotePayload | None:
    document = await ctx.runtime.notes.find_one({"_id": key})
    return NotePayload(note=note_of(document)) if document else None


@mutation(description="Write a note.", roles=("SCOUT",), replay=again)
async def write_note(ctx: Context[Desk], input: Draft) -> NotePayload | None:
    desk = ctx.runtime
    desk.calls.append(input.text)
    if desk.failure:
        raise desk.failure
    if not input.text.strip():
        refuse(
            "INVALID_ARGUMENT", "input.text", texts={"fr": "Écrivez quelque chose.", "en": "Say something."}
        )
    document = {"_id": ctx.new_key, "text": input.text, "author": ctx.caller.subject, "version": 1}
    await desk.notes.insert_one(document)
    if desk.after:
        raise desk.after
    return NotePayload(note=note_of(document))


Key = Annotated[str, strawberry.argument(description="The note's key.")]
Text = Annotated[str, strawberry.argument(description="What it shall say.")]


@mutation(description="Change a note.")
async def change_note(
    ctx: Context[Desk], key: Key, text: Text, expected_version: ExpectedVersion
) -> NotePayload | None:
    document = await ctx.runtime.notes.find_one({"_id": key})
    may_change(ctx.caller, document).enforce("key")
    changed = await update_version(ctx.runtime.notes, {"_id": key}, expected_version, {"text": text})
    return NotePayload(note=note_of(changed))


@mutation(description="Tell of a problem.", public=True, pace=Pace(2, 3600))
async def report(ctx: Context[Desk], text: Text) -> ReportPayload | None:
    if text == "bad":
        raise BadInput("INVALID_ARGUMENT", "The text is bad.", argument="text")
    ctx.runtime.calls.append(text)
    return ReportPayload(received=True)


@root_field(description="How many notes there are.")
async def note_count(ctx: Context[Desk]) -> int | None:
    return await ctx.runtime.notes.count({})


async def load_notes(keys: Sequence[str], ctx: Context[Desk]) -> Mapping[str, Note]:
    return {one["_id"]: note_of(one) for one in await ctx.runtime.notes.find({"_id": {"$in": list(keys)}})}


@asynccontextmanager
async def _open(_: Any) -> AsyncIterator[Any]:
    yield None


async def _healthy(_: Any) -> None:
    pass


def note_source(
    mutations: Sequence[Mutation] = (write_note, change_note, report), **more: Any
) -> Source[Any]:
    fields: Sequence[RootField] = (note_count,)
    return Source(
        name="notes",
        title="Notes",
        description="Notes of tests.",
        owner="tests",
        settings=SourceSettings,
        open=_open,
        health=_healthy,
        entities=(Entity(name="Note", type=Note, load=load_notes),),
        fields=fields,
        mutations=mutations,
        **more,
    )


@dataclass
class Writing:
    """The app, its desk and its services."""

    app: Served
    desk: Desk
    services: Services
    clock: Clock

    async def post(
        self, query: str, variables: Any = None, who: str = "author", **headers: str
    ) -> httpx.Response:
        sent = {"accept": "application/graphql-response+json"} | headers
        if who:
            sent["authorization"] = f"Bearer {who}"
        transport = httpx.ASGITransport(self.app, client=("198.51.100.7", 4000))
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
            return await client.post("/graphql", json={"query": query, "variables": variables}, headers=sent)

    async def data(self, query: str, variables: Any = None, who: str = "author", **headers: str) -> Any:
        answer = (await self.post(query, variables, who, **headers)).json()
        assert "errors" not in answer, answer
        return answer["data"]


async def known(headers: Sequence[str]) -> Caller:
    return TOKENS[headers[0]] if headers else ANONYMOUS


async def writing(store: Store, clock: ManualClock | None = None, **settings: object) -> Writing:
    """A world of its own over a database that is empty."""
    clock = clock or ManualClock(sleeping_advances=True)
    room = store.room("gateway")
    await room.prepare_with_retry(SystemClock(), COLLECTIONS)
    desk = Desk(store.room("notes").collection("notes"))
    services = Services.over(room, clock)
    source = note_source()
    board = OpenedSources([OpenedSource(source, SourceSettings(), desk)], clock, services)
    read = read_gateway_settings({f"GATEWAY_{name.upper()}": str(value) for name, value in settings.items()})
    endpoint = graphql_endpoint(
        read, Runner(compose((source,)), Limits()), lambda: board, clock=clock, identify=known
    )
    app = Served(read, endpoint, routes=[graphql_route(endpoint, read)])
    return Writing(app, desk, services, clock)


def outage() -> SourceUnavailable:
    return SourceUnavailable("The source is away.")
