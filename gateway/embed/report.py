"""`/embed/report?about=`: the page to which every card's "Signaler" leads; it sends `reportProblem`."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from gateway.console import assets, policy
from gateway.console.templates import joined
from gateway.embed.templates import render
from gateway.errors import BadInput
from gateway.graph.ids import decode_id
from gateway.http.problem import Problem

GROUNDS = {
    "WRONG": "C’est faux ou dépassé",
    "RIGHTS": "Une image ou un texte est utilisé sans droit, ou montre quelqu’un qui n’est pas d’accord",
    "ADVERTISING": "C’est une publicité qui ne le dit pas",
    "HATE": "Cela blesse ou menace des personnes",
    "ILLEGAL": "Cela semble contraire à la loi",
    "OTHER": "Autre chose",
}


async def report_page(request: Request) -> Response:
    """The form; whatever it sends goes to `/graphql` and through the limits there."""
    about = request.query_params.get("about", "")
    try:
        decode_id(about)
    except BadInput as wrong:
        return Problem(400, "INVALID_ID", wrong.message).response()
    html = render(
        "report",
        icon=assets.versioned("favicon.svg"),
        style=assets.versioned("home.css"),
        about=about,
        grounds=joined(render("option", value=key, label=label) for key, label in GROUNDS.items()),
    )
    return policy.page(html, policy.HOME)
