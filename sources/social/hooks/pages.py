"""The page that tells a person what became of a request for deletion, in French and English."""

from __future__ import annotations

from datetime import datetime
from html import escape

from starlette.responses import HTMLResponse

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Suppression de vos données</title>
<style>
body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}}
</style></head>
<body><main><h1>Suppression de vos données</h1>
<p>{french}</p>
<p lang="en">{english}</p></main></body></html>"""


def state_page(state: tuple[datetime, datetime | None] | None) -> HTMLResponse:
    """The page of one request; 404 for a code that nobody got."""
    french, english = _sentences(state)
    body = PAGE.format(french=escape(french), english=escape(english))
    return HTMLResponse(body, 200 if state else 404, headers=HEADERS)


def _sentences(state: tuple[datetime, datetime | None] | None) -> tuple[str, str]:
    if state is None:
        return "Aucune demande ne porte ce code.", "No request has this code."
    asked, done = state
    french = f"Votre demande a été reçue le {asked:%d/%m/%Y à %H:%M} (UTC). "
    english = f"Your request arrived on {asked:%Y-%m-%d at %H:%M} (UTC). "
    if done is None:
        return f"{french}La suppression est en cours.", f"{english}The deletion is under way."
    return (
        f"{french}Vos comptes, jetons et publications ont été supprimés le {done:%d/%m/%Y à %H:%M}.",
        f"{english}Your accounts, tokens and posts were deleted on {done:%Y-%m-%d at %H:%M}.",
    )
