"""`contact` for everybody, and what the Region does with messages through the graph."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import strawberry

from gateway.clock import milliseconds
from gateway.graph.connection import After, Connection, First, check_first, page_in_memory
from gateway.graph.enums import enum_of
from gateway.mutations import Payload
from gateway.source import Context, Keyed, Pace, link, mutation
from gateway.store import Document
from sources.region.messages import Letter, done, message_of, receive, waiting
from sources.region.rights import is_region
from sources.region.runtime import Runtime

MOST_MESSAGES = 1_000
ContactTopic: Any = enum_of(
    "ContactTopic",
    {
        "QUESTION": "A question about the platform.",
        "OFFER": "An offer; a problem with one is reported by `reportProblem`.",
        "PROVIDER": "Becoming a provider.",
        "TOURIST_OFFICE": "From a tourist office or an agency.",
        "SCOUT": "Becoming a scout.",
        "PRESS": "From the press.",
        "PERSONAL_DATA": "About one's own data.",
        "OTHER": "Anything else.",
    },
    description="What a message is about.",
)
MessageState: Any = enum_of(
    "MessageState",
    {"OPEN": "Waits for an answer.", "DONE": "Answered; what was personal is deleted."},
    description="Where a message stands.",
)


@strawberry.input(description="A message to those who run the platform.")
class ContactInput:
    """A message."""

    topic: ContactTopic = strawberry.field(description="What it is about.")
    text: str = strawberry.field(description="The message, 10 to 4000 characters; plain text.")
    email: str = strawberry.field(description="Where to answer; deleted with the message.")
    name: str | None = strawberry.field(description="How to call you, up to 100 characters.", default=None)


@strawberry.input(description="A message that was answered.")
class CloseMessageInput:
    """Which message."""

    receipt: str = strawberry.field(description="Its `receipt`.")
    note: str | None = strawberry.field(
        description="What was done, for colleagues, up to 300 characters; nothing personal.", default=None
    )


Writing = Annotated[ContactInput, strawberry.argument(description="What to send.")]
Closing = Annotated[CloseMessageInput, strawberry.argument(description="Which message.")]


@strawberry.type(description="The answer to a message.")
class ContactPayload(Payload):
    """Of sending."""

    receipt: str | None = strawberry.field(
        description="Name it when you ask about the message; null when nothing was sent.", default=None
    )
    deleted_at: datetime | None = strawberry.field(
        description="When the message is deleted at the latest (UTC).", default=None
    )


@strawberry.type(description="A message, as the Region sees it.")
class ContactMessage:
    """A message; what is personal is null once it is done."""

    key: strawberry.Private[str]
    topic: ContactTopic = strawberry.field(description="What it is about.")
    state: MessageState = strawberry.field(description="Where it stands.")
    text: str | None = strawberry.field(description="The message; plain text of somebody unknown.")
    email: str | None = strawberry.field(description="Where to answer.")
    name: str | None = strawberry.field(description="How they want to be called.")
    received_at: datetime = strawberry.field(description="When it came (UTC).")
    deleted_at: datetime = strawberry.field(description="When it is deleted at the latest (UTC).")
    done_at: datetime | None = strawberry.field(description="When it was answered (UTC).")
    note: str | None = strawberry.field(description="What was done.")

    @strawberry.field(description="Its number, which the sender has too.")
    def receipt(self) -> str:
        return self.key


@strawberry.type(description="A message after it was closed.")
class CloseMessagePayload(Payload):
    """Of closing."""

    message: ContactMessage | None = strawberry.field(
        description="The message; null when nothing was done.", default=None
    )


async def received(ctx: Context[Runtime], key: str) -> ContactPayload | None:
    """The message a call made under this key."""
    found = await message_of(ctx.runtime, key, milliseconds(ctx.request.now))
    return ContactPayload(receipt=found["_id"], deleted_at=found["expiresAt"]) if found else None


@mutation(
    description="Write to those who run the platform. Anybody may, a few times an hour. It is deleted "
    "once it is answered, and at the latest on the day that is told.",
    public=True,
    pace=Pace(5, 3600),
    replay=received,
)
async def contact(ctx: Context[Runtime], input: Writing) -> ContactPayload | None:
    """A receipt."""
    letter = Letter(input.topic.name, input.text, input.email, input.name)
    made = await receive(ctx.runtime, ctx.new_key, milliseconds(ctx.request.now), letter)
    return ContactPayload(receipt=made["_id"], deleted_at=made["expiresAt"])


@mutation(
    description="Close a message that was answered: its text, address and name are deleted at once.",
    roles=("REGION_ADMIN",),
    name="closeMessage",
)
async def close_message(ctx: Context[Runtime], input: Closing) -> CloseMessagePayload | None:
    """The message as it is then."""
    return CloseMessagePayload(
        message=message(
            await done(ctx.runtime, input.receipt[:80], milliseconds(ctx.request.now), input.note)
        )
    )


States = Annotated[MessageState, strawberry.argument(description="In which state.")]


@link(
    "Viewer",
    description="Messages that were sent by `contact`, the oldest first; none for others than the Region.",
    cost=2,
    max_age=0,
    name="messages",
)
async def own_messages(
    parents: Sequence[Keyed],
    ctx: Context[Runtime],
    state: States = MessageState["OPEN"],
    first: First = 20,
    after: After = None,
) -> Sequence[Connection[ContactMessage] | None]:
    """One command."""
    check_first(first)
    found: list[Document] = []
    if is_region(ctx.caller):
        found = await waiting(ctx.runtime, state.name, milliseconds(ctx.request.now), MOST_MESSAGES)
    listed = [((one["at"].isoformat(timespec="milliseconds"), one["_id"]), message(one)) for one in found]
    page = page_in_memory("Viewer.messages", listed, first, after)
    return [page for _ in parents]


def message(one: Document) -> ContactMessage:
    """A document as a message."""
    return ContactMessage(
        key=one["_id"],
        topic=ContactTopic[one["topic"]],
        state=MessageState[one["state"]],
        text=one["text"],
        email=one["email"],
        name=one["name"],
        received_at=one["at"],
        deleted_at=one["expiresAt"],
        done_at=one["doneAt"],
        note=one["note"],
    )
