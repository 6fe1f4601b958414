"""Copies of pictures on disk, a folder for each; the least used ones go when there are too many bytes."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import time
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path

KEPT_AFTER_CLEANING = 0.9
LONGEST_AGE = 7 * 86_400.0
"""Seconds that a copy is kept: posts are shown, not archived."""


class Shelf:
    """Files by picture and width. All methods work on disk: call them in a thread."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        """Takes over what is there; half-written files of a crash are removed."""
        self._folder = folder
        self._most = most_bytes
        self._sizes: OrderedDict[str, int] = OrderedDict()
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.glob("*/*"), key=lambda path: path.stat().st_mtime):
            if path.name.startswith("."):
                shutil.rmtree(path, ignore_errors=True)
            elif path.is_dir():
                self._sizes[path.name] = _size(path)

    @property
    def used(self) -> int:
        """Bytes of all copies."""
        return sum(self._sizes.values())

    def get(self, name: str, width: int) -> bytes | None:
        """A copy, None when there is none or it is too old."""
        path = self._place(name) / f"{width}.webp"
        try:
            if time.time() - path.stat().st_mtime > LONGEST_AGE:
                self.forget(name)
                return None
            content = path.read_bytes()
        except OSError:
            return None
        if name in self._sizes:
            self._sizes.move_to_end(name)
        return content

    def put(self, name: str, copies: Mapping[int, bytes]) -> None:
        """Keep all widths of a picture, or none when the disk is full."""
        place = self._place(name)
        draft = place.with_name(f".{name}.{secrets.token_hex(4)}")
        try:
            draft.mkdir(parents=True)
            for width, content in copies.items():
                (draft / f"{width}.webp").write_bytes(content)
            shutil.rmtree(place, ignore_errors=True)
            draft.replace(place)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)
            return
        self._sizes.pop(name, None)
        self._sizes[name] = sum(map(len, copies.values()))
        self._clean()

    def forget(self, name: str) -> None:
        """Delete all copies of a picture."""
        shutil.rmtree(self._place(name), ignore_errors=True)
        self._sizes.pop(name, None)

    def _clean(self) -> None:
        total = self.used
        if total <= self._most:
            return
        while self._sizes and total > self._most * KEPT_AFTER_CLEANING:
            name, size = self._sizes.popitem(last=False)
            shutil.rmtree(self._place(name), ignore_errors=True)
            total -= size

    def _place(self, name: str) -> Path:
        return self._folder / name[:2] / name


def _size(path: Path) -> int:
    total = 0
    with contextlib.suppress(OSError):
        total = sum(file.stat().st_size for file in path.iterdir())
    return total
