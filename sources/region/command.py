"""`python -m gateway messages`: what operators do with messages that were sent by `contact`."""

from __future__ import annotations

import argparse
from collections.abc import Awaitable, Callable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gateway.clock import milliseconds
from gateway.errors import BadInput, NotFound
from gateway.mutations.refusal import Refused
from gateway.source import Command, Context
from gateway.store import Document
from sources.region.messages import done, message_of, waiting
from sources.region.runtime import Runtime

MOST_SHOWN = 200
EXCERPT = 60

Action = Callable[[argparse.Namespace, Context[Runtime]], Awaitable[int]]


def configure(parser: argparse.ArgumentParser) -> None:
    """`list`, `show` and `done`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="show messages that wait, the oldest first")
    listing.add_argument("--done", action="store_true", help="show those that are done instead")
    actions.add_parser("show", help="show a whole message").add_argument("receipt")
    closing = actions.add_parser("done", help="close a message; its text, address and name are deleted")
    closing.add_argument("receipt")
    closing.add_argument("--note", help="what was done, nothing personal")


async def run(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    """Do one action."""
    actions: dict[str, Action] = {"list": _list, "show": _show, "done": _done}
    return await actions[chosen.action](chosen, ctx)


async def _list(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    state = "DONE" if chosen.done else "OPEN"
    found = await waiting(ctx.runtime, state, milliseconds(ctx.request.now), MOST_SHOWN)
    table = Table("receipt", "at", "topic", "text" if state == "OPEN" else "note", "deleted on")
    for one in found:
        said = (one["text"] or one["note"] or "").replace("\n", " ")
        short = said if len(said) <= EXCERPT else said[: EXCERPT - 1] + "…"
        table.add_row(one["_id"], _day(one, "at"), one["topic"], escape(short), _day(one, "expiresAt"))
    Console().print(table)
    Console().print(f"{len(found)} messages.")
    return 0


async def _show(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    one = await message_of(ctx.runtime, chosen.receipt, milliseconds(ctx.request.now))
    if one is None:
        raise NotFound("There is no message with this receipt, or it is deleted.")
    print = Console(highlight=False, markup=False, soft_wrap=True).print  # noqa: A001  # the word says it
    print(f"{one['_id']}  {one['topic']}  {one['state']}  {one['at']:%Y-%m-%d %H:%M} UTC")
    print(f"from: {one['name'] or '-'} <{one['email'] or 'deleted'}>")
    print(f"deleted on: {_day(one, 'expiresAt')}")
    print(f"\n{one['text'] or one['note'] or '-'}")
    return 0


async def _done(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    try:
        await done(ctx.runtime, chosen.receipt, milliseconds(ctx.request.now), chosen.note)
    except Refused as refused:
        words = {
            "NOT_FOUND": "There is no message with this receipt, or it is deleted.",
            "CONFLICT": "This message is done already.",
        }
        code = refused.refusals[0].code
        raise BadInput(code, words.get(code, "The note is longer than 300 characters.")) from None
    Console().print(f"{chosen.receipt} is done; what was personal is deleted.")
    return 0


def _day(one: Document, field: str) -> str:
    return f"{one[field]:%Y-%m-%d}"


COMMAND: Command[Runtime] = Command(
    name="messages",
    description="Messages that people sent by `contact`.",
    configure=configure,
    run=run,
)
