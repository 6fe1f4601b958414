"""A partner's page on another origin with a strict policy, and a gateway that answers what a test wants."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from gateway.embed.files import widget_file
from gateway.testing.servers import ServerThread

FALLBACK = '<a href="https://partir-ici.example/">Toutes les offres sur Partir Ici</a>'
STYLE = """
body { margin: 0; padding: 16px; font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; background: #f8f5ed; color: #222; }
a { color: #17594a; }
@media (prefers-color-scheme: dark) { body { background: #0e171a; color: #eee; } a { color: #8fd6ba; } }
"""
OBSERVE = """
window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => shifts.push(entry.value)))
  .observe({ type: "layout-shift", buffered: true });
"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c63f8cfc0f01f000501027fa4d3c4a40000000049454e44ae426082"
)


class HostPage:
    """A partner's page: `show` sets what stands in it and whose gateway it allows."""

    def __init__(self) -> None:
        self.html = ""
        self.policy = ""
        self.server = ServerThread(self._app)

    @property
    def url(self) -> str:
        return f"{self.server.url}/"

    def show(self, gateway: str, content: str, *, head: str = "", files: str = "") -> None:
        """`files` are the lines that load the widget, the floating ones without."""
        self.policy = (
            f"default-src 'none'; script-src {gateway}; connect-src {gateway}; img-src {gateway}; "
            f"style-src 'self' {gateway}; frame-src {gateway}; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )
        files = files or (
            f'<link rel="stylesheet" href="{gateway}/widget/1/partir-ici.css">'
            f'<script type="module" async src="{gateway}/widget/1/partir-ici.js"></script>'
        )
        self.html = f"""<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Office de tourisme</title>
<link rel="stylesheet" href="/host.css">{files}{head}</head>
<body><main><h1>Près de chez vous</h1><h2>Nos idées</h2>{content}<p id="below">La suite de la page.</p></main></body></html>"""

    async def _page(self, _: Request) -> Response:
        return HTMLResponse(self.html, headers={"Content-Security-Policy": self.policy})

    async def _style(self, _: Request) -> Response:
        return Response(STYLE, media_type="text/css")

    async def _none(self, _: Request) -> Response:
        return Response(status_code=204)

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", self._page),
                Route("/host.css", self._style),
                Route("/favicon.ico", self._none),
            ]
        )


class FalseGateway:
    """Serves the real widget with an answer of the test's choice."""

    def __init__(self) -> None:
        self.answer: object = {}
        self.server = ServerThread(self._app)

    async def _query(self, request: Request) -> Response:
        headers = {"Access-Control-Allow-Origin": request.headers.get("origin", "*")}
        return JSONResponse(self.answer, headers=headers)

    async def _pixel(self, _: Request) -> Response:
        return Response(PIXEL, media_type="image/png")

    async def _not_found(self, _: Request) -> Response:
        return Response(status_code=404)

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/widget/1/query", self._query),
                Route("/widget/{version}/{name:path}", widget_file),
                Route("/good.png", self._pixel),
                Route("/gone.png", self._not_found),
            ]
        )
