"""`python -m gateway policy list|show|diff`: the versions of the rules, and what another one would change."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import orjson
from rich.console import Console
from rich.table import Column, Table

from gateway.source import Command, Context
from sources.apidae.policies.book import PolicyBook
from sources.apidae.policies.comparing import Change, Difference, compared
from sources.apidae.policies.model import Policy, Requirement
from sources.apidae.runtime import Runtime

LIVE = "APIDAE_MODE is live: nothing is kept that could be judged again."
SHOWN = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do, with the options of each."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="all versions and which one is in force")
    show = actions.add_parser("show", help="what one version asks")
    show.add_argument("version", nargs="?", help="which version (default: the one in force)")
    diff = actions.add_parser("diff", help="which offers would appear and disappear under another version")
    diff.add_argument("--from", dest="before", metavar="VERSION", help="default: the one in force")
    diff.add_argument("--to", dest="after", metavar="VERSION", required=True)
    diff.add_argument("--json", action="store_true", help="everything, for other programs")
    diff.add_argument("--limit", type=int, default=SHOWN, help=f"rows that are shown (default: {SHOWN})")


async def run(chosen: argparse.Namespace, ctx: Context[Runtime]) -> int:
    """0 when it was told, 2 for an unknown version or without a mirror."""
    rules, console = await ctx.runtime.rules(), Console()
    wanted = [getattr(chosen, name, None) for name in ("version", "before", "after")]
    for version in filter(None, wanted):
        if version not in rules.book.versions:
            known = ", ".join(one.version for one in rules.book.ordered)
            print(f"There is no version {version}; known are {known}.", file=sys.stderr)  # noqa: T201  # a command prints
            return 2
    current = rules.policy().version
    if chosen.action == "list":
        _show_all(console, rules.book, current)
    elif chosen.action == "show":
        _show_one(console, rules.book.versions[chosen.version or current])
    else:
        return await _diff(chosen, ctx, console, chosen.before or current)
    return 0


async def _diff(chosen: argparse.Namespace, ctx: Context[Runtime], console: Console, before: str) -> int:
    mirror = ctx.runtime.mirror
    if mirror is None:
        print(LIVE, file=sys.stderr)  # noqa: T201  # a command prints
        return 2
    found = await compared(mirror.reader.judgeable(), ctx.runtime.eligibility, before, chosen.after)
    if chosen.json:
        sys.stdout.write(orjson.dumps(_told(found), option=orjson.OPT_INDENT_2).decode() + "\n")
        return 0
    console.print(f"{found.judged} objects judged by {before} and by {found.after}.", highlight=False)
    _show_changes(console, "would appear", found.appear, chosen.limit)
    _show_changes(console, "would disappear", found.disappear, chosen.limit)
    if found.disappear:
        table = Table(Column("what takes them out", no_wrap=True), "offers")
        for reason, count in found.by_reason().most_common():
            table.add_row(reason, str(count))
        console.print(table)
    return 0


def _show_all(console: Console, book: PolicyBook, current: str) -> None:
    table = Table("version", "from", "in force", "title")
    for one in book.ordered:
        days = ", ".join(begins.isoformat() for begins, version in book.calendar if version == one.version)
        table.add_row(one.version, days, "yes" if one.version == current else "", one.title)
    console.print(table)


def _show_one(console: Console, policy: Policy) -> None:
    console.print(f"{policy.version}, valid from {policy.valid_from}: {policy.title}", highlight=False)
    console.print(" ".join(policy.notes), highlight=False, soft_wrap=True)
    asked = policy.prerequisites
    console.print(f"A diagnosis holds for {policy.diagnosis.valid_months} months.", highlight=False)
    shares = ", ".join(map(str, policy.diagnosis.shares))
    console.print(f"Its answers give levels 1, 2, 3 from {shares} percent of YES.", highlight=False)
    unknown = f"audience {policy.unknown.audience.value}, duration {policy.unknown.duration.value}"
    console.print(f"Not recorded: {unknown}.", highlight=False)
    table = Table(Column("rule", no_wrap=True), "what it is", "name", "written by")
    listed: list[tuple[str, Requirement]] = [("excluded", one) for one in asked.excluded]
    listed += [(f"prerequisite ({asked.needed} of {len(asked.of)})", one) for one in asked.of]
    for kind, one in listed:
        table.add_row(one.key, kind, one.name.fr, one.written_by.value)
    if listed:
        console.print(table)


def _show_changes(console: Console, what: str, changes: list[Change], limit: int) -> None:
    console.print(f"{len(changes)} {what}.", highlight=False)
    if not changes:
        return
    table = Table("offer", "name", Column("reasons", overflow="fold"))
    for one in changes[:limit]:
        table.add_row(str(one.number), one.name, ", ".join(reason.told() for reason in one.reasons))
    if len(changes) > limit:
        table.add_row("...", f"{len(changes) - limit} more", "")
    console.print(table)


def _told(found: Difference) -> dict[str, Any]:
    return {
        "from": found.before,
        "to": found.after,
        "judged": found.judged,
        "appear": [_change(one) for one in found.appear],
        "disappear": [_change(one) for one in found.disappear],
        "byReason": dict(found.by_reason().most_common()),
    }


def _change(one: Change) -> dict[str, Any]:
    return {
        "apidaeId": one.number,
        "name": one.name,
        "reasons": [reason.told() for reason in one.reasons],
    }


command = Command(
    name="policy",
    description="Shows the versions of the rules of what is public, and what another one would change.",
    configure=configure,
    run=run,
)
