"""What this machine lacks for the gateway, one clear sentence each."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gateway.supervise.mongod import MongoMissing, find_mongod

GLIBC_NEEDED = (2, 34)
DISK_NEEDED = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether it is well, and a sentence that says so or says what to do."""

    check: str
    ok: bool
    sentence: str


def _cpu_flags() -> str:
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return ""


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _port_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Machine:
    """How the checks look at the machine; tests hand in another one."""

    python: tuple[int, ...] = sys.version_info[:2]
    system: str = field(default_factory=platform.system)
    libc: tuple[str, str] = field(default_factory=platform.libc_ver)
    processor: str = field(default_factory=platform.machine)
    cpu_flags: Callable[[], str] = _cpu_flags
    loads: Callable[[str], bool] = _loads
    find_mongod: Callable[[], Path] = find_mongod
    which: Callable[[str], str | None] = shutil.which
    free_bytes: Callable[[], int] = lambda: shutil.disk_usage(".").free
    port_free: Callable[[str, int], bool] = _port_free
    mongodb_uri: str = field(default_factory=lambda: os.environ.get("MONGODB_URI", ""))


def run_doctor(ports: Sequence[int], machine: Machine | None = None) -> list[Finding]:
    """All findings; the checks of the embedded MongoDB are left out when MONGODB_URI is set."""
    here = machine or Machine()
    checks = [_python(here), *(_port(here, port) for port in ports), _node(here), _disk(here)]
    return checks if here.mongodb_uri else [*checks, *embedded_findings(here)]


def embedded_findings(machine: Machine | None = None) -> list[Finding]:
    """What the embedded mongod needs of the machine."""
    here = machine or Machine()
    if here.system != "Linux":
        return [_mongod(here)]
    return [_glibc(here), _avx(here), _libcurl(here), _mongod(here)]


def port_problem(port: int, *, host: str = "127.0.0.1", setting: str = "GATEWAY_PORT") -> str | None:
    """A sentence when somebody listens on the port already."""
    return None if _port_free(host, port) else f"Port {port} is in use; set {setting} to another one."


def _python(here: Machine) -> Finding:
    version = ".".join(map(str, here.python))
    if here.python >= (3, 11):
        return Finding("python", True, f"Python {version}.")
    return Finding("python", False, f"Python {version} is too old: install 3.11 or later and set PYTHON.")


def _port(here: Machine, port: int) -> Finding:
    if here.port_free("127.0.0.1", port):
        return Finding("port", True, f"Port {port} is free.")
    return Finding("port", False, f"Port {port} is in use; set GATEWAY_PORT, or end what listens there.")


def _node(here: Machine) -> Finding:
    if here.which("node") and here.which("npm"):
        return Finding("node", True, "Node.js is here.")
    return Finding("node", True, "No Node.js in PATH: `make setup` takes one from a Python package instead.")


def _disk(here: Machine) -> Finding:
    free = here.free_bytes()
    if free >= DISK_NEEDED:
        return Finding("disk", True, f"{free // 1_000_000_000} GB of disk are free.")
    return Finding("disk", False, "Less than 1 GB of disk is free: make room.")


def _glibc(here: Machine) -> Finding:
    name, version = here.libc
    found = tuple(int(part) for part in version.split(".")[:2]) if version else ()
    if name == "glibc" and found >= GLIBC_NEEDED:
        return Finding("glibc", True, f"glibc {version}.")
    what = f"glibc {version} is" if name == "glibc" else "The C library of this system is"
    return Finding("glibc", False, f"{what} not glibc 2.34 or later: set MONGODB_URI to a MongoDB elsewhere.")


def _avx(here: Machine) -> Finding:
    if here.processor not in {"x86_64", "AMD64"} or " avx " in here.cpu_flags():
        return Finding("avx", True, "The processor runs mongod.")
    return Finding("avx", False, "The processor has no AVX, which mongod needs: set MONGODB_URI.")


def _libcurl(here: Machine) -> Finding:
    if here.loads("libcurl.so.4"):
        return Finding("libcurl", True, "libcurl4 is here.")
    return Finding("libcurl", False, "libcurl4 is missing, which mongod needs: apt-get install libcurl4.")


def _mongod(here: Machine) -> Finding:
    try:
        binary = here.find_mongod()
    except MongoMissing as error:
        return Finding("mongod", False, str(error))
    try:
        subprocess.run([str(binary), "--version"], check=True, capture_output=True, timeout=20)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return Finding("mongod", False, "mongod is here but does not run: set MONGODB_URI.")
    return Finding("mongod", True, "mongod runs.")


def problems(findings: Iterable[Finding]) -> list[str]:
    """The sentences of what is not well."""
    return [finding.sentence for finding in findings if not finding.ok]
