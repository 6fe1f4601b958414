"""Addresses of pictures: which source's, which one, signed so that nobody can make up another."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

WIDTHS = (160, 320, 640, 960, 1280)
"""The widths in pixels in which pictures are served; a narrower original is never enlarged."""

PREFIX = "/m/"
SEAL_BYTES = 12


@dataclass(frozen=True, slots=True)
class PictureName:
    """One picture: `ref` is whatever its source knows it by, and does not change."""

    source: str
    ref: str

    @property
    def file(self) -> str:
        """A name for files made of it."""
        return hashlib.sha256(f"{self.source}:{self.ref}".encode()).hexdigest()


class PictureUrls:
    """Writes and reads addresses `{base}/m/{signature}/{width}.webp`."""

    def __init__(self, key: bytes, base: str = "") -> None:
        """Whoever changes the key changes all addresses. `base` is the address of this service."""
        self._key = key
        self._base = base.rstrip("/")

    def url(self, name: PictureName, width: int) -> str:
        """The address of a picture in one of `WIDTHS`."""
        said = _encoded(f"{name.source}:{name.ref}".encode())
        return f"{self._base}{PREFIX}{said}.{_encoded(self._seal(said))}/{width}.webp"

    def beside(self, path: str) -> str:
        """The address of something else that this service serves, e.g. `/region/media/band.svg`."""
        return f"{self._base}{path}"

    def read(self, signature: str) -> PictureName | None:
        """The picture in an address; None when we did not sign it."""
        said, _, seal = signature.partition(".")
        if not hmac.compare_digest(_decoded(seal), self._seal(said)):
            return None
        source, _, ref = _decoded(said).decode(errors="replace").partition(":")
        return PictureName(source, ref) if source and ref else None

    def _seal(self, said: str) -> bytes:
        return hmac.new(self._key, said.encode(), hashlib.sha256).digest()[:SEAL_BYTES]


def media_key(configured: str, folder: Path) -> bytes:
    """The key of the settings, else one that is made once and kept in the data folder."""
    if configured:
        return configured.encode()
    path = folder / "media.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_bytes(secrets.token_bytes(32))
        try:
            os.link(draft, path)  # the first of several processes wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
