"""The worker that resizes: what it refuses, and how much memory it takes for it."""

from __future__ import annotations

import io
import os
import signal
import struct
import zlib
from pathlib import Path

import pytest
from media_world import huge_png, picture
from PIL import Image

from gateway.media.pixels import BadPicture, Workers

BOUND = 350_000_000
"""Bytes of resident memory that a worker may ever have taken."""


def peak_of(pid: int) -> int:
    """The most resident memory a process had, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def text_bomb() -> bytes:
    """A small PNG whose text unpacks to 200 MB."""
    data = b"Comment\0\0" + zlib.compress(b"\0" * 200_000_000, 9)
    chunk = struct.pack(">I", len(data)) + b"zTXt" + data + struct.pack(">I", zlib.crc32(b"zTXt" + data))
    small = picture("PNG", (8, 8))
    return small[:33] + chunk + small[33:]


def frames() -> bytes:
    out = io.BytesIO()
    first, *more = (Image.new("RGB", (600, 600), (step, 0, 0)) for step in range(0, 250, 5))
    first.save(out, "GIF", save_all=True, append_images=more)
    return out.getvalue()


async def test_bombs_are_refused_within_the_bound_of_memory():
    workers = Workers(count=1)
    try:
        for bomb in (huge_png(10_000, 10_001), huge_png(60_000, 1_000), text_bomb()):
            with pytest.raises(BadPicture):
                await workers.resize(bomb, [160])
            (pid,) = workers.pids or [0]
            assert pid == 0 or peak_of(pid) < BOUND
    finally:
        await workers.aclose()


async def test_the_largest_picture_that_is_allowed_stays_within_the_bound():
    workers = Workers(count=1)
    try:
        for kind, content in (("JPEG", picture("JPEG", (7000, 5700))), ("PNG", huge_png(7000, 5700))):
            found = await workers.resize(content, [160, 1280])
            assert (found.width, found.height) == (7000, 5700)
            (pid,) = workers.pids
            print(f"peak of a worker after a {kind} of 40 megapixels: {peak_of(pid) / 1e6:.0f} MB")
            assert peak_of(pid) < BOUND
    finally:
        await workers.aclose()


async def test_of_a_moving_picture_the_first_frame_is_shown():
    workers = Workers(count=1)
    try:
        found = await workers.resize(frames(), [160])
        with Image.open(io.BytesIO(found.copies[0])) as made:
            assert (made.size, getattr(made, "n_frames", 1)) == ((160, 160), 1)
    finally:
        await workers.aclose()


async def test_a_worker_that_dies_or_hangs_is_replaced():
    workers = Workers(count=1, seconds=3.0)
    try:
        await workers.resize(picture(), [160])
        (first,) = workers.pids
        os.kill(first, signal.SIGKILL)
        with pytest.raises(BadPicture):
            await workers.resize(picture(), [160])
        await workers.resize(picture(), [160])
        (second,) = workers.pids
        assert second != first
        os.kill(second, signal.SIGSTOP)
        workers._seconds = 0.2
        with pytest.raises(BadPicture):
            await workers.resize(picture(), [160])
        workers._seconds = 3.0
        assert await workers.resize(picture(), [160])
    finally:
        await workers.aclose()
