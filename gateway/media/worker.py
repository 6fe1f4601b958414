"""Resizes pictures in a process of its own, which has little memory and time: run by `pixels.py`.

Reads `length of the original, widths` as numbers of 4 bytes, then the original; answers one line of JSON
and the encoded pictures one after the other. It imports nothing of the gateway, to start at once.
"""

from __future__ import annotations

import io
import json
import resource
import struct
import sys
import warnings
from typing import Any, BinaryIO

from PIL import Image, ImageFile, ImageOps

MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
QUALITY = 80


def main(memory: int, seconds: int) -> None:
    """Serve pictures until the input ends; `memory` in bytes, `seconds` of processor time for all of them."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    while (asked := read_request(sys.stdin.buffer)) is not None:
        answer, pictures = resized(*asked)
        answer["lengths"] = [len(picture) for picture in pictures]
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(pictures))
        sys.stdout.buffer.flush()


def read_request(stream: BinaryIO) -> tuple[bytes, list[int]] | None:
    """The original and the widths that are wanted; None at the end."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    length, count = struct.unpack(">II", head)
    widths = list(struct.unpack(f">{count}I", stream.read(4 * count)))
    return stream.read(length), widths


def resized(original: bytes, widths: list[int]) -> tuple[dict[str, Any], list[bytes]]:
    """Size and colour of the original, and its copies; or why it is refused."""
    try:
        with Image.open(io.BytesIO(original), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return {"error": "too many pixels"}, []
            opened.draft("RGB", (max(widths), max(widths)))  # a JPEG is never decoded larger than needed
            size = opened.size if opened.format != "JPEG" else _true_size(original)
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except MemoryError:
        return {"error": "too much memory"}, []
    except Exception as fault:  # noqa: BLE001  # decoders raise whatever damaged bytes make them raise
        return {"error": f"unreadable: {type(fault).__name__}"}, []
    turned = (picture.width > picture.height) != (size[0] > size[1])
    width, height = (size[1], size[0]) if turned else size
    colour = picture.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    facts = {"width": width, "height": height, "colour": "#{:02x}{:02x}{:02x}".format(*colour)}  # type: ignore[misc]
    return facts, [_encoded(picture, width) for width in widths]


def _true_size(original: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(original), formats=FORMATS) as again:
        return again.size


def _encoded(picture: Image.Image, width: int) -> bytes:
    copy = picture
    if picture.width > width:
        height = max(1, round(picture.height * width / picture.width))
        copy = picture.resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    copy.save(out, "WEBP", quality=QUALITY, method=2)  # nothing of the original's metadata goes along
    return out.getvalue()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
