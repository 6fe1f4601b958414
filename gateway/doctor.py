"""Says what this machine lacks, one clear sentence per check, each with what to do about it."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gateway.supervise import MongoMissing, find_mongod

NEEDED_PYTHON = (3, 11)
NEEDED_GLIBC = (2, 34)
NEEDED_BYTES = 1_000_000_000
OWN_MONGODB = "or set MONGODB_URI to a MongoDB that runs"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: its name, whether the machine passes, and a sentence for people."""

    check: str
    ok: bool
    sentence: str


def _glibc() -> str:
    return platform.libc_ver()[1] if platform.libc_ver()[0] == "glibc" else ""


def _cpu() -> str:
    with contextlib.suppress(OSError):
        return Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    return ""


def _curl_loads() -> bool:
    try:
        ctypes.CDLL("libcurl.so.4")
    except OSError:
        return False
    return True


def _version_of(program: str) -> str | None:
    """The first line that `program --version` prints, None when it does not run."""
    try:
        done = subprocess.run(  # noqa: S603  # a program found on this machine, no shell
            [program, "--version"], capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return (done.stdout.splitlines() or [""])[0].strip()


def _bind(host: str, port: int) -> int | None:
    """The number of the system's error when the address cannot be listened on, else None."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            # as servers do: a port whose last connections are still fading away counts as free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        return errno.EADDRNOTAVAIL
    except OSError as error:
        return error.errno
    return None


def _free_bytes(folder: Path) -> int:
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(existing).free


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Probes:
    """The questions to the machine; tests answer them otherwise."""

    python: Callable[[], tuple[int, int]] = lambda: sys.version_info[:2]
    system: Callable[[], tuple[str, str]] = lambda: (platform.system(), platform.machine())
    glibc: Callable[[], str] = _glibc
    cpu: Callable[[], str] = _cpu
    curl_loads: Callable[[], bool] = _curl_loads
    mongod: Callable[[], Path] = find_mongod
    node: Callable[[], str | None] = lambda: shutil.which("node") if shutil.which("npm") else None
    version_of: Callable[[str], str | None] = _version_of
    bind: Callable[[str, int], int | None] = _bind
    free_bytes: Callable[[Path], int] = _free_bytes
    can_write: Callable[[Path], bool] = _can_write
    has_mongodb: Callable[[], bool] = lambda: bool(os.environ.get("MONGODB_URI"))


MACHINE = Probes()


def run_doctor(
    ports: Sequence[int],
    *,
    data_folder: Path = Path("var"),
    host: str = "127.0.0.1",
    probes: Probes = MACHINE,
) -> list[Finding]:
    """All checks; those of the embedded MongoDB only without a MONGODB_URI.

    The first of `ports` is the gateway's own, on `host`; the others are those of emulators, on loopback.
    """
    findings = [
        _check_python(probes),
        _check_node(probes),
        _check_disk(probes, data_folder),
        _check_folder(probes, data_folder),
    ]
    for index, port in enumerate(ports):
        where, setting = (host, "GATEWAY_PORT") if index == 0 else ("127.0.0.1", None)
        problem = port_problem(port, host=where, setting=setting, probes=probes)
        findings.append(Finding(f"port {port}", problem is None, problem or f"Port {port} is free."))
    return findings if probes.has_mongodb() else findings + embedded_findings(probes)


def embedded_findings(probes: Probes = MACHINE) -> list[Finding]:
    """What the embedded mongod needs of the machine."""
    return [_check_glibc(probes), _check_avx(probes), _check_curl(probes), _check_mongod(probes)]


def problems(findings: Iterable[Finding]) -> list[str]:
    """The sentences of what is not well."""
    return [finding.sentence for finding in findings if not finding.ok]


def port_problem(
    port: int,
    *,
    host: str = "127.0.0.1",
    setting: str | None = "GATEWAY_PORT",
    probes: Probes = MACHINE,
) -> str | None:
    """Why a port cannot be listened on, in a sentence; None when it can. `setting` is what chooses it."""
    number = probes.bind(host, port)
    remedy = f"set {setting} to another" if setting else "stop the program that uses it"
    if number is None:
        return None
    if number == errno.EADDRINUSE:
        return f"Port {port} is in use; {remedy}."
    if number == errno.EACCES:
        return f"Port {port} needs the rights of an administrator; {remedy}."
    if number == errno.EADDRNOTAVAIL:
        return f"This machine has no address {host}; set GATEWAY_HOST to one of its own, e.g. 127.0.0.1."
    return f"Port {port} cannot be used ({os.strerror(number)}); {remedy}."


def _check_python(probes: Probes) -> Finding:
    found = probes.python()
    text = ".".join(map(str, found))
    if found >= NEEDED_PYTHON:
        return Finding("python", True, f"Python {text} is recent enough.")
    return Finding("python", False, f"Python {text} is too old; install Python 3.11 or later.")


def _check_glibc(probes: Probes) -> Finding:
    system, _ = probes.system()
    if system != "Linux":
        return Finding("glibc", True, f"{system} needs no glibc.")
    found = probes.glibc()
    numbers = tuple(int(part) for part in found.split(".")[:2] if part.isdigit())
    if numbers >= NEEDED_GLIBC:
        return Finding("glibc", True, f"glibc {found} is recent enough for the embedded mongod.")
    have = f"glibc {found} is too old" if found else "This system has no glibc"
    remedy = f"use Debian 12, Ubuntu 22.04 or later, {OWN_MONGODB}"
    return Finding("glibc", False, f"{have} for the embedded mongod; {remedy}.")


def _check_avx(probes: Probes) -> Finding:
    system, processor = probes.system()
    if system != "Linux" or processor not in {"x86_64", "AMD64"}:
        return Finding("avx", True, f"A processor of kind {processor} needs no AVX.")
    flags = next((line for line in probes.cpu().splitlines() if line.startswith("flags")), "")
    if "avx" in flags.split():
        return Finding("avx", True, "The processor has AVX.")
    remedy = f"use another machine, {OWN_MONGODB}"
    return Finding("avx", False, f"The processor lacks AVX, which the embedded mongod needs; {remedy}.")


def _check_curl(probes: Probes) -> Finding:
    if probes.system()[0] != "Linux" or probes.curl_loads():
        return Finding("libcurl", True, "The libraries of the embedded mongod are present.")
    remedy = f"install the system package libcurl4, {OWN_MONGODB}"
    return Finding("libcurl", False, f"libcurl.so.4 is missing, which the embedded mongod needs; {remedy}.")


def _check_mongod(probes: Probes) -> Finding:
    try:
        binary = probes.mongod()
    except MongoMissing as error:
        return Finding("mongod", False, str(error))
    version = probes.version_of(str(binary))
    if version is None:
        return Finding("mongod", False, f"mongod is present but does not run; repair it, {OWN_MONGODB}.")
    return Finding("mongod", True, f"mongod runs ({version}).")


def _check_node(probes: Probes) -> Finding:
    binary = probes.node()
    version = probes.version_of(binary) if binary else None
    if version is None:
        return Finding("node", True, "Node.js and npm were not found; the extra `node` brings them.")
    return Finding("node", True, f"Node.js {version} can build GraphiQL.")


def _check_disk(probes: Probes, folder: Path) -> Finding:
    free = probes.free_bytes(folder)
    text = f"{free / 1e9:.1f} GB are free for the data folder"
    if free >= NEEDED_BYTES:
        return Finding("disk", True, f"{text}.")
    return Finding(
        "disk", False, f"Only {text}; free at least 1 GB, or set GATEWAY_DATA_DIR to another disk."
    )


def _check_folder(probes: Probes, folder: Path) -> Finding:
    if probes.can_write(folder):
        return Finding("data folder", True, f"The data folder {folder} can be written.")
    remedy = "change its rights, or set GATEWAY_DATA_DIR to another"
    return Finding("data folder", False, f"The data folder {folder} cannot be written; {remedy}.")
