"""`python -m gateway social`: what operators do with accounts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Awaitable, Callable

from gateway.source import Command, Context
from sources.social.accounts.connecting import Refused, Wish, connect, revoke, rotate
from sources.social.accounts.record import Kind, Way
from sources.social.accounts.tables import accounts_table, console
from sources.social.refresh import refresh
from sources.social.runtime import Runtime

Action = Callable[[argparse.Namespace, Context[Runtime]], Awaitable[int]]


def configure(parser: argparse.ArgumentParser) -> None:
    """`accounts`, `connect`, `refresh` and `revoke` with their options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    shown = actions.add_parser("accounts", help="show all accounts")
    shown.add_argument("--rotate", action="store_true", help="seal all tokens again with the newest key")
    _configure_connect(actions.add_parser("connect", help="add an account, or give it another token"))
    again = actions.add_parser("refresh", help="read an account now")
    again.add_argument("account", help="its key, as `accounts` shows it")
    gone = actions.add_parser("revoke", help="stop reading an account, delete its token and its posts")
    gone.add_argument("account", help="its key")
    gone.add_argument("--reason", default="CONSENT_WITHDRAWN", help="kept with the account")


def _configure_connect(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("way", choices=["page", "instagram", "discovery"], help="how it is read")
    parser.add_argument("name", help="its id; for `discovery` its user name")
    parser.add_argument("--kind", choices=["owned", "scout", "partner"], required=True, help="whose it is")
    parser.add_argument("--consent-by", default="", help="who agreed")
    parser.add_argument("--consent-version", default="", help="to which version of the text")
    parser.add_argument("--proof", default="", help="where the agreement is kept")
    parser.add_argument("--token", action="store_true", help="read a token from standard input")
    parser.add_argument("--review", action="store_true", help="show its posts only after approval")


async def run(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    """Do one action; 1 when it was refused."""
    actions: dict[str, Action] = {
        "accounts": _accounts,
        "connect": _connect,
        "refresh": _refresh,
        "revoke": _revoke,
    }
    try:
        return await actions[chosen.action](chosen, ctx)
    except Refused as refusal:
        console().print(str(refusal), style="red")
        return 1


async def _accounts(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    runtime = ctx.runtime
    if chosen.rotate:
        console().print(f"{await rotate(runtime)} tokens were sealed again.")
    records, posts = await runtime.book.all(), await runtime.store.counts()
    console().print(accounts_table(records, posts, runtime.clock.now()))
    return 0


async def _connect(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    # never an argument: those are seen by all users of a machine and kept by shells
    token = sys.stdin.readline().strip() if chosen.token else ""
    wish = Wish(
        Way(chosen.way.upper()),
        chosen.name,
        Kind(chosen.kind.upper()),
        chosen.consent_by,
        chosen.consent_version,
        chosen.proof,
        token,
        chosen.review,
    )
    record = await connect(ctx.runtime, wish)
    console().print(f"{record.key} is connected and is read in the next cycle.")
    return 0


async def _refresh(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    runtime = ctx.runtime
    record = await runtime.book.get(chosen.account)
    if record is None or not record.may_be_read:
        raise Refused("There is no such account, or it was revoked.")
    await runtime.ledger.load()
    outcome = await refresh(runtime, record)
    await runtime.ledger.save()
    if outcome.failure:
        raise Refused(f"{record.key} was not read: {outcome.failure}.")
    console().print(f"{record.key}: {outcome.kept} posts kept, {outcome.removed} removed.")
    return 0


async def _revoke(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    deleted = await revoke(ctx.runtime, chosen.account, chosen.reason)
    if deleted is None:
        raise Refused("There is no such account.")
    console().print(f"{chosen.account} is revoked; {deleted} posts and its token were deleted.")
    return 0


COMMAND: Command[Runtime] = Command(
    name="social",
    description="Accounts of Instagram and Facebook: show, connect, refresh, revoke.",
    configure=configure,
    run=run,
)
