"""Invented pictures of offers: a landscape for each number, painted when it is asked for."""

import io
from functools import lru_cache
from itertools import pairwise
from random import Random

from PIL import Image, ImageDraw, ImageFilter
from starlette.requests import Request
from starlette.responses import Response

WIDTH, HEIGHT = 1280, 854
LAYERS = 6
SKIES = (
    ((248, 214, 170), (122, 170, 206)),
    ((250, 232, 206), (88, 148, 196)),
    ((244, 186, 150), (96, 104, 158)),
    ((226, 236, 238), (132, 178, 204)),
)
GROUNDS = ((62, 104, 66), (98, 116, 54), (40, 86, 84), (122, 108, 58), (70, 92, 52))
FAR = (150, 172, 188)

Colour = tuple[int, int, int]


async def picture(request: Request) -> Response:
    """The JPEG of a number; every size of it is the same one."""
    return Response(painted(int(request.path_params["number"])), media_type="image/jpeg")


@lru_cache(maxsize=128)
def painted(number: int) -> bytes:
    """A sky, a sun, and hills that grow darker towards the viewer."""
    random = Random(number)
    low, high = random.choice(SKIES)
    canvas = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(canvas)
    for y in range(HEIGHT):
        draw.line(((0, y), (WIDTH, y)), _mixed(high, low, min(1.0, y / (HEIGHT * 0.62))))
    _sun(canvas, random)
    ground = random.choice(GROUNDS)
    for layer in range(LAYERS):
        share = (layer + 1) / LAYERS
        _hill(draw, random, HEIGHT * (0.34 + 0.5 * share), _mixed(FAR, ground, share**0.8), 1.25 - share)
    out = io.BytesIO()
    canvas.filter(ImageFilter.GaussianBlur(0.7)).save(out, "JPEG", quality=84)
    return out.getvalue()


def _sun(canvas: Image.Image, random: Random) -> None:
    x, y, size = random.randint(150, WIDTH - 150), random.randint(110, 300), random.randint(34, 60)
    glow = Image.new("L", canvas.size)
    ImageDraw.Draw(glow).ellipse((x - size, y - size, x + size, y + size), fill=230)
    warm = Image.new("RGB", canvas.size, (255, 246, 214))
    canvas.paste(warm, mask=glow.filter(ImageFilter.GaussianBlur(size)))
    canvas.paste(warm, mask=glow.filter(ImageFilter.GaussianBlur(3)))


def _hill(draw: ImageDraw.ImageDraw, random: Random, level: float, colour: Colour, swing: float) -> None:
    """A ridge by halving: each middle point is moved by less than the one before."""
    heights = [level + random.uniform(-90, 90) * swing, level + random.uniform(-90, 90) * swing]
    reach = 150.0 * swing
    for _ in range(7):
        between = [(one + two) / 2 + random.uniform(-reach, reach) for one, two in pairwise(heights)]
        heights = [height for pair in zip(heights, between, strict=False) for height in pair] + [heights[-1]]
        reach *= 0.52
    step = WIDTH / (len(heights) - 1)
    ridge = [(rank * step, height) for rank, height in enumerate(heights)]
    draw.polygon([(0, HEIGHT), *ridge, (WIDTH, HEIGHT)], fill=colour)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
