"""Draws small landscapes as PNG bytes, with the standard library only."""

from __future__ import annotations

import math
import struct
import zlib
from functools import lru_cache
from random import Random

_SKY = 120  # palette entries of the sky, then sun, far ridge, near ridge, meadow
_SUN, _FAR, _NEAR, _MEADOW = 120, 121, 122, 123
_TONES = (
    ((92, 152, 210), (250, 224, 190), (255, 240, 200), (122, 140, 170), (66, 92, 104), (96, 138, 72)),
    ((40, 52, 104), (246, 150, 110), (255, 214, 150), (104, 84, 120), (52, 46, 78), (60, 74, 60)),
    ((150, 190, 220), (236, 242, 246), (255, 255, 246), (176, 192, 208), (120, 140, 156), (232, 238, 242)),
    ((120, 170, 200), (252, 236, 206), (255, 232, 170), (150, 120, 100), (150, 84, 46), (196, 140, 60)),
)  # fmt: skip


@lru_cache(maxsize=256)
def draw_png(key: str, width: int, height: int) -> bytes:
    """Draw the landscape of a key: sky, sun, two ridges and a meadow, in one of four lights."""
    rng = Random(key)
    top, bottom, *flat = rng.choice(_TONES)
    palette = [_blend(top, bottom, step / (_SKY - 1)) for step in range(_SKY)] + flat
    columns = _columns(rng, width, height)
    rows = b"".join(b"\0" + bytes(row) for row in zip(*columns, strict=True))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    colours = b"".join(bytes(colour) for colour in palette)
    body = _chunk(b"IHDR", header) + _chunk(b"PLTE", colours) + _chunk(b"IDAT", zlib.compress(rows, 6))
    return b"\x89PNG\r\n\x1a\n" + body + _chunk(b"IEND", b"")


def _columns(rng: Random, width: int, height: int) -> list[bytes]:
    """Give the picture column by column, as palette indexes from top to bottom."""
    sky = bytes(min(_SKY - 1, y * _SKY * 10 // (height * 7)) for y in range(height))
    far, near = _Ridge(rng, 0.45, 0.16), _Ridge(rng, 0.62, 0.1)
    meadow = _Ridge(rng, 0.84, 0.03)
    sun_x, sun_y, radius = rng.uniform(0.2, 0.8) * width, rng.uniform(0.15, 0.35) * height, height * 0.06
    columns = []
    for x in range(width):
        a, b, c = (int(ridge(x / width) * height) for ridge in (far, near, meadow))
        half = int(math.sqrt(max(0.0, radius**2 - (x - sun_x) ** 2)))
        column = bytearray(sky)
        column[int(sun_y) - half : int(sun_y) + half] = bytes([_SUN]) * (2 * half)
        b, c = max(a, b), max(a, b, c)
        column[a:] = bytes([_FAR]) * (b - a) + bytes([_NEAR]) * (c - b) + bytes([_MEADOW]) * (height - c)
        columns.append(bytes(column))
    return columns


class _Ridge:
    """A crest line: three waves drawn once; calling it gives the height, as a share, at a place."""

    def __init__(self, rng: Random, level: float, size: float) -> None:
        self.level = level
        self.waves = [
            (size / order, rng.uniform(2, 5) * order, rng.uniform(0, math.tau)) for order in (1, 2, 4)
        ]

    def __call__(self, x: float) -> float:
        return self.level + sum(high * math.sin(x * pace + phase) for high, pace, phase in self.waves)


def _blend(start: tuple[int, ...], end: tuple[int, ...], share: float) -> tuple[int, ...]:
    return tuple(round(a + (b - a) * share) for a, b in zip(start, end, strict=True))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def tiny_mp4(key: str) -> bytes:
    """Give a few boxes that start like an MP4 file; no player shows it, a proxy can carry it."""
    brand = b"isom\0\0\x02\0isomiso2mp41"
    body = key.encode().ljust(64, b".")
    return b"".join(
        struct.pack(">I", len(data) + 8) + name + data
        for name, data in ((b"ftyp", brand), (b"free", b""), (b"mdat", body))
    )
