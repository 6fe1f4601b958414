"""How Tailcall is started: its program, which came from npm, and the configuration of a mode."""

from __future__ import annotations

import subprocess
from functools import cache
from string import Template

from bench.places import PEERS, VAR

PROGRAM = PEERS / "node_modules" / "@tailcallhq" / "core-linux-x64-gnu" / "bin" / "tailcall"
SCHEMA = PEERS / "tailcall.graphql"
MOST_KEYS = 50
"""Keys of a batch, which requests at the same time share: a page of offers. More of them cost it more."""

SETTINGS = Template("""schema
  @server(hostname: "127.0.0.1", port: $port, workers: 1, introspection: false)
  @upstream(batch: {delay: 1, maxSize: $most, headers: []}) {
  query: Query
}
""")
KEPT = "@cache(maxAge: 3600000) @http("
ENVIRON = {"TAILCALL_LOG_LEVEL": "error", "TAILCALL_TRACKER": "false", "TC_TRACKER": "false"}
"""No line for each call, and nothing told to its makers."""


@cache
def lacking() -> str:
    """Why Tailcall cannot run here, in a sentence; "" when it can."""
    if not PROGRAM.exists():
        return "Tailcall is left out: npm installs it on Linux with glibc and an x86-64 processor only."
    try:
        told = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"Tailcall is left out: its program does not start ({error})."
    if told.returncode:
        reason = (told.stderr.strip().splitlines() or [f"code {told.returncode}"])[-1]
        return f"Tailcall is left out: its program does not run here ({reason.rpartition(': ')[2]})."
    return ""


def command(mode: str, port: int) -> list[str]:
    """What starts it; writes its configuration, with its cache on every call unless nothing is kept."""
    schema = SCHEMA.read_text("utf-8")
    if mode in ("entities", "responses"):
        schema = schema.replace("@http(", KEPT)
    file = VAR / f"tailcall-{mode}.graphql"
    file.write_text(f"{SETTINGS.substitute(port=port, most=MOST_KEYS)}\n{schema}", "utf-8")
    return [str(PROGRAM), "start", str(file)]
