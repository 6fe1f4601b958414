"""The picture that stands where one is missing: a quiet grey, 4 by 3."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image

COLOUR = (222, 226, 222)


@lru_cache(maxsize=1)
def placeholder() -> bytes:
    """A WebP of a few dozen bytes."""
    out = io.BytesIO()
    Image.new("RGB", (320, 240), COLOUR).save(out, "WEBP", quality=50)
    return out.getvalue()
