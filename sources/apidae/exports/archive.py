"""A zip that may be hostile: its directory is judged before a file is unpacked, and that within bounds."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any, BinaryIO

import orjson

from sources.apidae.exports.refusals import BadExport

MOST_ZIP_BYTES = 400_000_000
MOST_FILES = 250_000
MOST_DIRECTORY_BYTES = 40_000_000
MOST_FILE_BYTES = 100_000_000
MOST_BYTES = 4_000_000_000
MOST_RATIO = 200
"""JSON of Apidae shrinks to a fifth up to a thirtieth; what shrinks more than this is made to harm."""
SMALL = 1_000_000
"""Files up to this size may shrink as they like."""

PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 0x1
END, LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
TAIL = 66_000
"""The end of a zip is found within a comment of 65,535 bytes."""
_PLAIN = re.compile(r"[^\x00-\x1f\\:]+")


class Archive:
    """The files of a zip by name. Raises `BadExport` for a zip that is none, too large or hostile."""

    def __init__(self, file: BinaryIO) -> None:
        """Reads the directory, nothing else."""
        if file.seek(0, 2) > MOST_ZIP_BYTES:
            raise BadExport("TOO_LARGE")
        if _directory_bytes(file) > MOST_DIRECTORY_BYTES:
            raise BadExport("TOO_MANY_FILES")
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise BadExport("NO_ZIP") from None
        self._files = {info.filename: info for info in self._zip.infolist() if not info.is_dir()}
        _judge(self._zip.infolist())

    @property
    def names(self) -> Sequence[str]:
        """Names of all files, with `/` between folders."""
        return [*self._files]

    def json(self, name: str) -> Any:
        """The JSON of a file; `BadExport` when it is damaged, too large or none."""
        info = self._files[name]
        try:
            with self._zip.open(info) as file:
                content = file.read(MOST_FILE_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            raise BadExport("DAMAGED") from None
        if len(content) > MOST_FILE_BYTES:
            raise BadExport("TOO_LARGE")
        try:
            return orjson.loads(content)
        except orjson.JSONDecodeError:
            raise BadExport("BAD_JSON") from None


def _judge(files: Sequence[zipfile.ZipInfo]) -> None:
    if len(files) > MOST_FILES:
        raise BadExport("TOO_MANY_FILES")
    if len({info.filename.lower() for info in files}) < len(files):
        raise BadExport("UNSAFE_NAME")
    if sum(info.file_size for info in files) > MOST_BYTES:
        raise BadExport("TOO_LARGE")
    for info in files:
        _judge_one(info)


def _judge_one(info: zipfile.ZipInfo) -> None:
    mode = info.external_attr >> 16
    kind = stat.S_IFMT(mode)
    if not _is_safe(info.orig_filename) or kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise BadExport("UNSAFE_NAME")
    if info.flag_bits & ENCRYPTED or info.compress_type not in PACKINGS:
        raise BadExport("ENCRYPTED")
    if info.file_size > SMALL and info.file_size > MOST_RATIO * max(1, info.compress_size):
        raise BadExport("BOMB")
    if info.file_size > MOST_FILE_BYTES:
        raise BadExport("TOO_LARGE")


def _is_safe(name: str) -> bool:
    parts = name.rstrip("/").split("/")
    return bool(_PLAIN.fullmatch(name)) and not any(part in {"", ".", ".."} for part in parts)


def _directory_bytes(file: BinaryIO) -> int:
    """How long the directory is said to be: `zipfile` would read it whole, however long."""
    size = file.seek(0, 2)
    start = file.seek(max(0, size - TAIL))
    tail = file.read()
    end = tail.rfind(END)
    if end < 0 or len(tail) < end + 22:
        raise BadExport("NO_ZIP")
    locator = end - 20
    if locator >= 0 and tail[locator : locator + 4] == LOCATOR:
        where = int.from_bytes(tail[locator + 8 : locator + 16], "little")
        if where + 56 > start + end:
            raise BadExport("NO_ZIP")
        file.seek(where)
        return int.from_bytes(file.read(56)[40:48], "little")
    return int.from_bytes(tail[end + 12 : end + 16], "little")
