"""`python -m gateway scouts`: what operators do with communities and with problems that were reported."""

from __future__ import annotations

import argparse
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gateway.errors import BadInput
from gateway.source import Command, Context
from sources.scouts.runtime import Runtime
from sources.scouts.services.communities import put_community, set_state
from sources.scouts.services.reporting import answer

MOST_REPORTS = 100

Action = Callable[[argparse.Namespace, Context[Runtime]], Awaitable[int]]


def configure(parser: argparse.ArgumentParser) -> None:
    """`communities`, `community`, `suspend`, `restore`, `reports` and `answer`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("communities", help="show all communities")
    put = actions.add_parser("community", help="make or change a community")
    put.add_argument("file", type=Path, help="JSON: key, name, description, territory, url, manager, review")
    for name, meaning in (("suspend", "hide a community and scouts of no other one"), ("restore", "undo it")):
        actions.add_parser(name, help=meaning).add_argument("community", help="its key")
    actions.add_parser("reports", help="show problems that wait for an answer, oldest first")
    answering = actions.add_parser("answer", help="answer a problem, e.g. of an offer or a post")
    answering.add_argument("receipt")
    answering.add_argument("words", help="what who reported it reads, up to 300 characters")


async def run(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    """Do one action."""
    actions: dict[str, Action] = {
        "communities": _communities,
        "community": _community,
        "suspend": _set_state,
        "restore": _set_state,
        "reports": _reports,
        "answer": _answer,
    }
    return await actions[chosen.action](chosen, ctx)


async def _communities(_: argparse.Namespace, ctx: Context[Runtime]) -> int:
    books = ctx.runtime.store.books
    table = Table("key", "name", "review", "state", "members", "waiting")
    for one in await books.communities.find({}, sort=(("sortName", 1),)):
        members = await books.memberships.count({"community": one["_id"]})
        waiting = await books.contents.count({"community": one["_id"], "state": "SUBMITTED"})
        table.add_row(one["_id"], one["name"], one["review"], one["state"], str(members), str(waiting))
    Console().print(table)
    return 0


async def _community(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    made = await put_community(ctx.runtime.store.books, _read(chosen.file))
    Console().print(f"{made['_id']} is kept; its manager's token needs COMMUNITY_MANAGER for {made['_id']}.")
    return 0


async def _set_state(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    state: Any = "SUSPENDED" if chosen.action == "suspend" else "ACTIVE"
    members = await set_state(ctx.runtime.store.books, chosen.community, state)
    await ctx.withdrawn("Community", chosen.community)
    Console().print(f"{chosen.community} is {state}; {members} scouts were looked at.")
    return 0


async def _reports(_: argparse.Namespace, ctx: Context[Runtime]) -> int:
    table = Table("receipt", "at", "about", "ground", "text")
    books = ctx.runtime.store.books
    for one in await books.reports.find({"state": "OPEN"}, sort=(("at", 1), ("_id", 1)), limit=MOST_REPORTS):
        table.add_row(one["_id"], f"{one['at']:%Y-%m-%d}", one["object"], one["ground"], escape(one["text"]))
    Console().print(table)
    return 0


async def _answer(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    await answer(ctx.runtime.store.books, chosen.receipt, chosen.words, ctx.request.now)
    Console().print(f"{chosen.receipt} is answered; the address that was left is deleted.")
    return 0


def _read(file: Path) -> dict[str, Any]:
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput("INVALID_ARGUMENT", f"{file.name} is no file with JSON in it.") from error
    if not isinstance(given, dict):
        raise BadInput("INVALID_ARGUMENT", f"{file.name} must hold one JSON object.")
    return given


COMMAND: Command[Runtime] = Command(
    name="scouts",
    description="Communities of scouts, and problems that were reported.",
    configure=configure,
    run=run,
)
