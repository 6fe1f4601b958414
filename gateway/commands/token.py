"""Print a bearer token for development, signed with a key of this machine."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from gateway.identity import ROLE_NAMES, Role, RoleName
from gateway.identity.development import development_key, development_token
from gateway.settings import read_gateway_settings

NAME = "token"

LONGEST_MINUTES = 7 * 24 * 60


def configure(parser: argparse.ArgumentParser) -> None:
    """Who the token is for, and for how long."""
    parser.add_argument("--subject", required=True, help="who asks, e.g. s1")
    parser.add_argument(
        "--role",
        action="append",
        default=[],
        metavar="ROLE[:SCOPE]",
        help=f"may be repeated; one of {', '.join(sorted(ROLE_NAMES))}",
    )
    parser.add_argument("--scope", help="the scope of roles that are given without one")
    parser.add_argument("--minutes", type=float, default=60.0, help="how long it is valid (default: 60)")


def run(chosen: argparse.Namespace) -> int:
    """Print the token and nothing else; 2 for a role or a time that will not do."""
    settings = read_gateway_settings(os.environ)
    roles = [_role(text, chosen.scope) for text in chosen.role]
    if None in roles:
        print(f"Roles are {', '.join(sorted(ROLE_NAMES))}; with a scope: ROLE:SCOPE.", file=sys.stderr)
        return 2
    if not 0 < chosen.minutes <= LONGEST_MINUTES:
        print(f"A token is valid for 1 to {LONGEST_MINUTES} minutes.", file=sys.stderr)
        return 2
    if settings.auth_issuer:
        print("This gateway has an issuer: its tokens come from there.", file=sys.stderr)
        return 2
    print(
        development_token(
            development_key(Path(settings.data_dir)),
            subject=chosen.subject,
            roles=[role for role in roles if role],
            now=datetime.now(UTC),
            minutes=chosen.minutes,
        )
    )
    return 0


def _role(text: str, scope: str | None) -> Role | None:
    name, _, own = text.partition(":")
    return Role(cast("RoleName", name.upper()), own or scope) if name.upper() in ROLE_NAMES else None
