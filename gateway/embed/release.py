"""Versions of the widget that stay what they are: how one is made of the sources, packed and found again."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from hashlib import sha256, sha384
from pathlib import Path

import orjson

SOURCES = Path(__file__).with_name("widget")
VERSIONS = Path(__file__).with_name("versions")
SUFFIXES = (".js", ".css")
LOADER, STYLES, LIST = "partir-ici.js", "styles.js", "checksums.js"
NUMBER = re.compile(r"1\.(?:0|[1-9]\d{0,3})\.(?:0|[1-9]\d{0,3})")
EPOCH = (1980, 1, 1, 0, 0, 0)

MODULES_LINE = re.compile(r"^const MODULES = .*$", re.MULTILINE)
CHECKSUMS_LINE = re.compile(r"^let checksums = .*$", re.MULTILINE)
COMMENTS = re.compile(r"^ *//.*\n|^ */\*\*.*\*/\n", re.MULTILINE)
STYLES_LINE = re.compile(r'^import \{ sheet \} from "./styles.js";\n', re.MULTILINE)

Files = Mapping[str, bytes]


def sources() -> Files:
    """The files of the widget as they are written."""
    paths = sorted(path for path in SOURCES.rglob("*") if path.suffix in SUFFIXES)
    return {path.relative_to(SOURCES).as_posix(): path.read_bytes() for path in paths}


def built(number: str, files: Files) -> Files:
    """A version: the loader holds its first styles, its folder and the checksum of the list of checksums.

    So the `integrity` of the loader, which a page writes down, covers everything that comes after it.
    """
    others = {name: _bare(name, content) for name, content in files.items() if name not in {LOADER, STYLES}}
    sums = {name: checksum(content) for name, content in others.items() if _is_module(name)}
    listed = b"export const checksums = " + orjson.dumps(sums) + b";\n"
    loader = _bare(LOADER, files[LOADER]).decode()
    styles = _bare(STYLES, files[STYLES]).decode().replace("export const", "const")
    for pattern, text in (
        (STYLES_LINE, styles),
        (MODULES_LINE, f'const MODULES = new URL("../{number}/", import.meta.url);'),
        (CHECKSUMS_LINE, f'let checksums = {{ "{LIST}": "{checksum(listed)}" }};'),
    ):
        loader, changed = pattern.subn(lambda _, text=text: text, loader)  # type: ignore[misc]
        if changed != 1:
            raise ValueError(f"The loader has {changed} lines like {pattern.pattern!r}.")
    return {LOADER: loader.encode(), LIST: listed, **others}


def _bare(name: str, content: bytes) -> bytes:
    """A module without the lines that are nothing but a comment: they are for whoever changes it."""
    return COMMENTS.sub("", content.decode()).encode() if name.endswith(".js") else content


def checksum(content: bytes) -> str:
    """What a browser must find in a module, in the short form."""
    return "sha256-" + base64.b64encode(sha256(content).digest()).decode()


def integrity(content: bytes) -> str:
    """The value of an attribute `integrity`."""
    return "sha384-" + base64.b64encode(sha384(content).digest()).decode()


@cache
def released() -> Mapping[str, Files]:
    """All versions by number, the oldest first."""
    numbers = sorted((path.stem for path in VERSIONS.glob("*.zip")), key=_parts)
    return {number: _unpacked((VERSIONS / f"{number}.zip").read_bytes()) for number in numbers}


def newest() -> str | None:
    """The highest number when the widget is what it was then; None while it is being changed."""
    numbers = list(released())
    number = numbers[-1] if numbers else None
    return number if number and built(number, sources()) == released()[number] else None


def packed(files: Files) -> bytes:
    """A zip whose bytes depend on nothing but the files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def release(number: str, *, again: bool = False) -> tuple[bool, str]:
    """Pack the widget under a number; whether that was done, and a sentence about it."""
    if why := _refusal(number, again=again):
        return False, why
    VERSIONS.mkdir(exist_ok=True)
    content = packed(built(number, sources()))
    (VERSIONS / f"{number}.zip").write_bytes(content)
    return True, f"Version {number} is packed, {len(content)} bytes."


def _refusal(number: str, *, again: bool) -> str | None:
    if not NUMBER.fullmatch(number):
        return "A number like 1.2.0 is wanted: the address /widget/1/ is for versions that begin with 1."
    if number in released():
        return None if again else f"Version {number} exists and stays what it is; --again replaces it."
    if released() and _parts(number) < _parts(list(released())[-1]):
        return f"Version {list(released())[-1]} is higher."
    return None


def _unpacked(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in sorted(archive.namelist())}


def _parts(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split(".")))


def _is_module(name: str) -> bool:
    return name.endswith(".js") and name != "frame.js"
