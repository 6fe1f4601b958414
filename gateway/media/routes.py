"""The addresses `/m/{signature}/{width}.webp`: the picture, a redirect to it, or a placeholder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.media.placeholder import placeholder
from gateway.media.proxy import MediaProxy, NoPicture
from gateway.media.signing import WIDTHS, PictureName, PictureUrls

SECONDS = 600
"""How long browsers keep a picture: what is withdrawn must be gone soon."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}


def media_routes(urls: PictureUrls, proxy: Callable[[], MediaProxy], *, copies: bool) -> list[BaseRoute]:
    """With `copies` pictures come from here; without, callers are sent to the network's own servers."""

    async def answer(request: Request) -> Response:
        name = urls.read(request.path_params["signature"])
        width = request.path_params["width"]
        if name is None or width not in WIDTHS:
            return missing(gone=True)
        try:
            return await (_copy(request, proxy(), name, width) if copies else _elsewhere(proxy(), name))
        except NoPicture as nothing:
            return missing(gone=nothing.gone)

    return [Route("/m/{signature}/{width:int}.webp", answer, methods=["GET"])]


async def _copy(request: Request, proxy: MediaProxy, name: PictureName, width: int) -> Response:
    content = await proxy.picture(name, width)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {**HEADERS, "Cache-Control": f"public, max-age={SECONDS}", "ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="image/webp")


async def _elsewhere(proxy: MediaProxy, name: PictureName) -> Response:
    url = await proxy.address(name)
    proxy.check(name, url)
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return RedirectResponse(url, 302, headers=headers)


def missing(*, gone: bool) -> Response:
    """A picture that says nothing in the place of one that is missing; browsers show it all the same."""
    headers = {**HEADERS, "Cache-Control": "no-store"} | ({} if gone else {"Retry-After": "60"})
    return Response(placeholder(), 404 if gone else 503, headers=headers, media_type="image/webp")
