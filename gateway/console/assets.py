"""Files of the console: our own in `static/`, the bundled GraphiQL in `dist/`. Only listed names exist."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import orjson
from starlette.responses import Response

HERE = Path(__file__).parent
STATIC = HERE / "static"
DIST = HERE / "dist"
MANIFEST = "manifest.json"
PACKED = ".gz"

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a page needs of the built GraphiQL: file names inside `dist/`."""

    script: str
    style: str
    preload: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asset:
    """One file with the name it is served by; `packed` when the bytes on disk are gzip."""

    name: str
    path: Path
    packed: bool = False

    def response(self, accept_encoding: str) -> Response:
        """The file; its name holds a hash of its content, so it may be kept for ever."""
        body = self.path.read_bytes()
        headers = {
            "Cache-Control": FOR_EVER,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        if self.packed:
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in accept_encoding:
                headers["Content-Encoding"] = "gzip"
            else:
                body = gzip.decompress(body)
        return Response(body, media_type=MEDIA_TYPES[Path(self.name).suffix], headers=headers)


def bundle(dist: Path = DIST) -> Bundle | None:
    """The built GraphiQL, None when nothing was built."""
    try:
        known = orjson.loads((dist / MANIFEST).read_bytes())
    except FileNotFoundError:
        return None
    return Bundle(known["script"], known["style"], tuple(known["preload"]))


def find(name: str, dist: Path = DIST) -> Asset | None:
    """The file served as `name`: looked up in lists of what is there, never made into a path."""
    own = _own_assets().get(name)
    return own or _built_assets(dist).get(name)


def versioned(name: str) -> str:
    """The name under which `static/<name>` is served: `home.css` -> `home-1a2b3c4d.css`."""
    return _versions()[name]


def _built_assets(dist: Path) -> dict[str, Asset]:
    if not dist.is_dir():
        return {}
    assets = {}
    for path in dist.iterdir():
        packed = path.suffix == PACKED
        name = path.name.removesuffix(PACKED)
        if Path(name).suffix in MEDIA_TYPES:
            assets[name] = Asset(name, path, packed)
    return assets


@cache
def _own_assets() -> dict[str, Asset]:
    return {served: Asset(served, STATIC / name) for name, served in _versions().items()}


@cache
def _versions() -> dict[str, str]:
    return {path.name: _with_hash(path) for path in STATIC.iterdir() if path.suffix in MEDIA_TYPES}


def _with_hash(path: Path) -> str:
    return f"{path.stem}-{sha256(path.read_bytes()).hexdigest()[:8]}{path.suffix}"
