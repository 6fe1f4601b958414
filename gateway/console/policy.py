"""Headers of the console's pages: what a browser may load, and from where."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import HTMLResponse

BASE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

HOME = f"{BASE}; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"

# Monaco writes its colours and positions into style elements, hence 'unsafe-inline' for styles alone.
GRAPHIQL = (
    f"{BASE}; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'"
)


def fallback(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """The policy of the page without a local build: exactly these files of another host, and our own."""
    return (
        f"{BASE}; script-src 'self' {' '.join(scripts)}; "
        f"style-src 'self' 'unsafe-inline' {' '.join(styles)}; "
        "img-src 'self' data:; font-src data:; connect-src 'self'"
    )


def page(html: str, policy: str) -> HTMLResponse:
    """A page under a content security policy, asked for anew each time."""
    return HTMLResponse(
        html,
        headers={
            "Content-Security-Policy": policy,
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Opener-Policy": "same-origin",
        },
    )
