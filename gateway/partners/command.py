"""`python -m gateway keys`: what operators do with the keys of partners."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime

from gateway.commas import comma_parts
from gateway.mutations import Refused
from gateway.mutations.codes import USER_CODES
from gateway.partners.keeping import Changes, Wish
from gateway.partners.partner import DEFAULT_RATE
from gateway.partners.record import KeyRecord
from gateway.partners.runtime import Runtime
from gateway.partners.scope import Scope
from gateway.partners.tables import as_json, console, dumped, key_table, keys_table
from gateway.source import Command, Context

PARTS = ("kinds", "families", "departments", "communes", "territories")

Action = Callable[[argparse.Namespace, Context[Runtime]], Awaitable[None]]


def configure(parser: argparse.ArgumentParser) -> None:
    """`list`, `show`, `create`, `set`, `rotate` and `revoke` with their options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listed = actions.add_parser("list", help="show all keys")
    listed.add_argument("--partner", help="only keys of this partner")
    shown = actions.add_parser("show", help="show everything of one key")
    made = actions.add_parser("create", help="give a key to a partner")
    made.add_argument("partner", help="small letters, digits and hyphens: the scope of the role PARTNER")
    made.add_argument("--test", action="store_true", help="works from any port of the own machine too")
    changed = actions.add_parser("set", help="change what a key may show, where, how much, how long")
    rotated = actions.add_parser("rotate", help="exchange the text of a key")
    rotated.add_argument("--grace-hours", type=float, default=24, help="how long the old one works (24)")
    revoked = actions.add_parser("revoke", help="take a key back, for ever")
    for sub in (shown, changed, rotated, revoked):
        sub.add_argument("key", help="the key, or its id")
    _add_properties(made, new=True)
    _add_properties(changed, new=False)
    for sub in (listed, shown, made, changed, rotated, revoked):
        sub.add_argument("--json", action="store_true", help="print JSON")


def _add_properties(parser: argparse.ArgumentParser, *, new: bool) -> None:
    parser.add_argument("--name", required=new, help="what it is for")
    parser.add_argument("--origin", action="append", metavar="ORIGIN", help="may be repeated")
    for part in PARTS:
        parser.add_argument(f"--{part}", help="codes between commas; empty: all")
    parser.add_argument(
        "--rate", type=int, default=DEFAULT_RATE if new else None, help="cost units a minute; 0: no limit"
    )
    parser.add_argument("--expires", type=datetime.fromisoformat, help="when it ends, e.g. 2027-01-31")
    if not new:
        parser.add_argument("--never-expires", action="store_true", help="take the end away")


async def run(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    """Do one action; 1 when it was refused."""
    actions: dict[str, Action] = {
        "list": _list,
        "show": _show,
        "create": _create,
        "set": _set,
        "rotate": _rotate,
        "revoke": _revoke,
    }
    try:
        await actions[chosen.action](chosen, ctx)
    except Refused as refused:
        for one in refused.refusals:
            words = (one.texts or USER_CODES[one.code].texts)["en"]
            field = one.field.removeprefix("input.")
            console().print(f"{one.code}{f' ({field})' if field else ''}: {words}", style="red")
        return 1
    return 0


async def _list(chosen: argparse.Namespace, ctx: Context[Runtime]) -> None:
    partners = (chosen.partner,) if chosen.partner else None
    records, now = await ctx.runtime.keys.all(partners=partners), ctx.runtime.clock.now()
    if chosen.json:
        print(dumped([as_json(one, now) for one in records]))  # noqa: T201  # the output of the command
    else:
        console().print(keys_table(records, now))


async def _show(chosen: argparse.Namespace, ctx: Context[Runtime]) -> None:
    _print(chosen, ctx, await ctx.runtime.keys.get(chosen.key))


async def _create(chosen: argparse.Namespace, ctx: Context[Runtime]) -> None:
    wish = Wish(
        partner=chosen.partner,
        name=chosen.name,
        origins=tuple(chosen.origin or ()),
        test=chosen.test,
        scope=_scope(chosen, Scope()),
        rate=chosen.rate,
        expires_at=chosen.expires,
    )
    _print(chosen, ctx, await ctx.runtime.keys.create(wish, secrets.token_hex(12)))


async def _set(chosen: argparse.Namespace, ctx: Context[Runtime]) -> None:
    known = await ctx.runtime.keys.get(chosen.key)
    changes = Changes(
        name=chosen.name,
        origins=None if chosen.origin is None else tuple(one for one in chosen.origin if one),
        scope=_scope(chosen, known.scope),
        rate=chosen.rate,
        expires_at=chosen.expires,
        never_expires=chosen.never_expires,
    )
    _print(chosen, ctx, await ctx.runtime.keys.change(known.id, changes, known.version))


async def _rotate(chosen: argparse.Namespace, ctx: Context[Runtime]) -> None:
    known = await ctx.runtime.keys.get(chosen.key)
    _print(chosen, ctx, await ctx.runtime.keys.rotate(known.id, known.version, hours=chosen.grace_hours))


async def _revoke(chosen: argparse.Namespace, ctx: Context[Runtime]) -> None:
    known = await ctx.runtime.keys.get(chosen.key)
    _print(chosen, ctx, await ctx.runtime.keys.revoke(known.id, known.version))


def _scope(chosen: argparse.Namespace, before: Scope) -> Scope:
    given = {part: getattr(chosen, part) for part in PARTS}
    parts = {part: tuple(comma_parts(text)) for part, text in given.items() if text is not None}
    return Scope(**{**{part: getattr(before, part) for part in PARTS}, **parts})


def _print(chosen: argparse.Namespace, ctx: Context[Runtime], record: KeyRecord) -> None:
    now = ctx.runtime.clock.now()
    if chosen.json:
        print(dumped(as_json(record, now)))  # noqa: T201  # as above
    else:
        console().print(key_table(record, now))


COMMAND: Command[Runtime] = Command(
    name="keys",
    description="Keys of partners: list, show, create, set, rotate, revoke.",
    configure=configure,
    run=run,
)
